//! Objects: ids, resources, and the policy that says who may do what with them.

mod action;
mod id;
mod load;
mod path;
mod resource;
#[cfg(test)]
mod tests;

pub use action::{Action, ActionInfo, Read, ReadingAction, WritingAction};
pub use id::{Id, IdValue};
pub use load::Loading;
pub(crate) use load::load;
pub use path::{
    InPath, Open, OpenArg, OpenValue, OwnSubject, OwnTenant, OwnedPathArg, TiedArg, ToChange,
    ToRead,
};
pub(crate) use resource::may;
pub use resource::{Authorize, Decides, Decision, LoadFuture, Resource, Tenancy, Within};
