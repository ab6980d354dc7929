//! Gathers what a handler's arguments need, in the order of the gate: objects, then the body, then the input's own objects.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use zt_core::contract::ScopeInfo;

use super::settled::{Answering, Settled};
use crate::endpoint::{BodyFault, CallFuture, Cx};
use crate::evidence::Authorized;
use crate::identity::Identity;
use crate::input::Pending;
use crate::manifest::{Noted, object, waiver};
use crate::object::{Action, Authorize, load};
use crate::problem::{FieldFault, Refusal};
use crate::reply::{Described, Response};
use zt_manifest::{Binding, Kind, Object};

type Load<'r> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + 'r>>;
type Parse<'r> = Box<dyn FnOnce(&mut Gathering<'r>, &Bytes) -> Result<(), Refusal> + 'r>;

pub(crate) type Call<'r> = Box<dyn FnOnce(Settled<'r>) -> Option<CallFuture<'r>> + 'r>;

/// What a body must be: a media type, and how it is recognised.
pub(crate) struct Media {
    pub(crate) name: &'static str,
    pub(crate) is: fn(&str) -> bool,
}

/// Collects what the arguments of one call ask for, then settles it with one await.
pub struct Gathering<'r> {
    cx: &'r Cx,
    refused: Option<Refusal>,
    loads: Vec<Load<'r>>,
    body: Option<(&'static Media, Parse<'r>)>,
    faults: Vec<FieldFault>,
    /// Scopes of fields that were sent by a caller who doesn't hold them.
    lacking: Vec<&'static str>,
}

impl<'r> Gathering<'r> {
    /// An empty one.
    #[must_use]
    pub const fn of(cx: &'r Cx) -> Self {
        Self {
            cx,
            refused: None,
            loads: Vec::new(),
            body: None,
            faults: Vec::new(),
            lacking: Vec::new(),
        }
    }

    pub(crate) const fn cx(&self) -> &'r Cx {
        self.cx
    }

    /// What is called when all is there. The handler's call is erased: what waits for the arguments is compiled once, not
    /// for each endpoint.
    pub fn call<T>(
        self,
        call: impl FnOnce(Settled<'r>) -> Option<Answering<'r, T>> + 'r,
    ) -> Calling<'r, T> {
        let call = move |settled| call(settled).map(Answering::erased);
        Calling { gathering: self, call: Box::new(call), answer: PhantomData }
    }

    /// Loads the objects, reads and parses the body, loads the objects that it names, and calls the handler, which is not
    /// called where any of that fails.
    pub(crate) fn run(self, call: Call<'r>) -> CallFuture<'r> {
        Box::pin(self.settle_and_call(call))
    }

    async fn settle_and_call(mut self, call: Call<'r>) -> Response {
        if let Err(refusal) = self.settle().await {
            return self.cx.refuse(&refusal);
        }
        match call(Settled::new(self.cx)) {
            Some(answer) => answer.await,
            None => self.cx.refuse_as_decided(),
        }
    }

    async fn settle(&mut self) -> Result<(), Refusal> {
        if self.cx.survey().is_some() {
            return Err(Refusal::Internal("survey"));
        }
        self.load_all().await?;
        if let Some((media, parse)) = self.body.take() {
            let bytes = self.read_body(media).await?;
            let parsed = parse(self, &bytes);
            // Who may not send a field hears that, and nothing of what else is wrong.
            self.check_refused()?;
            parsed?;
        }
        if !self.faults.is_empty() {
            return Err(Refusal::InvalidInput(std::mem::take(&mut self.faults)));
        }
        self.load_all().await
    }

    async fn load_all(&mut self) -> Result<(), Refusal> {
        self.check_refused()?;
        for load in std::mem::take(&mut self.loads) {
            load.await?;
        }
        Ok(())
    }

    fn check_refused(&mut self) -> Result<(), Refusal> {
        match self.refused.take() {
            Some(refusal) => Err(refusal),
            None if self.lacking.is_empty() => Ok(()),
            None => Err(Refusal::FieldNotGranted { scopes: self.scopes_to_send() }),
        }
    }

    /// What a token needs for this very request: what the endpoint demands, and then its fields.
    fn scopes_to_send(&self) -> Arc<str> {
        let demanded = self.cx.contract().access.scopes().map(|scope| scope.name);
        let mut names: Vec<_> = Vec::new();
        for name in demanded.chain(self.lacking.iter().copied()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(" ").into()
    }

    async fn read_body(&self, media: &'static Media) -> Result<Bytes, Refusal> {
        let right = match self.cx.headers().values("content-type").as_slice() {
            [one] => std::str::from_utf8(one).is_ok_and(media.is),
            _ => false,
        };
        let encoded = !self.cx.headers().values("content-encoding").is_empty();
        if encoded || !right {
            return Err(Refusal::UnsupportedMediaType { accept: media.name });
        }
        let Some(body) = self.cx.take_body() else { return Ok(Bytes::new()) };
        body.read(self.cx.limits().body.bytes()).await.map_err(|fault| match fault {
            BodyFault::TooLarge => Refusal::BodyTooLarge,
            BodyFault::TooSlow => Refusal::BodyTooSlow,
            BodyFault::Broken => Refusal::MalformedBody("body_broken"),
            BodyFault::OtherDigest => Refusal::MalformedBody("content_digest_mismatch"),
        })
    }

    /// Asks for the body, to be parsed once access is decided and the path's objects are there.
    pub(crate) fn want_body(&mut self, media: &'static Media, parse: Parse<'r>) {
        if self.body.is_some() {
            self.refused.get_or_insert(Refusal::Internal("two_bodies"));
        }
        self.body = Some((media, parse));
    }

    /// The request is refused, whatever else is asked for.
    pub(crate) fn refuse<T>(&mut self, refusal: Refusal) -> Pending<T> {
        self.refused.get_or_insert(refusal);
        Pending::failed()
    }

    /// A field came that only holders of these scopes may send.
    pub(crate) fn lacks(&mut self, clauses: &[&'static [ScopeInfo]]) {
        self.lacking.extend(clauses.iter().copied().flatten().map(|scope| scope.name));
    }

    /// Nobody is known here.
    pub(crate) fn nobody<T>(&mut self) -> Pending<T> {
        self.refuse(Refusal::NoCredential)
    }

    /// Something that came in is wrong; all faults are told at once.
    pub(crate) fn fault(&mut self, faults: impl IntoIterator<Item = FieldFault>) {
        self.faults.extend(faults);
    }

    /// The object that the path parameter `name` names.
    pub(crate) fn path_object<R, A>(&mut self, name: &str) -> Pending<Authorized<R, A>>
    where
        R: Authorize<A>,
        A: Action,
    {
        match self.cx.param(name) {
            Some(text) => self.object(text.to_owned()),
            None if self.cx.survey().is_some() => {
                let object = self.note_object::<R, A>();
                self.cx.note(|noted| noted.bind(name, Binding::Object(object)));
                Pending::failed()
            }
            None => self.refuse(Refusal::Internal("parameter_missing")),
        }
    }

    /// In a survey, notes an object that is authorized before the handler runs.
    pub(crate) fn note_object<R, A>(&self) -> Object
    where
        R: Authorize<A>,
        A: Action,
    {
        self.cx.store::<R::Store>();
        self.cx.note(Noted::policy::<R, A>);
        object::<R, A>()
    }

    /// In a survey, notes a path parameter that a waiver opened.
    pub(crate) fn note_open(&self, name: &str, kind: fn() -> Kind) {
        let open = self.cx.contract().open.iter().find(|open| open.name == name);
        if let Some(open) = open {
            let binding = || Binding::Open { kind: kind(), waiver: waiver(&open.waiver) };
            self.cx.note(|noted| noted.bind(name, binding()));
        }
    }

    /// The object whose id is `text`.
    pub(crate) fn object<R, A>(&mut self, text: String) -> Pending<Authorized<R, A>>
    where
        R: Authorize<A>,
        A: Action,
    {
        let (slot, pending) = Pending::slot();
        let cx = self.cx;
        self.loads.push(Box::pin(async move {
            slot.fill(load::<R, A>(cx, &text).await?);
            Ok(())
        }));
        pending
    }

    /// A path parameter that must be the caller's own.
    pub(crate) fn own<T>(
        &mut self,
        name: &str,
        binding: Binding,
        compare: impl FnOnce(&Identity, &str) -> Option<T>,
    ) -> Pending<T> {
        let Some(identity) = self.cx.shared_identity() else {
            self.cx.note(|noted| noted.bind(name, binding));
            return self.nobody();
        };
        let text = self.cx.param(name).unwrap_or_default();
        match compare(&identity, text) {
            Some(own) => Pending::ready(own),
            None => self.refuse(Refusal::NotFound("not_own")),
        }
    }
}

/// A call that waits for its arguments, and what it will answer.
pub struct Calling<'r, T> {
    gathering: Gathering<'r>,
    call: Call<'r>,
    answer: PhantomData<fn() -> T>,
}

impl<'r, T: Described> Calling<'r, T> {
    /// Settles and calls. A survey learns what would be answered.
    #[must_use]
    pub fn run(self) -> CallFuture<'r> {
        self.gathering.cx.note(T::describe);
        self.gathering.run(self.call)
    }
}

/// The same for an answer that can't say what it shows: it doesn't compile elsewhere, and one error is enough.
pub trait ElseUndescribed<'r> {
    /// Settles and calls.
    fn run(self) -> CallFuture<'r>;
}

impl<'r, T> ElseUndescribed<'r> for Calling<'r, T> {
    fn run(self) -> CallFuture<'r> {
        self.gathering.run(self.call)
    }
}

impl<T> fmt::Debug for Calling<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calling").field("gathering", &self.gathering).finish_non_exhaustive()
    }
}

impl fmt::Debug for Gathering<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathering").field("refused", &self.refused).finish_non_exhaustive()
    }
}
