//! Circles in a graph.

use std::collections::{BTreeMap, BTreeSet};

/// The edges that close a circle, found by a depth-first walk without recursion: one per circle that the
/// walk meets, as the node that the circle comes back to and what its last edge carries. Each node that an
/// edge leads to is a key.
pub(super) fn closing_edges<N: Copy + Ord, E: Copy>(
    next: &BTreeMap<N, Vec<(N, E)>>,
) -> Vec<(N, E)> {
    let mut closing = Vec::new();
    let mut done: BTreeSet<N> = BTreeSet::new();
    for start in next.keys() {
        if done.contains(start) {
            continue;
        }
        let mut way: Vec<(N, usize)> = vec![(*start, 0)];
        while let Some((node, edge)) = way.last().copied() {
            let Some((to, carried)) = next[&node].get(edge).copied() else {
                done.insert(node);
                way.pop();
                continue;
            };
            way.last_mut().expect("it was just read").1 += 1;
            if way.iter().any(|(open, _)| *open == to) {
                closing.push((to, carried));
            } else if !done.contains(&to) {
                way.push((to, 0));
            }
        }
    }
    closing
}
