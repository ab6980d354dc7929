//! One request header, by a type of its own.

use std::fmt;
use std::ops::Deref;

use super::{Argument, Gathering};
use crate::Endpoint;
use crate::input::Pending;
use crate::problem::{FieldFault, Refusal};

/// A request header that a handler may read: its name, and how its value is parsed.
pub trait RequestHeader: Sized + 'static {
    /// The name in lower case. Credentials, addresses and framing are the gate's own: a service that asks for one of them
    /// does not start.
    const NAME: &'static str;

    /// The value that `text` (visible ASCII, at most 1,024 bytes) spells.
    fn parse(text: &str) -> Option<Self>;
}

/// The request header `H`, parsed. A missing or malformed one is a 422; take `Header<Option<H>>` for one that may be absent.
pub struct Header<H>(H);

impl<H> Deref for Header<H> {
    type Target = H;

    fn deref(&self) -> &H {
        &self.0
    }
}

impl<H> fmt::Debug for Header<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Header(..)")
    }
}

/// What a [`Header`] can hold: a [`RequestHeader`], or an `Option` of one.
pub trait HeaderValue: Sized {
    #[doc(hidden)]
    const NAME: &'static str;
    #[doc(hidden)]
    fn of(text: Option<&str>) -> Option<Self>;
}

impl<H: RequestHeader> HeaderValue for H {
    const NAME: &'static str = H::NAME;

    fn of(text: Option<&str>) -> Option<Self> {
        text.and_then(H::parse)
    }
}

impl<H: RequestHeader> HeaderValue for Option<H> {
    const NAME: &'static str = H::NAME;

    fn of(text: Option<&str>) -> Option<Self> {
        match text {
            None => Some(None),
            Some(text) => H::parse(text).map(Some),
        }
    }
}

/// What decides about a request is read by the gate alone.
const FORBIDDEN: [&str; 19] = [
    "authorization",
    "client-cert",
    "client-cert-chain",
    "connection",
    "content-length",
    "cookie",
    "dpop",
    "expect",
    "forwarded",
    "host",
    "proxy-authorization",
    "signature",
    "signature-input",
    "te",
    "transfer-encoding",
    "upgrade",
    "x-forwarded-client-cert",
    "x-forwarded-for",
    "x-real-ip",
];

const LONGEST: usize = 1024;

impl<H: HeaderValue, E: Endpoint> Argument<E> for Header<H> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        let cx = gathering.cx();
        if let Some(survey) = cx.survey() {
            let lower = H::NAME
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            if FORBIDDEN.contains(&H::NAME) || H::NAME.is_empty() || !lower {
                survey.forbidden_headers.borrow_mut().push(H::NAME);
            }
            survey.noted.borrow_mut().header(H::NAME);
        }
        let values = cx.headers().values(H::NAME);
        let text = match values.as_slice() {
            [] => Some(None),
            [value] => visible(value).map(Some),
            _ => return gathering.refuse(Refusal::MalformedRequest("doubled_header")),
        };
        let Some(value) = text.and_then(H::of) else {
            gathering.fault([FieldFault {
                pointer: format!("header:{}", H::NAME),
                detail: "is missing or malformed".into(),
            }]);
            return Pending::failed();
        };
        Pending::ready(Self(value))
    }
}

fn visible(value: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(value).ok()?;
    (text.len() <= LONGEST && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
        .then_some(text)
}
