//! Everything that a service's code names: `use zt::prelude::*;`.
//!
//! It exports no `Result`, so that the standard one stays what it is.

pub use crate::{
    Acr, Action, Allowed, Answer, Argument, Authorizable as _, Authorize, Authorized, Body, Caller,
    Carries as _, Client, Data, Decision, Device, Disclose, Download, EventStream, Events,
    FileType, Form, Fresh, Header, Id, Identity, Input, Issuer, Kind, Loading, Main, Network,
    NoContent, Onward, OnwardFault, Open, OwnSubject, OwnTenant, Patch, Problem, Proof, Proves,
    Query, Read, Redirect, Reply, RequestHeader, Resource, Role, Scope, Secret, Segment,
    Service as _, Site, Streamed, Subject, Tenant, Upload, Within,
};
