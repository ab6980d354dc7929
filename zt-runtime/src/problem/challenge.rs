//! `WWW-Authenticate`: what a caller can do about a refusal (RFC 6750 §3, RFC 9110 §11.6.1).

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
            Self::InsufficientScope(scopes) => {
                format!(r#"Bearer error="insufficient_scope", scope="{}""#, scope_tokens(scopes))
            }
        }
    }
}

/// Scope names are checked where they are declared; here nothing but RFC 6749 §3.3's characters passes, so that no
/// later way to name a scope can end the quoted string (T-21).
fn scope_tokens(scopes: &str) -> String {
    scopes.chars().filter(|c| matches!(c, ' ' | '!' | '#'..='[' | ']'..='~')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t21_a_scope_can_not_end_the_quoted_string() {
        let value = Challenge::InsufficientScope("a\" x=\"\r\nb\\ é").value();
        assert_eq!(value, r#"Bearer error="insufficient_scope", scope="a x=b ""#);
    }
}
