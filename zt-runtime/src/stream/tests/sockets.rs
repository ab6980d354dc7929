//! B-12, C-03, X21: what is said over a socket is decided about message by message.

use std::time::Duration;

use serde_json::{Value, json};
use zt::prelude::*;

use crate::config::Bounds;
use crate::edge::Origin;
use crate::testing::fixture::jwt_issuer;
use crate::testing::{TestApp, TestResponse, block_on};

/// Look at lamps.
#[derive(Scope)]
#[scope("lamps:read", reads)]
struct LampsRead;

/// Switch lamps.
#[derive(Scope)]
#[scope("lamps:switch", writes)]
struct LampsSwitch;

/// Turn it on or off.
#[derive(Action)]
#[action(writes)]
struct Switch;

#[derive(Id)]
struct LampId(u64);

#[derive(Resource)]
#[resource(id = LampId, store = Lamps, load = Lamps::find, owner = owner, tenancy = single,
           owner_may(Read, Switch))]
struct Lamp {
    id: u64,
    owner: Subject,
}

#[derive(Disclose)]
#[disclose(of = Lamp)]
struct LampView {
    id: u64,
}

impl From<&Lamp> for LampView {
    fn from(lamp: &Lamp) -> Self {
        Self { id: lamp.id }
    }
}

/// Two lamps: alice's and bob's.
struct Lamps {
    alice: Subject,
    bob: Subject,
    switched: tokio::sync::broadcast::Sender<u64>,
}

#[zt::store]
impl Lamps {
    fn of(alice: Subject, bob: Subject) -> Self {
        Self { alice, bob, switched: tokio::sync::broadcast::channel(8).0 }
    }

    async fn find(&self, id: &LampId, _: Loading<'_>) -> zt::Result<Option<Lamp>> {
        Ok(self.lamp(id.0))
    }

    fn lamp(&self, id: u64) -> Option<Lamp> {
        let owner = match id {
            1 => self.alice.clone(),
            2 => self.bob.clone(),
            _ => return None,
        };
        Some(Lamp { id, owner })
    }

    pub fn switched(&self, _: &impl Proves<LampsRead>) -> tokio::sync::broadcast::Receiver<u64> {
        self.switched.subscribe()
    }

    pub fn any(&self, id: u64, _: &impl Proves<LampsRead>) -> Option<Lamp> {
        self.lamp(id)
    }

    pub fn switch(&self, lamp: &Authorized<Lamp, Switch>) {
        let _ = self.switched.send(lamp.id);
    }
}

/// Lamps, as they are switched, and the switch.
#[zt::get("/lamps", scopes(LampsRead), socket(recheck = "20s"))]
async fn talk(caller: &Caller<talk>, lamps: Data<Lamps>, events: &Events<LampView>) -> Streamed {
    let mut switched = lamps.switched(caller);
    let stream = events.open();
    while let Ok(id) = switched.recv().await {
        if let Some(lamp) = lamps.any(id, caller) {
            stream.send::<Read>(&lamp).await;
        }
    }
    Ok(stream.end())
}

#[derive(Input)]
struct SwitchInput {
    lamp: Authorized<Lamp, Switch>,
}

/// Switch one.
#[zt::message("lamps.switch", on = talk, scopes(LampsSwitch), rate("5/min"))]
async fn say_switch(body: &Body<SwitchInput>, lamps: Data<Lamps>) -> Answer<LampView> {
    lamps.switch(&body.lamp);
    Ok(Reply::of(&body.lamp))
}

#[derive(Disclose)]
#[disclose(plain)]
struct Name {
    name: String,
}

/// Who am I?
#[zt::message("who", on = talk, authenticated(why = "everybody may know who they are"), reads)]
async fn say_who(caller: &Caller<say_who>) -> Answer<Name> {
    Ok(Reply(Name { name: caller.subject().name().to_owned() }))
}

/// Only with a fresh token.
#[zt::message("fresh", on = talk, scopes(LampsRead), reads, proof(max_age = "1m"))]
async fn say_fresh() -> NoContent {
    NoContent
}

/// Breaks.
#[zt::message("break", on = talk, scopes(LampsRead), reads)]
#[allow(clippy::panic, reason = "the test wants one")]
async fn say_break() -> Result<NoContent, Problem> {
    panic!("broken")
}

/// Takes its time.
#[zt::message("sleep", on = talk, scopes(LampsRead), reads, limits(time = "20ms"))]
async fn say_sleep() -> NoContent {
    std::future::pending().await
}

/// Lamps, one request each.
#[zt::get("/lamp", scopes(LampsRead))]
async fn ask() -> NoContent {
    NoContent
}

/// Lamps.
#[zt::service(endpoints(talk, say_switch, say_who, say_fresh, say_break, say_sleep, ask))]
struct House;

fn house() -> TestApp<House> {
    let app = House::test();
    let lamps = Lamps::of(app.person("alice"), app.person("bob"));
    app.data(lamps)
}

async fn opened(app: &TestApp<House>) -> TestResponse {
    let socket = app.as_caller("alice").holding::<LampsRead>().holding::<LampsSwitch>();
    let mut socket = socket.socket("/lamps").await;
    assert_eq!((socket.status(), socket.events_so_far().await), (101, (vec![], false)));
    socket
}

fn failed(said: Result<Value, Value>) -> (i64, Value) {
    let error = said.unwrap_err();
    (error["code"].as_i64().unwrap(), error["data"]["problem"]["type"].clone())
}

#[test]
fn b12_a_message_is_answered_and_events_come_between() {
    let app = house();
    block_on(async {
        let mut socket = opened(&app).await;
        assert_eq!(socket.say("who", &json!({})).await, Ok(json!({ "name": "alice" })));
        let said = socket.say("lamps.switch", &json!({ "lamp": "1" })).await;
        assert_eq!(said, Ok(json!({ "id": 1 })));
        assert_eq!(socket.next_event().await, Some(json!({ "id": 1 })));
        assert_eq!(socket.say("fresh", &json!({})).await, Ok(Value::Null));
    });
    let records = app.audit();
    let of = |at: usize| {
        (
            records[at]["method"].clone(),
            records[at]["pattern"].clone(),
            records[at]["reason"].clone(),
        )
    };
    assert_eq!(of(0), (json!("GET"), json!("/lamps"), json!("ok")));
    assert_eq!(of(1), (json!("MESSAGE"), json!("/lamps#who"), json!("ok")));
    assert_eq!(of(2), (json!("MESSAGE"), json!("/lamps#lamps.switch"), json!("ok")));
    assert_eq!(records[2]["objects"], json!([{ "type": "Lamp", "id": "1" }]));
    assert!(records.iter().skip(1).take(3).all(|it| it["socket"] == records[0]["trace"]));
    assert!(records[1]["trace"] != records[0]["trace"]);
}

// Each by its own rule: what the socket's lets in is not what the message's does.
#[test]
fn b12_a_message_is_decided_about_by_its_own_rule() {
    let app = house();
    block_on(async {
        let socket = app.as_caller("alice").holding::<LampsRead>().socket("/lamps");
        let mut socket = socket.await;
        let said = socket.say("lamps.switch", &json!({ "lamp": "1" })).await;
        let challenge = said.as_ref().unwrap_err()["data"]["headers"]["www-authenticate"].clone();
        assert!(challenge.as_str().unwrap().contains("scope=\"lamps:switch\""), "{challenge}");
        assert_eq!(failed(said), (403, json!("urn:zt:problem:insufficient-scope")));
        app.clock().advance(Duration::from_secs(61));
        let said = socket.say("fresh", &json!({})).await;
        assert_eq!(failed(said), (401, json!("urn:zt:problem:token-too-old")));
        assert_eq!(socket.say("who", &json!({})).await, Ok(json!({ "name": "alice" })));
    });
}

// X18: another's lamp, and none at all, are one and the same.
#[test]
fn x18_an_object_in_a_message_is_authorized_as_any() {
    let app = house();
    block_on(async {
        let mut socket = opened(&app).await;
        for lamp in ["2", "3", "x"] {
            let said = socket.say("lamps.switch", &json!({ "lamp": lamp })).await;
            assert_eq!(failed(said), (404, json!("urn:zt:problem:not-found")), "{lamp}");
        }
        assert_eq!(socket.events_so_far().await, (vec![], false));
    });
}

#[test]
fn x19_what_a_message_says_is_an_input() {
    let app = house();
    block_on(async {
        let mut socket = opened(&app).await;
        for params in [json!({}), json!({ "lamp": "1", "owner": "bob" }), json!({ "lamp": [] })] {
            let said = socket.say("lamps.switch", &params).await;
            assert_eq!(failed(said).0, -32602, "{params}");
        }
        let doubled =
            r#"{"jsonrpc":"2.0","id":9,"method":"lamps.switch","params":{"lamp":"1","lamp":"2"}}"#;
        let said = socket.say_text(doubled).await.unwrap();
        assert_eq!((&said["error"]["code"], &said["id"]), (&json!(-32602), &json!(9)));
        let said = socket.say("lamps.switch", &json!(["1"])).await;
        assert_eq!(failed(said).0, -32602);
    });
}

#[test]
fn x21_what_is_no_message_is_refused_and_recorded() {
    let app = house();
    block_on(async {
        let mut socket = opened(&app).await;
        for (text, code) in [
            ("hello", -32700),
            (r#"{"jsonrpc":"2.0","method":"who"}"#, -32600),
            (r#"[{"jsonrpc":"2.0","id":1,"method":"who"}]"#, -32600),
            (r#"{"jsonrpc":"2.0","id":1,"method":"nobody"}"#, -32601),
            (r#"{"jsonrpc":"2.0","id":1,"method":"talk"}"#, -32601),
            (r#"{"jsonrpc":"2.0","id":1,"method":"WHO"}"#, -32601),
            (r#"{"jsonrpc":"2.0","id":1,"method":"/lamp"}"#, -32601),
        ] {
            let said = socket.say_text(text).await.unwrap();
            assert_eq!(said["error"]["code"], json!(code), "{text}");
        }
    });
    let records = app.audit();
    let reasons: Vec<_> = records.iter().skip(1).take(4).map(|it| it["reason"].clone()).collect();
    assert_eq!(
        reasons,
        ["message_no_json", "message_without_id", "message_malformed", "no_message"]
    );
}

#[test]
fn g01_a_message_is_counted_by_its_own_limit() {
    let app = house();
    block_on(async {
        let mut socket = opened(&app).await;
        for _ in 0..5 {
            assert!(socket.say("lamps.switch", &json!({ "lamp": "1" })).await.is_ok());
        }
        let said = socket.say("lamps.switch", &json!({ "lamp": "1" })).await;
        let headers = said.as_ref().unwrap_err()["data"]["headers"].clone();
        assert!(headers["retry-after"].is_string(), "{headers}");
        assert_eq!(failed(said), (429, json!("urn:zt:problem:rate-limited")));
        assert!(socket.say("who", &json!({})).await.is_ok());
    });
}

// A-03, X30: what breaks in one message is told of that message, and the socket goes on.
#[test]
fn x30_a_message_that_breaks_ends_nothing_else() {
    let app = house();
    block_on(async {
        let mut socket = opened(&app).await;
        let said = socket.say("break", &json!({})).await;
        assert_eq!(failed(said), (-32603, json!("urn:zt:problem:internal")));
        let said = socket.say("sleep", &json!({})).await;
        assert_eq!(failed(said), (-32603, json!("urn:zt:problem:timed-out")));
        assert!(socket.say("who", &json!({})).await.is_ok());
    });
}

// X21: revoked, expired: no message is heard any more, and none that is being answered is.
#[test]
fn x21_who_has_lost_the_right_says_nothing_more() {
    let app = house();
    block_on(async {
        let mut socket = opened(&app).await;
        app.revocations().revoke_subject(&app.person("alice")).unwrap();
        let call = r#"{"jsonrpc":"2.0","id":1,"method":"who"}"#;
        assert_eq!(socket.say_text(call).await, None);
        let mut socket = app.as_caller("bob").holding::<LampsRead>().socket("/lamps").await;
        app.clock().advance(Duration::from_secs(3601));
        assert_eq!(socket.say_text(call).await, None);
    });
    let records = app.audit();
    let ends = records.iter().filter(|it| it["event"] == "stream_end");
    let ends: Vec<_> = ends.map(|it| it["reason"].clone()).collect();
    assert_eq!(ends, ["subject_revoked", "expired"]);
}

#[test]
fn x21_a_socket_is_opened_as_one_by_who_may() {
    let app = house();
    block_on(async {
        let alice = app.as_caller("alice").holding::<LampsRead>();
        for (opening, status) in [
            (alice.get("/lamps"), 426),
            (alice.head("/lamps"), 426),
            (alice.socket("/lamp"), 400),
            (alice.socket("/nothing"), 404),
            (alice.socket("/lamps").header("origin", "https://evil.example"), 403),
            (alice.socket("/lamps").header("origin", "null"), 403),
            (app.anonymous().socket("/lamps"), 401),
            (app.anonymous().get("/lamps"), 401),
            (app.as_caller("bob").holding::<LampsSwitch>().socket("/lamps"), 403),
            (alice.socket("/lamps?access_token=x"), 400),
        ] {
            let shown = format!("{opening:?}");
            assert_eq!(opening.await.status(), status, "{shown}");
        }
        let refused = alice.get("/lamps").await;
        assert_eq!(refused.header("upgrade"), Some("websocket"));
    });
}

// B-10: no request asks for a message, under whatever name.
#[test]
fn x29_a_message_has_no_door_of_its_own() {
    let app = house();
    block_on(async {
        let alice = app.as_caller("alice").holding::<LampsRead>().holding::<LampsSwitch>();
        for method in ["GET", "POST", "MESSAGE"] {
            for path in ["/lamps%23who", "/lamps/who", "/who", "/#who", "/lamps#who"] {
                let status = alice.send(method, path).await.status();
                assert!([400, 404, 405].contains(&status), "{method} {path}: {status}");
            }
        }
        assert_eq!(alice.send("MESSAGE", "/lamps").await.status(), 405);
    });
}

// A-10: who opens a socket needs a token with which something can be said over it.
#[test]
fn a10_the_document_about_a_socket_has_the_scopes_of_its_messages() {
    let origin = Origin::parse("https://api.example");
    let bounds = Bounds { origin, ..Bounds::loopback() };
    let issuers = vec![jwt_issuer("https://issuer.example")];
    let app: TestApp<House> = TestApp::configured(issuers, |parts| parts, bounds);
    let lamps = Lamps::of(app.person("alice"), app.person("bob"));
    let app = app.data(lamps);
    let told = block_on(async {
        app.anonymous().get("/.well-known/oauth-protected-resource/lamps").await.json()
    });
    assert_eq!(told["scopes_supported"], json!(["lamps:read", "lamps:switch"]));
    let of_a_message = block_on(async {
        app.anonymous().get("/.well-known/oauth-protected-resource/lamps%23who").await.status()
    });
    assert_eq!(of_a_message, 404);
}
