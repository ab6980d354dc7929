//! The one door for generated code. Nothing here is stable, and `cargo zt check` refuses it in code that people write.

pub use crate::argument::{Calling, ElseUndescribed, Gathering};
pub use crate::disclose::{ListOut, ObjectOut, Out, WriteFault, Written};
pub use crate::endpoint::{CallFuture, Cx, Entry, check_entry_stores, check_mount_stores, entry};
pub use crate::input::{Bound, Field, FieldRules, Fields, Pending, input_value};
pub use crate::manifest::{ElseUntold, Noted, Question, Shape, Shown, Vocabulary};
pub use crate::object::{ActionInfo, Decides, LoadFuture, Tenancy};
pub use crate::onward::NextServiceInfo;
pub use crate::reply::{Described, Response};
pub use crate::serve::run;
pub use crate::store::{
    ElseNo, ElseUnreached, MarkedStore, Probe, Reaches, ask_reached, each_reached, take_unasked,
};

pub use zt_core::contract::{
    Access, AcrInfo, Contract, Decoy, DeviceInfo, Effect, IssuerInfo, LegacyPath, LimitsRule,
    MessageRule, Method, Mount, NetworkInfo, OpenParam, Outer, Place, ProofRule, RateBy, RateRule,
    Reached, RoleInfo, ScopeInfo, SegmentInfo, Sensitivity, StreamRule, Twin, Twins, Unproved,
    Waiver, check_argument_stores, check_decoy, check_legacy, check_messages, check_mount_stage,
    check_mount_tighter, check_outer_tighter, check_scope_effects, check_service_stage,
    check_tighter, check_unique, check_unique_mount, find_twins,
};
pub use zt_core::grammar::{Date, Period, Rate, Size, Span};
pub use zt_core::stage::Stage;

use crate::identity::{Identity, Subject};
use crate::{Id, IdValue};

/// Whether `owner` is the caller: issuer, subject and kind, whole.
#[must_use]
pub fn same_subject(owner: &Subject, caller: &Identity) -> bool {
    owner == caller.subject()
}

/// The value inside of an id.
#[must_use]
pub fn id_value<T: IdValue>(text: &str) -> Option<T> {
    T::parse(text)
}

/// The spelling of the value inside of an id.
#[must_use]
pub fn id_text<T: IdValue>(value: &T) -> String {
    value.text()
}

/// Writes the value inside of an id.
///
/// # Errors
/// When the answer can't be written.
pub fn id_write<T: IdValue>(value: &T, out: Out<'_>) -> Written {
    value.write(out)
}

/// Writes an id into an answer.
///
/// # Errors
/// When the answer can't be written.
pub fn write_id<T: Id>(id: &T, out: Out<'_>) -> Written {
    id.write(out)
}
