//! A bound server: from here on, only the machine can be in the way.

use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use crate::audit::Audit;
use crate::clock::Clock;
use crate::config::{Config, TlsConfig};
use crate::gate::Gate;
use crate::web::{self, Door, Tls};
use crate::{Error, Result};

/// How long the audit log is given to take its last lines.
const LAST_LINES: Duration = Duration::from_secs(5);

/// A service that has its port, and answers once it is served.
#[must_use = "nothing is answered before `.serve().await`"]
pub struct Server {
    plain: Listening,
    tls: Option<(Listening, Tls)>,
    gate: Arc<Gate>,
    audit: Audit,
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

    fn with_tls(config: &TlsConfig, clock: Clock) -> Result<(Self, Tls)> {
        let tls = Tls::new(config, clock)
            .map_err(|error| Error::new(format!("TLS can't be set up: {error}")))?;
        Ok((Self::on(config.listen, "ZT_TLS_LISTEN")?, tls))
    }
}

impl Server {
    pub(super) fn bind(config: &Config, clock: Clock, gate: Gate, audit: Audit) -> Result<Self> {
        let plain = Listening::on(config.listen, "ZT_LISTEN")?;
        let tls = config.tls.as_ref().map(|tls| Listening::with_tls(tls, clock)).transpose()?;
        gate.listens_on(plain.address, false);
        if let Some((tls, _)) = &tls {
            gate.listens_on(tls.address, true);
        }
        Ok(Self { plain, tls, gate: Arc::new(gate), audit })
    }

    /// Where it listens: with `ZT_LISTEN=127.0.0.1:0` the port that was free.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.plain.address
    }

    /// Where it listens with TLS, if it does.
    #[must_use]
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls.as_ref().map(|(listening, _)| listening.address)
    }

    /// Prints `listening on http://ADDRESS:PORT` on a line of its own, then `listening on https://ADDRESS:PORT` if it
    /// listens with TLS too, and answers until SIGTERM or SIGINT. Then it
    /// takes no more connections, lets open requests finish, and brings the audit log to its sink.
    ///
    /// # Errors
    /// The listener or a worker failed, or the audit log didn't take its last lines.
    pub async fn serve(self) -> Result<()> {
        let stop = web::termination()?;
        self.serve_until(stop).await
    }

    pub(super) async fn serve_until(self, stop: impl Future<Output = ()>) -> Result<()> {
        say_where("http", self.address());
        let mut doors = vec![Door { listener: self.plain.listener, tls: None }];
        if let Some((Listening { listener, address }, tls)) = self.tls {
            say_where("https", address);
            doors.push(Door { listener, tls: Some(tls) });
        }
        web::serve(doors, self.gate, web::Workers::OnePerCore, stop).await?;
        flush(&self.audit)
    }
}

/// Brings the last lines to the log.
pub(super) fn flush(audit: &Audit) -> Result<()> {
    let flushed = audit.flush(LAST_LINES);
    flushed.map_err(|_| Error::new("the audit log didn't take its last lines in time"))
}

/// For whoever started the service and waits until it is ready. If nobody reads it, nothing is lost.
fn say_where(scheme: &str, address: SocketAddr) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "listening on {scheme}://{address}").and_then(|()| out.flush());
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.plain.address).finish_non_exhaustive()
    }
}
