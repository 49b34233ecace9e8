//! The tree of a page, as browsers make it (HTML, "tree construction").

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

use crate::arena::{Arena, Id};

/// The position of a node in its page.
pub(super) type DomId = Id<DomNode>;

/// The nodes of a page. The first one is the document.
pub(super) struct Dom {
    nodes: Arena<DomNode>,
    pub(super) document: DomId,
}

#[derive(Default)]
pub(super) struct DomNode {
    parent: Option<DomId>,
    children: Vec<DomId>,
    /// Of an element; empty of others.
    name: String,
    attributes: Vec<(String, String)>,
    /// Of a text.
    text: Option<String>,
    /// The line where it begins, from 1.
    line: usize,
}

impl Dom {
    pub(super) fn parse(html: &str) -> Dom {
        let nodes = RefCell::new(Arena::default());
        let document = nodes.borrow_mut().push(DomNode::default());
        let builder = DomBuilder {
            nodes,
            names: RefCell::new(Arena::default()),
            document,
            line: Cell::new(1),
        };
        let mut options = ParseOpts::default();
        options.tree_builder.scripting_enabled = false;
        parse_document(builder, options).one(html)
    }

    /// The name of an element in lower case; empty of what is none.
    pub(super) fn name(&self, id: DomId) -> &str {
        &self.nodes[id].name
    }

    /// The words of a node that is a text.
    pub(super) fn own_text(&self, id: DomId) -> Option<&str> {
        self.nodes[id].text.as_deref()
    }

    pub(super) fn attribute(&self, id: DomId, name: &str) -> Option<&str> {
        let mut attributes = self.nodes[id].attributes.iter();
        attributes.find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether an element has a class, or one that begins so with a hyphen behind.
    pub(super) fn has_class(&self, id: DomId, class: &str) -> bool {
        self.attribute(id, "class")
            .is_some_and(|classes| classes.split_whitespace().any(|it| it == class))
    }

    pub(super) fn has_role(&self, id: DomId, role: &str) -> bool {
        self.attribute(id, "role").is_some_and(|own| own.eq_ignore_ascii_case(role))
    }

    pub(super) fn children(&self, id: DomId) -> &[DomId] {
        &self.nodes[id].children
    }

    pub(super) fn parent(&self, id: DomId) -> Option<DomId> {
        self.nodes[id].parent
    }

    pub(super) fn line(&self, id: DomId) -> usize {
        self.nodes[id].line
    }

    /// A node with all below it, each before what it holds.
    pub(super) fn below(&self, top: DomId) -> Vec<DomId> {
        let (mut found, mut next) = (Vec::new(), vec![top]);
        while let Some(id) = next.pop() {
            found.push(id);
            next.extend(self.nodes[id].children.iter().rev());
        }
        found
    }

    /// The first element of a name below a node.
    pub(super) fn first(&self, top: DomId, name: &str) -> Option<DomId> {
        self.below(top).into_iter().find(|id| self.name(*id) == name)
    }

    /// The words below a node with single blanks between them.
    pub(super) fn text(&self, top: DomId) -> String {
        let mut text = String::new();
        for id in self.below(top) {
            match self.own_text(id) {
                Some(words) => text.push_str(words),
                // Words of two blocks are two words.
                None if !INLINE.contains(&self.name(id)) => text.push(' '),
                None => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words below a node as they are.
    pub(super) fn raw_text(&self, top: DomId) -> String {
        self.below(top).into_iter().filter_map(|id| self.own_text(id)).collect()
    }

    /// The most elements inside one another.
    pub(super) fn depth(&self) -> usize {
        let (mut deepest, mut next) = (0, vec![(self.document, 0)]);
        while let Some((id, depth)) = next.pop() {
            deepest = deepest.max(depth);
            next.extend(self.nodes[id].children.iter().map(|child| (*child, depth + 1)));
        }
        deepest
    }
}

/// Elements that stand in a line.
pub(super) const INLINE: [&str; 47] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data",
    "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "math", "nobr",
    "output", "picture", "q", "rp", "rt", "ruby", "s", "samp", "select", "small", "span", "strike",
    "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr", "textarea",
];

struct DomBuilder {
    nodes: RefCell<Arena<DomNode>>,
    /// The full name of each element, which the parser asks for.
    names: RefCell<Arena<Option<QualName>, DomNode>>,
    document: DomId,
    line: Cell<usize>,
}

impl DomBuilder {
    fn add(&self, node: DomNode, name: Option<QualName>) -> DomId {
        let mut names = self.names.borrow_mut();
        if names.len() == 0 {
            // The document has none.
            names.push(None);
        }
        names.push(name);
        self.nodes.borrow_mut().push(DomNode { line: self.line.get(), ..node })
    }

    fn text_node(&self, text: &str) -> DomId {
        self.add(DomNode { text: Some(text.to_owned()), ..DomNode::default() }, None)
    }

    /// Adds to the text that is a node; `false` if it is no text.
    fn extend_text(&self, node: Option<DomId>, more: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let text = node.and_then(|node| nodes[node].text.as_mut());
        text.map(|text| text.push_str(more)).is_some()
    }

    fn attach(&self, parent: DomId, at: usize, child: DomId) {
        let mut nodes = self.nodes.borrow_mut();
        nodes[parent].children.insert(at, child);
        nodes[child].parent = Some(parent);
    }
}

impl TreeSink for DomBuilder {
    type Handle = DomId;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        Dom { nodes: self.nodes.into_inner(), document: self.document }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }

    fn get_document(&self) -> DomId {
        self.document
    }

    fn elem_name<'a>(&'a self, target: &'a DomId) -> Ref<'a, QualName> {
        Ref::map(self.names.borrow(), |names| names[*target].as_ref().expect("it is an element"))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> DomId {
        let attributes = attributes.into_iter().map(read_attribute).collect();
        let local = name.local.to_string().to_ascii_lowercase();
        self.add(DomNode { name: local, attributes, ..DomNode::default() }, Some(name))
    }

    fn create_comment(&self, _: StrTendril) -> DomId {
        self.add(DomNode::default(), None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> DomId {
        self.add(DomNode::default(), None)
    }

    fn append(&self, parent: &DomId, child: NodeOrText<DomId>) {
        let last = self.nodes.borrow()[*parent].children.last().copied();
        let child = match child {
            NodeOrText::AppendText(text) if self.extend_text(last, &text) => return,
            NodeOrText::AppendText(text) => self.text_node(&text),
            NodeOrText::AppendNode(node) => node,
        };
        let end = self.nodes.borrow()[*parent].children.len();
        self.attach(*parent, end, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &DomId,
        previous: &DomId,
        child: NodeOrText<DomId>,
    ) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds is read as if it stood in it, and left out with it.
    fn get_template_contents(&self, target: &DomId) -> DomId {
        *target
    }

    fn same_node(&self, one: &DomId, other: &DomId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &DomId, new: NodeOrText<DomId>) {
        let Some(parent) = self.nodes.borrow()[*sibling].parent else { return };
        if let NodeOrText::AppendNode(node) = &new {
            self.remove_from_parent(node);
        }
        let children = self.nodes.borrow()[parent].children.clone();
        let at = children.iter().position(|child| child == sibling).unwrap_or(children.len());
        let before = at.checked_sub(1).map(|before| children[before]);
        let child = match new {
            NodeOrText::AppendText(text) if self.extend_text(before, &text) => return,
            NodeOrText::AppendText(text) => self.text_node(&text),
            NodeOrText::AppendNode(node) => node,
        };
        self.attach(parent, at, child);
    }

    fn add_attrs_if_missing(&self, target: &DomId, attributes: Vec<Attribute>) {
        let own = &mut self.nodes.borrow_mut()[*target].attributes;
        for (name, value) in attributes.into_iter().map(read_attribute) {
            if own.iter().all(|(known, _)| *known != name) {
                own.push((name, value));
            }
        }
    }

    fn remove_from_parent(&self, target: &DomId) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            nodes[parent].children.retain(|child| child != target);
        }
    }

    fn reparent_children(&self, node: &DomId, new_parent: &DomId) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for child in &children {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }
}

fn read_attribute(attribute: Attribute) -> (String, String) {
    (attribute.name.local.to_string(), attribute.value.into())
}
