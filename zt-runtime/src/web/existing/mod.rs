//! In front of an actix application that was there before its service of zt.
//!
//! The gate stands around the whole `App`, not in it: no middleware of the application runs before it, none can rewrite a
//! path that it has read, and it can't be left out, for nothing else serves the endpoints. Each request meets the gate's edge
//! first, so that a path with two readings reaches nobody's router (X13, X14).

mod request;

use std::fmt;
use std::future::{Future, ready};
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_http::body::{BoxBody, MessageBody};
use actix_http::{Request, Response};
use actix_service::{IntoServiceFactory, Service, ServiceFactory};
use actix_web::dev::{AppConfig, ServiceResponse};

use crate::Result;
use crate::audit::Audit;
use crate::config::{Config, TokenSource};
use crate::gate::{Beside, Gate};
use crate::problem::Refusal;
use crate::serve::ended;
use request::Lent;

/// A service in front of an actix application that isn't moved yet. Made by [`App::service`](crate::App::service).
///
/// [`around`](Self::around) puts it there. Then a request is the service's own, is for a path that the service names as
/// `legacy(..)` and goes on to the application, or is refused and never seen by the application.
///
/// ```no_run
/// use actix_web::{App, HttpServer, web};
/// use zt::prelude::*;
///
/// # /// The load balancer asks whether we live.
/// # #[zt::get("/health", public(probe))]
/// # async fn health() -> NoContent { NoContent }
/// /// The shop, while it moves.
/// #[zt::service(
///     legacy("/old", why = "the old shop moves in spring", owner = "team-shop", until = "2027-06-30"),
///     endpoints(health)
/// )]
/// pub struct Shop;
///
/// #[zt::main]
/// async fn main() -> zt::Result<()> {
///     let zt = Shop::from_config()?.service()?;
///     let (front, address) = (zt.clone(), zt.address());
///     let old = || App::new().route("/old", web::get().to(async || "as ever"));
///     let server = HttpServer::new(move || front.around(old())).bind(address)?;
///     zt.until_end_of(server.run()).await
/// }
/// ```
///
/// The application's server is the listener. So this holds on zt's own listener and not here: what actix's parser lets
/// through isn't read a second time (request smuggling), slow clients meet the server's own time limits, `100 Continue` is
/// sent before the gate has decided, client certificates aren't seen (what is bound to one is refused), and HTTP/2 is refused.
#[derive(Clone)]
#[must_use = "nothing is served before `.around(..)` an application"]
pub struct DefaultDeny {
    gate: Arc<Gate>,
    audit: Audit,
    address: SocketAddr,
    /// The service issues its own tokens, which count on this machine alone.
    only_loopback: bool,
}

impl DefaultDeny {
    pub(crate) fn new(gate: Arc<Gate>, audit: Audit, config: &Config) -> Self {
        let only_loopback = matches!(config.tokens, TokenSource::Development(_));
        Self { gate, audit, address: config.listen, only_loopback }
    }

    /// That of a test, whose tokens are the test's own.
    pub(crate) fn of_test(gate: Arc<Gate>, audit: Audit, address: SocketAddr) -> Self {
        Self { gate, audit, address, only_loopback: true }
    }

    /// Where the configuration says that the service listens (`ZT_LISTEN`): for the server's `bind`.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The application, behind the gate: for `HttpServer::new`.
    ///
    /// Middleware of the application runs behind the gate too, and for legacy paths only.
    pub fn around<A, S, B>(&self, application: A) -> Guarded<S>
    where
        A: IntoServiceFactory<S, Request>,
        S: ServiceFactory<Request, Config = AppConfig, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        Guarded { front: self.clone(), application: application.into_factory() }
    }

    /// Waits until the server has ended, then brings the audit log to its sink.
    ///
    /// # Errors
    /// The server failed, or the log didn't take its last lines.
    pub async fn until_end_of(
        self,
        server: impl Future<Output = std::io::Result<()>>,
    ) -> Result<()> {
        server.await?;
        ended(&self.audit)
    }

    /// The development authority's tokens count on loopback only, whoever listens.
    fn may_answer_on(&self, address: SocketAddr) -> bool {
        !self.only_loopback || address.ip().is_loopback()
    }
}

impl fmt::Debug for DefaultDeny {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DefaultDeny").field("address", &self.address).finish_non_exhaustive()
    }
}

/// An application behind the gate, for `HttpServer::new`.
#[must_use = "nothing is served before `HttpServer::new(..)` has it"]
pub struct Guarded<S> {
    front: DefaultDeny,
    application: S,
}

impl<S, B> ServiceFactory<Request> for Guarded<S>
where
    S: ServiceFactory<Request, Config = AppConfig, Response = ServiceResponse<B>>,
    S::Error: Into<actix_web::Error>,
    S::Service: 'static,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = Response<BoxBody>;
    type Error = actix_web::Error;
    type Config = AppConfig;
    type Service = GuardedService<S::Service>;
    type InitError = S::InitError;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self::Service, S::InitError>>>>;

    fn new_service(&self, config: AppConfig) -> Self::Future {
        let front = self.front.clone();
        let (address, over_tls) = (config.local_addr(), config.secure());
        front.gate.listens_on(address, over_tls);
        let closed = !front.may_answer_on(address);
        if closed {
            tracing::error!(
                %address,
                "profile = \"development\": the service issues its own tokens, and the application listens beyond this \
                 machine; every request is refused"
            );
        }
        let application = self.application.new_service(config);
        Box::pin(async move {
            let application = Rc::new(application.await?);
            Ok(GuardedService { gate: front.gate, application, over_tls, closed })
        })
    }
}

impl<S> fmt::Debug for Guarded<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("front", &self.front).finish_non_exhaustive()
    }
}

/// One worker's gate, with its application behind it.
pub struct GuardedService<A> {
    gate: Arc<Gate>,
    application: Rc<A>,
    over_tls: bool,
    /// It listens where it mustn't.
    closed: bool,
}

impl<A, B> Service<Request> for GuardedService<A>
where
    A: Service<Request, Response = ServiceResponse<B>> + 'static,
    A::Error: Into<actix_web::Error>,
    B: MessageBody + 'static,
{
    type Response = Response<BoxBody>;
    type Error = actix_web::Error;
    type Future =
        Pin<Box<dyn Future<Output = std::result::Result<Response<BoxBody>, Self::Error>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<std::result::Result<(), Self::Error>> {
        self.application.poll_ready(context).map_err(Into::into)
    }

    fn call(&self, request: Request) -> Self::Future {
        let lent = Lent::new(request, self.over_tls);
        if self.closed {
            return Box::pin(ready(Ok(lent.closed(&self.gate))));
        }
        let (gate, application) = (Arc::clone(&self.gate), Rc::clone(&self.application));
        Box::pin(async move { Ok(answer(&gate, &*application, lent).await) })
    }
}

/// One request through the gate, and then perhaps to the application.
async fn answer<A, B>(gate: &Arc<Gate>, application: &A, lent: Lent) -> Response<BoxBody>
where
    A: Service<Request, Response = ServiceResponse<B>>,
    A::Error: Into<actix_web::Error>,
    B: MessageBody + 'static,
{
    let Some(incoming) = lent.incoming() else { return lent.abandon() };
    let passed = match gate.answer_beside(incoming).await {
        Beside::Answered(response) => return lent.finish(response),
        Beside::Left(passed) => passed,
    };
    let request = match lent.take_back() {
        Ok(request) => request,
        Err(lent) => return lent.finish(passed.refused(gate, Refusal::Internal("request_kept"))),
    };
    let response = match application.call(request).await {
        Ok(response) => Response::from(response).map_into_boxed_body(),
        Err(error) => Response::from(error.into()),
    };
    match passed.answered(gate, response.status().as_u16()) {
        Some(instead) => request::written(instead),
        None => response,
    }
}

impl<A> fmt::Debug for GuardedService<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardedService").field("closed", &self.closed).finish_non_exhaustive()
    }
}
