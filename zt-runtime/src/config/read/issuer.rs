//! Whose tokens count.

use std::time::Duration;

use jiff::SignedDuration;
use zt_core::grammar::Span;

use super::{Listener, Reader};
use crate::authority::is_reserved_issuer;
use crate::config::keys::OF_ISSUER;
use crate::config::{DevelopmentProfile, IssuerConfig, TokenForm, TokenSource};
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::jwt::claims::Mapping;
use crate::identity::keyring::Keyring;
use crate::identity::name;
use crate::outbound::SafeUrl;

const USUAL_LIFE: SignedDuration = SignedDuration::from_secs(3600);
const LONGEST_LIFE: SignedDuration = SignedDuration::from_secs(24 * 3600);
const USUAL_LEEWAY: SignedDuration = SignedDuration::from_secs(10);
const LONGEST_LEEWAY: SignedDuration = SignedDuration::from_secs(60);

/// A dropped key stops counting after this time.
const USUAL_REFRESH: Duration = Duration::from_secs(300);
const SHORTEST_REFRESH: Duration = Duration::from_secs(1);
const LONGEST_REFRESH: Duration = Duration::from_secs(3600);
/// RFC 9068 §2.1.
const USUAL_TYPE: &str = "at+jwt";

const OF_PASETO: [&str; 2] = ["keys", "implicit"];
const OF_JWT: [&str; 10] = [
    "key_set",
    "key_refresh",
    "algorithms",
    "token_type",
    "scope_claim",
    "client_claim",
    "tenant_claim",
    "introspection_client",
    "introspection_secret",
    "introspection",
];

impl Reader {
    pub(super) fn tokens(&mut self, listeners: &[Listener]) -> Option<TokenSource> {
        let has_issuer = OF_ISSUER.iter().any(|key| self.find(key.name).is_some());
        match self.text("profile").as_deref() {
            Some("development") => self.development(listeners),
            Some("production") => self.issuer(),
            None if has_issuer => self.issuer(),
            None if self.find("profile").is_none() => {
                self.faults.add(
                    "whose tokens count",
                    "nothing says it. To try the service on this machine: ZT_PROFILE=development. To run it for \
                     real: ZT_ISSUER and ZT_AUDIENCE, and ZT_KEYS (the issuer's `k4.public...`) where it issues PASETO",
                );
                None
            }
            None => None,
            Some(_) => {
                self.wrong("profile");
                None
            }
        }
    }

    fn development(&mut self, listeners: &[Listener]) -> Option<TokenSource> {
        for (key, listen) in listeners.iter().filter(|(_, listen)| !listen.ip().is_loopback()) {
            self.fault(
                key,
                format!(
                    "found {listen}, expected a loopback address such as 127.0.0.1:8080: the development authority \
                     gives anybody any token; or configure an issuer"
                ),
            );
        }
        for key in &OF_ISSUER {
            if self.find(key.name).is_some() {
                self.fault(
                    key.name,
                    "with profile = development the service issues its own tokens; remove one of the two",
                );
            }
        }
        Some(TokenSource::Development(DevelopmentProfile(())))
    }

    fn issuer(&mut self) -> Option<TokenSource> {
        let issuer = self.issuer_name();
        let audience = self.needed("audience");
        let form = self.token_form(issuer.as_deref());
        let token_life = self.span_up_to("token_life", LONGEST_LIFE).unwrap_or(USUAL_LIFE);
        let leeway = self.span_up_to("leeway", LONGEST_LEEWAY).unwrap_or(USUAL_LEEWAY);
        Some(TokenSource::Issuer(Box::new(IssuerConfig {
            issuer: issuer?,
            audience: audience?,
            token_life,
            leeway,
            form: form?,
        })))
    }

    /// Keys in the configuration are PASETO's. Without any, the issuer is an address that can be asked for them.
    fn token_form(&mut self, issuer: Option<&str>) -> Option<TokenForm> {
        let says_jwt = OF_JWT.iter().any(|key| self.find(key).is_some());
        let says_paseto = OF_PASETO.iter().any(|key| self.find(key).is_some());
        match (says_paseto, issuer.and_then(SafeUrl::parse)) {
            (true, _) => {
                for key in OF_JWT {
                    if self.find(key).is_some() {
                        self.fault(
                            key,
                            "is for JWT, whose keys the issuer publishes, and `keys` and `implicit` are for PASETO; \
                             remove one of the two",
                        );
                    }
                }
                Some(TokenForm::Paseto {
                    keys: self.keyring(),
                    implicit: self.text("implicit").unwrap_or_default(),
                })
            }
            (false, Some(_)) => self.jwt(),
            (false, None) if says_jwt => {
                if issuer.is_some() {
                    let found = self.found("issuer");
                    self.fault(
                        "issuer",
                        format!("found {found}, expected an https address: its keys are fetched from there"),
                    );
                }
                None
            }
            (false, None) => {
                self.missing("keys", "the issuer is no https address whose keys could be fetched");
                None
            }
        }
    }

    fn jwt(&mut self) -> Option<TokenForm> {
        let key_set = self.parsed("key_set", SafeUrl::parse);
        let key_refresh = self.parsed("key_refresh", |text| {
            let span = Span::parse(text).ok()?.duration();
            (SHORTEST_REFRESH..=LONGEST_REFRESH).contains(&span).then_some(span)
        });
        let algorithms = self.list("algorithms").and_then(|names| {
            let algorithms = Algorithms::parse(names.iter().map(String::as_str));
            if algorithms.is_none() {
                self.wrong("algorithms");
            }
            algorithms
        });
        let usual = Mapping::default();
        let mut claim = |key, usual| self.text(key).map_or(usual, String::into_boxed_str);
        let mapping = Mapping {
            scope: claim("scope_claim", usual.scope),
            client: claim("client_claim", usual.client),
            tenant: claim("tenant_claim", usual.tenant),
        };
        Some(TokenForm::Jwt {
            key_set,
            key_refresh: key_refresh.unwrap_or(USUAL_REFRESH),
            algorithms: algorithms.unwrap_or_default(),
            typ: self.text("token_type").unwrap_or_else(|| USUAL_TYPE.to_owned()),
            mapping,
            introspection: self.introspection().map(Box::new),
        })
    }

    fn issuer_name(&mut self) -> Option<String> {
        let issuer = self.needed("issuer")?;
        if is_reserved_issuer(&issuer) {
            self.fault(
                "issuer",
                format!(
                    "found {issuer:?}, expected another name: those that start with `dev:` or `test:` belong to the \
                     embedded authorities"
                ),
            );
        } else if let Err(fault) = name::check_issuer(&issuer) {
            let found = self.found("issuer");
            self.fault("issuer", format!("found {found}: {fault}"));
        }
        Some(issuer)
    }

    fn keyring(&mut self) -> Keyring {
        let mut ring = Keyring::default();
        let Some(texts) = self.list("keys") else {
            if self.find("keys").is_none() {
                self.missing("keys", "");
            }
            return ring;
        };
        for (index, key) in texts.iter().enumerate() {
            if let Err(fault) = ring.add(key) {
                self.fault("keys", format!("key {}: {fault}", index + 1));
            }
        }
        ring
    }

    fn span_up_to(&mut self, key: &'static str, at_most: SignedDuration) -> Option<SignedDuration> {
        self.parsed(key, |text| {
            let span = Span::parse(text).ok()?;
            let span = SignedDuration::from_millis(span.millis().cast_signed());
            (span <= at_most).then_some(span)
        })
    }
}
