//! Footnotes: the notes that a part of a text shows. A page shows a note behind the text that uses it, wherever the
//! source defines it.

use std::collections::HashSet;

use super::walk::WalkEvent;
use super::{Document, Footnote, NodeId, NodeKind, Nodes};
use crate::arena::Id;

/// The nodes that readers of a part see: its own, and those of the notes that it uses.
pub(crate) struct ShownPart<'d> {
    document: &'d Document,
    part: Nodes,
    /// Definitions.
    notes: Vec<NodeId>,
}

impl ShownPart<'_> {
    pub(crate) fn contains(&self, node: NodeId) -> bool {
        let definitions = self.document.notes.iter().filter_map(|note| note.definition);
        let mut around =
            definitions.filter(|note| self.document.subtree(*note).contains(node)).peekable();
        if around.peek().is_some() {
            around.all(|note| self.notes.contains(&note))
        } else {
            self.part.contains(node) && !self.document.is_hidden(node)
        }
    }
}

impl Document {
    pub(crate) fn shown(&self, part: Nodes) -> ShownPart<'_> {
        ShownPart { document: self, part, notes: self.notes_of(part) }
    }

    /// Whether a node stands in a note that nothing uses, or in one whose label another note has.
    pub(crate) fn is_hidden(&self, node: NodeId) -> bool {
        self.hidden.iter().any(|note| note.contains(node))
    }

    /// The notes that are never shown.
    pub(super) fn hidden_notes(&self) -> Vec<Nodes> {
        if self.notes.len() == 0 {
            return Vec::new();
        }
        let used: HashSet<NodeId> = self.notes_of(self.all()).into_iter().collect();
        let notes =
            self.nodes.enumerate().filter(|(_, node)| matches!(node.kind, NodeKind::Note(_)));
        let unused = notes.map(|(id, _)| id).filter(|id| !used.contains(id));
        unused.map(|id| self.subtree(id)).collect()
    }

    /// Where the notes stand that a part uses, and those that these use, in the order of their numbers.
    pub(super) fn notes_of(&self, part: Nodes) -> Vec<NodeId> {
        let mut notes = Vec::new();
        if self.notes.len() == 0 {
            return notes;
        }
        let mut known = HashSet::new();
        let mut next = Some(part);
        let mut read = 0;
        while let Some(part) = next {
            let used = self.uses_of_notes(part).filter(|note| known.insert(*note));
            notes.extend(used.filter_map(|note| self.notes[note].definition));
            next = notes.get(read).map(|note| self.held(*note));
            read += 1;
        }
        notes
    }

    /// The notes that nothing in the text names, not even another note.
    pub(crate) fn unused_notes(&self) -> impl Iterator<Item = &Footnote> {
        let used = self.nodes.iter().filter_map(|node| match node.kind {
            NodeKind::NoteReference(note) => Some(note),
            _ => None,
        });
        let used: HashSet<Id<Footnote>> = used.collect();
        let unused = self.notes.enumerate().filter(move |(id, _)| !used.contains(id));
        unused.map(|(_, note)| note)
    }

    /// The nodes in a node.
    fn held(&self, node: NodeId) -> Nodes {
        Nodes { from: node.next(), to: self.nodes[node].end }
    }

    /// The notes that a part names, without those that only notes in it name.
    fn uses_of_notes(&self, part: Nodes) -> impl Iterator<Item = Id<Footnote>> {
        let mut walk = self.walk(part);
        std::iter::from_fn(move || {
            loop {
                let WalkEvent::Enter(node) = walk.next()? else { continue };
                match self.nodes[node].kind {
                    NodeKind::Note(_) => walk.leave_out(),
                    NodeKind::NoteReference(note) => return Some(note),
                    _ => {}
                }
            }
        })
    }
}
