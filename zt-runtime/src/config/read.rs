//! From values to a checked configuration.

mod alerts;
mod audit;
mod clients;
mod introspection;
mod issuer;
mod local_keys;
mod mapping;
mod networks;
mod onward;
mod pages;
mod secret;
mod segments;
mod setting;
mod shared;
mod table;
mod tls;
mod tokens;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use zt_core::grammar::{Size, Span};

use super::fault::ConfigFault;
use super::source::Sources;
use super::values::Values;
use super::{Bounds, Config};
use crate::edge::{AddressHeader, AddressProxies, Hosts, Origin};
use crate::prefix::Prefix;
use table::Table;
pub(super) use tls::{certificates_in, is_whole, private_key_in};

const USUAL_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// With a kilobyte of claims each, a gigabyte or two.
const MOST_REMEMBERED: u64 = 1_000_000;

/// More connections no instance has.
const MOST_AT_ONCE: u64 = 100_000;

pub(super) fn read(service: &str, sources: &Sources) -> Result<Config, ConfigFault> {
    let mut reader = Reader::new(sources.values()?, sources.faults());
    reader.refuse_unknown();
    let listen = reader.listen();
    let tls = reader.tls();
    let state = reader.state(service, sources);
    let listeners: Vec<Listener> = [("listen", listen)]
        .into_iter()
        .chain(tls.as_ref().map(|tls| ("tls_listen", tls.listen)))
        .collect();
    let tokens = reader.tokens(&listeners);
    let audit = reader.audit(tokens.as_ref());
    let remember_tokens = reader.remember_tokens();
    let bounds = reader.bounds(&listeners);
    let shared = reader.shared();
    let networks = reader.places();
    let onward = reader.onward(tokens.as_ref());
    let watch = reader.watch(service, tokens.as_ref());
    let (main_issuers, segments) = reader.segments(&listeners, tokens.as_ref(), &bounds);
    match (state, tokens) {
        (Some(state), Some(tokens)) if reader.faults.is_empty() => Ok(Config {
            listen,
            tls,
            bounds,
            networks,
            state,
            audit,
            digest: reader.values.digest(),
            tokens,
            remember_tokens,
            shared,
            onward,
            watch,
            main_issuers,
            segments,
        }),
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
    /// The table that is read, if it isn't what stands outside of tables.
    table: Option<Table>,
}

impl Reader {
    const fn new(values: Values, faults: ConfigFault) -> Self {
        Self { values, faults, table: None }
    }

    fn listen(&mut self) -> SocketAddr {
        self.parsed("listen", |text| text.parse().ok()).unwrap_or(USUAL_LISTEN)
    }

    fn state(&mut self, service: &str, sources: &Sources) -> Option<PathBuf> {
        if self.find("state").is_some() {
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

    fn remember_tokens(&mut self) -> Option<usize> {
        let most = self.number("remember_tokens", 1..=MOST_REMEMBERED)?;
        usize::try_from(most).ok()
    }

    fn bounds(&mut self, listeners: &[Listener]) -> Bounds {
        Bounds {
            hosts: self.hosts(listeners),
            origin: self.parsed("public_origin", Origin::parse),
            pages: self.pages(),
            proxies: self.address_proxies(),
            body: self.parsed("max_body", |text| Size::parse(text).ok()),
            time: self.parsed("max_time", |text| Span::parse(text).ok()),
            at_once: self.at_once(),
        }
    }

    fn at_once(&mut self) -> Option<u32> {
        u32::try_from(self.number("max_at_once", 1..=MOST_AT_ONCE)?).ok()
    }

    /// One without the other would be believed in, and do nothing.
    fn address_proxies(&mut self) -> Option<AddressProxies> {
        let (networks, header) = ("trusted_proxies", "client_address");
        match (self.find(networks).is_some(), self.find(header).is_some()) {
            (false, false) => return None,
            (true, false) => {
                self.missing(header, "its proxies write one header, and nothing says which")
            }
            (false, true) => {
                self.missing(networks, "whoever reaches the service could write that header")
            }
            (true, true) => {}
        }
        let listed = self.list(networks).unwrap_or_default();
        let parsed: Option<Vec<_>> = listed.iter().map(|text| Prefix::parse(text)).collect();
        if parsed.is_none() {
            self.wrong(networks);
        }
        let header = self.parsed(header, AddressHeader::parse)?;
        Some(AddressProxies::new(parsed.filter(|networks| !networks.is_empty())?, header))
    }

    /// On loopback the machine's own names will do. Elsewhere nobody knows them but who runs the service.
    fn hosts(&mut self, listeners: &[Listener]) -> Hosts {
        let usual = Hosts::of_listeners(listeners.iter().map(|(_, listen)| listen.ip()));
        if self.find("hosts").is_none() {
            let others = listeners.iter().find(|(_, listen)| !listen.ip().is_loopback());
            if let Some((key, listen)) = others
                && !self.faults.names(&self.place_of(key))
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
}

/// `OrdersApi` keeps its state in `ordersapi`; a name is no path.
fn folder_name(service: &str) -> String {
    let keep =
        |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '_' };
    service.chars().map(keep).collect()
}
