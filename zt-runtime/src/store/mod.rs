//! Stores: the only way from a handler to data, each method behind a proof.

use zt_core::contract::{MAIN, SegmentInfo, Unproved, Waiver};

mod data;
mod probe;
mod reached;

pub use data::Data;
pub use probe::{ElseNo, HasProof, No, Or, Probe, Yes, need_proof};
pub(crate) use reached::store_info;
pub use reached::{ElseUnreached, Reaches, ask_reached, each_reached, take_unasked};

/// Where data lives. Given by `#[zt::store]` alone, which demands a proof of every method.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no store [ZT0503]",
    label = "not a store",
    note = "a pool, connection or client handed in raw reaches every row without a proof",
    note = "help: wrap it and take `Data<Orders>`: `pub struct Orders {{ .. }}` and `#[zt::store] impl Orders {{ .. }}`"
)]
pub trait Store: MarkedStore + Send + Sync + 'static {}

/// The mark that `#[zt::store]` leaves; `cargo zt check` refuses it elsewhere.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no store [ZT0503]",
    label = "not a store",
    note = "a store written by hand would have methods that nobody checked for a proof",
    note = "help: #[zt::store] impl {Self} {{ .. }}"
)]
pub trait MarkedStore {
    /// The type's name, for the manifest.
    const NAME: &'static str;
    /// Its methods that take no proof, for the manifest.
    const UNPROVED: &'static [Unproved];
    /// The segments that it belongs to.
    const SEGMENTS: &'static [SegmentInfo] = &[MAIN];
    /// Why several share it.
    const SHARED: Option<Waiver> = None;
}
