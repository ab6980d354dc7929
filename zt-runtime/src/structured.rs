//! Structured fields (RFC 9651), which may go over several lines (§4.2). The `sfv` crate reads them; a key that comes twice
//! is refused here.

use std::fmt;

use sfv::visitor::{DictionaryVisitor, EntryVisitor};
use sfv::{BareItem, Dictionary, Item, KeyRef, List, ListEntry, Parser};

/// Reads the lines of a field as one dictionary. The RFC lets the last of two equal keys count; whoever reads the first
/// would read another request, so that is no dictionary here (G-13).
pub(crate) fn dictionary(lines: &[&[u8]]) -> Option<Dictionary> {
    let whole = lines.join(b", ".as_slice());
    Parser::new(&whole).parse_dictionary_with_visitor(Distinct::default()).ok()
}

/// Reads a field that is one byte sequence. Parameters aren't in it.
pub(crate) fn bytes(value: &[u8]) -> Option<Vec<u8>> {
    bytes_of(Parser::new(value).parse().ok()?)
}

/// Reads the lines of a field as one list of byte sequences.
pub(crate) fn list_of_bytes(lines: &[&[u8]]) -> Option<Vec<Vec<u8>>> {
    let list: List = Parser::new(&lines.join(b", ".as_slice())).parse().ok()?;
    let bytes = |entry| match entry {
        ListEntry::Item(item) => bytes_of(item),
        ListEntry::InnerList(_) => None,
    };
    list.into_iter().map(bytes).collect()
}

fn bytes_of(item: Item) -> Option<Vec<u8>> {
    match item.bare_item {
        BareItem::ByteSequence(bytes) if item.params.is_empty() => Some(bytes),
        _ => None,
    }
}

#[derive(Default)]
struct Distinct(Dictionary);

impl<'t> DictionaryVisitor<'t> for Distinct {
    type Out = Dictionary;
    type Error = Twice;

    fn entry(&mut self, key: &'t KeyRef) -> Result<impl EntryVisitor<'t>, Twice> {
        if self.0.contains_key(key) {
            return Err(Twice);
        }
        DictionaryVisitor::entry(&mut self.0, key).map_err(|never| match never {})
    }

    fn finish(self) -> Result<Dictionary, Twice> {
        Ok(self.0)
    }
}

#[derive(Debug)]
struct Twice;

impl fmt::Display for Twice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key twice")
    }
}

impl std::error::Error for Twice {}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(lines: &[&str]) -> bool {
        let lines: Vec<_> = lines.iter().map(|line| line.as_bytes()).collect();
        dictionary(&lines).is_some()
    }

    #[test]
    fn g13_a_dictionary_goes_over_lines_and_has_no_key_twice() {
        assert!(reads(&["a=1, b=(1 2);c"]) && reads(&["a=1", "b=2"]) && reads(&[]));
        assert!(!reads(&["a=1, a=1"]) && !reads(&["a=1", "a=1"]) && !reads(&["a=1,"]));
        assert!(
            !reads(&["a=1", ""]) && !reads(&["A=1"]) && !reads(&["a=(1"]) && !reads(&["a=\u{e9}"])
        );
    }
}
