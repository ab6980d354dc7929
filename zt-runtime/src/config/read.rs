//! From values to a checked configuration.

mod introspection;
mod tls;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use figment::value::Value;
use jiff::SignedDuration;
use zt_core::grammar::{Size, Span};

use super::fault::ConfigFault;
use super::keys::{self, KEYS};
use super::source::{Sources, Values};
use super::{
    AuditTarget, Bounds, Config, DevelopmentProfile, IssuerConfig, TokenForm, TokenSource,
};
use crate::authority::is_reserved_issuer;
use crate::edge::{Hosts, Origin};
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::jwt::claims::Mapping;
use crate::identity::keyring::Keyring;
use crate::identity::name;
use crate::outbound::SafeUrl;

const USUAL_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
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

pub(super) fn read(service: &str, sources: &Sources) -> Result<Config, ConfigFault> {
    let mut reader = Reader { values: sources.values()?, faults: sources.faults() };
    reader.refuse_unknown();
    let listen = reader.listen();
    let tls = reader.tls();
    let audit = reader.audit();
    let state = reader.state(service, sources);
    let listeners: Vec<Listener> = [("listen", listen)]
        .into_iter()
        .chain(tls.as_ref().map(|tls| ("tls_listen", tls.listen)))
        .collect();
    let tokens = reader.tokens(&listeners);
    let bounds = reader.bounds(&listeners);
    match (state, tokens) {
        (Some(state), Some(tokens)) if reader.faults.is_empty() => {
            Ok(Config { listen, tls, bounds, state, audit, tokens, onward: Vec::new() })
        }
        _ => Err(reader.faults),
    }
}

/// An address that is listened on, and the key that says it.
type Listener = (&'static str, SocketAddr);

/// Reads key after key and keeps every fault. After a fault it goes on with a default, so that one mistake makes one
/// fault.
struct Reader {
    values: Values,
    faults: ConfigFault,
}

impl Reader {
    fn refuse_unknown(&mut self) {
        let unknown: Vec<_> =
            self.values.keys().filter(|key| keys::find(key).is_none()).map(str::to_owned).collect();
        for key in unknown {
            let what = match keys::closest(&key) {
                Some(meant) => {
                    let meant = self.values.spelled_like(&key, meant);
                    format!("there is no such setting; did you mean {meant}?")
                }
                None => format!("there is no such setting; there are {}", keys::all_names()),
            };
            self.fault(&key, what);
        }
    }

    fn listen(&mut self) -> SocketAddr {
        self.parsed("listen", |text| text.parse().ok()).unwrap_or(USUAL_LISTEN)
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
            self.missing("state", "there is no home folder to keep keys in");
        }
        base.map(|base| base.join("zt").join(folder_name(service)))
    }

    fn tokens(&mut self, listeners: &[Listener]) -> Option<TokenSource> {
        let has_issuer =
            KEYS.iter().any(|key| key.of_issuer && self.values.find(key.name).is_some());
        match self.text("profile").as_deref() {
            Some("development") => self.development(listeners),
            Some("production") => self.issuer(),
            None if has_issuer => self.issuer(),
            None if self.values.find("profile").is_none() => {
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
        for key in KEYS.iter().filter(|key| key.of_issuer) {
            if self.values.find(key.name).is_some() {
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
        let says_jwt = OF_JWT.iter().any(|key| self.values.find(key).is_some());
        let says_paseto = OF_PASETO.iter().any(|key| self.values.find(key).is_some());
        match (says_paseto, issuer.and_then(SafeUrl::parse)) {
            (true, _) => {
                for key in OF_JWT.into_iter().filter(|key| self.values.find(key).is_some()) {
                    self.faults.add(
                        self.values.place_of(key),
                        "is for JWT, whose keys the issuer publishes, and `keys` and `implicit` are for PASETO; \
                         remove one of the two",
                    );
                }
                Some(TokenForm::Paseto {
                    keys: self.keys(),
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

    fn keys(&mut self) -> Keyring {
        let mut ring = Keyring::default();
        let Some(texts) = self.list("keys") else {
            if self.values.find("keys").is_none() {
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

    fn bounds(&mut self, listeners: &[Listener]) -> Bounds {
        Bounds {
            hosts: self.hosts(listeners),
            origin: self.parsed("public_origin", Origin::parse),
            body: self.parsed("max_body", |text| Size::parse(text).ok()),
            time: self.parsed("max_time", |text| Span::parse(text).ok()),
        }
    }

    /// On loopback the machine's own names will do. Elsewhere nobody knows them but who runs the service.
    fn hosts(&mut self, listeners: &[Listener]) -> Hosts {
        let usual = Hosts::of_listeners(listeners.iter().map(|(_, listen)| listen.ip()));
        if self.values.find("hosts").is_none() {
            let others = listeners.iter().find(|(_, listen)| !listen.ip().is_loopback());
            if let Some((key, listen)) = others
                && !self.faults.names(&self.values.place_of(key))
            {
                self.missing("hosts", &format!("others than this machine can reach {listen}"));
            }
            return usual;
        }
        let Some(names) = self.list("hosts") else { return usual };
        let hosts = Hosts::parse(names.iter().map(String::as_str));
        hosts.unwrap_or_else(|| {
            self.wrong("hosts");
            usual
        })
    }

    fn span_up_to(&mut self, key: &'static str, at_most: SignedDuration) -> Option<SignedDuration> {
        self.parsed(key, |text| {
            let span = Span::parse(text).ok()?;
            let span = SignedDuration::from_millis(span.millis().cast_signed());
            (span <= at_most).then_some(span)
        })
    }

    fn needed(&mut self, key: &'static str) -> Option<String> {
        if self.values.find(key).is_none() {
            self.missing(key, "");
        }
        self.text(key)
    }

    /// A value that `parse` understands.
    fn parsed<T>(&mut self, key: &'static str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let parsed = parse(&self.text(key)?);
        if parsed.is_none() {
            self.wrong(key);
        }
        parsed
    }

    /// A text that isn't empty.
    fn text(&mut self, key: &'static str) -> Option<String> {
        let text = match self.values.find(key)? {
            Value::String(_, text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        };
        if text.is_none() {
            self.wrong(key);
        }
        text
    }

    /// A list of texts with something in it, or one text with commas, as the environment has it.
    fn list(&mut self, key: &'static str) -> Option<Vec<String>> {
        let texts: Option<Vec<String>> = match self.values.find(key)? {
            Value::String(_, text) => {
                Some(text.split(',').map(|item| item.trim().to_owned()).collect())
            }
            Value::Array(_, items) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => None,
        };
        let texts =
            texts.filter(|texts| !texts.is_empty() && texts.iter().all(|text| !text.is_empty()));
        if texts.is_none() {
            self.wrong(key);
        }
        texts
    }

    /// The value is there, and isn't what it must be.
    fn wrong(&mut self, key: &'static str) {
        let what = format!("found {}, expected {}", self.found(key), expected(key));
        self.fault(key, what);
    }

    /// The key isn't there, and must be, for this reason.
    fn missing(&mut self, key: &'static str, why: &str) {
        let colon = if why.is_empty() { "" } else { ": " };
        self.fault(key, format!("missing{colon}{why}; expected {}", expected(key)));
    }

    fn found(&self, key: &str) -> String {
        let shown = keys::find(key).is_some_and(|key| key.shown);
        self.values.find(key).map_or_else(String::new, |value| super::found::found(value, shown))
    }

    fn fault(&mut self, key: &str, what: impl Into<String>) {
        self.faults.add(self.values.place_of(key), what);
    }
}

fn expected(key: &str) -> &'static str {
    keys::find(key).map_or("nothing", |key| key.expected)
}

/// `OrdersApi` keeps its state in `ordersapi`; a name is no path.
fn folder_name(service: &str) -> String {
    let keep =
        |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '_' };
    service.chars().map(keep).collect()
}
