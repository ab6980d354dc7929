//! PASETO tokens, `v4.public` up to their signature and `v4.local` up to their tag. Everything before
//! [`Unverified::verify`] and [`Sealed::open`] is the attacker's.
//!
//! Source: PASETO specification, version 4; its implementation guide 01 (payload processing).

use pasetors::token::UntrustedToken;
use pasetors::version4::{LocalToken, PublicToken, V4};
use pasetors::{Local, Public};
use serde::Deserialize;

use super::json::{self, Limits};
use super::keyring::{LocalKey, PublicKey};

/// A footer is read before the signature is checked, so it is kept small and flat (P-04).
const FOOTER_BYTES: usize = 8 * 1024;
const FOOTER: Limits = Limits { depth: 1, keys: 512 };

/// Why a token was refused: a code for the audit log, which the wire never shows.
pub(crate) type Fault = &'static str;

/// A `v4.public` token whose signature nobody has checked.
#[derive(Debug)]
pub(crate) struct Unverified(UntrustedToken<Public, V4>);

/// A `v4.local` token that nobody has opened. No type but a [`LocalKey`] opens one (P-02).
#[derive(Debug)]
pub(crate) struct Sealed(UntrustedToken<Local, V4>);

/// A token of the right version, and of a purpose that some issuer may use.
#[derive(Debug)]
pub(crate) enum Token {
    Public(Unverified),
    Local(Sealed),
}

/// What of a footer is used before the token is proved: to choose a key, nothing else.
#[derive(Debug, Deserialize)]
pub(crate) struct Footer {
    /// The id of the key, `k4.pid` or `k4.lid`.
    pub(crate) kid: String,
    /// The embedded authority that made the token, such as `dev`.
    #[serde(default)]
    pub(crate) authority: Option<String>,
}

impl Token {
    /// Takes a token apart. Where nobody shares a key, `v4.local` is refused before anything of it is read (P-01).
    pub(crate) fn parse(token: &str, opens_local: bool) -> Result<Self, Fault> {
        if opens_local && Sealed::is_named_by(token) {
            return Sealed::parse(token).map(Self::Local);
        }
        Unverified::parse(token).map(Self::Public)
    }

    /// Reads the footer, which names the key.
    pub(crate) fn footer(&self) -> Result<Footer, Fault> {
        match self {
            Self::Public(token) => token.footer(),
            Self::Local(token) => token.footer(),
        }
    }
}

impl Unverified {
    /// Takes a token apart. Version and purpose are compared before anything else happens (P-01).
    pub(crate) fn parse(token: &str) -> Result<Self, Fault> {
        if !token.starts_with(PublicToken::HEADER) {
            return Err("not_v4_public");
        }
        UntrustedToken::try_from(token).map(Self).map_err(|_| "token_malformed")
    }

    /// Reads the footer, which names the key.
    pub(crate) fn footer(&self) -> Result<Footer, Fault> {
        Footer::parse(self.0.untrusted_footer())
    }

    /// The signed payload, if `key` signed it together with this footer and this implicit assertion.
    pub(crate) fn verify(&self, key: &PublicKey, implicit: &[u8]) -> Result<String, Fault> {
        let trusted =
            PublicToken::verify(key, &self.0, None, Some(implicit)).map_err(|_| "bad_signature")?;
        Ok(trusted.payload().to_owned())
    }
}

impl Sealed {
    /// Whether the token calls itself one.
    pub(crate) fn is_named_by(token: &str) -> bool {
        token.starts_with(LocalToken::HEADER)
    }

    /// Takes a token apart.
    pub(crate) fn parse(token: &str) -> Result<Self, Fault> {
        UntrustedToken::try_from(token).map(Self).map_err(|_| "token_malformed")
    }

    /// Reads the footer, which names the key.
    pub(crate) fn footer(&self) -> Result<Footer, Fault> {
        Footer::parse(self.0.untrusted_footer())
    }

    /// The payload, if `key` encrypted it together with this footer and this implicit assertion.
    pub(crate) fn open(&self, key: &LocalKey, implicit: &[u8]) -> Result<String, Fault> {
        let trusted =
            LocalToken::decrypt(key, &self.0, None, Some(implicit)).map_err(|_| "bad_tag")?;
        Ok(trusted.payload().to_owned())
    }
}

impl Footer {
    fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        const MALFORMED: Fault = "footer_malformed";
        if bytes.len() > FOOTER_BYTES {
            return Err(MALFORMED);
        }
        let text = str::from_utf8(bytes).map_err(|_| MALFORMED)?;
        json::check_object(text, FOOTER).map_err(|_| MALFORMED)?;
        serde_json::from_str(text).map_err(|_| MALFORMED)
    }
}
