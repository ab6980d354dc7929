//! One issuer: who it is, what its tokens are, and under which keys.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use zt_core::grammar::Span;

use super::Reader;
use crate::authority::is_reserved_issuer;
use crate::config::{IssuerConfig, JwtConfig, TokenForm, read_public_file};
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::jwt::discovery::KeyPlace;
use crate::identity::jwt::key_set::KeySet;
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
const OF_JWT: [&str; 16] = [
    "key_set",
    "key_set_file",
    "key_refresh",
    "algorithms",
    "token_type",
    "scope_claim",
    "roles_claim",
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
        let can_be_asked = issuer.is_some_and(|issuer| SafeUrl::parse(issuer).is_some());
        match (says_paseto, can_be_asked || self.find("key_set_file").is_some()) {
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
            (false, true) => self.jwt(can_be_asked),
            (false, false) if says_jwt => {
                if issuer.is_some() {
                    let found = self.found("issuer");
                    self.fault(
                        "issuer",
                        format!("found {found}, expected an https address: its keys are fetched from there"),
                    );
                }
                None
            }
            (false, false) => {
                self.missing("keys", "the issuer is no https address whose keys could be fetched");
                None
            }
        }
    }

    fn jwt(&mut self, can_be_asked: bool) -> Option<TokenForm> {
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
        let algorithms = algorithms.unwrap_or_default();
        let key_set = self.key_place(&algorithms);
        let introspection = self.introspection();
        if introspection.as_ref().is_some_and(|asked| asked.endpoint.is_none()) && !can_be_asked {
            self.missing(
                "introspection",
                "the issuer is no https address whose metadata could say it",
            );
        }
        Some(TokenForm::Jwt(Box::new(JwtConfig {
            key_set,
            key_refresh: key_refresh.unwrap_or(USUAL_REFRESH),
            algorithms,
            typ: self.text("token_type").unwrap_or_else(|| USUAL_TYPE.to_owned()),
            mapping: self.mapping(),
            introspection,
        })))
    }

    /// A file is read now, so that what is wrong with it is told with every other fault.
    fn key_place(&mut self, algorithms: &Algorithms) -> KeyPlace {
        let url = self.parsed("key_set", SafeUrl::parse);
        let Some(path) = self.text("key_set_file").map(PathBuf::from) else {
            return url.map_or(KeyPlace::Metadata, KeyPlace::Address);
        };
        if url.is_some() {
            self.fault(
                "key_set",
                "`key_set_file` says too where the keys are; remove one of the two",
            );
        }
        let read = read_public_file(&path).map_err(|error| error.to_string());
        let parsed = read.and_then(|keys| KeySet::parse(&keys, algorithms).map_err(str::to_owned));
        if let Err(fault) = parsed {
            self.fault("key_set_file", format!("found {path:?}: {fault}; expected a JWK set"));
        }
        KeyPlace::File(path)
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
