//! Lists whose positions have a type of their own: the position of a page finds no section.
//!
//! In: things in their order. Out: an [`Id`] for each, and the thing for an [`Id`]. Knows nothing of what
//! it holds.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The position of a `T` among its like. Valid for the list that gave it.
pub(crate) struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    fn new(position: usize) -> Id<T> {
        let position = u32::try_from(position).expect("fewer than four billion of a kind");
        Id(position, PhantomData)
    }

    /// From 0, in the order of the list.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The one after it.
    pub(crate) fn next(self) -> Id<T> {
        Id(self.0 + 1, PhantomData)
    }

    /// All from here to before another one.
    pub(crate) fn up_to(self, end: Id<T>) -> impl Iterator<Item = Id<T>> + use<T> {
        (self.0..end.0).map(|position| Id(position, PhantomData))
    }

    fn position(self) -> usize {
        self.0 as usize
    }
}

// By hand: a derived `impl` would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Id<T>) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Id<T>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Id<T>) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A plain number.
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id<T>, D::Error> {
        Ok(Id(u32::deserialize(deserializer)?, PhantomData))
    }
}

/// A list with a value for each `T`, found by the [`Id`] of the `T` and by nothing else. The value is the `T`
/// itself, or something that belongs to it: `Arena<usize, Page>` has a number for each page.
pub(crate) struct Arena<V, T = V>(Vec<V>, PhantomData<fn() -> T>);

impl<V, T> Arena<V, T> {
    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The position that comes after all of them: the next to be given.
    pub(crate) fn end(&self) -> Id<T> {
        Id::new(self.0.len())
    }

    /// The values in their order.
    pub(crate) fn as_slice(&self) -> &[V] {
        &self.0
    }

    /// The values in their order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, V> {
        self.0.iter()
    }

    /// The values in their order, to change them.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.0.iter_mut()
    }

    /// Every position, in order.
    pub(crate) fn ids(
        &self,
    ) -> impl DoubleEndedIterator<Item = Id<T>> + ExactSizeIterator + use<V, T> {
        (0..self.0.len()).map(Id::new)
    }

    /// Every position with its value, in order.
    pub(crate) fn enumerate(
        &self,
    ) -> impl DoubleEndedIterator<Item = (Id<T>, &V)> + ExactSizeIterator {
        self.ids().zip(&self.0)
    }

    /// The first value.
    pub(crate) fn first(&self) -> Option<&V> {
        self.0.first()
    }

    /// The last value, to change it.
    pub(crate) fn last_mut(&mut self) -> Option<&mut V> {
        self.0.last_mut()
    }

    /// Adds a value at the end. Returns its position.
    pub(crate) fn push(&mut self, value: V) -> Id<T> {
        let id = Id::new(self.0.len());
        self.0.push(value);
        id
    }

    /// The position of a value in a list that is in the order by which `compare` compares it with what is sought.
    pub(crate) fn find_by(&self, compare: impl FnMut(&V) -> Ordering) -> Option<Id<T>> {
        self.0.binary_search_by(compare).ok().map(Id::new)
    }

    /// The results of `make` for all values, at the same positions.
    pub(crate) fn map<W>(&self, make: impl FnMut(&V) -> W) -> Arena<W, T> {
        Arena(self.0.iter().map(make).collect(), PhantomData)
    }

    /// The same value for each position.
    pub(crate) fn filled<W: Clone>(&self, value: W) -> Arena<W, T> {
        Arena(vec![value; self.0.len()], PhantomData)
    }
}

impl<V, T> Index<Id<T>> for Arena<V, T> {
    type Output = V;

    fn index(&self, id: Id<T>) -> &V {
        &self.0[id.position()]
    }
}

impl<V, T> IndexMut<Id<T>> for Arena<V, T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut V {
        &mut self.0[id.position()]
    }
}

impl<V, T> From<Vec<V>> for Arena<V, T> {
    fn from(values: Vec<V>) -> Arena<V, T> {
        Arena(values, PhantomData)
    }
}

impl<V, T> FromIterator<V> for Arena<V, T> {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Arena<V, T> {
        Arena(values.into_iter().collect(), PhantomData)
    }
}

impl<'a, V, T> IntoIterator for &'a Arena<V, T> {
    type Item = &'a V;
    type IntoIter = std::slice::Iter<'a, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

// By hand: a derived `impl` would ask the same of `T`, and `Default` of `V`.
impl<V, T> Default for Arena<V, T> {
    fn default() -> Arena<V, T> {
        Arena(Vec::new(), PhantomData)
    }
}

impl<V: Clone, T> Clone for Arena<V, T> {
    fn clone(&self) -> Arena<V, T> {
        Arena(self.0.clone(), PhantomData)
    }
}

impl<V: fmt::Debug, T> fmt::Debug for Arena<V, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As a list of its values.
impl<V: Serialize, T> Serialize for Arena<V, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, V: Deserialize<'de>, T> Deserialize<'de> for Arena<V, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Arena<V, T>, D::Error> {
        Ok(Arena(Vec::deserialize(deserializer)?, PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_finds_what_was_added_there() {
        let mut words: Arena<&str> = Arena::default();
        let (first, second) = (words.push("a"), words.push("b"));
        assert_eq!((words[first], words[second]), ("a", "b"));
        assert_eq!(words.ids().collect::<Vec<_>>(), [first, second]);
        assert_eq!(words.find_by(|word| (*word).cmp("b")), Some(second));
        assert_eq!(words.find_by(|word| (*word).cmp("c")), None);
    }

    #[test]
    fn what_is_known_of_each_stands_at_its_position() {
        let words: Arena<&str> = ["one", "three"].into_iter().collect();
        let lengths: Arena<usize, &str> = words.map(|word| word.len());
        let mut seen = words.filled(false);
        for (id, word) in words.enumerate() {
            assert_eq!(lengths[id], word.len());
            seen[id] = true;
        }
        assert_eq!(seen.as_slice(), [true, true]);
    }
}
