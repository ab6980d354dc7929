//! Whose tokens count: the development authority's, or those of issuers, which must not be mistaken for one another.

use super::{Listener, Reader};
use crate::config::keys::{ISSUERS, OF_ISSUER};
use crate::config::{DevelopmentProfile, IssuerConfig, TokenForm, TokenSource};

impl Reader {
    pub(super) fn tokens(&mut self, listeners: &[Listener]) -> Option<TokenSource> {
        let has_issuer = self.names_an_issuer() || self.find(ISSUERS.name).is_some();
        match self.text("profile").as_deref() {
            Some("development") => self.development(listeners),
            Some("production") => self.issuers(),
            None if has_issuer => self.issuers(),
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
        self.only_loopback(listeners);
        for key in OF_ISSUER.iter().map(|key| key.name).chain([ISSUERS.name]) {
            if self.find(key).is_some() {
                self.fault(
                    key,
                    "with profile = development the service issues its own tokens; remove one of the two",
                );
            }
        }
        Some(TokenSource::Development(DevelopmentProfile(())))
    }

    pub(super) fn only_loopback(&mut self, listeners: &[Listener]) {
        for (key, listen) in listeners.iter().filter(|(_, listen)| !listen.ip().is_loopback()) {
            self.fault(
                key,
                format!(
                    "found {listen}, expected a loopback address such as 127.0.0.1:8080: the development authority \
                     gives anybody any token; or configure an issuer"
                ),
            );
        }
    }

    fn names_an_issuer(&self) -> bool {
        OF_ISSUER.iter().any(|key| self.find(key.name).is_some())
    }

    /// What stands outside of tables is an issuer without a name; each table is one with a name.
    fn issuers(&mut self) -> Option<TokenSource> {
        let named = self.tables(&ISSUERS, |reader, name| reader.issuer(Some(name)));
        let is_nameless = self.names_an_issuer() || self.find(ISSUERS.name).is_none();
        let nameless = is_nameless.then(|| self.issuer(None)).flatten();
        let issuers: Vec<_> = nameless.into_iter().chain(named).collect();
        for (index, issuer) in issuers.iter().enumerate() {
            self.told_apart(issuer, issuers.get(..index).unwrap_or_default());
        }
        (!issuers.is_empty()).then_some(TokenSource::Issuers(issuers))
    }

    /// Nobody could say whose a token is that two issuers may have made.
    fn told_apart(&mut self, issuer: &IssuerConfig, others: &[IssuerConfig]) {
        for other in others {
            let theirs = other.name.as_deref().map_or_else(
                || "the issuer outside of tables".to_owned(),
                |name| format!("[{}.{name}]", ISSUERS.name),
            );
            self.within(&ISSUERS, issuer.name.as_deref(), |reader| {
                if issuer.terms.issuer == other.terms.issuer {
                    reader.fault("issuer", format!("{theirs} has the same; each issuer stands here once"));
                }
                if shares_key(&issuer.form, &other.form) {
                    let what = format!("{theirs} has one of these keys too, and whoever signs with it could be either");
                    reader.fault("keys", what);
                }
                if asks(&issuer.form) && asks(&other.form) {
                    let what = format!(
                        "{theirs} is asked about opaque tokens too, and nobody could tell whose a token is; keep it for one"
                    );
                    reader.fault("introspection_client", what);
                }
            });
        }
    }
}

fn shares_key(one: &TokenForm, other: &TokenForm) -> bool {
    match (one, other) {
        (
            TokenForm::Paseto { keys, local_keys, .. },
            TokenForm::Paseto { keys: others, local_keys: other_locals, .. },
        ) => keys.shares_with(others) || local_keys.shares_with(other_locals),
        _ => false,
    }
}

fn asks(form: &TokenForm) -> bool {
    matches!(form, TokenForm::Jwt(jwt) if jwt.introspection.is_some())
}
