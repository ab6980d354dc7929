//! What is checked of paths that aren't moved yet.

use zt_core::contract::Outer;
use zt_core::grammar::Date;

use super::assemble::Front;
use super::fault::Faults;
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
