//! The desk under attack: every endpoint, by everything that applies to it; and by JWTs of every kind, where it trusts an issuer
//! that signs whatever the attack wants.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

#[path = "attack/issuer.rs"]
mod issuer;

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use issuer::{AUDIENCE, Issuer};
use oidc::{Desk, Oidc};
use serde_json::{Value, json};
use zt::TokenBuilder;
use zt::prelude::*;
use zt::testing::TestApp;
use zt_attack::{
    Altered, Callers, Fault, Faults, Plan, Report, Samples, Target, Wanted, Who, attack,
};

/// At this desk everybody works on all orders.
fn samples() -> Samples {
    let shared = ["get_order", "put_order", "delete_order", "list_orders"];
    shared.into_iter().fold(Samples::new().dpop().object("Order", "7"), Samples::for_the_tenant)
}

fn name(who: Who) -> &'static str {
    match who {
        Who::Owner => "alice",
        Who::Other => "bob",
        Who::Foreigner => "carol",
    }
}

/// The desk with a clock and an authority of the test's.
struct House(TestApp<Oidc>);

impl House {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let mut token = self.0.token_for(name(who));
        if wanted.logged_in {
            token = token.logged_in_ago(Duration::ZERO);
        }
        if let Some(acr) = &wanted.acr {
            token = token.with_acr_text(acr);
        }
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

#[test]
fn no_attack_finds_more_at_the_desk_than_that_its_orders_belong_to_nobody() {
    let house = House(Oidc::test().data(Desk::default()));
    let plan = Plan::of(&Oidc::manifest().unwrap(), &samples());
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
    let found: Vec<_> =
        report.findings.iter().map(|it| (it.attack, it.endpoint.as_deref())).collect();
    let orders = ["get_order", "put_order", "delete_order"].map(|it| ("X18", Some(it)));
    assert!(found == orders && report.unproven.is_empty(), "{report}");
    assert!(report.sent > 1500 && report.attempts.contains_key("S-10"), "{report}");
}

/// Signs what it is asked for, or has it signed by the neighbour.
struct Signer<'i> {
    issuer: &'i Issuer,
    neighbour: &'i Issuer,
}

impl Callers for Signer<'_> {
    fn token(&self, who: Who, wanted: &Wanted) -> Option<String> {
        Some(self.issuer.token(name(who), wanted, None))
    }

    fn altered(&self, who: Who, wanted: &Wanted, altered: &Altered) -> Option<String> {
        if altered.by_neighbour {
            let claims = json!({ "iss": self.issuer.name() });
            let altered = Altered { claims, ..altered.clone() };
            return Some(self.neighbour.token(name(who), wanted, Some(&altered)));
        }
        Some(self.issuer.token(name(who), wanted, Some(altered)))
    }

    fn key_set(&self) -> Option<String> {
        Some(self.issuer.key_set())
    }

    fn key_fetches(&self) -> usize {
        self.issuer.asked()
    }
}

impl Faults for Issuer {
    fn begin(&self, fault: Fault) -> bool {
        match fault {
            Fault::Issuer => self.answers(false),
            Fault::KeyDropped => self.drops_its_key(),
            _ => return false,
        }
        true
    }

    fn end(&self) {
        self.answers(true);
    }
}

const DETECTIONS: [&str; 7] = [
    "credential-stuffing",
    "scope-probing",
    "object-enumeration",
    "replay",
    "token-elsewhere",
    "impossible-rate",
    "decoy",
];

/// The desk as it is started for real, by its configuration. It ends with the test's process.
fn start(issuers: [&Issuer; 2]) -> (SocketAddr, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let [state, audit, file] =
        ["state", "audit.jsonl", "zt.toml"].map(|name| folder.path().join(name));
    let trusted = ["own", "neighbour"].into_iter().zip(issuers).map(|(name, issuer)| {
        let (url, key_set) = (issuer.name(), issuer.key_set_url());
        format!(
            "[issuers.{name}]\nissuer = {url:?}\naudience = {AUDIENCE:?}\nkey_set = {key_set:?}\n"
        )
    });
    // What attacks on purpose is told, and not answered.
    let told = DETECTIONS.map(|it| format!("[watch.{it}]\nreact = [\"alert\"]\n")).concat();
    let text = format!(
        "listen = \"127.0.0.1:0\"\nstate = {state:?}\naudit = {audit:?}\n{}{told}",
        trusted.collect::<String>()
    );
    std::fs::write(&file, text).unwrap();
    let (said, heard) = mpsc::channel();
    thread::spawn(move || {
        zt::testing::block_on(async move {
            let server = Oidc::from_config_file(file).unwrap().data(Desk::default()).bind();
            let server = server.unwrap();
            said.send(server.address()).unwrap();
            server.serve().await.unwrap();
        });
    });
    (heard.recv_timeout(Duration::from_secs(60)).expect("the service didn't start"), folder)
}

/// Each on a service of its own: refusals have a limit by address, and this clock can't be moved.
fn attacked(attacks: &[&str]) -> Report {
    let (issuer, neighbour) = (Issuer::start(), Issuer::start());
    let (address, folder) = start([&issuer, &neighbour]);
    let samples = samples().jwt().neighbour();
    let plan = Plan::of(&Oidc::manifest().unwrap(), &samples).only(attacks);
    let audit = || std::fs::read_to_string(folder.path().join("audit.jsonl")).unwrap();
    let mut target = Target {
        address,
        host: address.to_string(),
        elsewhere: None,
        callers: &Signer { issuer: &issuer, neighbour: &neighbour },
        pace: &mut || (),
        at_most: 20_000,
        audit: Some(&audit),
        faults: Some(&issuer),
    };
    attack(&plan, &mut target)
}

#[test]
fn x01_to_x10_x31_no_jwt_opens_what_its_issuer_did_not_sign_it_for() {
    for attacks in [
        &["X01", "X03", "X04"][..],
        &["X02"],
        &["X05", "X08"],
        &["X07", "X09"],
        &["X10"],
        &["X31"],
        &["X06"],
        &["X32"],
        &["baseline", "S-10", "X30"],
    ] {
        let report = attacked(attacks);
        assert!(report.is_clean(), "{attacks:?}: {report}");
        for attack in attacks {
            assert!(report.attempts.get(attack) > Some(&3), "{attack}: {report}");
        }
    }
}
