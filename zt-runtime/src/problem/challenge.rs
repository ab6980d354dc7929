//! `WWW-Authenticate`: what a caller can do about a refusal (RFC 6750 §3, RFC 9449 §7.1, RFC 9470 §3, RFC 9728 §5.1,
//! RFC 9110 §11.6.1).

use crate::identity::{PROOF_ALGORITHMS, Scheme};
use crate::route::DocumentUrl;

/// The header's value. All of it comes from the service's own code and configuration; nothing from the request but the
/// path in a [`DocumentUrl`], which can't end a quoted string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Challenge<'a> {
    /// No credential of ours came: say which kinds there are, and no error (RFC 6750 §3.1, RFC 9449 §7.2).
    Needed,
    /// More than one credential, or none that can be read.
    InvalidRequest,
    /// The token doesn't count.
    InvalidToken,
    /// The token counts, and is older than this endpoint accepts.
    Stale {
        /// The age in seconds up to which a token counts.
        max_age: u64,
    },
    /// The token counts, and isn't bound to a key, as this endpoint needs it (RFC 9449 §7.1).
    NeedsBound,
    /// The token counts, and its login isn't what this endpoint needs (RFC 9470 §3).
    StepUp {
        /// The ways to log in that count, as the caller's issuer calls them; empty where any does.
        acr_values: &'a str,
        auth_age_seconds: Option<u64>,
    },
    /// The token counts, and what is missing is nothing that an error of OAuth names (RFC 6750 §3.1): the header is there,
    /// since the token alone doesn't open the path (§3), and says no error.
    NotOfTheToken,
    /// The token counts, and grants too little. The scopes are those of this route (RFC 6750 §3).
    InsufficientScope(&'a str),
    /// The proof doesn't count (RFC 9449 §7.1).
    InvalidDpopProof,
    /// The proof lacks the nonce that came with this answer, or holds an old one (RFC 9449 §9).
    UseDpopNonce,
    /// The signature of the request doesn't count. No RFC has an error of its own for it.
    InvalidSignature,
}

impl Challenge<'_> {
    /// The headers for a caller that used `scheme`. Two challenges are two lines: more readers understand those than a
    /// list. Each says where the path's document is, if there is one.
    pub(super) fn headers(
        self,
        scheme: Scheme,
        document: Option<&DocumentUrl>,
    ) -> Vec<(&'static str, String)> {
        let schemes: &[Scheme] = match self {
            Self::Needed => &[Scheme::Bearer, Scheme::Dpop],
            Self::NeedsBound | Self::InvalidDpopProof | Self::UseDpopNonce => &[Scheme::Dpop],
            _ => &[scheme],
        };
        let value = |scheme: &Scheme| ("www-authenticate", self.value(*scheme, document));
        schemes.iter().map(value).collect()
    }

    fn value(self, scheme: Scheme, document: Option<&DocumentUrl>) -> String {
        let (name, algorithms) = match scheme {
            Scheme::Bearer => ("Bearer", None),
            Scheme::Dpop => ("DPoP", Some(format!(r#"algs="{}""#, PROOF_ALGORITHMS.join(" ")))),
        };
        let document = document.map(|url| format!(r#"resource_metadata="{}""#, url.as_str()));
        let own = Some(self.parameters()).filter(|own| !own.is_empty());
        let all: Vec<_> = [own, algorithms, document].into_iter().flatten().collect();
        if all.is_empty() { name.to_owned() } else { format!("{name} {}", all.join(", ")) }
    }

    fn parameters(self) -> String {
        match self {
            Self::Needed | Self::NotOfTheToken => String::new(),
            Self::InvalidRequest => r#"error="invalid_request""#.to_owned(),
            Self::InvalidToken => r#"error="invalid_token""#.to_owned(),
            Self::Stale { max_age } => format!(
                r#"error="invalid_token", error_description="The token is too old for this endpoint", max_age="{max_age}""#
            ),
            Self::NeedsBound => {
                r#"error="invalid_token", error_description="This endpoint needs a token that is bound to a key""#
                    .to_owned()
            }
            Self::StepUp { acr_values, auth_age_seconds } => login(acr_values, auth_age_seconds),
            Self::InsufficientScope(scopes) => {
                format!(r#"error="insufficient_scope", scope="{}""#, scope_tokens(scopes))
            }
            Self::InvalidDpopProof => r#"error="invalid_dpop_proof""#.to_owned(),
            Self::UseDpopNonce => r#"error="use_dpop_nonce""#.to_owned(),
            Self::InvalidSignature => {
                r#"error="invalid_token", error_description="The signature of the request is not valid""#
                    .to_owned()
            }
        }
    }
}

/// RFC 9470 §3: the ways to log in that count, in the order of the annotation, and how long ago a login may be.
fn login(acr_values: &str, auth_age_seconds: Option<u64>) -> String {
    let mut value = r#"error="insufficient_user_authentication", error_description="This endpoint needs a stronger or a later login""#
        .to_owned();
    if !acr_values.is_empty() {
        value.push_str(&format!(r#", acr_values="{}""#, scope_tokens(acr_values)));
    }
    if let Some(seconds) = auth_age_seconds {
        value.push_str(&format!(r#", max_age="{seconds}""#));
    }
    value
}

/// Scope names and `acr` values are checked where they are declared; here nothing but RFC 6749 §3.3's characters passes, so that no
/// later way to name one can end the quoted string (T-21).
fn scope_tokens(scopes: &str) -> String {
    scopes.chars().filter(|c| matches!(c, ' ' | '!' | '#'..='[' | ']'..='~')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s10_a_step_up_says_all_that_is_needed() {
        let value = |acr_values, auth_age_seconds| {
            Challenge::StepUp { acr_values, auth_age_seconds }.value(Scheme::Bearer, None)
        };
        let acr = "urn:acr:mfa pass\"key";
        let start = r#"Bearer error="insufficient_user_authentication", error_description="This endpoint needs a stronger or a later login""#;
        assert_eq!(value(acr, None), format!(r#"{start}, acr_values="urn:acr:mfa passkey""#));
        assert_eq!(value("", Some(900)), format!(r#"{start}, max_age="900""#));
        let both = format!(r#"{start}, acr_values="urn:acr:mfa passkey", max_age="900""#);
        assert_eq!(value(acr, Some(900)), both);
    }

    #[test]
    fn t21_a_scope_can_not_end_the_quoted_string() {
        let value = Challenge::InsufficientScope("a\" x=\"\r\nb\\ é").value(Scheme::Bearer, None);
        assert_eq!(value, r#"Bearer error="insufficient_scope", scope="a x=b ""#);
    }
}
