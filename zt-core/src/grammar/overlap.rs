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

impl<'a> Trie<'a> {
    fn insert(&mut self, pattern: &'a str, index: usize) {
        let mut node = self;
        for segment in segments(pattern) {
            node = match segment {
                Segment::Literal(literal) => node.literals.entry(literal).or_default(),
                Segment::Param(_) => node.param.get_or_insert_default(),
            };
        }
        node.ends.push(index);
    }

    fn pairs(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        self.within(&mut pairs);
        pairs
    }

    /// Shapes part where a literal stands beside a parameter, and nowhere else.
    fn within(&self, pairs: &mut Vec<(usize, usize)>) {
        for literal in self.literals.values() {
            literal.within(pairs);
        }
        if let Some(param) = &self.param {
            param.within(pairs);
            for literal in self.literals.values() {
                literal.across(param, pairs);
            }
        }
    }

    /// Two nodes of different shape that one path can reach both.
    fn across(&self, other: &Self, pairs: &mut Vec<(usize, usize)>) {
        for &mine in &self.ends {
            pairs.extend(other.ends.iter().map(|&theirs| (mine.min(theirs), mine.max(theirs))));
        }
        self.across_literals(other, pairs);
        self.across_param(other, pairs);
        other.across_param(self, pairs);
        if let (Some(mine), Some(theirs)) = (&self.param, &other.param) {
            mine.across(theirs, pairs);
        }
    }

    fn across_literals(&self, other: &Self, pairs: &mut Vec<(usize, usize)>) {
        let (few, many) =
            if self.literals.len() <= other.literals.len() { (self, other) } else { (other, self) };
        for (literal, mine) in &few.literals {
            if let Some(theirs) = many.literals.get(literal) {
                mine.across(theirs, pairs);
            }
        }
    }

    fn across_param(&self, other: &Self, pairs: &mut Vec<(usize, usize)>) {
        if let Some(param) = &self.param {
            for literal in other.literals.values() {
                param.across(literal, pairs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::shape::same_shape;
    use alloc::format;
    use alloc::string::String;
    use proptest::prelude::*;

    fn gets(patterns: &[&'static str]) -> Vec<(Method, &'static str)> {
        patterns.iter().map(|pattern| (Method::Get, *pattern)).collect()
    }

    #[test]
    fn b07_literals_beside_parameters_overlap() {
        assert_eq!(overlaps(&gets(&["/orders/{order}", "/orders/new"])), [(0, 1)]);
        assert_eq!(overlaps(&gets(&["/{a}/x", "/y/{b}", "/y/x"])), [(0, 1), (0, 2), (1, 2)]);
        assert_eq!(overlaps(&gets(&["/{a}/{b}/c", "/{a}/b/{c}"])), [(0, 1)]);
    }

    #[test]
    fn b07_other_patterns_do_not() {
        for apart in [
            &["/orders/{a}", "/orders/{b}"][..],
            &["/orders", "/orders/{a}"],
            &["/a/{x}", "/b/{x}"],
            &["/", "/{a}"],
        ] {
            assert_eq!(overlaps(&gets(apart)), [], "{apart:?}");
        }
        assert_eq!(overlaps(&[(Method::Get, "/a/{x}"), (Method::Post, "/a/b")]), []);
        assert_eq!(overlaps::<&str>(&[]), []);
    }

    #[test]
    fn b07_thousands_of_patterns_are_compared_at_once() {
        let routes: Vec<(Method, String)> = (0..5_000)
            .flat_map(|i| {
                [format!("/part{i}/{{id}}"), format!("/part{i}/{{id}}/items"), format!("/part{i}")]
            })
            .map(|pattern| (Method::Get, pattern))
            .collect();
        assert_eq!(overlaps(&routes), []);
    }

    /// Segment by segment, quadratic: what the trie has to agree with.
    fn naive(routes: &[(Method, String)]) -> Vec<(usize, usize)> {
        let overlap = |a: &str, b: &str| {
            let (left, right): (Vec<_>, Vec<_>) = (segments(a).collect(), segments(b).collect());
            let meet = |(a, b): (&Segment<'_>, &Segment<'_>)| match (a, b) {
                (Segment::Literal(a), Segment::Literal(b)) => a == b,
                _ => true,
            };
            left.len() == right.len()
                && left.iter().zip(&right).all(meet)
                && !same_shape("", a, "", b)
        };
        let mut pairs = Vec::new();
        for (i, (left_method, left)) in routes.iter().enumerate() {
            for (j, (right_method, right)) in routes.iter().enumerate().skip(i + 1) {
                if left_method == right_method && overlap(left, right) {
                    pairs.push((i, j));
                }
            }
        }
        pairs
    }

    proptest! {
        #[test]
        fn b07_the_trie_agrees_with_the_naive_comparison(
            patterns in proptest::collection::vec("(/(a|b|\\{x\\}|\\{y\\})){1,4}", 0..12),
        ) {
            let routes: Vec<_> = patterns.into_iter().map(|pattern| (Method::Get, pattern)).collect();
            prop_assert_eq!(overlaps(&routes), naive(&routes));
        }
    }
}
