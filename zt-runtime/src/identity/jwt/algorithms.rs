//! Which signatures an issuer may use.

use std::fmt;

use jsonwebtoken::Algorithm;

/// A signature algorithm with a private key (RFC 7518 §3.1, RFC 8037, RFC 9864). There is none with a shared secret: a
/// key set is public, and whoever reads it could sign (T-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signature {
    Es256,
    /// Ed25519, which headers call `EdDSA` or `Ed25519`.
    EdDsa,
    Ps256,
    Rs256,
}

impl Signature {
    const ALL: [Self; 4] = [Self::Es256, Self::EdDsa, Self::Ps256, Self::Rs256];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }

    pub(super) const fn of_jose(self) -> Algorithm {
        match self {
            Self::Es256 => Algorithm::ES256,
            Self::EdDsa => Algorithm::EdDSA,
            Self::Ps256 => Algorithm::PS256,
            Self::Rs256 => Algorithm::RS256,
        }
    }
}

/// A set of them.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Algorithms(Vec<Signature>);

impl Algorithms {
    /// `None` for a name that isn't one of ours, a name twice, or none at all.
    pub(crate) fn parse<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut all = Vec::new();
        for name in names {
            let one = Signature::ALL.into_iter().find(|one| one.name() == name)?;
            if all.contains(&one) {
                return None;
            }
            all.push(one);
        }
        (!all.is_empty()).then_some(Self(all))
    }

    pub(super) fn holds(&self, one: Signature) -> bool {
        self.0.contains(&one)
    }
}

/// Without RS256, which FAPI 2.0 leaves out and 2048 bits outlive no other of these.
impl Default for Algorithms {
    fn default() -> Self {
        Self(vec![Signature::Es256, Signature::EdDsa, Signature::Ps256])
    }
}

impl fmt::Debug for Algorithms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|one| one.name())).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn t01_only_algorithms_with_a_private_key() {
        assert!(Algorithms::parse(["ES256", "RS256"]).unwrap().holds(Signature::Rs256));
        assert!(!Algorithms::default().holds(Signature::Rs256));
        for bad in ["HS256", "none", "None", "", "es256", "ES384", "dir", "Ed448"] {
            assert_eq!(Algorithms::parse([bad]), None, "{bad}");
        }
        assert_eq!(Algorithms::parse([]), None);
        assert_eq!(Algorithms::parse(["ES256", "ES256"]), None);
    }
}
