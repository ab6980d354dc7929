//! ZT2010: endpoints and groups that no service lists.

use std::collections::BTreeSet;

use super::Unit;
use super::annotation::List;
use super::names::{Meaning, segments};
use crate::finding::{Finding, NEVER_MOUNTED, Place};

/// What lists name: whole paths where they are known, and a crate with a last name, or a last name alone, where a
/// re-export or a macro hides the rest.
#[derive(Debug, Default)]
struct Named {
    whole: BTreeSet<Vec<String>>,
    in_crate: BTreeSet<(String, String)>,
    anywhere: BTreeSet<String>,
}

pub(super) fn check(units: &[Unit]) -> Vec<Finding> {
    let has_service = units.iter().any(|it| it.annotations.services() > 0);
    let named = reached(units, has_service);
    let mut found = Vec::new();
    for unit in units {
        for it in &unit.annotations.endpoints {
            if !named.has(&unit.name, &it.module, &it.name) {
                found.push(finding("endpoint", &it.name, &it.place));
            }
        }
        let groups = unit.annotations.lists.iter().filter(|it| !it.is_service && has_service);
        for it in groups {
            if !named.has(&unit.name, &it.module, &it.name) {
                found.push(finding("group", &it.name, &it.place));
            }
        }
    }
    found
}

fn finding(kind: &str, name: &str, place: &Place) -> Finding {
    let what = format!("the {kind} `{name}` is in no service");
    let mend = format!("list it, `endpoints(.., {name})`, or take it away");
    NEVER_MOUNTED.at(place.clone(), what, mend)
}

/// What services name, and the groups that they name. In a library without a service every group counts: the service
/// is elsewhere.
fn reached(units: &[Unit], has_service: bool) -> Named {
    let mut named = Named::default();
    let mut waiting: Vec<(&Unit, &List)> = units
        .iter()
        .flat_map(|unit| unit.annotations.lists.iter().map(move |it| (unit, it)))
        .collect();
    loop {
        let (now, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(unit, list)| {
            list.is_service || !has_service || named.has(&unit.name, &list.module, &list.name)
        });
        if now.is_empty() {
            return named;
        }
        now.into_iter().for_each(|(unit, list)| named.add(unit, list));
        waiting = later;
    }
}

impl Named {
    fn add(&mut self, unit: &Unit, list: &List) {
        for path in &list.listed {
            let last = path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
            match unit.names.meaning(&list.module, path) {
                Meaning::Local(path) => {
                    self.whole.insert([std::slice::from_ref(&unit.name), &path].concat());
                }
                Meaning::Other(path) => {
                    let krate = path.first().cloned().unwrap_or_default();
                    let last = path.last().cloned().unwrap_or(last);
                    self.in_crate.insert((krate, last));
                }
                Meaning::Zt(_) | Meaning::Unknown => {
                    self.anywhere.extend(segments(path).last().cloned());
                }
            }
        }
    }

    fn has(&self, krate: &str, module: &[String], name: &str) -> bool {
        let whole = [&[krate.to_owned()], module, &[name.to_owned()]].concat();
        self.whole.contains(&whole)
            || self.in_crate.contains(&(krate.to_owned(), name.to_owned()))
            || self.anywhere.contains(name)
    }
}
