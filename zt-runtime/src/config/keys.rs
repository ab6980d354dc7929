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
}

const fn key(name: &'static str, expected: &'static str) -> Key {
    Key { name, expected, shown: true }
}

const fn hidden(key: Key) -> Key {
    Key { shown: false, ..key }
}

const TRUSTED_PROXIES: Key = key(
    "trusted_proxies",
    "the networks of the proxies that say from where their callers come, such as 10.1.0.0/16",
);

const BROWSER_ORIGINS: Key =
    key("browser_origins", "the origins whose pages may call, such as https://shop.example");

const NETWORKS: Key = key(
    "networks",
    "a table of the service's networks with their prefixes, such as { office = \"10.1.0.0/16\" }",
);

const TLS_MIN_VERSION: Key =
    key("tls_min_version", "`1.3` or `1.2`, the oldest TLS that is spoken");

const CLIENT_ADDRESS: Key =
    key("client_address", "the header in which those proxies say it, Forwarded or X-Forwarded-For");

/// What says where a service runs, outside of tables.
pub(super) const OF_SERVICE: [Key; 28] = [
    key("profile", "`development` or `production`"),
    key("listen", "an address and a port, such as 127.0.0.1:8080 or [::1]:0"),
    key("tls_listen", "an address and a port for TLS, such as 127.0.0.1:8443 or [::1]:0"),
    key("tls_cert", "a file with the server's certificate and what leads to its CA, in PEM"),
    hidden(key("tls_key", "a file with the certificate's private key in PEM, or `fd:3`")),
    key("tls_client_ca", "a file with the CAs of client certificates, in PEM"),
    TLS_MIN_VERSION,
    key(
        "certificate_proxies",
        "the workloads that may say in Client-Cert which certificate their caller has, such as spiffe://shop.example/gateway",
    ),
    key(
        "hosts",
        "the host names that the service is called by, without ports, such as shop.example",
    ),
    key(
        "public_origin",
        "scheme, host and port under which callers reach the service, such as https://api.example, and no path",
    ),
    BROWSER_ORIGINS,
    TRUSTED_PROXIES,
    CLIENT_ADDRESS,
    NETWORKS,
    key("max_body", "a size, such as 64KiB"),
    key("max_time", "a time, such as 2s"),
    key("max_at_once", "a number from 1 to 100000, such as 20"),
    key("state", "a folder, such as /var/lib/shop"),
    key("audit", "`stderr` or a file"),
    hidden(key(
        "audit_key",
        "a file with the key that signs the audit log, `k4.secret...`, or `fd:3`",
    )),
    key("audit_anchor", "a file in another place that takes the audit log's checkpoints"),
    key("alerts", "the https address that takes findings, such as https://soc.example/events"),
    hidden(key("alerts_key", "a file with the private key that signs them, in PEM, or `fd:3`")),
    key("remember_tokens", "a number from 1 to 1000000, such as 10000"),
    hidden(key(
        "shared",
        "the address of the store that instances share, without name and password, such as rediss://redis.internal:6380",
    )),
    key("shared_user", "as whom the service asks that store, such as shop"),
    hidden(key("shared_secret", "a file with that user's password, or `fd:3`")),
    key("shared_ca", "a file with the CAs of that store's certificate, in PEM"),
];

/// What says whose tokens count, which the development authority says by itself.
pub(super) const OF_ISSUER: [Key; 26] = [
    key("issuer", "who issues the tokens (`iss`), such as https://id.example"),
    key("audience", "the service's own name in its issuer's tokens (`aud`)"),
    key("key_set", "the https address of the issuer's JWK set, such as https://id.example/jwks"),
    key("key_set_file", "a file with the issuer's JWK set, for an issuer that can't be asked"),
    key("key_refresh", "a time from 1s to 1h, such as 5m"),
    key("algorithms", "some of ES256, EdDSA, PS256 and RS256"),
    key("token_type", "what `typ` of the issuer's tokens is, such as at+jwt"),
    key("scope_claim", "the claim that lists the scopes, such as scp"),
    key("roles_claim", "the claim that lists the roles, such as groups"),
    key(
        "role_values",
        "a table of the service's roles with the issuer's, such as { support = \"Shop.Support\" }",
    ),
    key("client_claim", "the claim that names the client, such as azp"),
    key("tenant_claim", "the claim that names the tenant, such as org_id"),
    key("token_id_claim", "the claim that names the token, such as uti"),
    key("kind_claim", "the claim that says what the subject is, such as idtyp"),
    key(
        "kind_values",
        "a table of person, client and workload with the issuer's words, such as { client = \"app\" }",
    ),
    key("device_claim", "the claim that says the state of the device, such as device_state"),
    key(
        "device_values",
        "a table of the service's words with the issuer's, such as { managed = \"compliant\" }",
    ),
    key(
        "acr_values",
        "a table of the service's words with the issuer's, such as { \"urn:acr:mfa\" = \"phr\" }",
    ),
    key(
        "introspection_client",
        "the service's own client id, with which it asks the issuer about opaque tokens, such as shop-api",
    ),
    hidden(key("introspection_secret", "a file with that client's secret, or `fd:3`")),
    key(
        "introspection",
        "the https address where the issuer is asked about opaque tokens, such as https://id.example/introspect",
    ),
    hidden(key("keys", "the issuer's public keys, each `k4.public...`")),
    hidden(key(
        "local_keys",
        "a file with the keys that the issuer shares with the service, one `k4.local...` a line, or `fd:3`",
    )),
    hidden(key("implicit", "what the issuer signs along without sending it, a text")),
    key("token_life", "a time of at most 24 hours, such as 1h"),
    key("leeway", "a time of at most 60 seconds, such as 10s"),
];

/// What says where a service is that is called onward, and what callers get there.
pub(super) const OF_ONWARD: [Key; 8] = [
    key(
        "url",
        "the https address below which the service is called, such as https://pay.example/v1",
    ),
    key(
        "token_endpoint",
        "the https address where the issuer exchanges tokens, such as https://id.example/token",
    ),
    key(
        "issuer",
        "the issuer whose tokens are exchanged there (`iss`), one of those that are trusted",
    ),
    key("audience", "the service's name in its tokens (`aud`), such as https://pay.example"),
    key("scope", "what a token for the service may grant, such as refunds:write"),
    key("client", "this service's own client id, with which it asks for tokens, such as shop-api"),
    hidden(key("client_secret", "a file with that client's secret, or `fd:3`")),
    key("networks", "networks of your own that the service is in, such as 10.1.0.0/16"),
];

/// Tables of one kind, each with a name of its own: `[issuers.corp]`, `[issuers.partner]`.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) name: &'static str,
    /// What its tables are, as faults say it.
    pub(super) expected: &'static str,
    pub(super) keys: &'static [Key],
}

/// Every kind of table.
pub(super) const SECTIONS: [&Section; 5] = [&ISSUERS, &WORKLOADS, &ONWARD, &SEGMENTS, &WATCH];

/// Issuers with names, which `proof(issuer = ..)` can ask for.
pub(super) static ISSUERS: Section = Section {
    name: "issuers",
    expected: "a table for each issuer, such as [issuers.corp]",
    keys: &OF_ISSUER,
};

/// What says who may come with a client certificate alone.
pub(super) const OF_WORKLOAD: [Key; 4] = [
    key(
        "id",
        "the one name in its certificate: a SPIFFE id such as spiffe://shop.example/billing, or a DNS name in lower case",
    ),
    key(
        "scopes",
        "the scopes that it has here, with single spaces, such as orders:read orders:cancel",
    ),
    key("roles", "the roles that it has here, with single spaces, such as support"),
    key("tenant", "the tenant for which it acts, such as acme"),
];

/// Workloads with names.
pub(super) static WORKLOADS: Section = Section {
    name: "workloads",
    expected: "a table for each workload, such as [workloads.billing]",
    keys: &OF_WORKLOAD,
};

/// Services that are called onward, by the names that `#[onward("..")]` gives them.
pub(super) static ONWARD: Section = Section {
    name: "onward",
    expected: "a table for each service that is called, such as [onward.payments]",
    keys: &OF_ONWARD,
};

/// What says where a segment is reached, and whose tokens count in it.
pub(super) const OF_SEGMENT: [Key; 14] = [
    key("audience", "the segment's own name in its tokens (`aud`), such as shop-admin"),
    key(
        "issuers",
        "the issuers that count in the segment, by their names in `[issuers]`, such as corp",
    ),
    key("listen", "an address and a port of its own, such as 127.0.0.1:8081 or [::1]:0"),
    key("tls_listen", "an address and a port for TLS, such as 127.0.0.1:8444 or [::1]:0"),
    key("tls_cert", "a file with the server's certificate and what leads to its CA, in PEM"),
    hidden(key("tls_key", "a file with the certificate's private key in PEM, or `fd:3`")),
    key("tls_client_ca", "a file with the CAs of client certificates, in PEM"),
    TLS_MIN_VERSION,
    key(
        "certificate_proxies",
        "the workloads that may say in Client-Cert which certificate their caller has, such as spiffe://shop.example/gateway",
    ),
    key(
        "hosts",
        "the host names that the segment is called by, without ports, such as admin.shop.example",
    ),
    key(
        "public_origin",
        "scheme, host and port under which callers reach the segment, such as https://admin.example, and no path",
    ),
    BROWSER_ORIGINS,
    TRUSTED_PROXIES,
    CLIENT_ADDRESS,
];

/// Segments, by the names that `#[segment("..")]` gives them.
pub(super) static SEGMENTS: Section = Section {
    name: "segments",
    expected: "a table for each segment, such as [segments.admin]",
    keys: &OF_SEGMENT,
};

/// What says from when on a detection finds something, and what is done then.
pub(super) const OF_WATCH: [Key; 4] = [
    key("react", "some of alert, throttle, step-up and revoke"),
    key("count", "a number from 2 to 100000, such as 20"),
    key("within", "a time from 1s to 24h, such as 10m (for dormant-credential up to 366d)"),
    key("lasts", "a time from 1s to 24h, such as 15m"),
];

/// Detections, by their names.
pub(super) static WATCH: Section = Section {
    name: "watch",
    expected: "a table for each detection, such as [watch.scope-probing]",
    keys: &OF_WATCH,
};

impl Section {
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        SECTIONS.into_iter().find(|section| section.name == name)
    }

    /// Whether a name that is no setting was probably to be one in a table: `issuers_corp_keyz`.
    pub(super) fn is_meant_by(&self, name: &str) -> bool {
        name.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('_'))
    }

    /// What a variable in lower case stands for, if for a setting in a table: `issuers_corp_key_set` is `key_set` of
    /// `corp`. Of two settings that end it the longer one is meant, and a `-` in a name is a `_` in a variable.
    pub(super) fn of_variable(variable: &str) -> Option<(&'static Self, String, &'static str)> {
        let of_section = |section: &'static Self| {
            let rest = variable.strip_prefix(section.name)?.strip_prefix('_')?;
            let named =
                |key: &Key| Some((rest.strip_suffix(key.name)?.strip_suffix('_')?, key.name));
            let (name, key) =
                section.keys.iter().filter_map(named).min_by_key(|(name, _)| name.len())?;
            Some((section, name.replace('_', "-"), key))
        };
        SECTIONS.into_iter().find_map(of_section)
    }
}

/// Every setting outside of tables.
pub(super) fn top() -> impl Iterator<Item = &'static Key> {
    OF_SERVICE.iter().chain(&OF_ISSUER)
}

/// The name that was probably meant.
pub(crate) fn closest(
    names: impl IntoIterator<Item = &'static str>,
    name: &str,
) -> Option<&'static str> {
    let scored = names.into_iter().map(|known| (jaro_winkler(known, name), known));
    let (score, closest) = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (score > CLOSE).then_some(closest)
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
            top().map(|key| (key.name.to_owned(), key.name.to_uppercase())).collect();
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
            assert_eq!(closest(top().map(|key| key.name), name), Some(meant), "{name}");
        }
        for name in ["port", "", "database", "https"] {
            assert_eq!(closest(top().map(|key| key.name), name), None, "{name}");
        }
    }
}
