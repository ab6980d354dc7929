//! From a service to its manifest: every effective contract as one document.
//!
//! The rules come from [`Effective`](zt_core::contract::Effective), which the gate compiles into its decisions; what handlers
//! take and answer comes from the survey, which binds their arguments by the very code that binds them in a request. So the
//! document can't say anything else than what is enforced. Nothing in it depends on configuration, profile or features.

mod door;
mod endpoint;
mod guarded;
mod noted;
mod question;
mod rules;
mod stage;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

pub(crate) use door::hand_out_if_asked;
pub(crate) use guarded::Guarded;
pub use noted::Noted;
pub use question::{ElseUntold, Question, Shape, Shown};
pub(crate) use rules::{object, waiver};
pub(crate) use stage::stage;
use vocabulary::Lists;
pub use vocabulary::Vocabulary;

use words::Words;
use zt_core::contract::ScopeInfo;
use zt_core::decide::Grants;
use zt_manifest::{Decoy, Endpoint, Manifest, Service as ServiceEntry, VERSION};

use crate::serve::{Faults, Mounted, Tables, grants, mounted, overlaps, surveyed};
use crate::{Error, Result, Service};

/// The manifest of a service, or all that stands in its way.
pub(crate) fn of<S: Service>() -> Result<Manifest> {
    of_tables(Tables::of::<S>()).map_err(|faults| Error::new(faults.told("has no manifest")))
}

fn of_tables(tables: Tables) -> std::result::Result<Manifest, Faults> {
    let mut faults = Faults::of(tables.outer);
    let mounted = mounted(tables, &mut faults);
    overlaps(&mounted, &mut faults);
    let mut vocabulary = Vocabulary::default();
    let mut of_fields = Vec::new();
    let endpoints = endpoints(&mounted, &mut vocabulary, &mut of_fields, &mut faults);
    let Grants { scopes, roles } =
        grants(&mounted, of_fields.into_iter(), tables.roles, &mut faults).unwrap_or_default();
    let Lists { resources, stores, onward } = vocabulary.lists().unwrap_or_else(|doubled| {
        doubled.into_iter().for_each(|fault| faults.add(fault));
        Lists::default()
    });
    let Words { acrs, issuers, devices, networks, segments } = Words::of(&mounted, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let service = ServiceEntry {
        name: tables.outer.name.to_owned(),
        reason: tables.outer.reason.to_owned(),
        place: rules::place(tables.outer.place),
        legacy: rules::legacy(tables.outer),
        floor: tables.outer.stage.map(stage::stage),
        stage: stage::of_service(&mounted),
    };
    let scopes = scopes.scopes().iter().map(rules::scope).collect();
    let roles = roles.iter().map(rules::role).collect();
    Ok(Manifest {
        zt_manifest: VERSION,
        service,
        endpoints,
        scopes,
        roles,
        acrs,
        issuers,
        devices,
        networks,
        segments,
        resources,
        stores,
        onward,
        decoys: decoys(&tables),
    })
}

/// By path.
fn decoys(tables: &Tables) -> Vec<Decoy> {
    let mut decoys: Vec<_> = tables.decoys().map(rules::decoy).collect();
    decoys.sort_by(|one, other| one.path.cmp(&other.path));
    decoys
}

/// By path, then method.
fn endpoints(
    mounted: &[Mounted],
    vocabulary: &mut Vocabulary,
    of_fields: &mut Vec<ScopeInfo>,
    faults: &mut Faults,
) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    for mounted in mounted {
        let Some(noted) = surveyed(mounted, faults) else { continue };
        noted.words.iter().for_each(|word| word(vocabulary));
        of_fields.extend_from_slice(&noted.scopes);
        match endpoint::endpoint(mounted.effective(), noted) {
            Ok(endpoint) => endpoints.push(endpoint),
            Err(lines) => lines.iter().for_each(|line| faults.at(mounted.contract(), line)),
        }
    }
    endpoints.sort_by(|one, other| (&one.path, one.method).cmp(&(&other.path, other.method)));
    endpoints
}
