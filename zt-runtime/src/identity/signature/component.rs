//! What of a request a signature can cover (RFC 9421 §2.1 and §2.2).

use sfv::Item;

/// One component. None has parameters here: each of them gives a field another reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Component {
    Method,
    TargetUri,
    Authority,
    Scheme,
    RequestTarget,
    Path,
    Query,
    /// A header field, in lower case.
    Field(String),
}

impl Component {
    const DERIVED: [Self; 7] = [
        Self::Method,
        Self::TargetUri,
        Self::Authority,
        Self::Scheme,
        Self::RequestTarget,
        Self::Path,
        Self::Query,
    ];

    /// Reads one that is listed; `None` for what has parameters, and for what no request has.
    pub(super) fn parse(item: &Item) -> Option<Self> {
        let name = item.bare_item.as_string().filter(|_| item.params.is_empty())?.as_str();
        if name.starts_with('@') {
            return Self::DERIVED.into_iter().find(|derived| derived.name() == name);
        }
        is_field_name(name).then(|| Self::Field(name.to_owned()))
    }

    /// As it stands in the list.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Method => "@method",
            Self::TargetUri => "@target-uri",
            Self::Authority => "@authority",
            Self::Scheme => "@scheme",
            Self::RequestTarget => "@request-target",
            Self::Path => "@path",
            Self::Query => "@query",
            Self::Field(name) => name,
        }
    }
}

/// RFC 9110 §5.1, in lower case. Nothing in it would need quoting.
fn is_field_name(name: &str) -> bool {
    let is_char = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte)
    };
    !name.is_empty() && name.bytes().all(is_char)
}
