//! Who may call: `orders:read and (orders:cancel or orders:admin)`.

use std::collections::BTreeSet;
use std::fmt;

use crate::permissions::order::Within;

const AUTHENTICATED: &str = "anyone with a valid credential";
const PROBE: &str = "everyone, as a probe";
const PUBLIC: &str = "everyone";

/// Who may call an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// Of each clause, one scope is needed.
    Scopes(BTreeSet<BTreeSet<String>>),
    Authenticated,
    Probe,
    Public,
}

impl Access {
    pub(crate) fn of(access: &zt_manifest::Access) -> Self {
        match access {
            zt_manifest::Access::Scopes(clauses) => {
                Self::Scopes(clauses.iter().map(|it| it.iter().cloned().collect()).collect())
            }
            zt_manifest::Access::Authenticated(_) => Self::Authenticated,
            zt_manifest::Access::Public(_) => Self::Public,
            zt_manifest::Access::Probe => Self::Probe,
        }
    }

    /// Scopes alone, as a field has them.
    pub(crate) fn of_field(clauses: &[Vec<String>]) -> Option<Self> {
        let clauses = clauses.iter().map(|it| it.iter().cloned().collect());
        let clauses: BTreeSet<BTreeSet<String>> = clauses.collect();
        (!clauses.is_empty()).then_some(Self::Scopes(clauses))
    }

    /// The text of those.
    pub(crate) fn scopes_only(text: &str) -> Option<Self> {
        Self::parse(text).filter(|access| matches!(access, Self::Scopes(_)))
    }

    /// Names stand at even places and `and`, `or` at odd ones, so that a scope may be called `or`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            AUTHENTICATED => return Some(Self::Authenticated),
            PROBE => return Some(Self::Probe),
            PUBLIC => return Some(Self::Public),
            _ => {}
        }
        let (mut clauses, mut clause) = (BTreeSet::new(), BTreeSet::new());
        for (place, word) in text.split(' ').enumerate() {
            match (place % 2, word) {
                (0, name) => {
                    let name = name.trim_matches(['(', ')']);
                    if name.is_empty() {
                        return None;
                    }
                    clause.insert(name.to_owned());
                }
                (_, "or") => {}
                (_, "and") => {
                    clauses.insert(std::mem::take(&mut clause));
                }
                _ => return None,
            }
        }
        clauses.insert(clause);
        Some(Self::Scopes(clauses))
    }

    /// `callers with ..`, in a sentence.
    pub(crate) fn who(&self) -> String {
        match self {
            Self::Scopes(_) => format!("callers with `{self}`"),
            _ => self.to_string(),
        }
    }

    /// Scopes that stand in `self` and not in `other`.
    pub(crate) fn scopes_beyond(&self, other: &Self) -> Vec<String> {
        let others = other.scopes();
        self.scopes().into_iter().filter(|scope| !others.contains(scope)).collect()
    }

    fn scopes(&self) -> BTreeSet<String> {
        match self {
            Self::Scopes(clauses) => clauses.iter().flatten().cloned().collect(),
            _ => BTreeSet::new(),
        }
    }
}

impl Within for Access {
    /// Between ANDs of ORs: each clause of the other is met by a clause here that offers no more.
    fn within(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scopes(mine), Self::Scopes(others)) => {
                others.iter().all(|other| mine.iter().any(|clause| clause.is_subset(other)))
            }
            (_, Self::Public)
            | (Self::Scopes(_) | Self::Authenticated, Self::Authenticated)
            // Everyone may call a probe, though all that it says is that the service lives.
            | (Self::Scopes(_) | Self::Authenticated | Self::Probe, Self::Probe) => true,
            _ => false,
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clauses = match self {
            Self::Scopes(clauses) => clauses,
            Self::Authenticated => return f.write_str(AUTHENTICATED),
            Self::Probe => return f.write_str(PROBE),
            Self::Public => return f.write_str(PUBLIC),
        };
        let several = clauses.len() > 1;
        for (number, clause) in clauses.iter().enumerate() {
            let names: Vec<_> = clause.iter().map(String::as_str).collect();
            let separator = if number > 0 { " and " } else { "" };
            match several && names.len() > 1 {
                true => write!(f, "{separator}({})", names.join(" or "))?,
                false => write!(f, "{separator}{}", names.join(" or "))?,
            }
        }
        Ok(())
    }
}
