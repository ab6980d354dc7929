//! One admitted request: what a handler's arguments are bound from. Only the gate makes one.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use bytes::Bytes;
use elsa::FrozenVec;
use zt_core::contract::{Contract, Limits, StoreInfo};

use super::Stores;
use crate::Store;
use crate::audit::ObjectRecord;
use crate::edge::Announced;
use crate::identity::{Credential, Identity};
use crate::manifest::Noted;
use crate::onward::{NextService, OnwardRecord, Way};
use crate::problem::{Reason, Refusal};
use crate::reply::Response;
use crate::store::store_info;
use crate::stream::Outlet;

/// The headers of a request, wherever they are kept.
pub(crate) trait HeaderSource {
    /// Every value of the header called `name` (lower case), in order.
    fn values(&self, name: &str) -> Vec<&[u8]>;
}

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyFault {
    TooLarge,
    TooSlow,
    Broken,
    /// It isn't what its `Content-Digest` says.
    OtherDigest,
}

/// The future of a body read to its end.
pub(crate) type ReadBody<'b> = Pin<Box<dyn Future<Output = Result<Bytes, BodyFault>> + 'b>>;

/// Is shown each piece of a body as it comes.
pub(crate) type Watch = Box<dyn FnMut(&[u8])>;

/// Where a body comes from, of which nobody has read a byte yet (B-18).
pub(crate) trait BodySource {
    /// Reads it whole, at most `limit` bytes.
    fn read(self: Box<Self>, limit: u64, watch: Watch) -> ReadBody<'static>;
}

/// What start-up learns of an endpoint's arguments without running it.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The stores that it needs and that nobody handed in.
    pub(crate) missing: RefCell<Vec<&'static str>>,
    /// The stores that it reaches, with their segments.
    pub(crate) reached: RefCell<Vec<&'static StoreInfo>>,
    /// Header names that no handler may read.
    pub(crate) forbidden_headers: RefCell<Vec<&'static str>>,
    /// What it takes and answers, for the manifest.
    pub(crate) noted: RefCell<Noted>,
    /// What stands in a list of media types and is none.
    pub(crate) no_media_types: RefCell<Vec<&'static str>>,
}

/// All that the stages before the handler found out. Made by the gate after access was decided.
pub(crate) struct Admitted {
    pub(crate) contract: &'static Contract,
    pub(crate) limits: Limits,
    pub(crate) identity: Option<Rc<Identity>>,
    /// Path parameters by name, decoded.
    pub(crate) params: Vec<(&'static str, String)>,
    /// The query as received, without the question mark.
    pub(crate) query: String,
    pub(crate) headers: Box<dyn HeaderSource>,
    pub(crate) body: Option<Announced>,
    pub(crate) trace: String,
    /// The caller's token, where services are called onward for its holder: to be exchanged, and for nothing else.
    pub(crate) credential: Option<Rc<Credential>>,
}

/// One admitted request. Opaque to generated code, and to users.
pub struct Cx {
    admitted: Admitted,
    stores: Arc<Stores>,
    body: RefCell<Option<Announced>>,
    objects: RefCell<Vec<ObjectRecord>>,
    reason: Cell<Reason>,
    /// What the handler borrows, for as long as the request lasts.
    lent: FrozenVec<Box<dyn Any>>,
    /// The ways to other services that were asked for.
    ways: RefCell<Vec<Rc<Way>>>,
    decided: RefCell<Option<Refusal>>,
    /// Where events go, if the answer is a stream.
    outlet: Option<Rc<Outlet>>,
    /// Why the caller is challenged, which the gate says in the caller's own scheme.
    challenge: RefCell<Option<Refusal>>,
    survey: Option<Survey>,
}

impl Cx {
    pub(crate) fn new(mut admitted: Admitted, stores: Arc<Stores>) -> Self {
        let body = RefCell::new(admitted.body.take());
        Self {
            admitted,
            stores,
            body,
            objects: RefCell::default(),
            reason: Cell::new("ok"),
            lent: FrozenVec::new(),
            ways: RefCell::default(),
            decided: RefCell::default(),
            outlet: None,
            challenge: RefCell::default(),
            survey: None,
        }
    }

    /// The same for an answer that is a stream.
    pub(crate) fn streaming(self, outlet: Rc<Outlet>) -> Self {
        Self { outlet: Some(outlet), ..self }
    }

    pub(crate) fn outlet(&self) -> Option<Rc<Outlet>> {
        self.outlet.clone()
    }

    /// A request that only asks which arguments the handler takes.
    pub(crate) fn surveying(admitted: Admitted, stores: Arc<Stores>) -> Self {
        Self { survey: Some(Survey::default()), ..Self::new(admitted, stores) }
    }

    pub(crate) const fn survey(&self) -> Option<&Survey> {
        self.survey.as_ref()
    }

    pub(crate) fn into_survey(self) -> Option<Survey> {
        self.survey
    }

    pub(crate) const fn contract(&self) -> &'static Contract {
        self.admitted.contract
    }

    pub(crate) const fn limits(&self) -> Limits {
        self.admitted.limits
    }

    /// The caller, on an endpoint that knows one.
    pub(crate) fn identity(&self) -> Option<&Identity> {
        self.admitted.identity.as_deref()
    }

    pub(crate) fn shared_identity(&self) -> Option<Rc<Identity>> {
        self.admitted.identity.clone()
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.admitted.params.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
    }

    pub(crate) fn query(&self) -> &str {
        &self.admitted.query
    }

    pub(crate) fn headers(&self) -> &dyn HeaderSource {
        &*self.admitted.headers
    }

    pub(crate) fn trace(&self) -> &str {
        &self.admitted.trace
    }

    pub(crate) fn take_body(&self) -> Option<Announced> {
        self.body.borrow_mut().take()
    }

    pub(crate) fn store<T: Store>(&self) -> Option<Arc<T>> {
        let found = self.stores.find::<T>();
        if let Some(survey) = &self.survey {
            survey.noted.borrow_mut().store::<T>();
            survey.reached.borrow_mut().push(store_info::<T>());
            if found.is_none() {
                survey.missing.borrow_mut().push(std::any::type_name::<T>());
            }
        }
        found
    }

    /// The one way of this request's caller to the service `T`.
    pub(crate) fn way_to<T: NextService>(&self) -> Result<Rc<Way>, Refusal> {
        let name = T::INFO.name;
        if let Some(survey) = &self.survey {
            survey.noted.borrow_mut().onward::<T>();
        }
        let mut ways = self.ways.borrow_mut();
        if let Some(way) = ways.iter().find(|way| way.leads_to(name)) {
            return Ok(Rc::clone(way));
        }
        let caller = self.admitted.credential.as_ref().ok_or(Refusal::NoCredential)?;
        let identity = self.admitted.identity.as_ref().ok_or(Refusal::NoCredential)?;
        let issuer = identity.subject().issuer();
        let way = Way::find(self.stores.next_services(), name, caller, issuer, self.trace());
        let way = Rc::new(way.ok_or(Refusal::Internal("next_service_missing"))?);
        ways.push(Rc::clone(&way));
        Ok(way)
    }

    /// What was called onward so far, for the audit record.
    pub(crate) fn take_calls(&self) -> Vec<OnwardRecord> {
        self.ways.borrow().iter().flat_map(|way| way.take_calls()).collect()
    }

    /// In a survey, notes something for the manifest.
    pub(crate) fn note(&self, note: impl FnOnce(&mut Noted)) {
        if let Some(survey) = &self.survey {
            note(&mut survey.noted.borrow_mut());
        }
    }

    /// Notes an object for the audit record.
    pub(crate) fn note_object(&self, object: ObjectRecord) {
        self.objects.borrow_mut().push(object);
    }

    pub(crate) fn take_objects(&self) -> Vec<ObjectRecord> {
        self.objects.take()
    }

    /// Why the answer is what it is, for the audit record.
    pub(crate) const fn reason(&self) -> Reason {
        self.reason.get()
    }

    pub(crate) fn set_reason(&self, reason: Reason) {
        self.reason.set(reason);
    }

    /// Keeps an argument for the handler to borrow.
    pub(crate) fn keep<T: 'static>(&self, value: T) -> Option<&T> {
        self.lent.push_get(Box::new(value)).downcast_ref()
    }

    /// The handler will not be called, and this is why.
    pub(crate) fn decide(&self, refusal: Refusal) {
        self.decided.borrow_mut().get_or_insert(refusal);
    }

    pub(crate) fn refuse_as_decided(&self) -> Response {
        let decided = self.decided.take();
        self.refuse(&decided.unwrap_or(Refusal::Internal("not_called")))
    }

    pub(crate) fn refuse(&self, refusal: &Refusal) -> Response {
        self.reason.set(refusal.reason());
        self.challenge.replace(refusal.is_challenge().then(|| refusal.clone()));
        refusal.response(self.trace())
    }

    /// The refusal that challenges the caller, if that is what the answer is.
    pub(crate) fn take_challenge(&self) -> Option<Refusal> {
        self.challenge.take()
    }

    /// A failure behind the gate: told to the log with the trace id, never to the client.
    pub(crate) fn failed(&self, reason: Reason, error: &crate::Error) -> Refusal {
        tracing::error!(trace = self.trace(), ?error, reason, "a store failed");
        Refusal::Internal(reason)
    }
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx").field("endpoint", &self.admitted.contract.name).finish_non_exhaustive()
    }
}
