//! Who serves.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Peer {
    Plain,
    Grants,
    Axum,
    Pasetors,
    Zt,
    /// zt can't be without an audit log. This is what it costs to write one to nowhere.
    ZtIntoNothing,
}

/// What a peer's token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credential {
    Jwt,
    Paseto,
}

impl Peer {
    pub(super) const ALL: [Self; 6] =
        [Self::Plain, Self::Grants, Self::Axum, Self::Pasetors, Self::Zt, Self::ZtIntoNothing];

    pub(super) const fn credential(self) -> Option<Credential> {
        match self {
            Self::Plain => None,
            Self::Grants | Self::Axum => Some(Credential::Jwt),
            Self::Pasetors | Self::Zt | Self::ZtIntoNothing => Some(Credential::Paseto),
        }
    }

    pub(super) fn package(self, routes: usize) -> String {
        match self {
            Self::Plain => "bench-plain".to_owned(),
            Self::Grants => "bench-grants".to_owned(),
            Self::Axum => "bench-axum".to_owned(),
            Self::Pasetors => "bench-pasetors".to_owned(),
            Self::Zt | Self::ZtIntoNothing => format!("bench-zt-{routes}"),
        }
    }

    /// Whether it goes through its routes one by one, as actix-web does, and not through a tree.
    pub(super) const fn lists_routes(self) -> bool {
        matches!(self, Self::Plain | Self::Grants | Self::Pasetors)
    }

    /// What else its program does for a request, beside plain actix's work and the signature.
    pub(super) const fn rest(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Grants => {
                "claims as JSON, a set of grants, two middlewares, the request's larger head"
            }
            Self::Axum => {
                "claims as JSON, the request's larger head; hyper and axum in the place of actix"
            }
            Self::Pasetors => "claims as JSON, read twice; a middleware, the request's larger head",
            Self::Zt => {
                "claims as JSON, revocations, canonical path, two limits of requests, the audit line and \
                         its thread, the request's larger head"
            }
            Self::ZtIntoNothing => "as above, and the audit line is written to /dev/null",
        }
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Plain => "plain actix-web",
            Self::Grants => "actix-web-grants, JWT",
            Self::Axum => "axum, JWT",
            Self::Pasetors => "actix-web, pasetors",
            Self::Zt => "zt, audit to a file",
            Self::ZtIntoNothing => "zt, audit to /dev/null",
        })
    }
}
