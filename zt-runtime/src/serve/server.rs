//! A bound server: from here on, only the machine can be in the way.

use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use zt_core::contract::{MAIN, SegmentInfo};

use super::Gates;
use crate::audit::{Audit, AuditUnavailable};
use crate::clock::Clock;
use crate::config::{Config, TlsConfig, variable_of};
use crate::gate::Gate;
use crate::web::{self, Door, Tls};
use crate::{Error, Result, Segment};

/// How long the audit log is given to take its last lines.
pub(super) const LAST_LINES: Duration = Duration::from_secs(5);

/// A service that has its ports, and answers once it is served.
#[must_use = "nothing is answered before `.serve().await`"]
pub struct Server {
    /// `Main` first, unless nothing belongs to it.
    segments: Vec<SegmentServer>,
    audit: Audit,
}

/// The doors of one segment. There is one at least.
struct SegmentServer {
    segment: SegmentInfo,
    plain: Option<Listening>,
    tls: Option<(Listening, Tls)>,
    gate: Arc<Gate>,
}

/// A port that was taken, and which one it is.
struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listening {
    fn on(listen: SocketAddr, variable: &str) -> Result<Self> {
        let listener = web::listen(listen).map_err(|error| {
            Error::new(format!(
                "{listen} can't be listened on: {error}; set {variable} to another address"
            ))
        })?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    fn with_tls(
        config: &TlsConfig,
        clock: Clock,
        audit: &Audit,
        variable: &str,
    ) -> Result<(Self, Tls)> {
        let tls = Tls::new(config, clock)
            .map_err(|error| Error::new(format!("TLS can't be set up: {error}")))?;
        if let Some(files) = &config.files {
            tls.follow(files.clone(), audit.clone())?;
        }
        Ok((Self::on(config.listen, variable)?, tls))
    }
}

impl SegmentServer {
    fn bind(
        config: &Config,
        clock: &Clock,
        audit: &Audit,
        segment: SegmentInfo,
        gate: &Arc<Gate>,
    ) -> Result<Self> {
        let (listen, tls, variables) = listeners(config, &segment);
        let plain = listen.map(|listen| Listening::on(listen, &variables.0)).transpose()?;
        let tls = tls
            .map(|tls| Listening::with_tls(tls, clock.clone(), audit, &variables.1))
            .transpose()?;
        if let Some(plain) = &plain {
            gate.listens_on(plain.address, false);
        }
        if let Some((tls, _)) = &tls {
            gate.listens_on(tls.address, true);
        }
        Ok(Self { segment, plain, tls, gate: Arc::clone(gate) })
    }

    fn tls_address(&self) -> Option<SocketAddr> {
        self.tls.as_ref().map(|(listening, _)| listening.address)
    }

    fn address(&self) -> Option<SocketAddr> {
        self.plain.as_ref().map(|plain| plain.address).or_else(|| self.tls_address())
    }

    /// Of a service with one segment, the address alone.
    fn say_where(&self, is_alone: bool) {
        let of = if is_alone { String::new() } else { format!(" ({})", self.segment.name) };
        for (scheme, address) in [
            ("http", self.plain.as_ref().map(|plain| plain.address)),
            ("https", self.tls_address()),
        ] {
            if let Some(address) = address {
                say_where(scheme, address, &of);
            }
        }
    }

    /// Workers of its own behind doors of its own.
    async fn serve_until(self, stop: impl Future<Output = ()>) -> Result<()> {
        let plain = self.plain.map(|it| Door { listener: it.listener, tls: None });
        let tls = self.tls.map(|(it, tls)| Door { listener: it.listener, tls: Some(tls) });
        let doors = plain.into_iter().chain(tls).collect();
        let served = web::serve(doors, self.gate, web::Workers::OnePerCore, stop).await;
        served.map_err(|error| {
            // The other segments go on: what ended this one is none of theirs.
            tracing::error!(%error, segment = self.segment.name, "a segment is served no longer");
            error.into()
        })
    }
}

/// Where a segment listens, and the variables that say it.
fn listeners<'c>(
    config: &'c Config,
    segment: &SegmentInfo,
) -> (Option<SocketAddr>, Option<&'c TlsConfig>, (String, String)) {
    let own = config.segments.iter().find(|it| it.name == segment.name);
    let Some(own) = own.filter(|_| !segment.is(&MAIN)) else {
        let variables = ("ZT_LISTEN".to_owned(), "ZT_TLS_LISTEN".to_owned());
        return (Some(config.listen), config.tls.as_ref(), variables);
    };
    let variable = |key| variable_of(["segments", segment.name, key]);
    (own.listen, own.tls.as_ref(), (variable("listen"), variable("tls_listen")))
}

impl Server {
    pub(super) fn bind(
        config: &Config,
        clock: &Clock,
        gates: &Gates,
        audit: Audit,
    ) -> Result<Self> {
        let bound = gates
            .iter()
            .map(|(segment, gate)| SegmentServer::bind(config, clock, &audit, *segment, gate));
        Ok(Self { segments: bound.collect::<Result<_>>()?, audit })
    }

    /// Where it listens: with `ZT_LISTEN=127.0.0.1:0` the port that was free. Of several segments, that of `Main`.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        let first = self.segments.first().and_then(SegmentServer::address);
        first.unwrap_or(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0))
    }

    /// Where it listens with TLS, if it does. Of several segments, that of `Main`.
    #[must_use]
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.segments.first().and_then(SegmentServer::tls_address)
    }

    /// Where a segment listens: without TLS, or else with it. `None` where no endpoint belongs to it.
    #[must_use]
    pub fn address_of<S: Segment>(&self) -> Option<SocketAddr> {
        self.segments.iter().find(|it| it.segment.is(&S::INFO)).and_then(SegmentServer::address)
    }

    /// Prints `listening on http://ADDRESS:PORT` on a line of its own, then `listening on https://ADDRESS:PORT` if it
    /// listens with TLS too, with the segment's name behind it where there are several, and answers until SIGTERM or SIGINT.
    /// Then it takes no more connections, lets open requests finish, and brings the audit log to its sink.
    ///
    /// # Errors
    /// The listener or a worker failed, or the audit log didn't take its last lines. Where one segment failed, the others
    /// were served to the end.
    pub async fn serve(self) -> Result<()> {
        let stop = web::termination()?;
        self.serve_until(stop).await
    }

    pub(super) async fn serve_until(self, stop: impl Future<Output = ()>) -> Result<()> {
        let is_alone = self.segments.len() == 1;
        self.segments.iter().for_each(|segment| segment.say_where(is_alone));
        let stop = stop.shared();
        let serving = self.segments.into_iter().map(|segment| segment.serve_until(stop.clone()));
        let served = join_all(serving).await;
        served.into_iter().collect::<Result<()>>()?;
        ended(&self.audit)
    }
}

/// Notes the end in the log, and brings it to where it stays.
pub(crate) fn ended(audit: &Audit) -> Result<()> {
    flushed(audit.stop(LAST_LINES))
}

pub(super) fn flushed(flushed: std::result::Result<(), AuditUnavailable>) -> Result<()> {
    flushed.map_err(|_| Error::new("the audit log didn't take its last lines in time"))
}

/// For whoever started the service and waits until it is ready. If nobody reads it, nothing is lost.
fn say_where(scheme: &str, address: SocketAddr, of: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "listening on {scheme}://{address}{of}").and_then(|()| out.flush());
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address()).finish_non_exhaustive()
    }
}
