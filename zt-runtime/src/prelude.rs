//! Everything that a service's code names: `use zt::prelude::*;`.
//!
//! It exports no `Result`, so that the standard one stays what it is.

pub use crate::{
    Acr, Action, Allowed, Answer, Argument, Authorizable as _, Authorize, Authorized, Body, Caller,
    Carries as _, Client, Data, Decision, Device, Disclose, Download, FileType, Form, Fresh,
    Header, Id, Identity, Input, Issuer, Kind, Loading, NoContent, Onward, OnwardFault, Open,
    OwnSubject, OwnTenant, Patch, Problem, Proof, Proves, Query, Read, Redirect, Reply,
    RequestHeader, Resource, Role, Scope, Secret, Service as _, Site, Subject, Tenant, Upload,
    Within,
};
