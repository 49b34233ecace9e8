//! Nodes in order, each with its end.

use super::{Document, NodeId, Nodes};

/// A step of a walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WalkEvent {
    /// The beginning of a node; what it holds comes next.
    Enter(NodeId),
    /// The end of a node.
    Leave(NodeId),
}

/// Comes to every node of a part: to its beginning, to the nodes in it, to its end. The end of the part ends all nodes
/// that are open there, so every beginning has its end.
pub(crate) struct Walk<'d> {
    document: &'d Document,
    next: NodeId,
    to: NodeId,
    /// Nodes that are not ended, outer ones first.
    open: Vec<NodeId>,
}

impl Document {
    pub(crate) fn walk(&self, part: Nodes) -> Walk<'_> {
        Walk { document: self, next: part.from, to: part.to, open: Vec::new() }
    }
}

impl Walk<'_> {
    /// Leaves out the nodes in the one that was entered last: its end comes next.
    pub(crate) fn leave_out(&mut self) {
        if let Some(node) = self.open.last() {
            self.next = self.document.nodes[*node].end;
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = WalkEvent;

    fn next(&mut self) -> Option<WalkEvent> {
        let (document, next, to) = (self.document, self.next, self.to);
        let ended = self.open.pop_if(|node| next >= to || document.nodes[*node].end <= next);
        if let Some(node) = ended {
            return Some(WalkEvent::Leave(node));
        }
        if self.next >= self.to {
            return None;
        }
        let node = self.next;
        self.next = node.next();
        self.open.push(node);
        Some(WalkEvent::Enter(node))
    }
}
