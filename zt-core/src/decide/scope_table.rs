//! The closed vocabulary of a service's scopes.

use alloc::vec::Vec;
use core::fmt;

use super::{MAX_SCOPES, ScopeIndex, ScopeSet};
use crate::contract::ScopeInfo;

/// All scopes that a service's endpoints name, by exact name (T-16). The default one knows none, so that a rule compiled
/// with it lets nobody pass who would need a scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScopeTable {
    /// In the order of their names, each once.
    scopes: Vec<ScopeInfo>,
}

impl ScopeTable {
    /// Collects scopes; one that several endpoints name comes in once.
    ///
    /// # Errors
    /// [`TableFault::TwoEffects`] where one name reads here and writes there, so that a token for the one would do for
    /// the other; [`TableFault::TooMany`] beyond [`MAX_SCOPES`].
    pub fn build<'a>(scopes: impl IntoIterator<Item = &'a ScopeInfo>) -> Result<Self, TableFault> {
        let mut scopes: Vec<ScopeInfo> = scopes.into_iter().copied().collect();
        scopes.sort_by_key(|scope| scope.name);
        // Of a name with both effects, two that differ stand side by side, in whatever order.
        let twofold = scopes
            .iter()
            .zip(scopes.iter().skip(1))
            .find(|(a, b)| a.name == b.name && a.effect != b.effect);
        if let Some((scope, _)) = twofold {
            return Err(TableFault::TwoEffects { name: scope.name });
        }
        scopes.dedup_by_key(|scope| scope.name);
        match scopes.len() {
            count if count > MAX_SCOPES => Err(TableFault::TooMany { count }),
            _ => Ok(Self { scopes }),
        }
    }

    /// The place of the scope of exactly this name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<ScopeIndex> {
        let position = self.scopes.binary_search_by_key(&name, |scope| scope.name).ok()?;
        ScopeIndex::new(position)
    }

    /// The scope at a place.
    #[must_use]
    pub fn scope(&self, index: ScopeIndex) -> Option<&ScopeInfo> {
        self.scopes.get(index.position())
    }

    /// All scopes in the order of their names.
    #[must_use]
    pub fn scopes(&self) -> &[ScopeInfo] {
        &self.scopes
    }

    /// Reads a token's `scope` (RFC 6749 §3.3): names parted by one space each. Names are compared whole and
    /// case-sensitively; those of other services are ignored. The empty text grants nothing.
    ///
    /// # Errors
    /// A [`ScopeTextFault`] for text that another reader could part in another way (X32).
    pub fn parse(&self, text: &str) -> Result<ScopeSet, ScopeTextFault> {
        if let Some(character) = text.chars().find(|&c| c != ' ' && !is_token_character(c)) {
            return Err(ScopeTextFault::Character(character));
        }
        if text.is_empty() {
            return Ok(ScopeSet::EMPTY);
        }
        if text.split(' ').any(str::is_empty) {
            return Err(ScopeTextFault::Spaces);
        }
        Ok(text.split(' ').filter_map(|name| self.index(name)).collect())
    }
}

/// RFC 6749 §3.3 `NQCHAR`.
const fn is_token_character(character: char) -> bool {
    matches!(character, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e')
}

/// Why a table can't be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFault {
    /// More than [`MAX_SCOPES`] names.
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// One name was declared both `reads` and `writes`.
    TwoEffects {
        /// The name.
        name: &'static str,
    },
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { count } => {
                write!(f, "the service has {count} scopes, more than {MAX_SCOPES}")
            }
            Self::TwoEffects { name } => write!(
                f,
                "the scope `{name}` is declared `reads` in one place and `writes` in another"
            ),
        }
    }
}

impl core::error::Error for TableFault {}

/// Why a token's scope text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeTextFault {
    /// A space at the start, at the end, or after another.
    Spaces,
    /// A character that no scope has: other white space, quotes, backslashes, controls, non-ASCII.
    Character(char),
}

impl fmt::Display for ScopeTextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spaces => write!(f, "the scope has a space that parts nothing"),
            Self::Character(character) => {
                write!(f, "the scope has the character {}", character.escape_unicode())
            }
        }
    }
}

impl core::error::Error for ScopeTextFault {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::contract::Effect;
    use crate::contract::fixtures::{READ, WRITE, leak};
    use alloc::format;
    use alloc::string::ToString;
    use proptest::prelude::*;

    fn table() -> ScopeTable {
        let admin = ScopeInfo { name: "admin", ..WRITE };
        ScopeTable::build([&WRITE, &READ, &READ, &admin]).unwrap()
    }

    #[test]
    fn b04_each_name_has_one_place() {
        let table = table();
        assert_eq!(
            table.scopes().iter().map(|scope| scope.name).collect::<Vec<_>>(),
            ["admin", "orders:read", "orders:write"]
        );
        for scope in table.scopes() {
            let index = table.index(scope.name).unwrap();
            assert_eq!(table.scope(index), Some(scope));
        }
    }

    #[test]
    fn b06_one_name_has_one_effect() {
        let other = ScopeInfo { effect: Effect::Writes, ..READ };
        let fault = ScopeTable::build([&READ, &WRITE, &other]).unwrap_err();
        assert_eq!(fault, TableFault::TwoEffects { name: "orders:read" });
        assert!(fault.to_string().contains("`orders:read`"));
        let same = ScopeInfo { reason: "Said elsewhere.", ..READ };
        assert!(ScopeTable::build([&READ, &same]).is_ok());
    }

    #[test]
    fn x27_tables_end_somewhere() {
        let names = |count| {
            (0..count)
                .map(|i| ScopeInfo { name: leak(format!("s{i}")).as_str(), ..READ })
                .collect::<Vec<_>>()
        };
        let full = ScopeTable::build(&names(MAX_SCOPES)).unwrap();
        assert!(full.scopes().iter().all(|scope| full.index(scope.name).is_some()));
        assert_eq!(
            ScopeTable::build(&names(MAX_SCOPES + 1)),
            Err(TableFault::TooMany { count: MAX_SCOPES + 1 })
        );
    }

    #[test]
    fn t16_x32_names_are_exact() {
        let table = table();
        let read = table.index("orders:read").unwrap();
        assert!(table.parse("orders:read").unwrap().contains(read));
        assert_eq!(table.parse("other orders:read orders:read admin").unwrap().len(), 2);
        for text in [
            "",
            "READ",
            "Orders:read",
            "orders",
            "orders:readwrite",
            "orders:rea",
            "admin:read",
            "*",
            "orders:*",
            "admin,orders:read",
        ] {
            assert!(table.parse(text).unwrap().is_empty(), "{text}");
        }
    }

    #[test]
    fn t16_x32_one_space_parts() {
        let table = table();
        for text in [" ", "  ", " admin", "admin ", "admin  orders:read"] {
            assert_eq!(table.parse(text), Err(ScopeTextFault::Spaces), "{text:?}");
        }
        for text in [
            "admin\torders:read",
            "admin\n",
            "a\u{a0}b",
            "a\u{2003}b",
            "admin\0",
            "\"admin\"",
            "ad\\min",
            "\u{430}dmin",
            "\t",
        ] {
            assert!(matches!(table.parse(text), Err(ScopeTextFault::Character(_))), "{text:?}");
        }
        assert_eq!(
            table.parse("\u{1b}").unwrap_err().to_string(),
            "the scope has the character \\u{1b}"
        );
    }

    proptest! {
        #[test]
        fn t16_granted_is_what_stands_there(words in proptest::collection::vec("orders:read|orders:write|admin|[a-z]{1,5}", 0..6)) {
            let table = table();
            let granted = table.parse(&words.join(" ")).unwrap();
            for scope in table.scopes() {
                let stands_there = words.iter().any(|word| word == scope.name);
                prop_assert_eq!(granted.contains(table.index(scope.name).unwrap()), stands_there);
            }
        }
    }
}
