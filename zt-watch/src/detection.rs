//! What is looked for.

use std::fmt;

/// One thing that an attacker does and that shows in decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Detection {
    /// Many credentials that don't count, from one address or its neighbours.
    CredentialStuffing,
    /// One subject that is refused at many different endpoints.
    ScopeProbing,
    /// One subject that asks for many different objects which it doesn't get.
    ObjectEnumeration,
    /// Proofs and signatures that were used before.
    Replay,
    /// A token in other hands: shown under another key, or used from two places at once.
    TokenElsewhere,
    /// A subject that goes on far above its limit.
    ImpossibleRate,
    /// A subject that wasn't seen for long.
    DormantCredential,
    /// A path that nobody has a reason to ask for.
    Decoy,
}

/// Whom the findings of a detection are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Addresses alone: nobody is proved yet where it looks.
    Addresses,
    /// Callers who were proved.
    Callers,
    /// Both.
    Either,
}

impl Detection {
    /// All, in the order of the book.
    pub const ALL: [Self; 8] = [
        Self::CredentialStuffing,
        Self::ScopeProbing,
        Self::ObjectEnumeration,
        Self::Replay,
        Self::TokenElsewhere,
        Self::ImpossibleRate,
        Self::DormantCredential,
        Self::Decoy,
    ];

    /// As configuration and records call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CredentialStuffing => "credential-stuffing",
            Self::ScopeProbing => "scope-probing",
            Self::ObjectEnumeration => "object-enumeration",
            Self::Replay => "replay",
            Self::TokenElsewhere => "token-elsewhere",
            Self::ImpossibleRate => "impossible-rate",
            Self::DormantCredential => "dormant-credential",
            Self::Decoy => "decoy",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// What was seen, in a sentence for people.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::CredentialStuffing => "many credentials that don't count came from one address",
            Self::ScopeProbing => "somebody was refused at many different endpoints",
            Self::ObjectEnumeration => "somebody asked for many objects that they may not see",
            Self::Replay => "proofs were used twice",
            Self::TokenElsewhere => "a token is in other hands",
            Self::ImpossibleRate => "somebody goes on far above the limit",
            Self::DormantCredential => "somebody calls who wasn't seen for long",
            Self::Decoy => "a decoy was touched",
        }
    }

    /// Whom its findings are about.
    #[must_use]
    pub const fn about(self) -> About {
        match self {
            Self::CredentialStuffing | Self::Replay | Self::Decoy => About::Addresses,
            Self::TokenElsewhere => About::Either,
            _ => About::Callers,
        }
    }

    /// Whether it counts up to a threshold. One decoy is enough, and so is one call after a long time.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::DormantCredential | Self::Decoy)
    }
}

impl fmt::Display for Detection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
