//! The way of one request's caller to one service.

use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use serde::Serialize;
use tokio::sync::OnceCell;
use tracing::Instrument as _;
use url::Url;
use zeroize::Zeroizing;

use super::OnwardFault;
use super::exchange::{Exchanged, NoToken, subject_token};
use super::place::place;
use super::target::{NextServices, Target};
use crate::disclose::WriteFault;
use crate::edge::span_id;
use crate::identity::Credential;
use crate::outbound::{Came, FetchFault, Method, Sent};

/// The largest answer of another service.
const LARGEST_ANSWER: usize = 1024 * 1024;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// One service, for the caller of one request. All arguments of the request share it: the token is exchanged once.
pub(crate) struct Way {
    target: Arc<Target>,
    caller: Rc<Credential>,
    /// The issuer of the caller's token.
    issuer: Box<str>,
    trace: Box<str>,
    exchanged: OnceCell<Result<Exchanged, OnwardFault>>,
    calls: RefCell<Vec<OnwardRecord>>,
}

/// What a call gives.
pub(super) type Coming<'w> = Pin<Box<dyn Future<Output = Result<Came, OnwardFault>> + 'w>>;

/// One call, for the audit log: whom, how, and what came of it. An address may name an object, so it isn't there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OnwardRecord {
    service: Box<str>,
    method: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Why there is no status.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
}

impl Way {
    pub(crate) fn find(
        services: &NextServices,
        name: &str,
        caller: &Rc<Credential>,
        issuer: &str,
        trace: &str,
    ) -> Option<Self> {
        Some(Self {
            target: Arc::clone(services.find(name)?),
            caller: Rc::clone(caller),
            issuer: issuer.into(),
            trace: trace.into(),
            exchanged: OnceCell::new(),
            calls: RefCell::default(),
        })
    }

    pub(crate) fn leads_to(&self, name: &str) -> bool {
        *self.target.name == *name
    }

    /// What was called so far.
    pub(crate) fn take_calls(&self) -> Vec<OnwardRecord> {
        self.calls.take()
    }

    /// Calls the service. What comes has a status of 2xx.
    pub(super) fn call(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<Result<Vec<u8>, WriteFault>>,
    ) -> Coming<'_> {
        let url = place(&self.target.url, path, query);
        let body = body.transpose().map_err(|_| OnwardFault::Body);
        let (trace, service) = (&*self.trace, &*self.target.name);
        let span = tracing::info_span!("onward", trace, service, %method);
        let call = async move {
            let noted = self.begin(&method);
            let came = async { self.send(method, url?, body?).await }.await;
            self.end(noted, &came);
            came.and_then(successful)
        };
        Box::pin(call.instrument(span))
    }

    async fn send(
        &self,
        method: Method,
        url: Url,
        body: Option<Vec<u8>>,
    ) -> Result<Came, OnwardFault> {
        let exchanged = self.exchanged.get_or_init(|| self.exchange()).await.clone()?;
        let headers = vec![
            (AUTHORIZATION, exchanged.authorization().ok_or(OnwardFault::NotGranted)?),
            (TRACEPARENT, self.traceparent().ok_or(OnwardFault::Unavailable)?),
        ];
        let (target, sent) = (Arc::clone(&self.target), Sent { method, url, headers, body });
        let came = async move { target.outbound.send(sent, LARGEST_ANSWER).await };
        match self.target.outbound.run(came).await {
            Some(Ok(came)) => Ok(came),
            Some(Err(fault)) => {
                tracing::warn!(%fault, trace = &*self.trace, service = &*self.target.name, "a call onward failed");
                Err(match fault {
                    FetchFault::TooLarge(_) => OnwardFault::Answer,
                    _ => OnwardFault::Unavailable,
                })
            }
            None => Err(OnwardFault::Unavailable),
        }
    }

    /// Whatever is in its way is told to the log, and nothing of it to the caller.
    async fn exchange(&self) -> Result<Exchanged, OnwardFault> {
        self.asked().await.map(|token| Exchanged::of(&token)).map_err(|reason| {
            tracing::warn!(%reason, trace = &*self.trace, service = &*self.target.name, "no token for a call onward");
            reason.fault()
        })
    }

    /// On the thread for it: a slow issuer slows no worker.
    async fn asked(&self) -> Result<Zeroizing<String>, NoToken> {
        if !self.target.exchanges_for(&self.issuer) {
            return Err(NoToken::Refused("another issuer's token isn't exchanged there"));
        }
        let (target, subject) = (Arc::clone(&self.target), subject_token(&self.caller));
        let asked = async move { target.exchange.exchanged(&target.outbound, &subject).await };
        self.target.outbound.run(asked).await.unwrap_or(Err(NoToken::Paused))
    }

    /// This request's trace and a span of the call's own (W3C Trace Context §3.2). Nothing else of the request goes along.
    fn traceparent(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("00-{}-{}-01", self.trace, span_id()?)).ok()
    }

    /// Noted before it is sent: a client that goes away meanwhile leaves the record as it is then.
    fn begin(&self, method: &Method) -> usize {
        let mut calls = self.calls.borrow_mut();
        calls.push(OnwardRecord {
            service: self.target.name.clone(),
            method: method.as_str().to_owned(),
            status: None,
            fault: Some("cancelled"),
        });
        calls.len() - 1
    }

    fn end(&self, noted: usize, came: &Result<Came, OnwardFault>) {
        if let Some(call) = self.calls.borrow_mut().get_mut(noted) {
            call.status = came.as_ref().ok().map(|came| came.status);
            call.fault = came.as_ref().err().map(|fault| fault.word());
        }
    }
}

fn successful(came: Came) -> Result<Came, OnwardFault> {
    if (200..300).contains(&came.status) { Ok(came) } else { Err(OnwardFault::Status(came.status)) }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").field("service", &self.target.name).finish_non_exhaustive()
    }
}
