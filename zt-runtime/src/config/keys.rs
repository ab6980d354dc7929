//! Every setting that there is.

use strsim::jaro_winkler;

/// A name that is closer than this is probably the one that was meant.
const CLOSE: f64 = 0.8;

/// One setting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// What a value of it is, as faults say it.
    pub(super) expected: &'static str,
    /// Whether a fault repeats what was found. Where somebody may have put a secret by mistake, it doesn't.
    pub(super) shown: bool,
    /// Whether it says whose tokens count, which the development authority says by itself.
    pub(super) of_issuer: bool,
}

const fn key(name: &'static str, expected: &'static str) -> Key {
    Key { name, expected, shown: true, of_issuer: false }
}

const fn of_issuer(name: &'static str, expected: &'static str) -> Key {
    Key { of_issuer: true, ..key(name, expected) }
}

const fn hidden(key: Key) -> Key {
    Key { shown: false, ..key }
}

pub(super) const KEYS: [Key; 29] = [
    key("profile", "`development` or `production`"),
    key("listen", "an address and a port, such as 127.0.0.1:8080 or [::1]:0"),
    key("tls_listen", "an address and a port for TLS, such as 127.0.0.1:8443 or [::1]:0"),
    key("tls_cert", "a file with the server's certificate and what leads to its CA, in PEM"),
    hidden(key("tls_key", "a file with the certificate's private key in PEM, or `fd:3`")),
    key("tls_client_ca", "a file with the CAs of client certificates, in PEM"),
    key(
        "hosts",
        "the host names that the service is called by, without ports, such as shop.example",
    ),
    key(
        "public_origin",
        "scheme, host and port under which callers reach the service, such as https://api.example, and no path",
    ),
    key("max_body", "a size, such as 64KiB"),
    key("max_time", "a time, such as 2s"),
    key("state", "a folder, such as /var/lib/shop"),
    key("audit", "`stderr` or a file"),
    of_issuer("issuer", "who issues the tokens (`iss`), such as https://id.example"),
    of_issuer("audience", "the service's own name in its issuer's tokens (`aud`)"),
    of_issuer(
        "key_set",
        "the https address of the issuer's JWK set, such as https://id.example/jwks",
    ),
    of_issuer("key_refresh", "a time from 1s to 1h, such as 5m"),
    of_issuer("algorithms", "some of ES256, EdDSA, PS256 and RS256"),
    of_issuer("token_type", "what `typ` of the issuer's tokens is, such as at+jwt"),
    of_issuer("scope_claim", "the claim that lists the scopes, such as scp"),
    of_issuer("client_claim", "the claim that names the client, such as azp"),
    of_issuer("tenant_claim", "the claim that names the tenant, such as org_id"),
    of_issuer(
        "introspection_client",
        "the service's own client id, with which it asks the issuer about opaque tokens, such as shop-api",
    ),
    hidden(of_issuer("introspection_secret", "a file with that client's secret, or `fd:3`")),
    of_issuer(
        "introspection",
        "the https address where the issuer is asked about opaque tokens, such as https://id.example/introspect",
    ),
    hidden(of_issuer("keys", "the issuer's public keys, each `k4.public...`")),
    hidden(of_issuer(
        "local_keys",
        "a file with the keys that the issuer shares with the service, one `k4.local...` a line, or `fd:3`",
    )),
    hidden(of_issuer("implicit", "what the issuer signs along without sending it, a text")),
    of_issuer("token_life", "a time of at most 24 hours, such as 1h"),
    of_issuer("leeway", "a time of at most 60 seconds, such as 10s"),
];

/// The setting of this name.
pub(super) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The name that was probably meant.
pub(super) fn closest(name: &str) -> Option<&'static str> {
    let scored = KEYS.iter().map(|key| (jaro_winkler(key.name, name), key.name));
    let (score, closest) = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (score > CLOSE).then_some(closest)
}

/// All names, to choose from.
pub(super) fn all_names() -> String {
    KEYS.map(|key| key.name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_lists_every_setting() {
        let page = include_str!("../../../book/src/configuration.md");
        let row = |line: &str| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let name = cells.next()?.strip_suffix('`')?.to_owned();
            let variable = cells.next()?.trim_matches('`').strip_prefix("ZT_")?.to_owned();
            Some((name, variable))
        };
        let listed: Vec<_> = page.lines().filter_map(row).collect();
        let expected: Vec<_> =
            KEYS.iter().map(|key| (key.name.to_owned(), key.name.to_uppercase())).collect();
        assert_eq!(listed, expected);
    }

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        for (name, meant) in [
            ("listn", "listen"),
            ("Listen", "listen"),
            ("host", "hosts"),
            ("public-origin", "public_origin"),
            ("token-life", "token_life"),
            ("tls_client", "tls_client_ca"),
        ] {
            assert_eq!(closest(name), Some(meant), "{name}");
        }
        for name in ["port", "", "database", "https"] {
            assert_eq!(closest(name), None, "{name}");
        }
    }
}
