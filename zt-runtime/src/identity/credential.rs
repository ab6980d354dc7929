//! The credential that came with a request: read from one place only, the `Authorization` header.
//!
//! Source: RFC 6750 §2.1 and §3.1, RFC 9449 §7.1, RFC 9110 §11.6.2. A token in query, body or cookie is refused (RFC 9700 §4.3.2).

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use crate::problem::Refusal;

/// The longest token, before anything of it is decoded (T-11).
pub(crate) const LONGEST_TOKEN: usize = 8 * 1024;

/// An access token that nobody has verified. Its bytes are wiped when it goes, and it never prints.
pub(crate) struct Credential {
    scheme: Scheme,
    token: Zeroizing<String>,
}

/// How a token came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// Whoever holds it may use it (RFC 6750).
    Bearer,
    /// Beside a proof that its caller holds its key (RFC 9449 §7.1).
    Dpop,
}

impl Scheme {
    fn of(name: &str) -> Option<Self> {
        let named = |known: &str| name.eq_ignore_ascii_case(known);
        if named("bearer") {
            Some(Self::Bearer)
        } else if named("dpop") {
            Some(Self::Dpop)
        } else {
            None
        }
    }

    /// The scheme in which a refusal is challenged: the one that the caller used, if it can be told, else `Bearer`.
    pub(crate) fn to_answer<'a>(headers: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let value = headers.into_iter().next().and_then(|value| str::from_utf8(value).ok());
        let name = value.and_then(|value| value.split(' ').next());
        name.and_then(Self::of).unwrap_or(Self::Bearer)
    }
}

impl Credential {
    /// Reads the values of all `Authorization` headers, and looks that the query brings no token.
    ///
    /// `Ok(None)` means that the request brought no credential at all.
    pub(crate) fn read<'a>(
        headers: impl IntoIterator<Item = &'a [u8]>,
        query: Option<&str>,
    ) -> Result<Option<Self>, Refusal> {
        if query.is_some_and(has_access_token) {
            return Err(Refusal::InvalidRequest("token_in_query"));
        }
        let mut headers = headers.into_iter();
        let Some(value) = headers.next() else { return Ok(None) };
        if headers.next().is_some() {
            return Err(Refusal::InvalidRequest("two_authorization_headers"));
        }
        Self::parse(value).map(Some)
    }

    fn parse(value: &[u8]) -> Result<Self, Refusal> {
        let text = str::from_utf8(value)
            .map_err(|_| Refusal::InvalidRequest("authorization_malformed"))?;
        let (scheme, rest) = text.split_once(' ').unwrap_or((text, ""));
        if scheme.eq_ignore_ascii_case("basic") || !is_scheme(scheme) {
            return Err(Refusal::InvalidRequest("authorization_malformed"));
        }
        let scheme = Scheme::of(scheme).ok_or(Refusal::UnknownScheme)?;
        let token = rest.trim_start_matches(' ');
        if !is_b64token(token) {
            return Err(Refusal::InvalidRequest("authorization_malformed"));
        }
        if token.len() > LONGEST_TOKEN {
            return Err(Refusal::InvalidToken("token_too_long"));
        }
        Ok(Self { scheme, token: Zeroizing::new(token.to_owned()) })
    }

    /// The token, for the one who verifies it.
    pub(crate) fn expose(&self) -> &str {
        &self.token
    }

    pub(crate) const fn scheme(&self) -> Scheme {
        self.scheme
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// RFC 9110 §5.6.2, `token`.
fn is_scheme(text: &str) -> bool {
    let is_tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// RFC 6750 §2.1, `b64token`.
pub(crate) fn is_b64token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(is_char)
}

fn has_access_token(query: &str) -> bool {
    // A query that can't be read is the Edge's to refuse; its readable pairs still count here.
    query.split(['&', ';']).any(|pair| {
        serde_urlencoded::from_str::<Vec<(Cow<'_, str>, Cow<'_, str>)>>(pair).is_ok_and(|pairs| {
            pairs.iter().any(|(name, _)| name.eq_ignore_ascii_case("access_token"))
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(headers: &[&str], query: Option<&str>) -> Result<Option<String>, Refusal> {
        Credential::read(headers.iter().map(|header| header.as_bytes()), query)
            .map(|found| found.map(|credential| credential.expose().to_owned()))
    }

    #[test]
    fn a_bearer_token_is_read_whatever_the_case_of_its_scheme() {
        for scheme in ["Bearer", "bearer", "BEARER"] {
            assert_eq!(
                read(&[&format!("{scheme} v4.public.abc")], None).unwrap().unwrap(),
                "v4.public.abc"
            );
        }
        assert_eq!(read(&["Bearer   abc=="], None).unwrap().unwrap(), "abc==");
        assert!(read(&[], None).unwrap().is_none());
        assert!(read(&[], Some("page=2")).unwrap().is_none());
    }

    #[test]
    fn t18_a_token_in_the_query_is_refused() {
        for query in [
            "access_token=x",
            "a=1&access_token=x",
            "access_token",
            "access%5Ftoken=x",
            "a=1;access_token=x",
            "ACCESS_TOKEN=",
        ] {
            assert!(
                matches!(read(&[], Some(query)), Err(Refusal::InvalidRequest("token_in_query"))),
                "{query}"
            );
            assert!(
                matches!(read(&["Bearer abc"], Some(query)), Err(Refusal::InvalidRequest(_))),
                "{query}"
            );
        }
        assert!(read(&["Bearer abc"], Some("my_access_token=x")).unwrap().is_some());
    }

    // T-19, X17.
    #[test]
    fn t19_more_than_one_credential_or_a_malformed_one_is_an_invalid_request() {
        assert!(matches!(
            read(&["Bearer a", "Bearer a"], None),
            Err(Refusal::InvalidRequest("two_authorization_headers"))
        ));
        for header in [
            "",
            " ",
            "Bearer",
            "Bearer ",
            "Bearer a b",
            "Bearer a, Bearer b",
            "Bearer a,b",
            "Bearer \"a\"",
            "Bearer =",
            "Bearer a=b",
            "Bearer ä",
            "Bearer\ta",
            "Basic YWxpY2U6c2VjcmV0",
            "basic x",
            " Bearer a",
            "Bearer a\u{0}",
        ] {
            assert!(matches!(read(&[header], None), Err(Refusal::InvalidRequest(_))), "{header:?}");
        }
        let bytes: &[u8] = b"Bearer \xff\xfe";
        assert!(matches!(Credential::read([bytes], None), Err(Refusal::InvalidRequest(_))));
    }

    #[test]
    fn t20_another_scheme_is_no_credential_of_ours() {
        for header in ["Digest username=x", "Negotiate abc", "DPoP2 abc", "token"] {
            assert!(matches!(read(&[header], None), Err(Refusal::UnknownScheme)), "{header:?}");
        }
    }

    #[test]
    fn s01_a_token_with_a_proof_is_told_from_a_bearer_token_and_read_as_strictly() {
        for (header, scheme) in [
            ("DPoP abc", Scheme::Dpop),
            ("dpop abc", Scheme::Dpop),
            ("DPOP abc", Scheme::Dpop),
            ("bearer abc", Scheme::Bearer),
        ] {
            let read = Credential::read([header.as_bytes()], None).unwrap().unwrap();
            assert_eq!((read.scheme(), read.expose()), (scheme, "abc"));
            assert_eq!(Scheme::to_answer([header.as_bytes()]), scheme);
        }
        for header in
            ["DPoP", "DPoP ", "DPoP a b", "DPoP a,b", "DPoP a, DPoP b", "DPoP \"a\"", "DPoP\ta"]
        {
            let read = Credential::read([header.as_bytes()], None);
            assert!(matches!(read, Err(Refusal::InvalidRequest(_))), "{header:?}");
        }
        let two = Credential::read([b"DPoP a".as_slice(), b"Bearer a".as_slice()], None);
        assert!(matches!(two, Err(Refusal::InvalidRequest("two_authorization_headers"))));
        let long = format!("DPoP {}", "a".repeat(LONGEST_TOKEN + 1));
        let long = Credential::read([long.as_bytes()], None);
        assert!(matches!(long, Err(Refusal::InvalidToken("token_too_long"))));
        for header in ["", "Basic a", "\u{e9}", "dpo p"] {
            assert_eq!(Scheme::to_answer([header.as_bytes()]), Scheme::Bearer, "{header:?}");
        }
    }

    #[test]
    fn t11_a_token_over_8_kib_is_invalid_before_it_is_decoded() {
        let exact = format!("Bearer {}", "a".repeat(LONGEST_TOKEN));
        assert!(read(&[&exact], None).is_ok());
        assert!(matches!(
            read(&[&format!("{exact}a")], None),
            Err(Refusal::InvalidToken("token_too_long"))
        ));
    }

    #[test]
    fn l03_a_credential_never_prints() {
        let credential = Credential::read([b"Bearer canary".as_slice()], None).unwrap().unwrap();
        assert_eq!(format!("{credential:?}"), "<redacted>");
    }
}
