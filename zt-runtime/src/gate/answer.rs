//! The last stage: what goes out, and how it is recorded.

use crate::access::Standing;
use crate::audit::{Entry, Outcome};
use crate::edge::Told;
use crate::endpoint::Cx;
use crate::identity::Scheme;
use crate::problem::{Reason, Refusal};
use crate::reply::Response;
use crate::route::DocumentPlace;

/// A year. Whether other hosts of the domain speak TLS too, this one can't know.
const HSTS: &str = "max-age=31536000";

/// A response, and why it is what it is.
pub(super) struct Answer {
    response: Response,
    reason: Reason,
}

/// A refusal, and where clients are told what the path needs, once it is known which path that is.
pub(super) struct Refused<'g> {
    pub(super) refusal: Refusal,
    pub(super) document: Option<DocumentPlace<'g>>,
}

impl Refused<'_> {
    pub(super) fn map(self, change: impl FnOnce(Refusal) -> Refusal) -> Self {
        Self { refusal: change(self.refusal), ..self }
    }
}

impl From<Refusal> for Refused<'_> {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, document: None }
    }
}

impl Answer {
    /// A refusal, challenged in the scheme that the caller used.
    pub(super) fn refused(refused: &Refused<'_>, trace: &str, scheme: Scheme) -> Self {
        let Refused { refusal, document } = refused;
        let response = refusal.response_to(trace, scheme, document.as_ref());
        Self { response, reason: refusal.reason() }
    }

    /// What the gate itself says, without a handler.
    pub(super) const fn told(response: Response) -> Self {
        Self { response, reason: "ok" }
    }

    /// What came of calling the handler: its own answer, or a refusal, which is challenged as any other. A header that HTTP
    /// can't carry is a fault, never left out: it may be the one that matters.
    pub(super) fn of(
        response: Response,
        cx: &Cx,
        scheme: Scheme,
        document: Option<DocumentPlace<'_>>,
    ) -> Self {
        if let Some(refusal) = cx.take_challenge() {
            return Self::refused(&Refused { refusal, document }, cx.trace(), scheme);
        }
        if response.headers.iter().all(|(_, value)| is_field_value(value)) {
            return Self { response, reason: cx.reason() };
        }
        let refused = Refusal::Internal("header_unsendable").into();
        Self::refused(&refused, cx.trace(), scheme)
    }

    /// Tells a caller the nonce of its next proofs, before the one that it has is too old (RFC 9449 §8.2).
    pub(super) fn with_nonce(mut self, nonce: Option<String>) -> Self {
        self.response.headers.extend(nonce.map(|nonce| ("dpop-nonce", nonce)));
        self
    }

    /// Tells a caller what is left of its limit (G-02).
    pub(super) fn with_standing(mut self, standing: Standing) -> Self {
        self.response.headers.extend(standing.headers());
        self
    }

    /// On a connection with TLS, that the service is to be reached by TLS alone from now on (RFC 6797 §7.1); on another one
    /// browsers would not believe it (§7.2).
    pub(super) fn over(mut self, tls: bool) -> Self {
        if tls {
            let name = "strict-transport-security";
            self.response.headers.retain(|(known, _)| *known != name);
            self.response.headers.push((name, HSTS.to_owned()));
        }
        self
    }

    /// Tells a browser whose page may read it (Fetch §3.3.2). Nobody else says so.
    pub(super) fn read_by(mut self, page: Told) -> Self {
        self.response.headers.extend(page.headers());
        self
    }

    /// Writes the record, and gives the response.
    pub(super) fn close(self, entry: Entry) -> Response {
        let outcome = Outcome::of(self.reason, self.response.status);
        entry.close(outcome, self.reason, self.response.status);
        sealed(self.response)
    }
}

/// What every answer says, whatever it is: nobody stores it (RFC 9111 §5.2.2.5), nobody guesses its type, and should a browser
/// show it, it loads nothing, stands in no frame, and is part of no other site's page.
const SEAL: [(&str, &str); 6] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
];

pub(super) fn sealed(mut response: Response) -> Response {
    for (name, value) in SEAL {
        response.headers.retain(|(known, _)| *known != name);
        response.headers.push((name, value.to_owned()));
    }
    response
}

/// RFC 9110 §5.5, without the bytes above ASCII that receivers read differently.
fn is_field_value(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte))
}
