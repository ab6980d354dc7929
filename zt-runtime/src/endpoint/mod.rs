//! Endpoints as data and as one function pointer each.

mod cx;
mod mount;
mod reach;
mod service;
mod stores;

pub use cx::Cx;
pub(crate) use cx::{Admitted, BodyFault, BodySource, HeaderSource, ReadBody, Survey, Watch};
pub use mount::{CallFuture, Endpoint, Entry, Mounted, entry};
pub use reach::{check_entry_stores, check_mount_stores};
pub use service::Service;
pub(crate) use stores::Stores;
