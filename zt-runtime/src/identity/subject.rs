//! Who is calling: issuer, name and kind, compared whole.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::name::{self, NameFault};

/// What a subject is. A client whose id equals a person's name is somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A program that acts in its own name (OAuth 2.0 client credentials, RFC 6749 §4.4).
    Client,
    /// A running service, known by its workload identity.
    Workload,
}

impl Kind {
    /// The kind as a token and a database spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Client => "client",
            Self::Workload => "workload",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = NameFault;

    fn from_str(text: &str) -> Result<Self, NameFault> {
        match text {
            "person" => Ok(Self::Person),
            "client" => Ok(Self::Client),
            "workload" => Ok(Self::Workload),
            _ => Err(NameFault::Shape),
        }
    }
}

/// Somebody whom an issuer vouches for. Two subjects are the same only if issuer, name and kind are: names alone
/// are never compared (OWASP ASVS 5.0, 10.3.3), and there is no way to compare a subject with a string.
///
/// Its text is one line, `<kind> <issuer> <name>`, made for a column of a database; [`FromStr`] takes it back and
/// refuses everything else.
///
/// ```
/// use zt::Subject;
///
/// let alice: Subject = "person https://issuer.example alice".parse()?;
/// assert_eq!(alice.name(), "alice");
/// # Ok::<(), zt::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    issuer: Arc<str>,
    name: Arc<str>,
    kind: Kind,
}

impl Subject {
    /// Names somebody, as a database or a seed does. A subject proves nothing: only the gate knows who calls.
    ///
    /// # Errors
    /// A part is empty, longer than 255 bytes, or holds characters that nobody sees; the issuer holds a space.
    pub fn new(issuer: &str, name: &str, kind: Kind) -> Result<Self, NameFault> {
        name::check_issuer(issuer)?;
        name::check(name)?;
        Ok(Self { issuer: Arc::from(issuer), name: Arc::from(name), kind })
    }

    /// Who vouches for the name.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The name that the issuer gave. It means nothing without [`Subject::issuer`].
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Person, client or workload.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn issuer_shared(&self) -> Arc<str> {
        Arc::clone(&self.issuer)
    }

    pub(crate) fn name_shared(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind, self.issuer, self.name)
    }
}

impl FromStr for Subject {
    type Err = NameFault;

    fn from_str(text: &str) -> Result<Self, NameFault> {
        let (kind, rest) = text.split_once(' ').ok_or(NameFault::Shape)?;
        let (issuer, name) = rest.split_once(' ').ok_or(NameFault::Shape)?;
        Self::new(issuer, name, kind.parse()?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    // T-17, X09: identity is the pair of issuer and name, and the kind.
    #[test]
    fn t17_same_name_of_another_issuer_or_kind_is_somebody_else() {
        let alice = Subject::new("https://a.example", "alice", Kind::Person).unwrap();
        assert_ne!(alice, Subject::new("https://b.example", "alice", Kind::Person).unwrap());
        assert_ne!(alice, Subject::new("https://a.example", "alice", Kind::Client).unwrap());
        assert_eq!(alice, Subject::new("https://a.example", "alice", Kind::Person).unwrap());
    }

    #[test]
    fn names_that_deceive_are_refused() {
        for name in [
            "",
            " alice",
            "alice ",
            "a\nb",
            "a\0",
            "a\u{202e}b",
            "a\u{200b}",
            "\u{feff}a",
            "a\u{2028}",
        ] {
            assert!(Subject::new("i", name, Kind::Person).is_err(), "{name:?}");
        }
        assert_eq!(Subject::new("i", &"a".repeat(256), Kind::Person), Err(NameFault::TooLong));
        assert_eq!(Subject::new("a b", "x", Kind::Person), Err(NameFault::Space));
    }

    #[test]
    fn text_of_another_shape_is_refused() {
        for text in [
            "",
            "alice",
            "person alice",
            "Person i alice",
            "person  i alice",
            "person i alice ",
            "robot i a",
        ] {
            assert!(text.parse::<Subject>().is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn text_goes_there_and_back(issuer in "\\PC{1,40}", name in "\\PC{1,40}", kind in 0..3) {
            let kind = [Kind::Person, Kind::Client, Kind::Workload].into_iter().nth(kind as usize).unwrap();
            if let Ok(subject) = Subject::new(&issuer, &name, kind) {
                prop_assert_eq!(subject.to_string().parse::<Subject>().unwrap(), subject);
            }
        }
    }
}
