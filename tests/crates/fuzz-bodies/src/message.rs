//! What is said over a WebSocket: each text has one answer and one record, and only a whole call of a message reaches its
//! handler.
#![allow(unreachable_pub, reason = "in a program, `pub` is what a module shows to the others")]

use std::cell::RefCell;

use serde_json::Value;
use zt::prelude::*;
use zt::testing::{TestApp, TestResponse, block_on};

use crate::texts;

/// Talk.
#[derive(Scope)]
#[scope("room:talk", writes)]
pub struct RoomTalk;

/// What is said.
#[derive(Input)]
pub struct Words {
    /// The words.
    #[input(length(max = 50))]
    pub words: String,
    /// How loud.
    #[input(range(max = 5))]
    pub loud: Option<u8>,
}

/// How many words there were.
#[derive(Disclose)]
#[disclose(plain)]
pub struct Count {
    /// Characters.
    pub characters: u64,
}

/// A room.
#[zt::get("/room", scopes(RoomTalk), socket)]
async fn room(events: &Events<Count>) -> Streamed {
    Ok(events.open().stay_open().await)
}

/// Say something.
#[zt::message("say", on = room, scopes(RoomTalk))]
async fn say(body: &Body<Words>) -> Answer<Count> {
    let characters = body.words.chars().count();
    assert!(characters <= 50 && body.loud.is_none_or(|loud| loud <= 5));
    Ok(Reply(Count { characters: characters as u64 }))
}

/// Rooms, for the fuzz targets.
#[zt::service(rate("1000000/s"), endpoints(room, say))]
pub struct Rooms;

/// So many texts are said over one socket; its service's log grows with each.
const TEXTS: usize = 200;

struct House {
    app: TestApp<Rooms>,
    socket: TestResponse,
    said: usize,
}

impl House {
    fn open() -> Self {
        let app = Rooms::test();
        let socket =
            block_on(async { app.as_caller("alice").holding::<RoomTalk>().socket("/room").await });
        assert_eq!(socket.status(), 101);
        Self { app, socket, said: 0 }
    }

    fn say(&mut self, text: &str) -> Value {
        // So that refusals don't add up to 429: there are 600 a minute.
        self.app.clock().advance(std::time::Duration::from_millis(100));
        let answer = block_on(self.socket.say_text(text)).expect("the socket goes on");
        self.said += 1;
        if self.said == TEXTS {
            assert_eq!(self.app.audit().len(), TEXTS + 1, "one text, one line, and its opening");
            *self = Self::open();
        }
        answer
    }
}

thread_local! {
    static HOUSE: RefCell<House> = RefCell::new(House::open());
}

pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let answer = HOUSE.with_borrow_mut(|house| house.say(text));
    assert_eq!(answer["jsonrpc"], "2.0");
    match answer.get("result") {
        Some(_) => assert_is_a_call(text, &answer),
        None => assert!(answer["error"]["data"]["problem"]["status"].as_u64() < Some(500)),
    }
}

/// What another reader of JSON makes of it, which takes the last of two members and knows none that is unknown.
fn assert_is_a_call(text: &str, answer: &Value) {
    let call: Value = serde_json::from_str(text).expect("only JSON is a call");
    let members = call.as_object().expect("a call is an object");
    assert!(members.keys().all(|it| ["jsonrpc", "id", "method", "params"].contains(&it.as_str())));
    assert_eq!((&call["jsonrpc"], &call["method"]), (&"2.0".into(), &"say".into()));
    assert_eq!(call["id"], answer["id"]);
    let characters = call["params"]["words"].as_str().map(|words| words.chars().count() as u64);
    assert_eq!(answer["result"]["characters"].as_u64(), characters);
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"{"jsonrpc":"2.0","id":1,"method":"say","params":{"words":"hello","loud":3}}"#,
        r#"{"jsonrpc":"2.0","id":"a","method":"say","params":{"words":"\u00e9\n"}}"#,
        r#" { "id" : -7 , "params" : { "words" : "" } , "method" : "say" , "jsonrpc" : "2.0" } "#,
        r#"{"jsonrpc":"2.0","id":-1,"method":"say","params":["hello"]}"#,
        r#"{"jsonrpc":"2.0","id":1.5,"method":"rpc.x"}"#,
        r#"{"jsonrpc":"2.0","id":null,"method":"say","params":{"words":"x"}}"#,
        r#"[{"jsonrpc":"2.0","id":1,"method":"say","params":{"words":""}}]"#,
        r#"{"jsonrpc":"2.0","method":"say","params":{"words":"x","words":"y"}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"say","method":"room","params":{"words":"x"}}"#,
        r#"{"jsonrpc":"2.0","id":1,"method":"say","params":{"words":"x","loud":9}}"#,
        r#"{"jsonrpc":"1.0","id":1,"method":"say","params":{"words":"x"}}"#,
        r#"{"jsonrpc":"2.0","id":9223372036854775808,"method":"say","params":{"words":"x"}}"#,
    ])
}
