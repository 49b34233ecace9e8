//! How addresses on other hosts are checked.

use crate::config::External;
use crate::diagnostic::Diagnostics;
use crate::yaml::Node;

pub(super) fn external(external: &mut External, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let Some(mut fields) = node.fields(diagnostics) else { return };
    for (key, patterns) in [("skip", &mut external.skip), ("only", &mut external.only)] {
        if let Some(node) = fields.get(key) {
            patterns.extend(node.texts(diagnostics));
        }
    }
    if let Some(node) = fields.get("keep_days") {
        external.keep_days = node.integer_in(0..=365, diagnostics).unwrap_or(external.keep_days);
    }
    if let Some(node) = fields.get("timeout") {
        external.timeout = node.integer_in(1..=300, diagnostics).unwrap_or(external.timeout);
    }
    let private_hosts = fields.bool("private_hosts", diagnostics);
    external.private_hosts = private_hosts.unwrap_or(external.private_hosts);
    fields.finish(diagnostics);
}
