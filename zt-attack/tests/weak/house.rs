//! The notes API on a port, with people in it.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::Value;
use zt::Service as _;
use zt::testing::TestApp;
use zt::{Tenant, TokenBuilder};
use zt_attack::{Callers, Fault, Faults, Plan, Report, Samples, Target, Wanted, Who, attack};

use super::notes::{Corp, Flaw, Managed, Note, NoteId, Notebook, Notes, Stage, Switch};
use super::proxy::{self, Weakness};

pub const PIN: &str = "canary-pin";

/// Whose pages may call.
const PAGE: &str = "https://notes.example";

/// Longer than any token lives.
const JUMP: Duration = Duration::from_secs(2 * 3600);

pub struct House(pub TestApp<Notes>, Switch);

impl House {
    pub fn with(flaw: Flaw) -> Self {
        let app = Notes::test().network::<Stage>("127.0.0.1/32").browser_origin(PAGE);
        let author = app.person("alice");
        let note = |id| Note {
            id: NoteId(id),
            author: author.clone(),
            tenant: Tenant::new("acme").unwrap(),
            text: format!("Note {id}."),
            pin: PIN.to_owned(),
            flaw,
        };
        let notes = (7001..7006).map(note).collect();
        let switch = Switch::default();
        Self(app.data(Notebook::with(notes, switch.clone())), switch)
    }

    /// The audit log as text.
    fn audit(&self) -> String {
        self.0.audit().iter().map(|line| format!("{line}\n")).collect()
    }
}

impl Faults for House {
    fn begin(&self, fault: Fault) -> bool {
        let clock = self.0.clock();
        match fault {
            Fault::ClockAhead => clock.set(clock.now() + JUMP),
            Fault::ClockBack => clock.set(clock.now() - JUMP),
            _ => {}
        }
        self.1.set(Some(fault));
        fault != Fault::Issuer
    }

    fn end(&self) {
        let clock = self.0.clock();
        match self.1.set(None) {
            Some(Fault::ClockAhead) => clock.set(clock.now() - JUMP),
            Some(Fault::ClockBack) => clock.set(clock.now() + JUMP),
            _ => {}
        }
    }
}

impl House {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let (name, tenant) = match who {
            Who::Owner => ("alice", "acme"),
            Who::Other => ("bob", "acme"),
            Who::Foreigner => ("carol", "globex"),
        };
        let mut token = self.0.token_for(name).tenant(tenant);
        if wanted.logged_in {
            token = token.logged_in_ago(Duration::ZERO);
        }
        if let Some(acr) = &wanted.acr {
            token = token.with_acr_text(acr);
        }
        if wanted.device.as_deref() == Some("managed") {
            token = token.on_device::<Managed>();
        }
        if wanted.issuer.as_deref() == Some("corp") {
            token = token.vouched_by::<Corp>();
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

pub fn samples() -> Samples {
    Samples::new()
        .object("Note", "7001")
        .object_at("edit_note", "Note", "7002")
        .object_at("remove_note", "Note", "7003")
        .object_at("merge_note", "Note", "7004")
        .owner("alice", "acme")
        .secret(PIN)
        .page(PAGE)
        .dpop()
}

/// Everything that there is to try.
pub fn plan() -> Plan {
    Plan::of(&Notes::manifest().unwrap(), &samples())
}

/// Attacks the service, with what is wrong in it or in front of it.
pub fn attacked(plan: &Plan, flaw: Flaw, weakness: Option<Weakness>) -> Report {
    let house = House::with(flaw);
    let server = house.0.serve();
    let scopes = ["notes:read", "notes:write"].map(str::to_owned).to_vec();
    let everything = Wanted { scopes, ..Wanted::default() };
    let owner = || house.token(Who::Owner, &everything).unwrap();
    let front = weakness.map(|weakness| proxy::start(server.address(), weakness, owner()));
    let address = front.unwrap_or_else(|| server.address());
    // Time passes, so that no rate answers in the place of a rule; the proxy's own token must not grow old.
    let mut pace = || house.0.clock().advance(Duration::from_millis(150));
    // Proofs are made for the service, whoever stands in front of it.
    let host = server.address().to_string();
    let audit = || house.audit();
    let mut target = Target {
        address,
        host,
        elsewhere: Some(IpAddr::from([127, 0, 0, 9])),
        callers: &house,
        pace: &mut pace,
        at_most: 20_000,
        audit: Some(&audit),
        faults: Some(&house),
    };
    attack(plan, &mut target)
}
