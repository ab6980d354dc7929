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

/// A hash (FNV-1a, 64 bits) of a method and a shape. Equal shapes have equal hashes; the reverse needs [`same_shape`].
#[must_use]
pub const fn shape_hash(method: Method, prefix: &str, pattern: &str) -> u64 {
    let mut bytes = ShapeBytes::new(prefix, pattern);
    let mut hash = fnv(0xcbf2_9ce4_8422_2325, method as u8);
    while let Some(byte) = bytes.next() {
        hash = fnv(hash, byte);
    }
    hash
}

const fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
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

    const _: () = assert!(same_shape("/orders", "/{a}", "", "/orders/{b}"));

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
    fn b07_equal_shapes_have_equal_hashes() {
        let hash = shape_hash(Method::Get, "/orders", "/{order}");
        assert_eq!(hash, shape_hash(Method::Get, "", "/orders/{id}"));
        assert_ne!(hash, shape_hash(Method::Post, "", "/orders/{id}"));
        assert_ne!(hash, shape_hash(Method::Get, "", "/orders/id"));
    }
}
