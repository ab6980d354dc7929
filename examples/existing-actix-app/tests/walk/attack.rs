//! The attack suite: against the half that moved while the other one answers beside it, and against the whole.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use zt::testing::TestApp;
use zt::{Manifest, Service, TokenBuilder};
use zt_attack::{Callers, Fault, Faults, Plan, Samples, Target, Wanted, Who, attack};

use super::steps::{step2, step3};

struct House<S>(TestApp<S>);

/// Longer than any token lives.
const JUMP: Duration = Duration::from_secs(2 * 3600);

/// Only the clock can be had; it goes on from wherever it jumped to.
impl<S: Service> Faults for House<S> {
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

impl<S: Service> House<S> {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let token = self.0.token_for(match who {
            Who::Owner => "alice",
            Who::Other => "bob",
            Who::Foreigner => "carol",
        });
        wanted.scopes.iter().fold(token, |token, scope| token.holding_text(scope))
    }
}

impl<S: Service> Callers for House<S> {
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

fn assert_withstands<S: Service>(
    zt: TestApp<S>,
    address: SocketAddr,
    manifest: &Manifest,
    at_least: usize,
) {
    let house = House(zt);
    let samples = Samples::new().dpop().object("Ticket", "1").value(
        "read_article",
        "name",
        Value::from("keyboards"),
    );
    let samples = ["open_ticket", "list_tickets", "summary"]
        .into_iter()
        .fold(samples, Samples::for_the_tenant);
    let plan = Plan::of(manifest, &samples);
    // Time passes, so that no rate answers in the place of a rule.
    let mut pace = || house.0.clock().advance(Duration::from_secs(15));
    let audit = || house.0.audit().iter().map(|line| format!("{line}\n")).collect();
    let mut target = Target {
        address,
        host: address.to_string(),
        elsewhere: None,
        callers: &house,
        pace: &mut pace,
        at_most: 20_000,
        audit: Some(&audit),
        faults: Some(&house),
    };
    let report = attack(&plan, &mut target);
    assert!(report.is_clean(), "{report}");
    assert!(report.sent > at_least, "{report}");
}

#[test]
fn no_attack_finds_anything_in_the_half_that_moved() {
    let (zt, app) = step2();
    let manifest = helpdesk_step2::Helpdesk::manifest().unwrap();
    assert_withstands(zt, app.address, &manifest, 800);
}

#[test]
fn no_attack_finds_anything_in_the_whole() {
    let zt = step3();
    let server = zt.serve();
    let manifest = helpdesk_step3::Helpdesk::manifest().unwrap();
    assert_withstands(zt, server.address(), &manifest, 1000);
}
