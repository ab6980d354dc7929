//! `WWW-Authenticate`: what a caller can do about a refusal (RFC 6750 §3, RFC 9110 §11.6.1).

use zt_core::decide::StepUp;

/// The header's value. All of it comes from the service's own code and configuration; nothing from the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Challenge<'a> {
    /// No credential of ours came: say which kind is needed, and no error (RFC 6750 §3.1).
    Bearer,
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
    StepUp(StepUp),
    /// The token counts, and grants too little. The scopes are those of this route (RFC 6750 §3).
    InsufficientScope(&'a str),
}

impl Challenge<'_> {
    pub(super) fn header(self) -> (&'static str, String) {
        ("www-authenticate", self.value())
    }

    fn value(self) -> String {
        match self {
            Self::Bearer => "Bearer".to_owned(),
            Self::InvalidRequest => r#"Bearer error="invalid_request""#.to_owned(),
            Self::InvalidToken => r#"Bearer error="invalid_token""#.to_owned(),
            Self::Stale { max_age } => format!(
                r#"Bearer error="invalid_token", error_description="The token is too old for this endpoint", max_age="{max_age}""#
            ),
            Self::NeedsBound => {
                r#"DPoP error="invalid_token", error_description="This endpoint needs a token that is bound to a key""#
                    .to_owned()
            }
            Self::StepUp(step_up) => login(step_up),
            Self::InsufficientScope(scopes) => {
                format!(r#"Bearer error="insufficient_scope", scope="{}""#, scope_tokens(scopes))
            }
        }
    }
}

/// RFC 9470 §3: the ways to log in that count, in the order of the annotation, and how long ago a login may be.
fn login(StepUp { acr, auth_age_seconds }: StepUp) -> String {
    let mut value = r#"Bearer error="insufficient_user_authentication", error_description="This endpoint needs a stronger or a later login""#
        .to_owned();
    if !acr.is_empty() {
        let names: Vec<_> = acr.iter().map(|it| it.name).collect();
        value.push_str(&format!(r#", acr_values="{}""#, scope_tokens(&names.join(" "))));
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
    use zt_core::contract::AcrInfo;

    use super::*;

    #[test]
    fn s10_a_step_up_says_all_that_is_needed() {
        let mfa = AcrInfo { name: "urn:acr:mfa", reason: "" };
        let value =
            |acr, auth_age_seconds| Challenge::StepUp(StepUp { acr, auth_age_seconds }).value();
        let acr: &'static [AcrInfo] =
            Box::leak(Box::new([mfa, AcrInfo { name: "pass\"key", ..mfa }]));
        let start = r#"Bearer error="insufficient_user_authentication", error_description="This endpoint needs a stronger or a later login""#;
        assert_eq!(value(acr, None), format!(r#"{start}, acr_values="urn:acr:mfa passkey""#));
        assert_eq!(value(&[], Some(900)), format!(r#"{start}, max_age="900""#));
        let both = format!(r#"{start}, acr_values="urn:acr:mfa passkey", max_age="900""#);
        assert_eq!(value(acr, Some(900)), both);
    }

    #[test]
    fn t21_a_scope_can_not_end_the_quoted_string() {
        let value = Challenge::InsufficientScope("a\" x=\"\r\nb\\ é").value();
        assert_eq!(value, r#"Bearer error="insufficient_scope", scope="a x=b ""#);
    }
}
