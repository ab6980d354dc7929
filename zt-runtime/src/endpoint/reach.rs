//! Which stores a service's endpoints can reach, held against their segments while it compiles.

use zt_core::contract::{Mount, Outer, check_group_stores, check_service_stores};

use super::Entry;

/// Of a group's list: a store of another segment than the group's.
///
/// # Panics
/// In const evaluation, with ZT0941.
#[track_caller]
pub const fn check_entry_stores(group: &Outer, entry: &Entry) {
    check_group_stores(group, entry.contract, &entry.stores);
}

/// Of a service's list: a store of another segment than the one that the service says, or than `Main`.
///
/// # Panics
/// As [`check_entry_stores`].
#[track_caller]
pub const fn check_mount_stores(service: &Outer, mount: &Mount, entries: &[Entry]) {
    let mut entries = entries;
    while let [entry, rest @ ..] = entries {
        check_service_stores(service, mount.group(), entry.contract, &entry.stores);
        entries = rest;
    }
}
