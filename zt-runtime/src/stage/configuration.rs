//! What the configuration decides.

use std::net::SocketAddr;

use jiff::SignedDuration;
use zt_core::stage::Criterion;
use zt_watch::Detection;

use super::judgement::{Finding, idle, met, none_of, unmet};
use crate::config::{
    AuditConfig, AuditTarget, Config, IssuerConfig, TlsVersion, TokenForm, TokenSource,
};
use crate::identity::jwt::discovery::KeyPlace;

const HOUR: SignedDuration = SignedDuration::from_secs(3_600);
const FIVE_MINUTES: SignedDuration = SignedDuration::from_secs(300);

/// What the criteria ask of a configuration. `asks` is whether any endpoint asks its callers who they are.
pub(super) fn finding(criterion: &Criterion, config: &Config, asks: bool) -> Finding {
    match criterion.id {
        "T3" => listeners(config),
        "I6" => only_tls(config),
        "A6" => evidence(config),
        "A8" => unmet("no key is replaced by itself: zt doesn't do that yet"),
        "A9" => somebody_is_told(config),
        "O4" => unmet(
            "findings throttle, ask for a login and revoke, and a watch that stands still refuses nobody",
        ),
        "T2" | "I1" | "I2" | "I7" | "A1" | "A7" if !asks => idle("no endpoint asks who calls"),
        "T2" => met(whose(config)),
        "I1" => lives(config),
        "I2" => met(format!("{}: `iss`, `aud`, `typ` and algorithms are fixed", whose(config))),
        "I7" => replaced_keys(config),
        "A1" => published_keys(config),
        "A7" => taken_back(config),
        _ => unmet("zt doesn't do that yet"),
    }
}

/// Detections can't be turned off. A line of a log that nobody reads tells nobody.
fn somebody_is_told(config: &Config) -> Finding {
    let count = Detection::ALL.len();
    match &config.watch.alerts {
        Some(alerts) => {
            met(format!("{count} detections are on, and `alerts` tells {}", alerts.url.as_str()))
        }
        None => unmet(format!("{count} detections are on, and tell nobody but the audit log")),
    }
}

/// Of all segments: what one of them lets through in the open is let through.
fn listeners(config: &Config) -> Finding {
    let listed =
        doors(config).filter_map(|it| Some(format!("`{}` is {}", it.listen.0, it.listen.1?)));
    let evidence =
        format!("{}, which this machine alone reaches", listed.collect::<Vec<_>>().join(", "));
    none_of(doors(config).filter_map(|it| it.in_the_open()).collect(), evidence)
}

fn only_tls(config: &Config) -> Finding {
    let mut wrong: Vec<_> = doors(config).filter_map(|it| it.in_the_open()).collect();
    let without = doors(config).filter(|it| it.tls.1.is_none());
    wrong.extend(without.map(|it| format!("there is no `{}`", it.tls.0)));
    let listed = doors(config).filter_map(|it| Some(format!("`{}` is {}", it.tls.0, it.tls.1?)));
    let evidence = listed.collect::<Vec<_>>().join(", ");
    let tls = oldest_tls(config);
    none_of(wrong, format!("{evidence}, {tls} with HSTS; without TLS this machine alone"))
}

fn oldest_tls(config: &Config) -> &'static str {
    let segments = config.segments.iter().filter_map(|segment| segment.tls.as_ref());
    let oldest = config.tls.iter().chain(segments).map(|tls| tls.oldest).min();
    if oldest == Some(TlsVersion::V1_2) { "TLS 1.2 or 1.3" } else { "TLS 1.3" }
}

/// Where a segment is reached, each with the name of its setting.
struct Listeners {
    listen: (String, Option<SocketAddr>),
    tls: (String, Option<SocketAddr>),
}

impl Listeners {
    fn in_the_open(&self) -> Option<String> {
        let (name, listen) = &self.listen;
        let listen = listen.filter(|listen| !listen.ip().is_loopback())?;
        Some(format!("`{name}` is {listen}, without TLS"))
    }
}

/// Those of `Main`, then those of each other segment.
fn doors(config: &Config) -> impl Iterator<Item = Listeners> {
    let main = Listeners {
        listen: ("listen".to_owned(), Some(config.listen)),
        tls: ("tls_listen".to_owned(), config.tls.as_ref().map(|tls| tls.listen)),
    };
    let others = config.segments.iter().map(|segment| Listeners {
        listen: (format!("segments.{}.listen", segment.name), segment.listen),
        tls: (format!("segments.{}.tls_listen", segment.name), segment.tls_listen()),
    });
    std::iter::once(main).chain(others)
}

fn whose(config: &Config) -> String {
    match &config.tokens {
        TokenSource::Development(_) => "the development authority".to_owned(),
        TokenSource::Issuers(issuers) => issuers.iter().map(called).collect::<Vec<_>>().join(", "),
    }
}

fn called(issuer: &IssuerConfig) -> String {
    issuer.name.as_ref().map_or_else(|| "`issuer`".to_owned(), |name| format!("[issuers.{name}]"))
}

/// A certificate has an end too, but nobody here says how far away it may be.
fn lives(config: &Config) -> Finding {
    let workloads = config.tls.as_ref().and_then(|tls| tls.clients.as_ref());
    let wrong = workloads
        .filter(|clients| !clients.workloads.is_empty())
        .map(|_| "the certificates of [workloads] may count for longer".to_owned());
    none_of(
        wrong.into_iter().collect(),
        format!("{}: tokens live {} at most", whose(config), longest(config)),
    )
}

/// Tokens of development live an hour.
fn life(config: &Config) -> SignedDuration {
    match &config.tokens {
        TokenSource::Development(_) => HOUR,
        TokenSource::Issuers(issuers) => {
            issuers.iter().map(|it| it.terms.life).max().unwrap_or(SignedDuration::MAX)
        }
    }
}

fn longest(config: &Config) -> String {
    format!("{:#}", life(config))
}

/// What says `wrong` of an issuer, each with its name.
fn each(config: &Config, wrong: impl Fn(&IssuerConfig) -> Option<&'static str>) -> Vec<String> {
    match &config.tokens {
        TokenSource::Development(_) => {
            vec!["the development authority has one key, on this machine".to_owned()]
        }
        TokenSource::Issuers(issuers) => {
            let told = |it: &IssuerConfig| Some(format!("{}: {}", called(it), wrong(it)?));
            issuers.iter().filter_map(told).collect()
        }
    }
}

/// An issuer that is asked replaces its keys, and one that it drops stops here. Of keys in a file nobody knows how old they are.
fn replaced_keys(config: &Config) -> Finding {
    let wrong = each(config, |issuer| match &issuer.form {
        TokenForm::Paseto { .. } => Some("nobody knows how old its `keys` are"),
        TokenForm::Jwt(jwt) if matches!(jwt.key_set, KeyPlace::File(_)) => {
            Some("nobody knows how old the keys in `key_set_file` are")
        }
        TokenForm::Jwt(_) => None,
    });
    none_of(
        wrong,
        format!("{}: its keys are fetched anew, and count until it drops them", whose(config)),
    )
}

/// What would keep the log from being evidence against whoever runs this machine.
fn evidence(config: &Config) -> Finding {
    let AuditConfig { target, key, anchor } = &config.audit;
    let mut wrong = Vec::new();
    if *target == AuditTarget::Stderr {
        wrong.push("`audit` is `stderr`, where each start begins another log");
    }
    if key.is_none() {
        wrong.push("there is no `audit_key`, so nobody signs it");
    }
    if anchor.is_none() {
        wrong.push("there is no `audit_anchor`, so a cut tail doesn't show");
    }
    wrong.push("it is on this machine: zt doesn't do that yet, to send it to another one");
    unmet(wrong.join(", and "))
}

fn published_keys(config: &Config) -> Finding {
    let mut wrong = each(config, |issuer| match &issuer.form {
        TokenForm::Paseto { local_keys, .. } if !local_keys.is_empty() => {
            Some("the service has its `local_keys`, and could make tokens")
        }
        TokenForm::Jwt(jwt) if jwt.introspection.is_some() => {
            Some("its opaque tokens are signed by nobody")
        }
        _ => None,
    });
    if life(config) > HOUR {
        wrong.push(format!("tokens live {}", longest(config)));
    }
    none_of(wrong, format!("{}: published keys, tokens of {}", whose(config), longest(config)))
}

/// What an issuer takes back is heard of by asking it; a token that nobody asks about stops by its end alone.
fn taken_back(config: &Config) -> Finding {
    if life(config) <= FIVE_MINUTES {
        return met(format!("tokens live {} at most", longest(config)));
    }
    unmet(format!("a token that its issuer takes back counts for up to {}", longest(config)))
}
