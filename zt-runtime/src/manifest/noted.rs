//! What the survey of one endpoint learns.

use std::collections::BTreeSet;

use zt_core::contract::{Effective, ScopeInfo};
use zt_manifest::{Answer, Binding, Body, Fields, Kind};

use super::guarded::{self, Guarded};
use super::question::Question;
use super::vocabulary::Vocabulary;
use crate::Store;
use crate::disclose::Disclose;
use crate::object::{Action, Authorize, Resource};
use crate::onward::NextService;

/// What an endpoint takes and answers.
#[derive(Debug, Default)]
pub struct Noted {
    pub(super) bindings: Vec<(String, Binding)>,
    pub(super) query: Option<Fields>,
    pub(super) body: Option<Body>,
    pub(super) headers: BTreeSet<&'static str>,
    pub(super) stores: BTreeSet<&'static str>,
    pub(super) onward: BTreeSet<&'static str>,
    pub(super) answer: Option<Answer>,
    /// Every scope that a field needs.
    pub(super) scopes: Vec<ScopeInfo>,
    /// What the service's lists get from it.
    pub(super) words: Vec<fn(&mut Vocabulary)>,
    pub(super) faults: Vec<String>,
}

impl Noted {
    pub(crate) fn bind(&mut self, name: &str, binding: Binding) {
        self.bindings.push((name.to_owned(), binding));
    }

    pub(crate) fn query(&mut self, fields: Result<Fields, String>) {
        if self.query.is_some() {
            self.faults
                .push("it reads the query twice; take one `&Query<..>` with all fields".to_owned());
        }
        self.query = self.kept(fields);
    }

    pub(crate) fn body(&mut self, media: &str, fields: Result<Fields, String>) {
        let (media, file) = (media.to_owned(), Vec::new());
        self.body = self.kept(fields).map(|fields| Body { media, fields, file });
    }

    /// The body has a file, too.
    pub(crate) fn file(&mut self, media_types: &[&str]) {
        if let Some(body) = &mut self.body {
            body.file = media_types.iter().map(|&media| media.to_owned()).collect();
        }
    }

    /// Fields of an input need these scopes.
    pub(crate) fn scopes(&mut self, scopes: Vec<ScopeInfo>) {
        self.scopes.extend(scopes);
    }

    pub(crate) fn header(&mut self, name: &'static str) {
        self.headers.insert(name);
    }

    pub(crate) fn store<T: Store>(&mut self) {
        self.stores.insert(T::NAME);
        self.words.push(Vocabulary::store::<T>);
    }

    pub(crate) fn onward<T: NextService>(&mut self) {
        self.onward.insert(T::INFO.name);
        self.words.push(Vocabulary::next_service::<T>);
    }

    /// The services that are called onward, by name.
    pub(crate) fn called_onward(self) -> BTreeSet<&'static str> {
        self.onward
    }

    pub(crate) fn resource<R: Resource>(&mut self) -> &'static str {
        self.words.push(Vocabulary::resource::<R>);
        R::NAME
    }

    pub(crate) fn policy<R: Authorize<A>, A: Action>(&mut self) {
        self.words.push(Vocabulary::policy::<R, A>);
    }

    pub(crate) fn answer(&mut self, answer: Answer) {
        self.answer = Some(answer);
    }

    pub(crate) fn view<T: Disclose>(&mut self) {
        self.answer = self.shown::<T>().map(|(of, kind)| match kind {
            Kind::List { of: each, .. } => Answer::View { many: true, of, shows: *each },
            shows => Answer::View { many: false, of, shows },
        });
    }

    /// How long a decision holds isn't known here: the contract says it.
    pub(crate) fn stream<T: Disclose>(&mut self) {
        self.answer = self.shown::<T>().map(|(of, shows)| Answer::Stream {
            of,
            shows,
            recheck_ms: 0,
            socket: false,
        });
    }

    /// What its fields need of callers.
    pub(crate) fn guarded(&self) -> Guarded {
        Guarded::of(self)
    }

    /// What is wrong with what its fields need.
    pub(crate) fn faults_of_fields(&self, effective: &Effective) -> Vec<String> {
        guarded::faults(effective, self)
    }

    fn shown<T: Disclose>(&mut self) -> Option<(Option<String>, Kind)> {
        let question = Question::default();
        T::describe(&question);
        self.scopes.extend(question.scopes());
        let of = question.of().map(|of| of(self).to_owned());
        Some((of, self.kept(question.told(std::any::type_name::<T>()))?))
    }

    fn kept<T>(&mut self, told: Result<T, String>) -> Option<T> {
        told.map_err(|fault| self.faults.push(fault)).ok()
    }
}
