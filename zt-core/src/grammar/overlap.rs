//! Patterns that can match one same path.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::pattern::{Segment, segments};
use crate::contract::Method;

/// Pairs of patterns (as indexes, the smaller first) of one method that can match one same path without having the same
/// shape: `/orders/new` and `/orders/{order}`. Which of them answers is then a matter of priority, so their rules had
/// better be compared (B-07). Patterns come joined with their prefixes.
#[must_use]
pub fn overlaps<P: AsRef<str>>(routes: &[(Method, P)]) -> Vec<(usize, usize)> {
    let mut tries: BTreeMap<&'static str, Trie<'_>> = BTreeMap::new();
    for (index, (method, pattern)) in routes.iter().enumerate() {
        tries.entry(method.as_str()).or_default().insert(pattern.as_ref(), index);
    }
    let mut pairs: Vec<_> = tries.values().flat_map(Trie::pairs).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// One node, whose children are the segments that may follow.
#[derive(Default)]
struct Trie<'a> {
    literals: BTreeMap<&'a str, Trie<'a>>,
    param: Option<alloc::boxed::Box<Trie<'a>>>,
    ends: Vec<usize>,
}
