//! What is checked of paths that aren't moved yet.

use zt_core::contract::{LegacyPath, MAIN, Outer, SegmentInfo};
use zt_core::grammar::Date;

use super::assemble::{Front, Mounted};
use super::fault::Faults;
use super::segments::segments_of;
use crate::route::metadata;

/// Behind our own listener nobody answers a legacy path: a waiver without effect lies to its reader.
pub(super) fn answered(service: &Outer, front: Front, faults: &mut Faults) {
    if front != Front::Listener {
        return;
    }
    for legacy in service.legacy {
        faults.add(format!(
            "{}: `legacy({:?}, ..)` has no effect with .serve() and .bind(), where no application is beside the service; \
             take it away, or hand the service to that application with .service() (feature `actix` of zt-runtime)",
            place(service),
            legacy.path
        ));
    }
}

/// An application of actix takes in what comes for `Main`. Another segment has a listener of its own, and there is none.
pub(super) fn one_segment(mounted: &[Mounted], front: Front, faults: &mut Faults) {
    if !front.is_application() {
        return;
    }
    for segment in segments_of(mounted).iter().filter(|segment| !segment.is(&MAIN)) {
        faults.add(format!(
            "the segment `{}` has a listener of its own, and .service() opens none: the application listens; serve it by \
             a program of its own, with .serve()",
            segment.name
        ));
    }
}

/// The paths that an application beside the service answers are those at `Main`'s door.
pub(super) fn of_segment(service: &'static Outer, segment: &SegmentInfo) -> &'static [LegacyPath] {
    if segment.is(&MAIN) { service.legacy } else { &[] }
}

/// what clients are told has a place of its own, and an application there would never be asked.
pub(super) fn metadata_apart(service: &Outer, faults: &mut Faults) {
    for legacy in service.legacy {
        if legacy.holds(metadata::PREFIX) || metadata::owns(legacy.path) {
            faults.add(format!(
                "{}: `legacy({:?}, ..)` holds {}, where the service itself tells clients who issues tokens for it (RFC 9728); \
                 name the paths beside it, one by one",
                place(service),
                legacy.path,
                metadata::PREFIX
            ));
        }
    }
}

/// B-03: a day that has gone by warns, and stops nobody.
pub(super) fn overdue(service: &Outer, today: Date) -> impl Iterator<Item = String> {
    let ended = service.legacy.iter().filter(move |legacy| legacy.until.is_before(today));
    ended.map(|legacy| {
        let (place, path, until, why) = (place(service), legacy.path, legacy.until, legacy.why);
        format!("{place}: `legacy({path:?}, ..)` ended on {until}: \"{why}\"")
    })
}

fn place(service: &Outer) -> String {
    format!("{}:{}, `{}`", service.place.file, service.place.line, service.name)
}
