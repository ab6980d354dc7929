//! Text composed in const evaluation, where there is neither `format!` nor an allocator.

use crate::contract::{Contract, Method, Named, RateBy};
use crate::grammar::{Rate, Size, Span};

/// The longest message with names of 60 characters, a group of which every endpoint lacks everything (ZT0950), and some more;
/// names beyond that cost the message its end.
const CAPACITY: usize = 6_144;

/// The text of a refusal: first line, code, note, help.
pub(super) struct ConstText {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl ConstText {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; CAPACITY], length: 0 }
    }

    pub(super) const fn text(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let [byte, tail @ ..] = rest {
            self.push(*byte);
            rest = tail;
        }
        self
    }

    /// A name in backticks.
    pub(super) const fn name(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    pub(super) const fn code(self, code: &str) -> Self {
        self.text(" [").text(code).text("]")
    }

    /// Starts the line that says why it matters.
    pub(super) const fn note(self) -> Self {
        self.text("\n  = note: ")
    }

    /// Starts the line that says what to write.
    pub(super) const fn help(self) -> Self {
        self.text("\n  = help: ")
    }

    pub(super) const fn number(self, number: u64) -> Self {
        let digit = (number % 10) as u8 + b'0';
        let mut text = if number < 10 { self } else { self.number(number / 10) };
        text.push(digit);
        text
    }

    pub(super) const fn rate(self, rate: Rate) -> Self {
        self.number(rate.count as u64).text("/").text(rate.per.as_str())
    }

    pub(super) const fn by(self, by: RateBy) -> Self {
        self.text(by.as_str())
    }

    /// Words, each in backticks.
    pub(super) const fn any_of<V>(self, words: &[Named<V>]) -> Self {
        match words {
            [] => self,
            [only] => self.name(only.name),
            [first, rest @ ..] => self.name(first.name).text(" or ").any_of(rest),
        }
    }

    pub(super) const fn span(self, span: Span) -> Self {
        let (count, unit) = span.in_units();
        self.number(count).text(unit)
    }

    pub(super) const fn size(self, size: Size) -> Self {
        let (count, unit) = size.in_units();
        self.number(count).text(unit)
    }

    /// A method and a joined pattern.
    pub(super) const fn route(self, method: Method, prefix: &str, pattern: &str) -> Self {
        let text = self.text(method.as_str()).text(" ").text(prefix);
        match pattern.as_bytes() {
            [b'/'] if !prefix.is_empty() => text,
            _ => text.text(pattern),
        }
    }

    /// What a contract answers: its method and its path, or its name as a message.
    pub(super) const fn contract(self, prefix: &str, contract: &Contract) -> Self {
        let text = self.route(contract.method, prefix, contract.pattern);
        match contract.message {
            Some(message) => text.text("#").text(message.name),
            None => text,
        }
    }

    /// Where an endpoint's annotation stands.
    pub(super) const fn place(self, contract: &Contract) -> Self {
        self.text(contract.place.file).text(":").number(contract.place.line as u64)
    }

    /// Stops the build with this text, at the caller of the check.
    #[track_caller]
    #[allow(clippy::panic, reason = "a panic in const evaluation is how a check refuses a program")]
    pub(super) const fn refuse(&self) -> ! {
        panic!("{}", self.as_str())
    }

    const fn push(&mut self, byte: u8) {
        if let Some((_, [slot, ..])) = self.bytes.split_at_mut_checked(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }

    const fn as_str(&self) -> &str {
        let (written, _) = self.bytes.split_at(self.length);
        match core::str::from_utf8(written) {
            Ok(text) => text,
            // A name was cut within a character.
            Err(fault) => match core::str::from_utf8(written.split_at(fault.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::Period;

    #[test]
    fn text_is_composed_in_const() {
        const TEXT: ConstText = ConstText::new()
            .name("list")
            .text(": ")
            .number(0)
            .text(" ")
            .number(1_000_000)
            .text(" ")
            .rate(Rate::new(60, Period::Minute))
            .text(" ")
            .span(Span::from_millis(90_000))
            .text(" ")
            .size(Size::from_bytes(2_048))
            .code("ZT0000")
            .note()
            .by(RateBy::Tenant)
            .help()
            .route(Method::Get, "/a", "/")
            .text(" ")
            .route(Method::Put, "", "/");
        assert_eq!(
            TEXT.as_str(),
            "`list`: 0 1000000 60/min 90s 2KiB [ZT0000]\n  = note: tenant\n  = help: GET /a PUT /"
        );
    }

    #[test]
    fn overlong_names_are_cut_between_characters() {
        let name = "ä".repeat(CAPACITY);
        let text = ConstText::new().text("x").text(&name);
        assert_eq!(text.as_str().len(), CAPACITY - 1);
        assert!(text.as_str().ends_with('ä'));
    }
}
