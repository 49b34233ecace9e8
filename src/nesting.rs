//! The depth, the size and the circles of things that use others by name: macros, abbreviations, templates. Code that
//! follows such names by recursion asks here first.

use std::collections::HashMap;

/// A thing that uses others.
#[derive(Clone, Default, Debug)]
pub(crate) struct GraphNode {
    /// Levels that it has by itself, and parts.
    pub(crate) depth: usize,
    pub(crate) size: usize,
    /// The things that it uses, by name, each with the level of the use.
    pub(crate) uses: Vec<(String, usize)>,
}

/// The extent of things by name, each with all that it uses. A use of a name that does not exist counts as nothing.
#[derive(Debug)]
pub(crate) struct Nesting {
    extents: HashMap<String, Extent>,
}

/// The depth and the size of a thing, which stop at the largest number.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Extent {
    /// Levels at most.
    pub(crate) depth: usize,
    /// All parts: those that are used twice count twice.
    pub(crate) size: usize,
    /// The circle that it belongs to: a number that all things of the circle share.
    circle: Option<usize>,
}

impl Nesting {
    /// Follows the uses of all things. Those in a circle count without what they use in it.
    pub(crate) fn new(nodes: &HashMap<String, GraphNode>) -> Nesting {
        let mut names: Vec<&String> = nodes.keys().collect();
        names.sort_unstable();
        let mut walk = ComponentSearch {
            nodes,
            open: Vec::new(),
            stack: Vec::new(),
            states: HashMap::new(),
            met: 0,
        };
        for name in names {
            walk.follow(name);
        }
        let extents = walk.states.into_iter().map(|(name, state)| (name.to_owned(), state.extent));
        Nesting { extents: extents.collect() }
    }

    /// The extent of a thing; nothing if there is none of that name.
    pub(crate) fn of(&self, name: &str) -> Extent {
        self.extents.get(name).copied().unwrap_or_default()
    }

    /// Whether one thing uses another that leads back to it.
    pub(crate) fn is_circle(&self, user: &str, used: &str) -> bool {
        let circle = self.of(user).circle;
        circle.is_some() && circle == self.of(used).circle
    }
}

/// The strongly connected components of the graph of uses (Tarjan 1972), with a stack of its own in the place of
/// recursion. A component comes out after those that it uses.
struct ComponentSearch<'n> {
    nodes: &'n HashMap<String, GraphNode>,
    /// Things whose uses are being followed, each with how many of them are done.
    open: Vec<(&'n str, usize)>,
    /// Things whose component is not complete.
    stack: Vec<&'n str>,
    states: HashMap<&'n str, NodeState>,
    met: usize,
}

struct NodeState {
    /// When it was met.
    number: usize,
    /// The earliest that it leads back to.
    low: usize,
    is_on_stack: bool,
    extent: Extent,
}

impl<'n> ComponentSearch<'n> {
    fn follow(&mut self, name: &'n str) {
        self.meet(name);
        while let Some((user, done)) = self.open.last_mut() {
            let user = *user;
            let uses = &self.nodes[user].uses;
            if let Some((used, _)) = uses.get(*done) {
                *done += 1;
                if self.nodes.contains_key(used) {
                    self.meet(used);
                    self.lower(user, used);
                }
                continue;
            }
            self.open.pop();
            self.complete(user);
            if let Some((around, _)) = self.open.last() {
                self.lower(around, user);
            }
        }
    }

    fn meet(&mut self, name: &'n str) {
        if self.states.contains_key(name) {
            return;
        }
        let state = NodeState {
            number: self.met,
            low: self.met,
            is_on_stack: true,
            extent: Extent::default(),
        };
        self.met += 1;
        self.states.insert(name, state);
        self.stack.push(name);
        self.open.push((name, 0));
    }

    /// A thing leads back as far as one that it uses.
    fn lower(&mut self, user: &str, used: &str) {
        let NodeState { low, is_on_stack, .. } = self.states[used];
        let state = self.states.get_mut(user).expect("it was met");
        if is_on_stack {
            state.low = state.low.min(low);
        }
    }

    /// All that a thing uses was followed: if it is the first of its component, that is complete.
    fn complete(&mut self, first: &'n str) {
        let NodeState { number, low, .. } = self.states[first];
        if number != low {
            return;
        }
        let at = self.stack.iter().rposition(|name| *name == first).expect("it is there");
        let component = self.stack.split_off(at);
        let mut uses = self.nodes[first].uses.iter();
        let is_circle = component.len() > 1 || uses.any(|(used, _)| used == first);
        let circle = is_circle.then_some(number);
        for name in &component {
            self.states.get_mut(name).expect("it was met").extent.circle = circle;
        }
        for name in &component {
            let extent = self.extent(name, circle);
            let state = self.states.get_mut(name).expect("it was met");
            (state.extent, state.is_on_stack) = (extent, false);
        }
    }

    fn extent(&self, name: &str, circle: Option<usize>) -> Extent {
        let GraphNode { depth, size, uses } = &self.nodes[name];
        let mut extent = Extent { depth: *depth, size: *size, circle };
        for (used, level) in uses {
            let Some(NodeState { extent: inner, .. }) = self.states.get(used.as_str()) else {
                continue;
            };
            if circle.is_none() || inner.circle != circle {
                extent.depth = extent.depth.max(level.saturating_add(inner.depth));
                extent.size = extent.size.saturating_add(inner.size);
            }
        }
        extent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Things of one part and one level each, by what they use.
    fn nesting(things: &[(&str, &[&str])]) -> Nesting {
        let nodes = things.iter().map(|(name, uses)| {
            let uses = uses.iter().map(|used| ((*used).to_owned(), 1)).collect();
            ((*name).to_owned(), GraphNode { depth: 1, size: 1, uses })
        });
        Nesting::new(&nodes.collect())
    }

    #[test]
    fn what_is_used_counts_as_often_as_it_is() {
        let nesting = nesting(&[("a", &["b", "b", "none"]), ("b", &["c", "c"]), ("c", &[])]);
        let extent = nesting.of("a");
        assert_eq!((extent.depth, extent.size), (3, 7));
        assert!(!nesting.is_circle("a", "b"));
        assert_eq!(nesting.of("none").size, 0);
    }

    #[test]
    fn circles_are_told_apart_from_what_leads_to_them() {
        let things: [(&str, &[&str]); 5] =
            [("a", &["b"]), ("b", &["c", "d"]), ("c", &["b"]), ("d", &["d"]), ("e", &[])];
        let nesting = nesting(&things);
        assert!(nesting.is_circle("b", "c") && nesting.is_circle("c", "b"));
        assert!(nesting.is_circle("d", "d"));
        assert!(!nesting.is_circle("a", "b") && !nesting.is_circle("b", "d"));
        assert!(!nesting.is_circle("e", "e"));
    }

    #[test]
    fn a_long_chain_and_a_great_number_are_followed_to_the_end() {
        let names: Vec<String> = (0..100_001).map(|number| format!("n{number}")).collect();
        let nodes = names.iter().enumerate().map(|(at, name)| {
            let uses = names.get(at + 1).map_or(Vec::new(), |next| vec![(next.clone(), 1); 2]);
            (name.clone(), GraphNode { depth: 1, size: 1, uses })
        });
        let extent = Nesting::new(&nodes.collect()).of("n0");
        assert_eq!((extent.depth, extent.size), (names.len(), usize::MAX));
    }
}
