//! The adapter: the only module that names actix. HTTP/1.1 comes in, plain types go to the gate, its answer goes out.
//!
//! One service for everything, behind actix-http's parser and dispatcher; there is no actix router and no actix `App`
//! that a route could be added to. `existing/` stands in front of somebody else's `App`, and lets through to it what is
//! declared legacy.

mod body;
mod certificate;
mod chunks;
mod connection;
#[cfg(feature = "actix")]
pub(crate) mod existing;
mod foreign;
mod framing;
mod request;
mod response;
mod stream;
mod streaming;
#[cfg(test)]
mod tests;
mod tls;
mod websocket;
mod wire;

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use actix_http::body::BoxBody;
use actix_http::error::DispatchError;
use actix_http::{HttpService, KeepAlive, Protocol, Request, Response};
use actix_rt::net::TcpStream;
use actix_server::GracefulShutdownSignal;
use actix_service::{ServiceFactory, ServiceFactoryExt as _, fn_service};
use futures_util::future::{Either, select};

use crate::gate::Gate;
use connection::Connection;
use stream::Stream;
pub(crate) use tls::Tls;
use wire::Wire;

/// A connection that asks nothing is closed.
const IDLE: Duration = Duration::from_secs(15);

/// The head of a connection's first request has to be there by then.
const FIRST_HEAD: Duration = Duration::from_secs(5);

/// What a client still sends after its answer is thrown away for so long, so that it reads the answer before the
/// connection is reset (RFC 9112 §9.6).
const LINGER: Duration = Duration::from_secs(2);

/// Open requests are given so long to finish once the service stops.
const DRAIN_SECONDS: u64 = 30;

/// How many threads answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Workers {
    OnePerCore,
    One,
}

/// A port, and how it is spoken on.
pub(crate) struct Door {
    pub(crate) listener: TcpListener,
    pub(crate) tls: Option<Tls>,
}

/// Runs a future to its end on this thread.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    actix_rt::System::new().block_on(future)
}

/// Takes the port.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Resolves when the process is asked to end. From the moment of the call no signal is lost.
pub(crate) fn termination() -> io::Result<impl Future<Output = ()>> {
    use actix_rt::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        select(pin!(terminate.recv()), pin!(interrupt.recv())).await;
    })
}

/// Serves all doors until `stop` resolves, then drains. Behind each stand the same workers and the same gate.
pub(crate) async fn serve(
    doors: Vec<Door>,
    gate: Arc<Gate>,
    workers: Workers,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let builder = actix_server::Server::build().disable_signals().shutdown_timeout(DRAIN_SECONDS);
    let mut builder = if workers == Workers::One { builder.workers(1) } else { builder };
    let draining = builder.graceful_shutdown_signal();
    for Door { listener, tls } in doors {
        let (gate, draining) = (Arc::clone(&gate), draining.clone());
        let factory = move || http(Arc::clone(&gate), tls.clone(), draining.clone());
        builder = builder.listen("zt", listener, factory)?;
    }
    let server = builder.run();
    let handle = server.handle();
    let stopped = async move {
        stop.await;
        handle.stop(true).await;
    };
    match select(pin!(server), pin!(stopped)).await {
        Either::Left((ended, _)) => ended,
        Either::Right(((), server)) => server.await,
    }
}

fn http(
    gate: Arc<Gate>,
    tls: Option<Tls>,
    draining: GracefulShutdownSignal,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = DispatchError, InitError = ()>
{
    let (wire_gate, expect_gate) = (Arc::clone(&gate), Arc::clone(&gate));
    let (draining_then, draining_now) = (draining.clone(), draining.clone());
    let http = HttpService::<Wire, _, BoxBody>::build()
        .keep_alive(KeepAlive::Timeout(IDLE))
        .client_request_timeout(FIRST_HEAD)
        .client_disconnect_timeout(LINGER)
        .on_connect_ext(|wire: &Wire, data| drop(data.insert(wire.connection())))
        .graceful_shutdown_signal(move || {
            let draining = draining.clone();
            async move { draining.notified().await }
        })
        // actix-http writes `100 Continue` when this service lets a request through, which is before the gate saw it.
        // So it lets none through: it answers the request itself, and the body asks for the 100 when it is first read
        // (B-18).
        .expect(fn_service(move |request: Request| {
            let (gate, draining) = (Arc::clone(&expect_gate), draining_then.clone());
            async move { Err::<Request, Response<BoxBody>>(answer(&gate, request, &draining).await) }
        }))
        .finish(fn_service(move |request: Request| {
            let (gate, draining) = (Arc::clone(&gate), draining_now.clone());
            async move { Ok::<_, Response<BoxBody>>(answer(&gate, request, &draining).await) }
        }));
    fn_service(move |stream: TcpStream| {
        let (gate, tls) = (Arc::clone(&wire_gate), tls.clone());
        async move { accept(stream, tls, gate).await.map_err(DispatchError::Io) }
    })
    .and_then(http)
}

async fn accept(
    stream: TcpStream,
    tls: Option<Tls>,
    gate: Arc<Gate>,
) -> io::Result<(Wire, Protocol, Option<SocketAddr>)> {
    let peer = stream.peer_addr()?;
    stream.set_nodelay(true)?;
    let (stream, connection) = match tls {
        None => (Stream::Plain(stream), Connection::default()),
        Some(tls) => {
            let stream = tls.accept(stream).await?;
            let connection = tls.connection(&stream);
            (Stream::Tls(Box::new(stream)), connection)
        }
    };
    Ok((Wire::new(stream, connection, gate, peer.ip()), Protocol::Http1, Some(peer)))
}

/// One request through the gate.
async fn answer(
    gate: &Arc<Gate>,
    request: Request,
    draining: &GracefulShutdownSignal,
) -> Response<BoxBody> {
    let (incoming, exchange) = request::take(request);
    match incoming {
        Some(incoming) => exchange.finish(gate.answer(incoming).await, Some(draining)),
        // Without an address or a connection there is nobody to answer.
        None => exchange.abandon(),
    }
}
