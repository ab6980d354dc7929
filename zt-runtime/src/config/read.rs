//! From values to a checked configuration.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use figment::value::Value;
use jiff::SignedDuration;
use zt_core::grammar::duration::Span;

use super::fault::ConfigFault;
use super::source::{Sources, Values};
use super::{AuditTarget, Config, DevelopmentProfile, IssuerConfig, TokenSource};
use crate::authority::is_reserved_issuer;
use crate::identity::keyring::Keyring;
use crate::identity::name;

const KEYS: [&str; 10] = [
    "profile",
    "listen",
    "state",
    "audit",
    "issuer",
    "audience",
    "keys",
    "implicit",
    "token_life",
    "leeway",
];

/// What only an issuer needs.
const ISSUER_KEYS: [&str; 6] = ["issuer", "audience", "keys", "implicit", "token_life", "leeway"];

const USUAL_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const USUAL_LIFE: SignedDuration = SignedDuration::from_secs(3600);
const LONGEST_LIFE: SignedDuration = SignedDuration::from_secs(24 * 3600);
const USUAL_LEEWAY: SignedDuration = SignedDuration::from_secs(10);
const LONGEST_LEEWAY: SignedDuration = SignedDuration::from_secs(60);

pub(super) fn read(service: &str, sources: &Sources) -> Result<Config, ConfigFault> {
    let mut reader = Reader { values: sources.values()?, faults: ConfigFault::none() };
    reader.refuse_unknown();
    let listen = reader.listen();
    let audit = reader.audit();
    let state = reader.state(service, sources);
    let tokens = reader.tokens(listen);
    match (state, tokens) {
        (Some(state), Some(tokens)) if reader.faults.is_empty() => {
            Ok(Config { listen, state, audit, tokens })
        }
        _ => Err(reader.faults),
    }
}

/// Reads key after key and keeps every fault. After a fault it goes on with a default, so that one mistake makes one
/// fault.
struct Reader {
    values: Values,
    faults: ConfigFault,
}

impl Reader {
    fn refuse_unknown(&mut self) {
        let unknown: Vec<_> =
            self.values.keys().filter(|key| !KEYS.contains(key)).map(str::to_owned).collect();
        for key in unknown {
            self.fault(&key, format!("there is no such setting; there are {}", KEYS.join(", ")));
        }
    }

    fn listen(&mut self) -> SocketAddr {
        let Some(text) = self.text("listen") else { return USUAL_LISTEN };
        text.parse().unwrap_or_else(|_| {
            self.fault("listen", "write an address and a port, such as 127.0.0.1:8080 or [::1]:0");
            USUAL_LISTEN
        })
    }

    fn audit(&mut self) -> AuditTarget {
        match self.text("audit").as_deref() {
            None | Some("stderr") => AuditTarget::Stderr,
            Some(path) => AuditTarget::File(PathBuf::from(path)),
        }
    }

    fn state(&mut self, service: &str, sources: &Sources) -> Option<PathBuf> {
        if self.values.find("state").is_some() {
            return self.text("state").map(PathBuf::from);
        }
        // The XDG base directory specification: a relative path is ignored.
        let base = sources.xdg_state.clone().filter(|path| path.is_absolute());
        let home = sources.home.as_ref().filter(|path| path.is_absolute());
        let base = base.or_else(|| home.map(|home| home.join(".local/state")));
        if base.is_none() {
            self.fault(
                "state",
                "there is no home folder to keep keys in; say where: ZT_STATE=/var/lib/myservice",
            );
        }
        base.map(|base| base.join("zt").join(folder_name(service)))
    }

    fn tokens(&mut self, listen: SocketAddr) -> Option<TokenSource> {
        match self.text("profile").as_deref() {
            Some("development") => self.development(listen),
            Some("production") => self.issuer(),
            None if ISSUER_KEYS.iter().any(|key| self.values.find(key).is_some()) => self.issuer(),
            None if self.values.find("profile").is_none() => {
                self.faults.add(
                    "whose tokens count",
                    "nothing says it. To try the service on this machine: ZT_PROFILE=development. To run it for \
                     real: ZT_ISSUER, ZT_AUDIENCE and ZT_KEYS (the issuer's `k4.public...`)",
                );
                None
            }
            _ => {
                self.fault("profile", "write development or production");
                None
            }
        }
    }

    fn development(&mut self, listen: SocketAddr) -> Option<TokenSource> {
        if !listen.ip().is_loopback() {
            self.fault(
                "listen",
                "the development authority gives anybody any token, so it runs on loopback only: listen on \
                 127.0.0.1, or configure an issuer",
            );
        }
        for key in ISSUER_KEYS {
            if self.values.find(key).is_some() {
                self.fault(key, "with profile = development the service issues its own tokens; remove one of the two");
            }
        }
        Some(TokenSource::Development(DevelopmentProfile(())))
    }

    fn issuer(&mut self) -> Option<TokenSource> {
        let issuer = self.issuer_name();
        let audience =
            self.needed("audience", "the service's own name in its issuer's tokens (`aud`)");
        let keys = self.keys();
        let implicit = self.text("implicit").unwrap_or_default();
        let token_life = self.span("token_life", USUAL_LIFE, LONGEST_LIFE);
        let leeway = self.span("leeway", USUAL_LEEWAY, LONGEST_LEEWAY);
        Some(TokenSource::Issuer(IssuerConfig {
            issuer: issuer?,
            audience: audience?,
            keys,
            implicit,
            token_life,
            leeway,
        }))
    }

    fn issuer_name(&mut self) -> Option<String> {
        let issuer = self.needed("issuer", "who issues the tokens (`iss`)")?;
        if is_reserved_issuer(&issuer) {
            self.fault(
                "issuer",
                "names that start with `dev:` or `test:` belong to the embedded authorities",
            );
        } else if let Err(fault) = name::check_issuer(&issuer) {
            self.fault("issuer", fault.to_string());
        }
        Some(issuer)
    }

    fn keys(&mut self) -> Keyring {
        let mut ring = Keyring::default();
        for (index, key) in self.list("keys").iter().enumerate() {
            if let Err(fault) = ring.add(key) {
                self.fault("keys", format!("key {}: {fault}", index + 1));
            }
        }
        if ring.is_empty() && self.faults_without("keys") {
            self.fault("keys", "missing: the issuer's public keys, each `k4.public...`");
        }
        ring
    }

    fn needed(&mut self, key: &str, what: &str) -> Option<String> {
        if self.values.find(key).is_none() {
            self.fault(key, format!("missing: {what}"));
        }
        self.text(key)
    }

    fn span(
        &mut self,
        key: &str,
        usual: SignedDuration,
        at_most: SignedDuration,
    ) -> SignedDuration {
        let Some(text) = self.text(key) else { return usual };
        match Span::parse(&text) {
            Ok(span) => {
                let span = SignedDuration::from_millis(span.millis().cast_signed());
                if span > at_most {
                    self.fault(key, format!("at most {} seconds", at_most.as_secs()));
                }
                span
            }
            Err(fault) => {
                self.fault(key, fault.to_string());
                usual
            }
        }
    }

    /// A text that isn't empty. What is wrong is kept as a fault.
    fn text(&mut self, key: &str) -> Option<String> {
        let text = match self.values.find(key)? {
            Value::String(_, text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        };
        if text.is_none() {
            self.fault(key, "write a text that isn't empty");
        }
        text
    }

    /// A list of texts, or one text with commas, as the environment has it.
    fn list(&mut self, key: &str) -> Vec<String> {
        let texts = match self.values.find(key) {
            None => return Vec::new(),
            Some(Value::String(_, text)) => {
                Some(text.split(',').map(|item| item.trim().to_owned()).collect())
            }
            Some(Value::Array(_, items)) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
            }
            Some(_) => None,
        };
        texts.unwrap_or_else(|| {
            self.fault(key, "write a list of texts");
            Vec::new()
        })
    }

    fn faults_without(&self, key: &str) -> bool {
        !self.faults.names(&self.values.place_of(key))
    }

    fn fault(&mut self, key: &str, what: impl Into<String>) {
        self.faults.add(self.values.place_of(key), what);
    }
}

/// `OrdersApi` keeps its state in `ordersapi`; a name is no path.
fn folder_name(service: &str) -> String {
    let keep =
        |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '_' };
    service.chars().map(keep).collect()
}
