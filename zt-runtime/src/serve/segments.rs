//! The segments of a service: which there are, and what each has of its own.

use std::sync::Arc;

use zt_core::contract::{MAIN, SegmentInfo};

use super::assemble::Mounted;
use super::fault::Faults;
use crate::config::{Bounds, Clients, variable_of};
use crate::gate::Gate;
use crate::identity::Verifier;

/// What a segment has of its own besides its routes.
pub(crate) struct SegmentParts {
    pub(crate) name: String,
    pub(crate) verifier: Verifier,
    pub(crate) bounds: Bounds,
    pub(crate) clients: Option<Clients>,
}

/// A segment with its endpoints.
pub(super) struct SegmentDoor {
    pub(super) segment: SegmentInfo,
    pub(super) parts: SegmentParts,
    pub(super) mounted: Vec<Mounted>,
}

/// The segments that endpoints belong to: `Main` first, then by name.
pub(crate) fn segments_of(mounted: &[Mounted]) -> Vec<SegmentInfo> {
    let mut all: Vec<SegmentInfo> = Vec::new();
    for segment in mounted.iter().map(|mounted| mounted.effective().segment) {
        if !segment.is_in(&all) {
            all.push(segment);
        }
    }
    all.sort_by_key(|segment| (!segment.is(&MAIN), segment.name));
    all
}

/// Each segment that has endpoints, with what it has of its own. One that isn't configured, and one that is and has no
/// endpoints, are faults.
pub(super) fn doors(
    mounted: &[Mounted],
    main: SegmentParts,
    mut others: Vec<SegmentParts>,
    faults: &mut Faults,
) -> Vec<SegmentDoor> {
    let mut main = Some(main);
    let mut doors = Vec::new();
    for segment in segments_of(mounted) {
        one_meaning(&segment, mounted, faults);
        let at = others.iter().position(|parts| parts.name == segment.name);
        let parts =
            if segment.is(&MAIN) { main.take() } else { at.map(|at| others.swap_remove(at)) };
        let its = |it: &&Mounted| it.effective().segment.is(&segment);
        let mounted: Vec<Mounted> = mounted.iter().filter(its).copied().collect();
        match parts {
            Some(parts) => doors.push(SegmentDoor { segment, parts, mounted }),
            None => not_configured(&segment, &mounted, faults),
        }
    }
    others.iter().for_each(|parts| unused(parts, faults));
    doors
}

/// The configuration knows a segment by its name, and would take two for one.
fn one_meaning(segment: &SegmentInfo, mounted: &[Mounted], faults: &mut Faults) {
    let other = |it: &&Mounted| {
        let its = it.effective().segment;
        its.is(segment) && its != *segment
    };
    if let Some(other) = mounted.iter().find(other) {
        let what = format!(
            "two segments are called `{}`: \"{}\" and \"{}\"; declare one of them, for all",
            segment.name,
            segment.reason,
            other.effective().segment.reason
        );
        faults.at(other.contract(), &what);
    }
}

/// The settings of a segment, to be written.
fn not_configured(segment: &SegmentInfo, mounted: &[Mounted], faults: &mut Faults) {
    let name = segment.name;
    let [listen, audience] = ["listen", "audience"].map(|key| variable_of(["segments", name, key]));
    let what = format!(
        "it is of the segment `{name}`, and the configuration doesn't say where that is; write [segments.{name}] with listen \
         and audience, or {listen} and {audience} (no audience with profile = development)"
    );
    if let Some(first) = mounted.first() {
        faults.at(first.contract(), &what);
    }
}

/// What isn't used isn't configured: a name that was misspelt would otherwise go unseen.
fn unused(parts: &SegmentParts, faults: &mut Faults) {
    faults.add(format!(
        "[segments.{name}]: no endpoint is of a segment with this name; remove it, or write the name in #[segment(\"{name}\")]",
        name = parts.name
    ));
}

/// A gate for each segment: `Main` first, then by name.
#[derive(Debug, Clone)]
pub(crate) struct Gates(Arc<[(SegmentInfo, Arc<Gate>)]>);

impl Gates {
    pub(super) fn new(gates: Vec<(SegmentInfo, Arc<Gate>)>) -> Self {
        Self(gates.into())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &(SegmentInfo, Arc<Gate>)> {
        self.0.iter()
    }

    /// The gate of a segment, if it has endpoints.
    pub(crate) fn of(&self, segment: &SegmentInfo) -> Option<&Arc<Gate>> {
        self.iter().find(|(known, _)| known.is(segment)).map(|(_, gate)| gate)
    }

    /// The first one: `Main`'s, unless nothing belongs to it.
    pub(crate) fn first(&self) -> Option<&Arc<Gate>> {
        self.iter().next().map(|(_, gate)| gate)
    }
}
