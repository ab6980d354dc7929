//! A service under test on a real port.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use crate::gate::Gate;
use crate::web::{self, Door, Tls, Workers};

/// A running server on the loopback address. It drains and ends when it is dropped.
pub struct TestServer {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl TestServer {
    pub(super) fn start(gate: Arc<Gate>) -> io::Result<Self> {
        Self::start_with(gate, None)
    }

    pub(super) fn start_with(gate: Arc<Gate>, tls: Option<Tls>) -> io::Result<Self> {
        let listener = web::listen((Ipv4Addr::LOCALHOST, 0).into())?;
        let address = listener.local_addr()?;
        gate.listens_on(address, false);
        let (stop, stopped) = oneshot::channel();
        let serve = move || {
            let stopped = async { drop(stopped.await) };
            web::block_on(web::serve(vec![Door { listener, tls }], gate, Workers::One, stopped))
        };
        let thread = thread::Builder::new().name("zt-test-server".to_owned()).spawn(serve)?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("the test's server panicked");
        }
    }
}

impl fmt::Debug for TestServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestServer").field("address", &self.address).finish_non_exhaustive()
    }
}
