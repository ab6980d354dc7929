//! ZT0905: one method and one path, one endpoint.

use super::text::ConstText;
use crate::contract::named::is_same;
use crate::contract::{Contract, Mount};
use crate::grammar::shape::{named_hash, same_shape, shape_hash};

/// The most endpoints of one service: with twice as many, and paths of 50 characters, rustc's lint on long evaluations
/// denies the program.
pub const MAX_ENDPOINTS: usize = 8_192;

/// How many pairs are reported at once; the others follow when these are mended.
const REPORTED: usize = 8;

/// Two endpoints of one method and shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twin {
    /// The index of the name in the service's list that brought the second.
    pub mount: usize,
    /// The endpoint that came first.
    pub first: &'static Contract,
    /// The endpoint that came second.
    pub second: &'static Contract,
    /// The prefix of the second.
    pub prefix: &'static str,
}

/// The first few pairs of endpoints that answer the same requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twins {
    found: [Option<Twin>; REPORTED],
}

impl Twins {
    /// The pairs, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = &Twin> {
        self.found.iter().flatten()
    }

    const NONE: Self = Self { found: [None; REPORTED] };

    const fn push(&mut self, twin: Twin) {
        let mut rest = self.found.as_mut_slice();
        while let [slot, tail @ ..] = rest {
            if slot.is_none() {
                *slot = Some(twin);
                return;
            }
            rest = tail;
        }
    }
}

/// Looks for endpoints of one method and shape (B-07) in a service's list, in time linear in their number: the hash table
/// keeps thousands of endpoints clear of rustc's lint on long evaluations.
///
/// # Panics
/// In const evaluation, for a service of more than [`MAX_ENDPOINTS`].
#[must_use]
#[track_caller]
pub const fn find_twins(mounts: &'static [Mount]) -> Twins {
    match count(mounts) {
        0..=128 => search::<256>(mounts),
        129..=2_048 => search::<4_096>(mounts),
        2_049..=MAX_ENDPOINTS => search::<16_384>(mounts),
        count => size_refusal(count).refuse(),
    }
}

/// Refuses the first pair of endpoints with one method and shape.
///
/// # Panics
/// In const evaluation, with ZT0905.
#[track_caller]
pub const fn check_unique(mounts: &'static [Mount]) {
    if let [Some(twin), ..] = find_twins(mounts).found {
        refusal(&twin).refuse();
    }
}

/// As [`check_unique`], for one name in the list, so that the error stands at that name:
/// `const TWINS: Twins = find_twins(MOUNTS); const _: () = check_unique_mount(&TWINS, 3);`
///
/// # Panics
/// In const evaluation, with ZT0905.
#[track_caller]
pub const fn check_unique_mount(twins: &Twins, mount: usize) {
    let mut rest = twins.found.as_slice();
    while let [Some(twin), tail @ ..] = rest {
        if twin.mount == mount {
            refusal(twin).refuse();
        }
        rest = tail;
    }
}

const fn count(mut mounts: &[Mount]) -> usize {
    let mut count = 0;
    while let [mount, rest @ ..] = mounts {
        count += mount.contracts().len();
        mounts = rest;
    }
    count
}

/// An endpoint in the table.
#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    prefix: &'static str,
    contract: &'static Contract,
}

impl Entry {
    const fn is_twin_of(&self, other: &Self) -> bool {
        self.hash == other.hash
            && self.contract.method as u8 == other.contract.method as u8
            && same_message(self.contract, other.contract)
            && same_shape(self.prefix, self.contract.pattern, other.prefix, other.contract.pattern)
    }
}

/// Messages of one socket differ by their names.
const fn same_message(one: &Contract, other: &Contract) -> bool {
    match (one.message, other.message) {
        (Some(one), Some(other)) => is_same(one.name.as_bytes(), other.name.as_bytes()),
        (None, None) => true,
        _ => false,
    }
}

/// `SLOTS` is a power of two and at least twice the number of endpoints.
const fn search<const SLOTS: usize>(mut mounts: &'static [Mount]) -> Twins {
    let mut table = [None; SLOTS];
    let mut twins = Twins::NONE;
    let mut index = 0;
    while let [mount, rest @ ..] = mounts {
        let mut contracts = mount.contracts();
        while let [contract, others @ ..] = contracts {
            let prefix = mount.prefix();
            let hash = shape_hash(contract.method, prefix, contract.pattern);
            let hash = match contract.message {
                Some(message) => named_hash(hash, message.name),
                None => hash,
            };
            if let Some(first) = insert(&mut table, Entry { hash, prefix, contract }) {
                twins.push(Twin { mount: index, first, second: contract, prefix });
            }
            contracts = others;
        }
        mounts = rest;
        index += 1;
    }
    twins
}

/// Open addressing: the first free slot from the hash on, or the twin that stands before it.
const fn insert(table: &mut [Option<Entry>], entry: Entry) -> Option<&'static Contract> {
    let mask = table.len() - 1;
    let mut position = entry.hash as usize & mask;
    while let Some((_, [slot, ..])) = table.split_at_mut_checked(position) {
        match slot {
            Some(other) if entry.is_twin_of(other) => return Some(other.contract),
            Some(_) => position = (position + 1) & mask,
            None => {
                *slot = Some(entry);
                return None;
            }
        }
    }
    None
}

const fn refusal(twin: &Twin) -> ConstText {
    ConstText::new()
        .name(twin.first.name)
        .text(" and ")
        .name(twin.second.name)
        .text(" answer ")
        .contract(twin.prefix, twin.second)
        .code("ZT0905")
        .note()
        .text(why(twin))
        .note()
        .text("they stand at ")
        .place(twin.first)
        .text(" and ")
        .place(twin.second)
        .help()
        .text("drop ")
        .name(twin.first.name)
        .text(" or ")
        .name(twin.second.name)
        .text(" from `endpoints(..)`, or give one of them another ")
        .text(if twin.second.message.is_some() { "name" } else { "path" })
}

const fn why(twin: &Twin) -> &'static str {
    if twin.second.message.is_some() {
        "one of the two rules would never be asked, and chance decides which"
    } else {
        "one of the two rules would never be asked, and chance decides which; names of parameters make no difference"
    }
}

const fn size_refusal(count: usize) -> ConstText {
    ConstText::new()
        .text("a service of ")
        .number(count as u64)
        .text(" endpoints is over ")
        .number(MAX_ENDPOINTS as u64)
        .code("ZT0905")
        .note()
        .text("endpoints that nobody compared could answer the same requests")
        .help()
        .text("make two services of it")
}

#[cfg(test)]
#[path = "unique_tests.rs"]
mod tests;
