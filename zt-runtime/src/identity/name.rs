//! What names of subjects, tenants and clients have in common: where they come from, and what they may hold.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The longest name in bytes.
pub(crate) const LONGEST: usize = 255;

/// Why a text is no name of a subject, an issuer, a tenant or a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameFault {
    /// It is empty.
    Empty,
    /// It has more than 255 bytes.
    TooLong,
    /// It holds a control, a line break, a direction mark or an invisible character.
    Unprintable,
    /// It starts or ends with white space.
    OuterSpace,
    /// An issuer holds white space.
    Space,
    /// The text isn't `<kind> <issuer> <name>`.
    Shape,
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the name is empty",
            Self::TooLong => "the name is longer than 255 bytes",
            Self::Unprintable => "the name holds a control, a line break or an invisible character",
            Self::OuterSpace => "the name starts or ends with white space",
            Self::Space => "the issuer holds white space",
            Self::Shape => "a subject reads `<kind> <issuer> <name>`, and the kind is person, client or workload",
        })
    }
}

impl std::error::Error for NameFault {}

/// Accepts a name of a person, a client, a workload or a tenant.
pub(crate) fn check(name: &str) -> Result<(), NameFault> {
    if name.is_empty() {
        return Err(NameFault::Empty);
    }
    if name.len() > LONGEST {
        return Err(NameFault::TooLong);
    }
    if name.chars().any(is_unprintable) {
        return Err(NameFault::Unprintable);
    }
    if name.trim() != name {
        return Err(NameFault::OuterSpace);
    }
    Ok(())
}

/// Accepts an issuer: a name without white space (`StringOrURI`, RFC 7519 §4.1.1).
pub(crate) fn check_issuer(name: &str) -> Result<(), NameFault> {
    check(name)?;
    if name.contains(char::is_whitespace) {
        return Err(NameFault::Space);
    }
    Ok(())
}

/// Characters that make two different names look alike, or one line of a log look like two.
pub(crate) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a name as the issuer or a database spells it.
            ///
            /// # Errors
            /// The name is empty, longer than 255 bytes, or holds characters that nobody sees.
            pub fn new(name: &str) -> Result<Self, NameFault> {
                check(name)?;
                Ok(Self(Arc::from(name)))
            }

            /// The name, for a column of a database.
            #[must_use]
            pub fn name(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameFault;

            fn from_str(text: &str) -> Result<Self, NameFault> {
                Self::new(text)
            }
        }
    };
}

name_type! {
    /// Whose data it is, in a service that many organisations share. It comes from the verified token, never from
    /// a path or a header.
    Tenant
}

name_type! {
    /// The program that acts for somebody (`client_id`, RFC 8693 §4.3).
    Client
}
