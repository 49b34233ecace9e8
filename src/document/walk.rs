//! Nodes in order, each with its end.

use super::{Document, NodeId, Nodes};

/// What a walk comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// The beginning of a node; what it holds comes next.
    Enter(NodeId),
    /// The end of a node.
    Leave(NodeId),
}

/// Comes to every node of a part: to its beginning, to what it holds, to its end. What the part begins and
/// does not end is ended with it, so every beginning has its end.
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
    /// Leaves out what the node holds that was entered last: its end comes next.
    pub(crate) fn leave_out(&mut self) {
        if let Some(node) = self.open.last() {
            self.next = self.document.nodes[*node].end;
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let is_over =
            |node: &mut NodeId| self.next >= self.to || self.document.nodes[*node].end <= self.next;
        if let Some(node) = self.open.pop_if(is_over) {
            return Some(Step::Leave(node));
        }
        if self.next >= self.to {
            return None;
        }
        let node = self.next;
        self.next = node.next();
        self.open.push(node);
        Some(Step::Enter(node))
    }
}
