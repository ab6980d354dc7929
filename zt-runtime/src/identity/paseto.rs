//! PASETO `v4.public` tokens up to their signature. Everything before [`Unverified::verify`] is the attacker's.
//!
//! Source: PASETO specification, version 4; its implementation guide 01 (payload processing).

use pasetors::Public;
use pasetors::token::UntrustedToken;
use pasetors::version4::{PublicToken, V4};
use serde::Deserialize;

use super::json::{self, Limits};
use super::keyring::PublicKey;

/// A footer is read before the signature is checked, so it is kept small and flat (P-04).
const FOOTER_BYTES: usize = 8 * 1024;
const FOOTER: Limits = Limits { depth: 1, keys: 512 };

/// Why a token was refused: a code for the audit log, which the wire never shows.
pub(crate) type Fault = &'static str;

/// A token of the right version and purpose, whose signature nobody has checked.
#[derive(Debug)]
pub(crate) struct Unverified(UntrustedToken<Public, V4>);

/// What of a footer is used before the signature is checked: to choose a key, nothing else.
#[derive(Debug, Deserialize)]
pub(crate) struct Footer {
    /// The id of the key (`k4.pid`).
    pub(crate) kid: String,
    /// The embedded authority that made the token, such as `dev`.
    #[serde(default)]
    pub(crate) authority: Option<String>,
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
        const MALFORMED: Fault = "footer_malformed";
        let bytes = self.0.untrusted_footer();
        if bytes.len() > FOOTER_BYTES {
            return Err(MALFORMED);
        }
        let text = str::from_utf8(bytes).map_err(|_| MALFORMED)?;
        json::check_object(text, FOOTER).map_err(|_| MALFORMED)?;
        serde_json::from_str(text).map_err(|_| MALFORMED)
    }

    /// The signed payload, if `key` signed it together with this footer and this implicit assertion.
    pub(crate) fn verify(&self, key: &PublicKey, implicit: &[u8]) -> Result<String, Fault> {
        let trusted =
            PublicToken::verify(key, &self.0, None, Some(implicit)).map_err(|_| "bad_signature")?;
        Ok(trusted.payload().to_owned())
    }
}
