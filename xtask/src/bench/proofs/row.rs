//! The rows: what is asked with which credential, and what it is held against.

/// One kind of credential. The names are the driver's.
pub(super) struct Row {
    pub(super) title: &'static str,
    /// The whole request with it.
    pub(super) request: &'static str,
    /// The same request where no credential is needed.
    pub(super) without: &'static str,
    /// The libraries alone, and how they are called.
    pub(super) library: Option<(&'static str, &'static str)>,
    /// The cryptography in it, each measured alone.
    pub(super) cryptography: &'static [&'static str],
}

impl Row {
    /// All that has to be measured for it.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        let library = self.library.map(|(name, _)| name);
        [self.request, self.without]
            .into_iter()
            .chain(library)
            .chain(self.cryptography.iter().copied())
    }
}

const OPEN: &str = "request:open";
const OPEN_NOTE: &str = "request:open-note";
const OPEN_TLS: &str = "request:open-tls";

const fn jwt(
    title: &'static str,
    request: &'static str,
    decode: &'static str,
    cryptography: &'static [&'static str],
) -> Row {
    Row { title, request, without: OPEN, library: Some((decode, "jsonwebtoken")), cryptography }
}

const fn paseto(
    title: &'static str,
    request: &'static str,
    decode: &'static str,
    cryptography: &'static [&'static str],
) -> Row {
    Row { title, request, without: OPEN, library: Some((decode, "pasetors")), cryptography }
}

pub(super) const ROWS: [Row; 14] = [
    paseto("v4.public", "request:v4.public", "decode:v4.public", &["signature:v4.public"]),
    paseto("v4.local", "request:v4.local", "decode:v4.local", &["signature:v4.local"]),
    jwt("JWT ES256", "request:ES256", "decode:ES256", &["signature:ES256"]),
    jwt("JWT EdDSA", "request:EdDSA", "decode:EdDSA", &["signature:EdDSA"]),
    jwt("JWT PS256", "request:PS256", "decode:PS256", &["signature:PS256"]),
    jwt("JWT RS256", "request:RS256", "decode:RS256", &["signature:RS256"]),
    jwt("JWT ES256, remembered", "request:remembered-ES256", "decode:ES256", &[]),
    jwt("JWT EdDSA, remembered", "request:remembered-EdDSA", "decode:EdDSA", &[]),
    jwt("JWT PS256, remembered", "request:remembered-PS256", "decode:PS256", &[]),
    jwt("JWT RS256, remembered", "request:remembered-RS256", "decode:RS256", &[]),
    Row {
        title: "opaque, the answer known",
        request: "request:opaque",
        without: OPEN,
        library: None,
        cryptography: &[],
    },
    Row {
        title: "JWT ES256 with DPoP proof ES256",
        request: "request:dpop",
        without: OPEN,
        library: Some(("decode:two", "jsonwebtoken, two JWTs")),
        cryptography: &["signature:ES256", "signature:ES256"],
    },
    Row {
        title: "JWT EdDSA, request signed EdDSA",
        request: "request:signed",
        without: OPEN_NOTE,
        library: None,
        cryptography: &["signature:EdDSA", "signature:EdDSA", "digest"],
    },
    Row {
        title: "client certificate, no token",
        request: "request:certificate",
        without: OPEN_TLS,
        library: None,
        cryptography: &[],
    },
];

/// Requests without any credential, which the others are read against.
pub(super) const WITHOUT: [(&str, &str); 3] =
    [("GET", OPEN), ("POST, 1 KiB", OPEN_NOTE), ("GET over TLS", OPEN_TLS)];
