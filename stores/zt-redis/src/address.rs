//! Where the server is, and how it is reached: over TLS, or on this very machine.

use redis::{
    Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo, RedisConnectionInfo,
    TlsCertificates,
};
use url::{Host, Url};
use zt::shared::{Fault, Place};

use crate::fault;

const TLS_PORT: u16 = 6380;
const PORT: u16 = 6379;

/// A server, and one of its databases.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Address {
    host: String,
    port: u16,
    over_tls: bool,
    database: i64,
}

/// Reads `rediss://host:port/0`, or `redis://` where nothing leaves the machine.
pub(crate) fn parse(text: &str) -> Result<Address, String> {
    let expected = "expected rediss:// with a host, such as rediss://redis.internal:6380, or redis:// on a loopback address";
    let url = Url::parse(text).map_err(|_| expected.to_owned())?;
    let over_tls = match url.scheme() {
        "rediss" => true,
        "redis" => false,
        other => return Err(format!("found an address with {other}://, {expected}")),
    };
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(expected)?;
    // Of a scheme that isn't the web's, the parser leaves addresses as names.
    let host = Host::parse(host).map_err(|_| expected.to_owned())?;
    let (host, is_loopback) = match host {
        Host::Domain(name) => (name.clone(), name == "localhost"),
        Host::Ipv4(address) => (address.to_string(), address.is_loopback()),
        Host::Ipv6(address) => (address.to_string(), address.is_loopback()),
    };
    if !over_tls && !is_loopback {
        return Err(
            "found redis://, which sends everything in the clear; expected rediss:// for a server on another machine"
                .to_owned(),
        );
    }
    let port = url.port().unwrap_or(if over_tls { TLS_PORT } else { PORT });
    let database = match url.path() {
        "" | "/" => 0,
        path => path
            .strip_prefix('/')
            .and_then(|number| number.parse::<u16>().ok())
            .map(i64::from)
            .ok_or(
                "found a path that is no number of a database, expected none, or one such as /1",
            )?,
    };
    Ok(Address { host, port, over_tls, database })
}

/// A CA without TLS would be believed to do something.
pub(crate) fn check_ca(place: &Place) -> Result<(), String> {
    let over_tls = parse(&place.address)?.over_tls;
    if place.ca.is_some() && !over_tls {
        return Err(
            "`shared_ca` does nothing for redis://; take it away, or say rediss://".to_owned()
        );
    }
    client(place).map(|_| ()).map_err(|fault| fault.to_string())
}

pub(crate) fn client(place: &Place) -> Result<Client, Fault> {
    let Address { host, port, over_tls, database } = parse(&place.address).map_err(Fault::new)?;
    let mut login = RedisConnectionInfo::default().set_db(database).set_skip_set_lib_name();
    if let Some(user) = &place.user {
        login = login.set_username(user);
    }
    if let Some(secret) = &place.secret {
        login = login.set_password(secret.expose());
    }
    if !over_tls {
        let info = info(ConnectionAddr::Tcp(host, port), login)?;
        return Client::open(info).map_err(fault);
    }
    let address = ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None };
    let certificates = TlsCertificates { client_tls: None, root_cert: place.ca.clone() };
    Client::build_with_tls(info(address, login)?, certificates).map_err(fault)
}

fn info(address: ConnectionAddr, login: RedisConnectionInfo) -> Result<ConnectionInfo, Fault> {
    let info = address.into_connection_info().map_err(fault)?;
    Ok(info.set_redis_settings(login))
}
