//! X35, B-09, B-10: what the compiler checked, what is mounted and what answers are one list.

use std::panic::{AssertUnwindSafe, catch_unwind};

use zt::__private::{Entry, LimitsRule, Mount as Listed, Outer, Place, ProofRule};
use zt::{Mount, Service};

use crate::fixture::broken::Minefield;
use crate::fixture::desk::{Desk, Things};
use crate::fixture::folders::{list_folders, read_folder};
use crate::fixture::open::health;
use crate::fixture::runs::Runs;
use crate::fixture::samples::SAMPLES;
use crate::fixture::{Office, in_house, routes};

#[test]
fn x35_the_registry_is_what_is_mounted() {
    let listed: Vec<_> = Office::MOUNTS
        .iter()
        .flat_map(|mount| mount.contracts())
        .map(|contract| contract.name)
        .collect();
    let mounted: Vec<_> =
        Office::ENTRIES.iter().flat_map(|entries| entries.iter()).map(Entry::name).collect();
    assert_eq!(listed, mounted);
    assert_eq!(listed.len(), SAMPLES.len());
}

// Each listed route is answered by the handler of its own name, under its own rule, in this build: debug or release.
#[test]
fn x35_b09_each_route_runs_its_own_handler_under_its_own_rule() {
    let mut rules = std::collections::BTreeMap::new();
    for route in routes() {
        in_house(async |house| {
            route.by(&house.alice()).await;
            let record = &house.records()[0];
            assert_eq!(record["endpoint"], route.name());
            assert_eq!(record["pattern"], route.pattern());
            assert_eq!(house.runs.all().into_keys().collect::<Vec<_>>(), [route.name()]);
            let rule = record["rule"].as_str().unwrap().to_owned();
            assert!(
                rules.insert(rule, route.name()).is_none(),
                "two routes with one rule's digest"
            );
        });
    }
    assert_eq!(rules.len(), SAMPLES.len());
}

const OUTER: &Outer = &Outer {
    name: "Forged",
    reason: "Tables that no macro wrote.",
    prefix: "",
    place: Place { file: "registry.rs", in_package: "registry.rs", line: 1, module: "registry" },
    proof: ProofRule::NONE,
    rate: None,
    limits: LimitsRule::NONE,
    network: &[],
    segment: None,
    legacy: &[],
    stage: None,
};

/// A service whose tables are written by hand.
macro_rules! forged {
    ($name:ident, $mounts:expr, $entries:expr) => {
        struct $name;

        impl Service for $name {
            const OUTER: &'static Outer = OUTER;
            const MOUNTS: &'static [Listed] = $mounts;
            const ENTRIES: &'static [&'static [Entry]] = $entries;
        }
    };
}

forged!(Honest, &[<read_folder as Mount>::MOUNT], &[<read_folder as Mount>::ENTRIES]);
forged!(MountedAlone, &[], &[<read_folder as Mount>::ENTRIES]);
forged!(ListedAlone, &[<read_folder as Mount>::MOUNT], &[]);
forged!(ListedEmpty, &[<read_folder as Mount>::MOUNT], &[&[]]);
forged!(Exchanged, &[<read_folder as Mount>::MOUNT], &[<list_folders as Mount>::ENTRIES]);
forged!(
    OneTooMany,
    &[<health as Mount>::MOUNT],
    &[<health as Mount>::ENTRIES, <read_folder as Mount>::ENTRIES]
);
forged!(
    Twice,
    &[<read_folder as Mount>::MOUNT, <read_folder as Mount>::MOUNT],
    &[<read_folder as Mount>::ENTRIES, <read_folder as Mount>::ENTRIES]
);

/// Why the service doesn't start; nothing if it does.
fn fault<S: Service>() -> String {
    let start = || {
        let app =
            S::test().data(Desk::with(Things::default())).data(Runs::default()).data(Minefield);
        zt::testing::block_on(async { app.anonymous().get("/").await.status() })
    };
    match catch_unwind(AssertUnwindSafe(start)) {
        Ok(_) => String::new(),
        Err(panic) => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}

#[test]
fn x35_b10_tables_that_differ_do_not_start() {
    assert_eq!(fault::<Honest>(), "");
    for (fault, name) in [
        (fault::<MountedAlone>(), "read_folder"),
        (fault::<ListedAlone>(), "read_folder"),
        (fault::<ListedEmpty>(), "read_folder"),
        (fault::<Exchanged>(), "read_folder"),
        (fault::<OneTooMany>(), "read_folder"),
        (fault::<Twice>(), "read_folder"),
    ] {
        assert!(
            fault.contains("doesn't start") && fault.contains(&format!("`{name}`")),
            "{fault:?}"
        );
    }
}

#[test]
fn x35_a_store_that_nobody_handed_in_is_told_at_start_up() {
    let start = || {
        let app = Office::test().data(Runs::default());
        zt::testing::block_on(async { app.anonymous().get("/health").await.status() })
    };
    let panic = catch_unwind(AssertUnwindSafe(start)).unwrap_err();
    let fault = panic.downcast_ref::<String>().unwrap();
    assert!(
        fault.contains("Desk") && fault.contains("Minefield") && fault.contains(".data("),
        "{fault}"
    );
}
