//! The notes under attack: every endpoint, by everything that applies to it.

use std::time::Duration;

use serde_json::Value;
use zt::TokenBuilder;
use zt::prelude::*;
use zt::testing::{TestApp, block_on};
use zt_attack::{Callers, Fault, Faults, Plan, Samples, Target, Wanted, Who, attack};

use super::{notes, person, write};
use crate::Notes;

struct House(TestApp<Notes>);

/// Longer than any token lives.
const JUMP: Duration = Duration::from_secs(2 * 3600);

/// Only the clock can be had; it goes on from wherever it jumped to.
impl Faults for House {
    fn begin(&self, fault: Fault) -> bool {
        let clock = self.0.clock();
        match fault {
            Fault::ClockAhead => clock.set(clock.now() + JUMP),
            Fault::ClockBack => clock.set(clock.now() - JUMP),
            _ => return false,
        }
        true
    }

    fn end(&self) {}
}

impl House {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let token = self.0.token_for(match who {
            Who::Owner => "alice",
            Who::Other => "bob",
            Who::Foreigner => "carol",
        });
        wanted.scopes.iter().fold(token, |token, scope| token.holding_text(scope))
    }
}

impl Callers for House {
    fn token(&self, who: Who, wanted: &Wanted) -> Option<String> {
        self.token_of(who, wanted).issue().ok()
    }

    fn bound(&self, who: Who, wanted: &Wanted, confirmation: &Value) -> Option<String> {
        self.token_of(who, wanted).bound_to(confirmation).issue().ok()
    }

    fn now(&self) -> i64 {
        self.0.clock().now().as_second()
    }
}

#[test]
fn no_attack_finds_anything_in_the_notes() {
    let house = House(notes());
    let written = block_on(async {
        let alice = person(&house.0, "alice");
        let mut written = Vec::new();
        for _ in 0..3 {
            written.push(write(&alice).await.replace("/notes/", ""));
        }
        written
    });
    let samples = Samples::new()
        .dpop()
        .object("Note", &written[0])
        .object_at("edit_note", "Note", &written[1])
        .object_at("remove_note", "Note", &written[2]);
    let plan = Plan::of(&Notes::manifest().unwrap(), &samples);
    let server = house.0.serve();
    let (address, host) = (server.address(), server.address().to_string());
    // Time passes, so that no rate answers in the place of a rule.
    let mut pace = || house.0.clock().advance(Duration::from_secs(15));
    let audit = || house.0.audit().iter().map(|line| format!("{line}\n")).collect();
    let mut target = Target {
        address,
        host,
        elsewhere: None,
        callers: &house,
        pace: &mut pace,
        at_most: 20_000,
        audit: Some(&audit),
        faults: Some(&house),
    };
    let report = attack(&plan, &mut target);
    assert!(report.is_clean(), "{report}");
    assert!(report.sent > 1000, "{report}");
}
