//! What one line of the audit log says (L-01), and what it never says (L-03).

use std::fmt::Display;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use zt_watch::{Caller, Observation, Who};

use crate::hex::hex;
use crate::identity::{Client, Identity, Kind, Subject, Tenant, WorkloadId};
use crate::onward::OnwardRecord;

/// Longer texts are cut: a line stays a line that somebody can read.
const LONGEST_TEXT: usize = 256;

const DECISION: &str = "decision";

/// Calls of one request that are listed.
const MOST_CALLS: usize = 64;

/// How a decision came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// The handler ran and answered.
    Allow,
    /// The gate refused.
    Deny,
    /// An application that was there before answered, by no rule of ours.
    #[cfg(feature = "actix")]
    Legacy,
    /// Something broke, or the request was cancelled.
    #[default]
    Error,
}

impl Outcome {
    /// How something came out that ended for this reason and with this status.
    pub(crate) const fn of(reason: &str, status: u16) -> Self {
        match reason.as_bytes() {
            _ if status >= 500 => Self::Error,
            b"ok" | b"handler_problem" => Self::Allow,
            _ => Self::Deny,
        }
    }
}

/// One decision. There is no field for a token, a header, a query or a body.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Record {
    #[serde(serialize_with = "nanoseconds")]
    time: Timestamp,
    event: &'static str,
    pub(super) outcome: Outcome,
    pub(super) reason: &'static str,
    pub(super) status: u16,
    /// The decoy that was touched: somebody has to look at this record.
    #[serde(skip_serializing_if = "Option::is_none")]
    alarm: Option<&'static str>,
    method: String,
    /// The endpoint's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shared")]
    pattern: Option<Arc<str>>,
    /// The digest of the endpoint's effective rule.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shared")]
    rule: Option<Arc<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "in_parts")]
    subject: Option<Subject>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "named")]
    client: Option<Client>,
    /// Who acts for the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "named")]
    tenant: Option<Tenant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Those of the caller's roles that the service knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    objects: Vec<ObjectRecord>,
    /// The services that were called for the caller.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    onward: Vec<OnwardRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<IpAddr>,
    /// The listed proxy at the other end of the connection, where that isn't the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<IpAddr>,
    /// What the caller's client certificate names.
    #[serde(skip_serializing_if = "Option::is_none")]
    workload: Option<String>,
    /// What the connection's names, where that is a listed proxy's: who says which certificate the caller has.
    #[serde(skip_serializing_if = "Option::is_none")]
    proxy: Option<String>,
    trace: String,
    /// The trace that the caller says it is in: a hint to follow, and no proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// The trace of the socket over which it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    socket: Option<String>,
    /// What went over a stream, at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<EventsRecord>,
    /// So many requests before this one were refused and have no record: the log couldn't take it.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) unseen: u64,
}

/// The events of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct EventsRecord {
    sent: u64,
    /// The caller may not see them.
    withheld: u64,
}

/// An object that was decided about.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ObjectRecord {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
}

impl ObjectRecord {
    /// `kind` is the resource's type, `id` its id's text.
    pub(crate) fn new(kind: &'static str, id: &str) -> Self {
        Self { kind, id: cut(id) }
    }
}

impl Record {
    /// The record of a request that just came in. Until it is closed it says that the request was cancelled.
    pub(crate) fn new(time: Timestamp, method: &str, peer: Option<IpAddr>, trace: &str) -> Self {
        Self {
            time,
            event: DECISION,
            outcome: Outcome::Error,
            reason: "cancelled",
            status: 499,
            alarm: None,
            method: cut(method),
            endpoint: None,
            pattern: None,
            rule: None,
            path: None,
            subject: None,
            client: None,
            actor: None,
            tenant: None,
            token: None,
            roles: Vec::new(),
            objects: Vec::new(),
            onward: Vec::new(),
            peer,
            through: None,
            workload: None,
            proxy: None,
            trace: cut(trace),
            link: None,
            socket: None,
            events: None,
            unseen: 0,
        }
    }

    /// Of the record of a stream's beginning makes that of its end.
    pub(crate) fn end_of_stream(&mut self, time: Timestamp, sent: u64, withheld: u64) {
        self.time = time;
        self.event = "stream_end";
        self.objects = Vec::new();
        self.onward = Vec::new();
        self.events = Some(EventsRecord { sent, withheld });
    }

    /// The proxy that said from where the caller comes.
    pub(crate) fn set_through(&mut self, proxy: IpAddr) {
        self.through = Some(proxy.to_canonical());
    }

    /// The trace of the socket over which it was said.
    pub(crate) fn set_socket(&mut self, trace: &str) {
        self.socket = Some(cut(trace));
    }

    /// The trace that the caller named, well-formed.
    pub(crate) fn set_link(&mut self, link: String) {
        self.link = Some(link);
    }

    /// The workload that a CA of clients vouches for.
    pub(crate) fn set_workload(&mut self, id: &WorkloadId) {
        self.workload = Some(cut(id.as_str()));
    }

    /// The listed proxy through which the request came.
    pub(crate) fn set_proxy(&mut self, id: &WorkloadId) {
        self.proxy = Some(cut(id.as_str()));
    }

    /// The path, decoded, if it was canonical. An ambiguous one isn't recorded: what it means is what is unclear.
    pub(crate) fn set_path(&mut self, decoded: &str) {
        self.path = Some(cut(decoded));
    }

    /// The decoy that the request touched.
    pub(crate) fn set_alarm(&mut self, decoy: &'static str) {
        self.alarm = Some(decoy);
    }

    /// The endpoint that was asked, and the digest of the rule that was applied.
    pub(crate) fn set_endpoint(&mut self, name: &'static str, pattern: Arc<str>, rule: Arc<str>) {
        self.endpoint = Some(name);
        self.pattern = Some(pattern);
        self.rule = Some(rule);
    }

    /// The legacy path that the request is for. There is no rule, so there is no digest of one.
    pub(crate) fn set_legacy(&mut self, path: &'static str) {
        self.pattern = Some(Arc::from(path));
    }

    /// Who asked. Of the token only a digest of its id is kept: enough to find all that it was used for.
    pub(crate) fn set_identity(&mut self, identity: &Identity) {
        self.subject = Some(identity.subject().clone());
        self.client = identity.client().cloned();
        self.actor = identity.actor().map(cut);
        self.tenant = identity.tenant().cloned();
        self.token = Some(digest(identity.token_id()));
        self.roles = identity.roles().collect();
    }

    /// What the watch sees of a decision. Where somebody was proved, that is who asked; the record has no subject otherwise.
    pub(crate) fn observation(&self) -> Observation {
        let refused = self.outcome == Outcome::Deny;
        let object = self.objects.last().filter(|_| refused);
        let path = self.path.as_ref().filter(|_| refused && object.is_none());
        let caller = self.subject.as_ref().map_or(Caller::Unproved, |subject| Caller::Proved {
            who: who(subject),
            token: self.token.as_deref().unwrap_or_default().into(),
        });
        Observation {
            at: self.time,
            outcome: match self.outcome {
                Outcome::Allow => zt_watch::Outcome::Allow,
                Outcome::Deny => zt_watch::Outcome::Deny,
                _ => zt_watch::Outcome::Other,
            },
            reason: self.reason.into(),
            endpoint: self.endpoint.map(Into::into),
            caller,
            peer: self.peer,
            object: object.map(|object| format!("{} {}", object.kind, object.id)),
            path: path.cloned(),
            decoy: self.alarm.map(Into::into),
            trace: self.trace.as_str().into(),
        }
    }

    /// The end of a stream is no decision of its own.
    pub(crate) fn is_decision(&self) -> bool {
        self.event == DECISION
    }

    /// An object that the request names.
    pub(crate) fn add_object(&mut self, object: ObjectRecord) {
        self.objects.push(object);
    }

    /// A call to another service. Of very many, the first ones stand for all.
    pub(crate) fn add_call(&mut self, call: OnwardRecord) {
        if self.onward.len() < MOST_CALLS {
            self.onward.push(call);
        }
    }
}

fn who(subject: &Subject) -> Who {
    Who {
        issuer: subject.issuer_shared(),
        name: subject.name_shared(),
        kind: subject.kind().as_str().into(),
    }
}

/// The first eight bytes of SHA-256, in hex.
pub(crate) fn digest(text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    hex(digest.first_chunk::<8>().unwrap_or(&[0; 8]))
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference to the field"
)]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

fn cut(text: &str) -> String {
    let end = text.char_indices().nth(LONGEST_TEXT).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text).to_owned()
}

pub(super) fn nanoseconds<S: Serializer>(
    time: &Timestamp,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{time:.9}"))
}

#[allow(clippy::ref_option, reason = "serde calls it with a reference to the field")]
pub(super) fn in_parts<S: Serializer>(
    subject: &Option<Subject>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Parts<'s> {
        issuer: &'s str,
        name: &'s str,
        kind: Kind,
    }
    let parts = subject.as_ref().map(|subject| Parts {
        issuer: subject.issuer(),
        name: subject.name(),
        kind: subject.kind(),
    });
    parts.serialize(serializer)
}

#[allow(clippy::ref_option, reason = "serde calls it with a reference to the field")]
fn named<S: Serializer>(name: &Option<impl Display>, serializer: S) -> Result<S::Ok, S::Error> {
    match name {
        Some(name) => serializer.collect_str(name),
        None => serializer.serialize_none(),
    }
}

#[allow(clippy::ref_option, reason = "serde calls it with a reference to the field")]
fn shared<S: Serializer>(text: &Option<Arc<str>>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_deref().serialize(serializer)
}
