//! The shape of a pattern: what it matches, whatever its parameters are called.
//!
//! Const, for a service compares its endpoints' shapes while it compiles.

use alloc::string::String;

use crate::contract::Method;

/// The pattern with the names of its parameters taken out: `/orders/{order}` has the shape `/orders/{}`.
#[must_use]
pub fn shape(pattern: &str) -> String {
    let mut bytes = ShapeBytes::new("", pattern);
    let mut shape = String::with_capacity(pattern.len());
    while let Some(byte) = bytes.next() {
        // Patterns are ASCII; another string's bytes become some text, never a panic.
        shape.push(byte as char);
    }
    shape
}

/// Whether two patterns, each behind its group's prefix (`""` for none), match the same paths.
#[must_use]
pub const fn same_shape(prefix_a: &str, pattern_a: &str, prefix_b: &str, pattern_b: &str) -> bool {
    let mut left = ShapeBytes::new(prefix_a, pattern_a);
    let mut right = ShapeBytes::new(prefix_b, pattern_b);
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            _ => return false,
        }
    }
}

/// Whether some path matches both patterns, each behind its group's prefix (`""` for none): a parameter stands for any text.
#[must_use]
pub const fn can_meet(prefix_a: &str, pattern_a: &str, prefix_b: &str, pattern_b: &str) -> bool {
    let mut left = ShapeBytes::new(prefix_a, pattern_a);
    let mut right = ShapeBytes::new(prefix_b, pattern_b);
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            (Some(b'{'), Some(other)) | (Some(other), Some(b'{')) if other != b'/' => {
                match (left.end_segment(), right.end_segment()) {
                    (true, true) => return true,
                    (false, false) => {}
                    _ => return false,
                }
            }
            _ => return false,
        }
    }
}

/// A hash (FNV-1a, 64 bits) of a method and a shape. Equal shapes have equal hashes; the reverse needs [`same_shape`].
#[must_use]
pub const fn shape_hash(method: Method, prefix: &str, pattern: &str) -> u64 {
    let shape = ShapeBytes::new(prefix, pattern);
    let seed = 0xcbf2_9ce4_8422_2325 ^ method as u64;
    hash_bytes(hash_bytes(seed, shape.prefix), shape.pattern)
}

/// Whether a pattern, behind its group's prefix, can match a path that is `literal` or lies below it.
#[must_use]
pub const fn reaches_into(literal: &str, prefix: &str, pattern: &str) -> bool {
    let mut shape = ShapeBytes::new(prefix, pattern);
    let mut rest = literal.as_bytes();
    while let [byte, tail @ ..] = rest {
        rest = match shape.next() {
            // A parameter stands for the whole of one segment.
            Some(b'{') => {
                shape.next();
                after_segment(rest)
            }
            Some(own) if own == *byte => tail,
            _ => return false,
        };
    }
    matches!(shape.next(), None | Some(b'/'))
}

const fn after_segment(mut rest: &[u8]) -> &[u8] {
    while let [byte, tail @ ..] = rest {
        if *byte == b'/' {
            return rest;
        }
        rest = tail;
    }
    rest
}

/// The same with a name beside it: messages of one socket differ by theirs alone.
#[must_use]
pub const fn named_hash(hash: u64, name: &str) -> u64 {
    hash_bytes(hash, name.as_bytes())
}

/// Without [`ShapeBytes::next`]: const evaluation is interpreted, a service hashes all its patterns, and each call costs as
/// much as the step itself.
const fn hash_bytes(mut hash: u64, mut rest: &[u8]) -> u64 {
    let mut in_param = false;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if in_param && *byte != b'}' {
            continue;
        }
        in_param = *byte == b'{';
        hash = (hash ^ *byte as u64).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

/// The bytes of the shape of a joined pattern, without joining it.
struct ShapeBytes<'a> {
    prefix: &'a [u8],
    pattern: &'a [u8],
    in_param: bool,
}

impl<'a> ShapeBytes<'a> {
    const fn new(prefix: &'a str, pattern: &'a str) -> Self {
        let own: &[u8] = match pattern.as_bytes() {
            // "/" in a group is the prefix itself.
            [b'/'] if !prefix.is_empty() => &[],
            own => own,
        };
        Self { prefix: prefix.as_bytes(), pattern: own, in_param: false }
    }

    /// Goes on behind the next `/`. Whether there is none.
    const fn end_segment(&mut self) -> bool {
        while let Some(byte) = self.next() {
            if byte == b'/' {
                return false;
            }
        }
        true
    }

    const fn next(&mut self) -> Option<u8> {
        if let [byte, rest @ ..] = self.prefix {
            self.prefix = rest;
            return Some(*byte);
        }
        while let [byte, rest @ ..] = self.pattern {
            self.pattern = rest;
            let hidden = self.in_param && *byte != b'}';
            self.in_param = *byte == b'{' || hidden;
            if !hidden {
                return Some(*byte);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::overlaps;
    use proptest::prelude::*;

    const _: () = assert!(same_shape("/orders", "/{a}", "", "/orders/{b}"));

    #[test]
    fn b07_a_parameter_meets_any_text() {
        let meet = |a, b| can_meet("", a, "", b) && can_meet("", b, "", a);
        for (a, b) in [
            ("/", "/"),
            ("/a", "/{x}"),
            ("/a/{x}/c", "/{y}/b/{z}"),
            ("/{x}", "/{y}"),
            ("/a/b", "/a/b"),
        ] {
            assert!(meet(a, b), "{a} {b}");
        }
        for (a, b) in
            [("/", "/{x}"), ("/a", "/b"), ("/a", "/a/{x}"), ("/a/{x}/c", "/{y}/b/d"), ("/ab", "/a")]
        {
            assert!(!can_meet("", a, "", b) && !can_meet("", b, "", a), "{a} {b}");
        }
        assert!(can_meet("/a", "/{x}", "", "/a/b") && can_meet("/a", "/", "", "/a"));
        // A parameter never stands for a slash.
        assert!(!can_meet("", "/{x}", "", "//b") && !can_meet("", "//b", "", "/{x}"));
    }

    #[test]
    fn b07_names_of_parameters_do_not_tell_patterns_apart() {
        assert_eq!(shape("/orders/{order}/items/{item}"), "/orders/{}/items/{}");
        assert!(same_shape("", "/{a}/x", "", "/{bcd}/x"));
        assert!(same_shape("/orders", "/", "", "/orders"));
        assert!(same_shape("", "/", "", "/"));
        assert!(!same_shape("", "/{a}", "", "/a"));
        assert!(!same_shape("", "/{a}", "", "/{a}/b"));
        assert!(!same_shape("/orders", "/", "", "/"));
        assert!(!same_shape("/a", "/b", "", "/ab"));
    }

    #[test]
    fn x13_a_pattern_that_reaches_into_a_subtree_is_seen() {
        let reaches = |literal, pattern| reaches_into(literal, "", pattern);
        for (literal, pattern) in [
            ("/old", "/old"),
            ("/old", "/old/x"),
            ("/old", "/old/{id}/x"),
            ("/old", "/{any}"),
            ("/old", "/{any}/x"),
            ("/old/x", "/old/{id}"),
            ("/old/x", "/{a}/{b}/c"),
            ("/a/b/c", "/a/{x}/c/d"),
        ] {
            assert!(reaches(literal, pattern), "{literal} {pattern}");
        }
        for (literal, pattern) in [
            ("/old", "/"),
            ("/old", "/older"),
            ("/old", "/ol"),
            ("/old", "/x/old"),
            ("/old/x", "/old"),
            ("/old/x", "/{id}"),
            ("/old/x", "/old/y"),
            ("/old/x", "/{id}/xy"),
        ] {
            assert!(!reaches(literal, pattern), "{literal} {pattern}");
        }
        assert!(reaches_into("/old", "/old", "/"));
        assert!(reaches_into("/old", "/old", "/{id}"));
        assert!(!reaches_into("/old/x", "/old", "/"));
    }

    proptest! {
        /// Against paths themselves: what the pattern matches, within the subtree.
        #[test]
        fn x13_reaching_agrees_with_some_path(
            literal in "(/(a|b)){1,3}",
            pattern in "(/(a|b|\\{x\\})){1,4}",
        ) {
            let segments = |text: &str| text.split('/').skip(1).map(String::from).collect::<alloc::vec::Vec<_>>();
            let (of_literal, of_pattern) = (segments(&literal), segments(&pattern));
            let agree = |(own, wanted): (&String, &String)| own == wanted || own == "{x}";
            let expected = of_pattern.len() >= of_literal.len() && of_pattern.iter().zip(&of_literal).all(agree);
            prop_assert_eq!(reaches_into(&literal, "", &pattern), expected);
        }

        /// Another way to the same answer: patterns meet that have one shape, or that overlap.
        #[test]
        fn b07_patterns_meet_just_when_they_overlap_or_are_alike(a in "(/(a|b|ab|\\{x\\})){1,3}", b in "(/(a|b|ab|\\{y\\})){1,3}") {
            let apart = overlaps(&[(Method::Get, a.as_str()), (Method::Get, b.as_str())]).is_empty();
            prop_assert_eq!(can_meet("", &a, "", &b), !apart || same_shape("", &a, "", &b));
        }

        #[test]
        fn b07_the_hash_agrees_with_the_shape(a in "(/(a|b|\\{x\\}|\\{yz\\})){1,4}", b in "(/(a|b|\\{x\\}|\\{yz\\})){1,4}", cut in 0..6_usize) {
            let same = same_shape("", &a, "", &b);
            prop_assert_eq!(same, shape(&a) == shape(&b));
            prop_assert_eq!(same, shape_hash(Method::Get, "", &a) == shape_hash(Method::Get, "", &b));
            // Where the prefix ends makes no difference.
            if let Some((prefix, rest)) = a.match_indices('/').nth(cut).and_then(|(at, _)| a.split_at_checked(at))
                && !prefix.contains('{')
            {
                prop_assert!(same_shape(prefix, rest, "", &a));
                prop_assert_eq!(shape_hash(Method::Put, prefix, rest), shape_hash(Method::Put, "", &a));
            }
        }
    }

    #[test]
    fn b07_equal_shapes_have_equal_hashes() {
        let hash = shape_hash(Method::Get, "/orders", "/{order}");
        assert_eq!(hash, shape_hash(Method::Get, "", "/orders/{id}"));
        assert_ne!(hash, shape_hash(Method::Post, "", "/orders/{id}"));
        assert_ne!(hash, shape_hash(Method::Get, "", "/orders/id"));
        for (at, one) in Method::ALL.into_iter().enumerate() {
            for other in Method::ALL.into_iter().skip(at + 1) {
                assert_ne!(shape_hash(one, "", "/a"), shape_hash(other, "", "/a"));
            }
        }
    }
}
