//! Roles, scopes, segments and sockets that stay open, in any order: who gets in is what a few lines say, and what is taken back stays taken back.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;
use zt::Revocations;
use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestResponse, block_on};

/// Look at goods.
#[derive(Scope)]
#[scope("goods:read", reads)]
struct GoodsRead;

/// Change goods.
#[derive(Scope)]
#[scope("goods:write", writes)]
struct GoodsWrite;

/// Look at sales.
#[derive(Scope)]
#[scope("sales:read", reads)]
struct SalesRead;

/// Looks.
#[derive(Role)]
#[role("visitor", grants(GoodsRead))]
struct Visitor;

/// Sells.
#[derive(Role)]
#[role("clerk", grants(GoodsRead, GoodsWrite))]
struct Clerk;

/// Counts.
#[derive(Role)]
#[role("owner", grants(SalesRead, GoodsWrite))]
struct Owner;

/// Where those look who run it.
#[derive(Segment)]
#[segment("office")]
struct Office;

/// Goods.
#[zt::get("/goods", scopes(GoodsRead))]
async fn goods() -> NoContent {
    NoContent
}

/// Other goods.
#[zt::post("/goods", scopes(GoodsWrite))]
async fn stock() -> NoContent {
    NoContent
}

/// Sales.
#[zt::get("/sales", scopes(SalesRead), segment = Office)]
async fn sales() -> NoContent {
    NoContent
}

/// Other sales, for whoever may both.
#[zt::post("/sales", scopes(SalesRead, GoodsWrite), segment = Office)]
async fn correct() -> NoContent {
    NoContent
}

#[derive(Disclose)]
#[disclose(plain)]
struct Price {
    cents: u64,
}

/// Prices, called out.
#[zt::get("/talk", scopes(GoodsRead), socket)]
async fn talk(events: &Events<Price>) -> Streamed {
    Ok(events.open().stay_open().await)
}

/// Goods come.
#[zt::message("goods.stock", on = talk, scopes(GoodsWrite))]
async fn say_stock() -> NoContent {
    NoContent
}

/// A market.
#[zt::service(
    endpoints(goods, stock, talk, say_stock, sales, correct),
    roles(Visitor, Clerk, Owner)
)]
struct Market;

const NAMES: [&str; 3] = ["alice", "bob", "carol"];
const ROLES: [&str; 5] = ["visitor", "clerk", "owner", "Owner", "goods:write"];
const SCOPES: [&str; 3] = ["goods:read", "goods:write", "sales:read"];
/// Method, path, what it needs, and whether it is the office's.
const ENDPOINTS: [(&str, &str, &[&str], bool); 4] = [
    ("GET", "/goods", &["goods:read"], false),
    ("POST", "/goods", &["goods:write"], false),
    ("GET", "/sales", &["sales:read"], true),
    ("POST", "/sales", &["sales:read", "goods:write"], true),
];

/// What the roles are worth, said a second time.
fn grants(role: &str) -> &'static [&'static str] {
    match role {
        "visitor" => &["goods:read"],
        "clerk" => &["goods:read", "goods:write"],
        "owner" => &["sales:read", "goods:write"],
        _ => &[],
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// Somebody gets a token.
    Issue {
        name: &'static str,
        roles: Vec<&'static str>,
        scopes: Vec<&'static str>,
        of_office: bool,
    },
    /// One of the tokens so far is used.
    Ask { token: prop::sample::Index, endpoint: usize, at_office: bool },
    /// With one of them a socket is opened, or something is said over the one that was.
    Talk { token: prop::sample::Index },
    /// Everything of somebody is taken back.
    Revoke { name: &'static str },
    /// Time goes by.
    Wait { minutes: u64 },
}

fn step() -> impl Strategy<Value = Step> {
    let roles = prop::collection::vec(select(&ROLES[..]), 0..3);
    let scopes = prop::collection::vec(select(&SCOPES[..]), 0..2);
    prop_oneof![
        3 => (select(&NAMES[..]), roles, scopes, any::<bool>()).prop_map(
            |(name, roles, scopes, of_office)| Step::Issue { name, roles, scopes, of_office }
        ),
        6 => (any::<prop::sample::Index>(), 0..ENDPOINTS.len(), any::<bool>())
            .prop_map(|(token, endpoint, at_office)| Step::Ask { token, endpoint, at_office }),
        4 => any::<prop::sample::Index>().prop_map(|token| Step::Talk { token }),
        1 => select(&NAMES[..]).prop_map(|name| Step::Revoke { name }),
        1 => (1..40_u64).prop_map(|minutes| Step::Wait { minutes }),
    ]
}

/// A token, and all that is to be known of it.
struct Held {
    raw: String,
    name: &'static str,
    holds: BTreeSet<&'static str>,
    of_office: bool,
    issued: u64,
    taken_back: bool,
    /// Opened with it, and when.
    socket: Option<(TestResponse, u64)>,
}

impl Held {
    /// Whether it counts at this minute, at one of the two doors.
    const fn counts(&self, minutes: u64, at_office: bool) -> bool {
        self.of_office == at_office && !self.taken_back && minutes < self.issued + LIFE
    }
}

/// Of a token and of a socket, in minutes.
const LIFE: u64 = 60;

struct World {
    app: TestApp<Market>,
    held: Vec<Held>,
    minutes: u64,
}

impl World {
    fn new() -> Self {
        Self { app: Market::test(), held: Vec::new(), minutes: 0 }
    }

    async fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Issue { name, roles, scopes, of_office } => {
                self.issue(name, roles, scopes, *of_office);
            }
            Step::Ask { token, endpoint, at_office } if !self.held.is_empty() => {
                let held = &self.held[token.index(self.held.len())];
                self.ask(held, ENDPOINTS[*endpoint], *at_office).await?;
            }
            Step::Talk { token } if !self.held.is_empty() => {
                let index = token.index(self.held.len());
                self.talk(index).await?;
            }
            Step::Ask { .. } | Step::Talk { .. } => {}
            Step::Revoke { name } => self.revoke(name),
            Step::Wait { minutes } => {
                self.minutes += minutes;
                self.app.clock().advance(Duration::from_secs(minutes * 60));
            }
        }
        Ok(())
    }

    fn issue(
        &mut self,
        name: &'static str,
        roles: &[&'static str],
        scopes: &[&'static str],
        of_office: bool,
    ) {
        let token = self.app.token_for(name);
        let token = roles.iter().fold(token, |token, role| token.in_role_text(*role));
        let token = scopes.iter().fold(token, |token, scope| token.holding_text(*scope));
        let token = if of_office { token.in_segment::<Office>() } else { token };
        let by_role = roles.iter().flat_map(|role| grants(role)).copied();
        self.held.push(Held {
            raw: token.issue().unwrap(),
            name,
            holds: by_role.chain(scopes.iter().copied()).collect(),
            of_office,
            issued: self.minutes,
            taken_back: false,
            socket: None,
        });
    }

    async fn talk(&mut self, index: usize) -> Result<(), TestCaseError> {
        let held = &mut self.held[index];
        let counts = held.counts(self.minutes, false);
        let Some((socket, opened)) = &mut held.socket else {
            let socket = self.app.with_token(&held.raw).socket("/talk").await;
            let expected = match () {
                () if !counts => 401,
                () if held.holds.contains("goods:read") => 101,
                () => 403,
            };
            prop_assert_eq!(socket.status(), expected, "{}: {:?}", held.name, held.holds);
            held.socket = (expected == 101).then_some((socket, self.minutes));
            return Ok(());
        };
        let call = r#"{"jsonrpc":"2.0","id":1,"method":"goods.stock"}"#;
        let said = socket.say_text(call).await;
        if !counts || self.minutes >= *opened + LIFE {
            prop_assert_eq!(said, None, "{} still talks", held.name);
            held.socket = None;
            return Ok(());
        }
        let said = said.expect("it is open");
        let expected = if held.holds.contains("goods:write") { None } else { Some(403) };
        prop_assert_eq!(said["error"]["code"].as_u64(), expected, "{:?}", held.holds);
        Ok(())
    }

    fn revoke(&mut self, name: &'static str) {
        let revocations: &Revocations = self.app.revocations();
        revocations.revoke_subject(&self.app.person(name)).unwrap();
        let theirs = self.held.iter_mut().filter(|held| held.name == name);
        theirs.for_each(|held| held.taken_back = true);
        // A token of the same moment as the revocation is taken back with those before it.
        self.minutes += 1;
        self.app.clock().advance(Duration::from_secs(60));
    }

    async fn ask(
        &self,
        held: &Held,
        (method, path, needs, of_office): (&str, &str, &[&str], bool),
        at_office: bool,
    ) -> Result<(), TestCaseError> {
        let caller: TestCaller<'_> = self.app.with_token(&held.raw);
        let caller = if at_office { caller.in_segment::<Office>() } else { caller };
        let counts = held.counts(self.minutes, at_office);
        let expected = match () {
            () if of_office != at_office => 404,
            () if !counts => 401,
            () if needs.iter().all(|scope| held.holds.contains(scope)) => 204,
            () => 403,
        };
        let answer = caller.send(method, path).await;
        prop_assert_eq!(
            answer.status(),
            expected,
            "{} {} by {}: {:?}",
            method,
            path,
            held.name,
            held.holds
        );
        Ok(())
    }
}

/// As those of `steps.rs`.
fn config() -> Config {
    #[allow(clippy::disallowed_methods, reason = "a test's only setting")]
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    let usual = Config { failure_persistence: None, ..Config::default() };
    if is_set { usual } else { Config { cases: 64, ..usual } }
}

proptest! {
    #![proptest_config(config())]

    // X09, X21, X32, T-23, O6: several people, roles, segments; taken back, run out, used at the wrong door, and over sockets that
    // were opened before.
    #[test]
    fn x32_o6_who_gets_in_is_what_roles_and_segments_say(steps in prop::collection::vec(step(), 1..40)) {
        let mut world = World::new();
        block_on(async {
            for step in &steps {
                world.take(step).await?;
            }
            Ok::<_, TestCaseError>(())
        })?;
    }
}
