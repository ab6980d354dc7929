//! The gate loads an object, compares the tenant, asks the policy: once for each request.

use std::marker::PhantomData;

use super::{Action, Authorize, Id, may};
use crate::audit::ObjectRecord;
use crate::endpoint::Cx;
use crate::evidence::{Authorized, Evidence, sealed::Sealed};
use crate::problem::Refusal;

/// The right to load an object before anybody was authorized for it. Only the gate can make one.
#[derive(Debug)]
pub struct Loading<'r>(PhantomData<&'r ()>);

impl Sealed for Loading<'_> {}
impl Evidence for Loading<'_> {}

/// Not there, not yours, another tenant's, malformed: one and the same 404.
pub(crate) async fn load<R: Authorize<A>, A: Action>(
    cx: &Cx,
    text: &str,
) -> Result<Authorized<R, A>, Refusal> {
    let id = R::Id::parse(text).ok_or(Refusal::NotFound("malformed_id"))?;
    cx.note_object(ObjectRecord::new(R::NAME, text));
    let identity = cx.shared_identity().ok_or(Refusal::NoCredential)?;
    let store = cx.store::<R::Store>().ok_or(Refusal::Internal("store_missing"))?;
    let found = R::load(&store, &id, Loading(PhantomData)).await;
    let resource = found
        .map_err(|error| cx.failed("store_failed", &error))?
        .ok_or(Refusal::NotFound("no_such_object"))?;
    if may::<R, A>(&resource, &identity) {
        Ok(Authorized::new(resource, &id, identity))
    } else {
        Err(Refusal::NotFound("not_authorized"))
    }
}
