//! B-12, X21: WebSockets and what is said over them, under attack.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::time::Duration;

use serde_json::Value;
use zt::prelude::*;
use zt::testing::TestApp;
use zt::{Manifest, TokenBuilder};
use zt_attack::{Callers, Plan, Report, Samples, Target, Wanted, Who, attack};

/// Look at lamps.
#[derive(Debug, Scope)]
#[scope("lamps:read", reads)]
pub struct LampsRead;

/// Switch lamps.
#[derive(Debug, Scope)]
#[scope("lamps:switch", writes)]
pub struct LampsSwitch;

/// Turn it on or off.
#[derive(Debug, Action)]
#[action(writes)]
pub struct Switch;

#[derive(Debug, Id)]
pub struct LampId(u64);

/// A house, whose lamps may be switched by whom `$policy` lets, and whose switch asks for `$rule`.
macro_rules! house {
    ($name:ident, $policy:expr, $($rule:tt)*) => {
        mod $name {
            use super::*;

            #[derive(Debug, Resource)]
            #[resource(id = LampId, store = Lamps, load = Lamps::find, owner = owner, tenancy = single, owner_may(Read))]
            pub(crate) struct Lamp {
                id: u64,
                owner: Subject,
            }

            impl Authorize<Switch> for Lamp {
                fn authorize(&self, caller: &zt::Identity) -> Decision {
                    let may: fn(&Subject, &zt::Identity) -> bool = $policy;
                    if may(&self.owner, caller) { Decision::Allow } else { Decision::Deny }
                }
            }

            #[derive(Debug, Disclose)]
            #[disclose(of = Lamp)]
            pub(crate) struct LampView {
                id: u64,
            }

            impl From<&Lamp> for LampView {
                fn from(lamp: &Lamp) -> Self {
                    Self { id: lamp.id }
                }
            }

            /// One lamp, alice's.
            #[derive(Debug)]
            pub(crate) struct Lamps(Subject);

            #[zt::store]
            impl Lamps {
                pub(crate) fn of(owner: Subject) -> Self {
                    Self(owner)
                }

                async fn find(&self, id: &LampId, _: Loading<'_>) -> zt::Result<Option<Lamp>> {
                    Ok((id.0 == 1).then(|| Lamp { id: 1, owner: self.0.clone() }))
                }

                pub(crate) fn switch(&self, lamp: &Authorized<Lamp, Switch>) -> u64 {
                    lamp.id
                }
            }

            #[derive(Debug, Input)]
            pub(crate) struct SwitchInput {
                lamp: Authorized<Lamp, Switch>,
                #[input(length(max = 10))]
                colour: Option<String>,
            }

            /// Lamps, and the switch.
            #[zt::get("/lamps", scopes(LampsRead), socket)]
            pub(crate) async fn talk(events: &Events<LampView>) -> Streamed {
                Ok(events.open().stay_open().await)
            }

            /// Switch one.
            #[zt::message("lamps.switch", on = talk, $($rule)*, limits(body = "1KiB"))]
            pub(crate) async fn say_switch(body: &Body<SwitchInput>, lamps: Data<Lamps>) -> Answer<LampView> {
                let _ = (lamps.switch(&body.lamp), &body.colour);
                Ok(Reply::of(&body.lamp))
            }

            /// A house.
            #[zt::service(endpoints(talk, say_switch))]
            pub(crate) struct House;

            pub(crate) fn open() -> TestApp<House> {
                let app = House::test();
                let lamps = Lamps::of(app.person("alice"));
                app.data(lamps)
            }
        }
    };
}

house!(strict, |owner, caller| owner == caller.subject(), scopes(LampsSwitch));
house!(lax, |_, _| true, authenticated(why = "who could open the socket may do it all"));

struct People<S: zt::Service>(TestApp<S>);

impl<S: zt::Service> People<S> {
    fn token_of(&self, who: Who, wanted: &Wanted) -> TokenBuilder<'_> {
        let token = self.0.token_for(if who == Who::Owner { "alice" } else { "bob" });
        wanted.scopes.iter().fold(token, |token, scope| token.holding_text(scope))
    }
}

impl<S: zt::Service> Callers for People<S> {
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

/// What is found at this house by whoever knows the rules of the strict one.
fn attacked<S: zt::Service>(app: TestApp<S>) -> Report {
    let manifest: Manifest = strict::House::manifest().unwrap();
    let samples = Samples::new().owner("alice", "").dpop().object("Lamp", "1");
    let plan = Plan::of(&manifest, &samples);
    let people = People(app);
    let server = people.0.serve();
    let mut pace = || people.0.clock().advance(Duration::from_secs(15));
    let audit = || people.0.audit().iter().map(|line| format!("{line}\n")).collect();
    let mut target = Target {
        address: server.address(),
        host: server.address().to_string(),
        elsewhere: None,
        callers: &people,
        pace: &mut pace,
        at_most: 20_000,
        audit: Some(&audit),
        faults: None,
    };
    attack(&plan, &mut target)
}

#[test]
fn x21_nothing_is_found_at_a_socket_and_its_messages() {
    let report = attacked(strict::open());
    assert!(report.is_clean(), "{report}");
    for attack in ["X18", "X19", "X21", "X23", "X27", "X32", "X33", "baseline"] {
        assert!(report.attempts[attack] > 0, "{attack}: {report}");
    }
}

#[test]
fn x21_a_message_that_everybody_may_say_is_found() {
    let report = attacked(lax::open());
    let found = |attack: &str, tried: &str| {
        report.findings.iter().any(|it| {
            it.attack == attack
                && it.tried.contains(tried)
                && it.endpoint.as_deref() == Some("say_switch")
        })
    };
    assert!(found("X32", "a token without lamps:switch"), "{report}");
    assert!(found("X18", "the owner's object in `lamp`, named by somebody else"), "{report}");
}
