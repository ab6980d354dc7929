//! One issuer: who it is, what its tokens are, and under which keys.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use zt_core::grammar::Span;

use super::Reader;
use crate::authority::is_reserved_issuer;
use crate::config::{IssuerConfig, JwtConfig, TokenForm};
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::keyring::Keyring;
use crate::identity::{Terms, is_issuer_of_certificates, name};
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

const OF_PASETO: [&str; 3] = ["keys", "local_keys", "implicit"];
const OF_JWT: [&str; 14] = [
    "key_set",
    "key_refresh",
    "algorithms",
    "token_type",
    "scope_claim",
    "client_claim",
    "tenant_claim",
    "token_id_claim",
    "kind_claim",
    "kind_values",
    "device_claim",
    "introspection_client",
    "introspection_secret",
    "introspection",
];

impl Reader {
    /// An issuer as the table that is read describes it, or what stands outside of tables.
    pub(super) fn issuer(&mut self, name: Option<&str>) -> Option<IssuerConfig> {
        let issuer = self.issuer_name();
        let audience = self.needed("audience");
        let form = self.token_form(issuer.as_deref());
        let life = self.span_up_to("token_life", LONGEST_LIFE).unwrap_or(USUAL_LIFE);
        let leeway = self.span_up_to("leeway", LONGEST_LEEWAY).unwrap_or(USUAL_LEEWAY);
        let words = self.words();
        let (issuer, audience) = (Arc::from(issuer?), Arc::from(audience?));
        Some(IssuerConfig {
            name: name.map(str::to_owned),
            terms: Terms { issuer, audience, life, leeway },
            words,
            form: form?,
        })
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
                            "is for JWT, whose keys the issuer publishes, and `keys`, `local_keys` and `implicit` are for \
                             PASETO; remove one of the two",
                        );
                    }
                }
                Some(TokenForm::Paseto {
                    keys: self.keyring(),
                    local_keys: self.local_keys(),
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
        Some(TokenForm::Jwt(Box::new(JwtConfig {
            key_set,
            key_refresh: key_refresh.unwrap_or(USUAL_REFRESH),
            algorithms: algorithms.unwrap_or_default(),
            typ: self.text("token_type").unwrap_or_else(|| USUAL_TYPE.to_owned()),
            mapping: self.mapping(),
            introspection: self.introspection(),
        })))
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
        } else if is_issuer_of_certificates(&issuer) {
            let found = self.found("issuer");
            self.fault(
                "issuer",
                format!("found {found}, expected another name: `spiffe:` and `x509:` belong to client certificates"),
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
            if self.find("keys").is_none() && self.find("local_keys").is_none() {
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
