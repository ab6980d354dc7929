//! Calls to other services, for the caller of the request at hand and for nobody else (A-11).
//!
//! [`target`] is what the configuration says of a service, [`way`] leads one caller to it: [`exchange`] trades the
//! caller's token for one that counts there and nowhere else (RFC 8693), [`place`] builds the address, [`sent`] and
//! [`came`] are what goes out and comes back. There is no way without a caller, and none with the service's own power.

mod came;
mod exchange;
mod fault;
mod place;
mod sent;
mod target;
#[cfg(test)]
mod tests;
mod way;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

pub use came::OnwardAnswer;
use came::answer;
pub use fault::OnwardFault;
pub use sent::OnwardBody;
pub(crate) use target::{NextServices, TargetConfig};
use way::Coming;
pub(crate) use way::{OnwardRecord, Way};

use crate::Endpoint;
use crate::argument::{Argument, Gathering};
use crate::disclose::WriteFault;
use crate::evidence::Identified;
use crate::identity::Identity;
use crate::input::Pending;
use crate::outbound::{Came, Method};

/// A service that this one calls. Made by `#[derive(Onward)]` alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no service that can be called [ZT0321]",
    label = "not derived with `Onward`",
    note = "where it is, and what callers may do there, stands in the configuration under its name; without one there is nothing to find",
    note = "help: declare it, with a doc comment: `#[derive(Onward)] #[onward(\"payments\")] pub struct {Self};`"
)]
pub trait NextService: 'static {
    /// Its name in the configuration, and what it is called for.
    const INFO: NextServiceInfo;
}

/// What is known of a service at compile time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextServiceInfo {
    /// The name in the configuration: `payments` for `[onward.payments]`.
    pub name: &'static str,
    /// The doc comment.
    pub reason: &'static str,
}

/// The way to the service `T`, for the caller of this request: `payments: &Onward<Payments>` (RFC 8693).
///
/// Each call goes out with a token that the caller's own was exchanged for: it names the same subject, counts at that
/// service, and grants the scope that the configuration names, if the issuer lets this caller have it. The caller's own
/// token never leaves the service for another one than its issuer, and the service has no token of its own to call with.
///
/// Where the service is stands in the configuration, as `[onward.payments]`; code adds path and query. Nothing is
/// followed, and no address inside the network is called that the configuration doesn't name (API7:2023).
///
/// ```
/// use zt::prelude::*;
///
/// /// Payments keeps the money.
/// #[derive(Onward)]
/// #[onward("payments")]
/// pub struct Payments;
///
/// #[derive(Disclose)]
/// #[disclose(plain)]
/// pub struct RefundOrder {
///     pub cents: u64,
/// }
///
/// #[derive(Input)]
/// pub struct Receipt {
///     pub number: u64,
/// }
///
/// # async fn handler(payments: &Onward<Payments>) -> Result<(), Problem> {
/// let receipt: Receipt = payments.post(&["refunds", "17"], &RefundOrder { cents: 500 }).await?;
/// # let _ = receipt.number;
/// # Ok(())
/// # }
/// ```
///
/// It is lent: it can't be cloned, kept or moved into a task, so no call outlives its request.
pub struct Onward<T> {
    way: Rc<Way>,
    /// For whom it is called: what is sent is what this caller may see.
    caller: Rc<Identity>,
    service: PhantomData<fn() -> T>,
}

impl<T: NextService> Onward<T> {
    /// GET. `path` is segments below the configured address, `query` pairs.
    ///
    /// Its outcome may be an [`OnwardFault`]: `?` in a handler answers 502 or 503 without a word of it.
    pub fn get<A: OnwardAnswer>(&self, path: &[&str], query: &[(&str, &str)]) -> OnwardCall<'_, A> {
        self.call(Method::GET, path, query, None)
    }

    /// POST.
    pub fn post<A: OnwardAnswer>(
        &self,
        path: &[&str],
        body: &impl OnwardBody,
    ) -> OnwardCall<'_, A> {
        self.call(Method::POST, path, &[], Some(body.json(&self.caller)))
    }

    /// PUT.
    pub fn put<A: OnwardAnswer>(&self, path: &[&str], body: &impl OnwardBody) -> OnwardCall<'_, A> {
        self.call(Method::PUT, path, &[], Some(body.json(&self.caller)))
    }

    /// PATCH.
    pub fn patch<A: OnwardAnswer>(
        &self,
        path: &[&str],
        body: &impl OnwardBody,
    ) -> OnwardCall<'_, A> {
        self.call(Method::PATCH, path, &[], Some(body.json(&self.caller)))
    }

    /// DELETE.
    pub fn delete<A: OnwardAnswer>(&self, path: &[&str]) -> OnwardCall<'_, A> {
        self.call(Method::DELETE, path, &[], None)
    }

    fn call<A: OnwardAnswer>(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<Result<Vec<u8>, WriteFault>>,
    ) -> OnwardCall<'_, A> {
        OnwardCall { coming: self.way.call(method, path, query, body), read: answer::<A> }
    }
}

impl<T: NextService, E: Endpoint + Identified> Argument<E> for Onward<T> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        let way = gathering.cx().way_to::<T>();
        let Some(caller) = gathering.cx().shared_identity() else { return gathering.nobody() };
        match way {
            Ok(way) => Pending::ready(Self { way, caller, service: PhantomData }),
            Err(refusal) => gathering.refuse(refusal),
        }
    }
}

/// A call on its way. Nothing is sent before it is awaited, and dropping it ends it.
///
/// A type of its own and no `async fn`, whose bounds the compiler would complain about three times.
#[must_use = "nothing is sent before `.await`"]
pub struct OnwardCall<'w, A> {
    coming: Coming<'w>,
    read: fn(&Came) -> Result<A, OnwardFault>,
}

impl<A> Future for OnwardCall<'_, A> {
    type Output = Result<A, OnwardFault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let came = ready!(self.coming.as_mut().poll(context));
        Poll::Ready(came.and_then(|came| (self.read)(&came)))
    }
}

impl<A> fmt::Debug for OnwardCall<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnwardCall")
    }
}

impl<T: NextService> fmt::Debug for Onward<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Onward").field(&T::INFO.name).finish()
    }
}
