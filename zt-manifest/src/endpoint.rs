//! One endpoint with everything that it inherits.

use serde::{Deserialize, Serialize};

use crate::{Access, Fields, Kind, Place, Proof, Rate, Reached, Waiver};

/// An endpoint's effective contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// The handler's name.
    pub name: String,
    /// What it is for.
    pub reason: String,
    /// Where its annotation stands.
    pub place: Place,
    /// The group that it is listed in.
    pub group: Option<String>,
    /// The isolated part of the service that it belongs to, by name.
    pub segment: String,
    /// The one method that it answers; a GET is also asked by HEAD, under the same rule.
    pub method: Method,
    /// The whole path pattern, as in `/orders/{order}`.
    pub path: String,
    /// Whether a call changes anything.
    pub effect: Effect,
    /// Who may call it.
    pub access: Access,
    /// Which credentials count.
    pub proof: Proof,
    /// The networks that it may be called from, any of them, by their names in the configuration; none for everywhere.
    pub network: Vec<String>,
    /// How often.
    pub rate: Rate,
    /// How much, and for how long.
    pub limits: Limits,
    /// The path's parameters, from left to right.
    pub parameters: Vec<Parameter>,
    /// What it reads of the query; `null` if nothing.
    pub query: Option<Fields>,
    /// What it reads of the body; `null` if nothing.
    pub body: Option<Body>,
    /// The headers that its handler is given, in lower case.
    pub headers: Vec<String>,
    /// The stores that it can reach.
    pub stores: Vec<String>,
    /// The services that it can call for its caller.
    pub onward: Vec<String>,
    /// What it answers.
    pub answer: Answer,
    /// The stage that its contract reaches.
    pub stage: Reached,
}

/// A method of RFC 9110 §9 or RFC 5789, or that of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET
    Get,
    /// HEAD
    Head,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
    /// What is said over a WebSocket that is open: its path is that of the socket, with the message's name behind a `#`.
    Message,
}

/// What a scope, an action or an endpoint does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Looks at data.
    Reads,
    /// Changes data.
    Writes,
}

/// Resource limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body_bytes: u64,
    /// The longest time until the answer, in milliseconds.
    pub time_ms: u64,
}

/// A parameter of the path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name in the pattern.
    pub name: String,
    /// What ties it to the caller.
    pub binding: Binding,
}

/// What ties a path parameter to the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Binding {
    /// The id of an object that is loaded and authorized.
    Object(Object),
    /// The caller's own subject name.
    OwnSubject,
    /// The caller's own tenant.
    OwnTenant,
    /// Nothing, by waiver.
    Open {
        /// What it can be.
        kind: Kind,
        /// Why that is harmless.
        waiver: Waiver,
    },
}

/// An object that is authorized before the handler runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// The resource's name.
    pub resource: String,
    /// The action that its policy is asked about.
    pub action: String,
    /// What the action does.
    pub effect: Effect,
}

/// What is read of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The one media type that is read.
    pub media: String,
    /// Its fields.
    pub fields: Fields,
    /// The media types that the one file of an upload may have; empty where there is no file.
    pub file: Vec<String>,
}

/// What an endpoint answers when all is well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// A view, or a list of them.
    View {
        /// Whether it is a list.
        many: bool,
        /// The resource that it shows, with evidence; `null` for a plain view.
        of: Option<String>,
        /// What it shows, or what each of them shows.
        shows: Kind,
    },
    /// Views, one after the other, for as long as the caller listens and may: server-sent events, or events of a WebSocket.
    Stream {
        /// The resource that they show, each with evidence; `null` for plain views.
        of: Option<String>,
        /// What each of them shows.
        shows: Kind,
        /// After how long it is decided again, in milliseconds.
        recheck_ms: u64,
        /// Whether it is a WebSocket, over which messages are said.
        socket: bool,
    },
    /// 204 No Content.
    Nothing,
    /// Bytes to keep.
    Download,
    /// 303 See Other, to a path of one site.
    Redirect {
        /// Scheme, host and port, as in `https://shop.example`; the empty text is this service itself.
        origin: String,
    },
}
