//! zt: zero trust that the compiler enforces.
//!
//! The annotation of a handler is its access rule. The program does not compile while a rule is missing or incomplete, and the
//! runtime enforces each rule on every request.
//!
//! ```text
//! annotation → contract → edge → route → identity → access → objects → input → handler → disclose → audit
//! ```
//!
//! A user adds this one crate and writes `use zt::prelude::*;`.

// The macros' output names `::zt`; inside of this crate's own tests and documentation that is the crate itself.
extern crate self as zt;

mod access;
mod acr;
mod argument;
mod audit;
mod authority;
mod breaker;
mod clock;
mod config;
mod crypto;
mod device;
mod disclose;
mod edge;
mod endpoint;
mod error;
mod evidence;
mod gate;
mod hex;
mod identity;
mod input;
mod issuer;
mod ledger;
mod manifest;
mod network;
mod object;
mod onward;
mod outbound;
mod prefix;
mod problem;
mod reply;
mod role;
mod route;
mod scope;
mod secret;
mod segment;
mod serve;
pub mod shared;
mod stage;
mod store;
mod stream;
mod structured;
pub mod testing;
mod watch;
mod web;

#[doc(hidden)]
pub mod __private;
#[doc(hidden)]
pub mod demands;
pub mod prelude;

pub use acr::Acr;
pub use argument::{Argument, Header, OwnedArgument, RequestHeader, TakesBody};
pub use authority::{AuthorityFault, Development, TokenBuilder};
pub use config::ConfigFault;
pub use device::Device;
pub use disclose::{
    AResource, AView, Disclose, EitherResourceOrView, MayGoOut, PlainField, View, ViewOf,
};
pub use endpoint::{Endpoint, Mounted as Mount, Service};
pub use error::{Error, Result};
pub use evidence::{
    Allowed, Authorizable, Authorized, Caller, Carries, Evidence, Identified, Offers, Proof,
    Proves, Requires,
};
pub use identity::{
    Client, Identity, Kind, NameFault, RevocationFault, Revocations, Subject, Tenant,
};
pub use input::{
    Body, FileType, Form, Fresh, Input, InputField, MayBeLeftOut, Patch, Query, TakesItems,
    TakesLength, TakesRange, Upload, UploadedFile,
};
pub use issuer::Issuer;
pub use network::Network;
pub use object::{
    Action, Authorize, Decision, Id, IdValue, Loading, Open, OpenArg, OpenValue, OwnSubject,
    OwnTenant, Read, ReadingAction, Resource, TiedArg, Within, WritingAction,
};
pub use onward::{NextService, Onward, OnwardAnswer, OnwardBody, OnwardCall, OnwardFault};
pub use problem::Problem;
pub use reply::{
    Answer, Download, MessageAnswer, NoContent, PlainView, ProbeAnswer, Redirect, Reply, Respond,
    Site,
};
pub use role::Role;
pub use scope::Scope;
pub use secret::Secret;
pub use segment::{Main, Segment};
pub use serve::{App, Server};
pub use store::{Data, HasProof, Store};
pub use stream::{Ended, EventStream, Events, Sending, Socket, StreamAnswer, Streamed, Streams};
#[cfg(feature = "actix")]
pub use web::existing::{DefaultDeny, Guarded, GuardedService};
pub use zt_manifest::{Manifest, StageReport};

pub use zt_macros::{
    Acr, Action, Argument, Device, Disclose, Id, Input, Issuer, Network, Onward, Resource, Role,
    Scope, Segment, decoy, delete, get, group, head, main, message, patch, post, put, service,
    store,
};
