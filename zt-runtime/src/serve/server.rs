//! A bound server: from here on, only the machine can be in the way.

use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use crate::audit::Audit;
use crate::gate::Gate;
use crate::{Error, Result, web};

/// How long the audit log is given to take its last lines.
const LAST_LINES: Duration = Duration::from_secs(5);

/// A service that has its port, and answers once it is served.
#[must_use = "nothing is answered before `.serve().await`"]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    gate: Arc<Gate>,
    audit: Audit,
}

impl Server {
    pub(super) fn bind(listen: SocketAddr, gate: Gate, audit: Audit) -> Result<Self> {
        let listener = web::listen(listen).map_err(|error| {
            Error::new(format!(
                "{listen} can't be listened on: {error}; set ZT_LISTEN to another address"
            ))
        })?;
        let address = listener.local_addr()?;
        gate.listens_on(address);
        Ok(Self { listener, address, gate: Arc::new(gate), audit })
    }

    /// Where it listens: with `ZT_LISTEN=127.0.0.1:0` the port that was free.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Prints `listening on http://ADDRESS:PORT` on a line of its own, and answers until SIGTERM or SIGINT. Then it
    /// takes no more connections, lets open requests finish, and brings the audit log to its sink.
    ///
    /// # Errors
    /// The listener or a worker failed, or the audit log didn't take its last lines.
    pub async fn serve(self) -> Result<()> {
        let stop = web::termination()?;
        self.serve_until(stop).await
    }

    pub(super) async fn serve_until(self, stop: impl Future<Output = ()>) -> Result<()> {
        say_where(self.address);
        web::serve(self.listener, self.gate, web::Workers::OnePerCore, stop).await?;
        self.audit
            .flush(LAST_LINES)
            .map_err(|_| Error::new("the audit log didn't take its last lines in time"))
    }
}

/// For whoever started the service and waits until it is ready. If nobody reads it, nothing is lost.
fn say_where(address: SocketAddr) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}
