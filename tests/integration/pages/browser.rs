//! A page as a browser reads it: the tree that HTML's own rules make of its text.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// The position of a node in its tree.
pub(crate) type Id = usize;

/// The tree of a page.
#[derive(Default)]
pub(crate) struct Tree {
    nodes: RefCell<Vec<Node>>,
    names: RefCell<Vec<QualName>>,
    errors: RefCell<Vec<String>>,
    line: Cell<u64>,
}

#[derive(Default)]
struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    attributes: Vec<(String, String)>,
    /// Of an element, its position in the names.
    name: Option<usize>,
    is_text: bool,
    text: String,
    /// Of a template, what holds its contents.
    contents: Option<Id>,
}

const DOCUMENT: Id = 0;

/// Reads a page, by a browser that runs scripts or one that runs none.
pub(crate) fn read(html: &str, runs_scripts: bool) -> Tree {
    let tree = Tree::default();
    tree.add(Node::default());
    let tree_builder = TreeBuilderOpts {
        exact_errors: true,
        scripting_enabled: runs_scripts,
        ..TreeBuilderOpts::default()
    };
    parse_document(tree, ParseOpts { tree_builder, ..ParseOpts::default() }).one(html)
}

impl Tree {
    /// Every node in order, each before what it holds.
    pub(crate) fn below(&self, top: Id) -> Vec<Id> {
        let nodes = self.nodes.borrow();
        let (mut found, mut next) = (Vec::new(), vec![top]);
        while let Some(id) = next.pop() {
            found.push(id);
            let node = &nodes[id];
            next.extend(node.contents);
            next.extend(node.children.iter().rev());
        }
        found
    }

    pub(crate) fn all(&self) -> Vec<Id> {
        self.below(DOCUMENT)
    }

    /// The name of an element; `None` of what is none.
    pub(crate) fn name(&self, id: Id) -> Option<String> {
        let name = self.nodes.borrow()[id].name?;
        Some(self.names.borrow()[name].local.to_string())
    }

    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<String> {
        let nodes = self.nodes.borrow();
        let mut attributes = nodes[id].attributes.iter();
        attributes.find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// Whether an attribute of a node holds a word, in its name or in its value.
    pub(crate) fn has_in_attribute(&self, id: Id, word: &str) -> bool {
        let nodes = self.nodes.borrow();
        nodes[id].attributes.iter().any(|(key, value)| key.contains(word) || value.contains(word))
    }

    /// The text of a node itself.
    pub(crate) fn own_text(&self, id: Id) -> String {
        self.nodes.borrow()[id].text.clone()
    }

    /// The text of a node with all that it holds.
    pub(crate) fn text(&self, id: Id) -> String {
        self.below(id).into_iter().map(|id| self.own_text(id)).collect()
    }

    /// The elements around a node, outer ones first.
    pub(crate) fn around(&self, id: Id) -> Vec<Id> {
        let nodes = self.nodes.borrow();
        let mut around: Vec<Id> = std::iter::successors(nodes[id].parent, |id| nodes[*id].parent)
            .filter(|id| nodes[*id].name.is_some())
            .collect();
        around.reverse();
        around
    }

    /// What the page does against the rules of HTML, each with its line.
    pub(crate) fn errors(&self) -> Vec<String> {
        self.errors.borrow().clone()
    }

    fn add(&self, node: Node) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        nodes.len() - 1
    }

    /// Puts something before a child of a node, or behind the last one.
    fn insert(&self, parent: Id, before: Option<Id>, new: NodeOrText<Id>) {
        let children = &self.nodes.borrow()[parent].children.clone();
        let at = before.and_then(|before| children.iter().position(|child| *child == before));
        let at = at.unwrap_or(children.len());
        let node = match new {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => match at.checked_sub(1).map(|last| children[last]) {
                Some(last) if self.nodes.borrow()[last].is_text => {
                    return self.nodes.borrow_mut()[last].text.push_str(&text);
                }
                _ => self.add(Node { text: text.into(), is_text: true, ..Node::default() }),
            },
        };
        self.remove_from_parent(&node);
        let nodes = &mut self.nodes.borrow_mut();
        nodes[parent].children.insert(at, node);
        nodes[node].parent = Some(parent);
    }
}

impl TreeSink for Tree {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.errors.borrow_mut().push(format!("line {}: {message}", self.line.get()));
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line);
    }

    fn get_document(&self) -> Id {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        let name = self.nodes.borrow()[*target].name.expect("it is an element");
        Ref::map(self.names.borrow(), |names| &names[name])
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> Id {
        let contents = flags.template.then(|| self.add(Node::default()));
        let mut names = self.names.borrow_mut();
        names.push(name);
        let name = Some(names.len() - 1);
        let attributes = attributes.into_iter().map(read_attribute).collect();
        let element = self.add(Node { attributes, name, contents, ..Node::default() });
        if let Some(contents) = contents {
            self.nodes.borrow_mut()[contents].parent = Some(element);
        }
        element
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Node::default())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Node::default())
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*element].parent;
        match parent {
            Some(parent) => self.insert(parent, Some(*element), child),
            None => self.insert(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        self.nodes.borrow()[*target].contents.expect("it is a template")
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*sibling].parent.expect("it has a parent");
        self.insert(parent, Some(*sibling), new);
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        let own = &mut self.nodes.borrow_mut()[*target].attributes;
        for (name, value) in attributes.into_iter().map(read_attribute) {
            if own.iter().all(|(known, _)| *known != name) {
                own.push((name, value));
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        let nodes = &mut self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            nodes[parent].children.retain(|child| child != target);
        }
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let nodes = &mut self.nodes.borrow_mut();
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
