//! What is checked before the first request.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Waker};

use jiff::Timestamp;
use zt_core::contract::{Access, Contract, Effective, Method, Outer, StoreInfo, Waiver};
use zt_core::grammar::{self, Date};

use super::assemble::Mounted;
use super::fault::{Faults, place};
use super::legacy;
use crate::config::variable_of;
use crate::edge::Headers;
use crate::endpoint::{Admitted, Cx, Entry, Stores, Survey};
use crate::manifest::{Guarded, Noted};
use crate::onward::NextServices;
use crate::route::metadata;

/// B-10, both directions.
pub(super) fn same_endpoints(listed: &[&'static Contract], entries: &[Entry], faults: &mut Faults) {
    for (index, contract) in listed.iter().enumerate() {
        if entries.get(index).is_none_or(|entry| entry.contract != *contract) {
            faults.at(
                contract,
                "the service lists it, and another handler or none is mounted in its place; \
                                 list it by its own name in endpoints(..)",
            );
        }
    }
    for entry in entries.iter().skip(listed.len()) {
        faults.at(
            entry.contract,
            "it is mounted, and the service doesn't list it; add it to endpoints(..)",
        );
    }
}

/// B-07: which of two endpoints answers a path is a matter of priority, so both must demand the same. Messages are said over
/// whichever socket answered.
pub(crate) fn overlaps(mounted: &[Mounted], faults: &mut Faults) {
    let mounted: Vec<_> = mounted.iter().filter(|it| it.contract().message.is_none()).collect();
    let paths: Vec<(Method, String)> = mounted
        .iter()
        .map(|mounted| (mounted.effective.contract.method, mounted.effective.path()))
        .collect();
    for (one, other) in grammar::overlaps(&paths) {
        let (Some(one), Some(other)) = (mounted.get(one), mounted.get(other)) else { continue };
        if !same_rule(&one.effective, &other.effective) {
            let what = format!(
                "`{}` can match the same path as `{}` of {}, and their rules differ; \
                 give one of them a path of its own, or both the same rule",
                one.effective.path(),
                other.effective.path(),
                place(other.effective.contract),
            );
            faults.at(one.effective.contract, &what);
        }
    }
}

fn same_rule(one: &Effective, other: &Effective) -> bool {
    one.contract.access == other.contract.access
        && one.contract.asks == other.contract.asks
        && one.proof == other.proof
        && one.network == other.network
        && one.rate == other.rate
        && one.limits == other.limits
        && one.segment.is(&other.segment)
        && one.contract.stream == other.contract.stream
}

/// what clients are told has a place of its own, and an endpoint there would never be asked.
pub(super) fn metadata_apart(mounted: &[Mounted], faults: &mut Faults) {
    for mounted in mounted {
        let path = mounted.effective.path();
        if metadata::owns(&path) {
            let what = format!(
                "`{path}` is where the service itself tells clients who issues tokens for it (RFC 9728); \
                 give the endpoint another path"
            );
            faults.at(mounted.contract(), &what);
        }
    }
}

/// Asks each handler which arguments it takes, without running it; what its fields need of callers comes back, in the same
/// order.
pub(super) fn arguments(
    mounted: &[Mounted],
    stores: &Arc<Stores>,
    faults: &mut Faults,
) -> Vec<Guarded> {
    let mut missing = BTreeSet::new();
    let mut called = BTreeSet::new();
    let mut guarded = Vec::new();
    for mounted in mounted {
        let survey = asked(mounted, stores, faults).unwrap_or_default();
        let noted = survey.noted.take();
        guarded.push(noted.guarded());
        for name in noted.called_onward() {
            if called.insert(name) && !stores.next_services().has(name) {
                faults.at(mounted.contract(), &not_configured(name));
            }
        }
        for name in survey.missing.take() {
            if missing.insert(name) {
                let what = format!(
                    "it needs the store `{name}`, and nobody handed one in; write .data(..) with it before .serve()"
                );
                faults.at(mounted.contract(), &what);
            }
        }
    }
    unused(stores.next_services(), &called, faults);
    guarded
}

/// The settings of a service that is called onward, to be written.
fn not_configured(name: &str) -> String {
    let url = variable_of(["onward", name, "url"]);
    format!(
        "it calls the service `{name}`, and the configuration doesn't say where that is; write [onward.{name}] with url, \
         token_endpoint, audience, scope, client and client_secret, or {url} and so on"
    )
}

/// What isn't used isn't configured: a name that was misspelt would otherwise go unseen.
fn unused(services: &NextServices, called: &BTreeSet<&str>, faults: &mut Faults) {
    for name in services.names().filter(|name| !called.contains(name)) {
        let line = format!(
            "[onward.{name}]: no endpoint takes an `Onward` of a service with this name; remove it, or write the name in \
             #[onward(\"{name}\")]"
        );
        faults.add(line);
    }
}

/// What the survey learned for the manifest, which needs no stores.
pub(crate) fn surveyed(mounted: &Mounted, faults: &mut Faults) -> Option<Noted> {
    asked(mounted, &Arc::default(), faults).map(|survey| survey.noted.take())
}

fn asked(mounted: &Mounted, stores: &Arc<Stores>, faults: &mut Faults) -> Option<Survey> {
    let contract = mounted.contract();
    let cx = Cx::surveying(nothing_admitted(&mounted.effective), Arc::clone(stores));
    if !survey(mounted.entry, &cx) {
        faults.at(contract, "binding its arguments panicked; the message is above");
    }
    let survey = cx.into_survey()?;
    foreign_stores(&mounted.effective, &survey.reached.take(), faults);
    for name in survey.forbidden_headers.take() {
        let what = format!(
            "`{name}` is a header that the gate alone reads, or no header name in lower case; take another"
        );
        faults.at(contract, &what);
    }
    let of_fields = survey.noted.borrow().faults_of_fields(&mounted.effective);
    of_fields.iter().for_each(|what| faults.at(contract, what));
    for entry in survey.no_media_types.take() {
        let what = format!(
            "`{entry}` is no media type that an upload can have; list each in full and in lower case, as in `image/png`"
        );
        faults.at(contract, &what);
    }
    Some(survey)
}

/// O-06: what the compiler couldn't see, as behind a `Box`, is found here.
fn foreign_stores(effective: &Effective, reached: &[&'static StoreInfo], faults: &mut Faults) {
    let segment = effective.segment;
    let mut told = BTreeSet::new();
    for store in reached.iter().filter(|store| !segment.is_in(store.segments)) {
        if told.insert(store.name) {
            let owners: Vec<_> = store.segments.iter().map(|it| format!("`{}`", it.name)).collect();
            let what = format!(
                "it is of the segment `{}`, and reaches the store `{}` of {}; let both belong to one segment, or share the store",
                segment.name,
                store.name,
                owners.join(" and "),
            );
            faults.at(effective.contract, &what);
        }
    }
}

/// In a survey a call ends where its first await would be.
fn survey(entry: Entry, cx: &Cx) -> bool {
    let poll = || {
        let _ = (entry.call)(cx).as_mut().poll(&mut Context::from_waker(Waker::noop()));
    };
    catch_unwind(AssertUnwindSafe(poll)).is_ok()
}

fn nothing_admitted(effective: &Effective) -> Admitted {
    Admitted {
        contract: effective.contract,
        limits: effective.limits,
        identity: None,
        params: Vec::new(),
        query: String::new(),
        headers: Box::new(Headers::default()),
        body: None,
        trace: "survey".to_owned(),
        credential: None,
    }
}

/// B-03: a waiver whose date has gone by warns, and stops nobody: `cargo zt check` does.
pub(super) fn waivers(service: &Outer, mounted: &[Mounted], stores: &Stores, now: Timestamp) {
    let today = today(now);
    let of_service = legacy::overdue(service, today).chain(no_longer_shared(stores, today));
    for line in overdue(mounted, now).into_iter().chain(of_service) {
        tracing::warn!("{line}");
        // Nobody may have set up a subscriber yet, and this must be seen.
        let _ = writeln!(io::stderr().lock(), "warning: {line}");
    }
}

pub(super) fn overdue(mounted: &[Mounted], now: Timestamp) -> Vec<String> {
    let today = today(now);
    let mut lines = Vec::new();
    for contract in mounted.iter().map(|mounted| mounted.effective.contract) {
        for waiver in waivers_of(contract) {
            if let Some(until) = waiver.until.filter(|until| until.is_before(today)) {
                let place = place(contract);
                lines.push(format!("{place}: its waiver ended on {until}: \"{}\"", waiver.why));
            }
        }
    }
    lines
}

pub(super) fn no_longer_shared(stores: &Stores, today: Date) -> BTreeSet<String> {
    let ended = stores.infos().filter_map(|store| {
        let waiver = store.shared?;
        let until = waiver.until.filter(|until| until.is_before(today))?;
        Some(format!(
            "the store `{}`: its `shared(..)` ended on {until}: \"{}\"",
            store.name, waiver.why
        ))
    });
    ended.collect()
}

fn today(now: Timestamp) -> Date {
    Date::from_unix_seconds(u64::try_from(now.as_second()).unwrap_or(0))
}

fn waivers_of(contract: &Contract) -> impl Iterator<Item = &Waiver> {
    let own = match &contract.access {
        Access::Authenticated(waiver) | Access::Public(waiver) => Some(waiver),
        Access::Scopes(_) | Access::Probe => None,
    };
    own.into_iter().chain(contract.open.iter().map(|open| &open.waiver))
}
