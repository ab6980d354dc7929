//! G-06, B-18, X22, X27: bodies that are larger inside than outside, or never end. Each is refused, and memory stays where
//! it was.

use std::process::Command;

use zt::prelude::*;
use zt::testing::{TestApp, TestServer};

use crate::fixture::wire::{Wire, exchange};

/// Put things in.
#[derive(Scope)]
#[scope("store:fill", writes)]
struct StoreFill;

#[derive(Input)]
struct Load {
    #[input(items(max = 1000))]
    numbers: Option<Vec<f64>>,
    #[input(length(max = 100))]
    text: Option<String>,
}

/// Fills the store: far more than usual.
#[zt::post("/loads", scopes(StoreFill), limits(body = "4MiB", time = "10s"))]
async fn fill(_caller: &Caller<fill>, body: &Body<Load>) -> NoContent {
    let _ = (&body.numbers, &body.text);
    NoContent
}

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// A store that takes a lot.
#[zt::service(endpoints(fill, health))]
struct Depot;

struct Yard {
    app: TestApp<Depot>,
    server: TestServer,
}

impl Yard {
    fn open() -> Self {
        let app = Depot::test();
        let server = app.serve();
        Self { app, server }
    }

    fn head(&self, headers: &str) -> String {
        let token = self.app.token_for("alice").holding::<StoreFill>().issue().unwrap();
        format!(
            "POST /loads HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\n{headers}\r\n\r\n"
        )
    }

    /// Status and reason of the answer to a whole body; others are served, and each has one record.
    fn sent(&self, body: &[u8]) -> (u16, String) {
        let head = self.head(&format!("connection: close\r\ncontent-length: {}", body.len()));
        let before = self.app.audit().len();
        let mut wire = Wire::open(self.server.address());
        wire.send([head.as_bytes(), body].concat());
        self.serves_others();
        let answer = wire.answer().unwrap();
        // An answer doesn't grow with what was sent.
        assert!(answer.body.len() < 8 * 1024, "{}", answer.body.len());
        let records = self.app.audit().split_off(before);
        assert_eq!(records.len(), 2);
        let refused = records.iter().find(|record| record["endpoint"] == "fill").unwrap();
        assert_eq!(refused["status"], answer.status);
        (answer.status, refused["reason"].as_str().unwrap().to_owned())
    }

    fn serves_others(&self) {
        let health = "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        assert_eq!(exchange(self.server.address(), health).unwrap().status, 204);
    }
}

fn refused(status: u16, reason: &str) -> (u16, String) {
    (status, reason.to_owned())
}

#[test]
fn g06_nested_json_is_refused() {
    let yard = Yard::open();
    for (open, close) in [("[", "]"), ("{\"text\":", "}"), ("[{\"text\":[", "]}]")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(yard.sent(deep.as_bytes()), refused(400, "input_too_deep"), "{open}");
        let unclosed = format!("{{\"text\":{}", open.repeat(100_000));
        assert_eq!(yard.sent(unclosed.as_bytes()), refused(400, "input_not_json"), "{open}");
    }
}

#[test]
fn x27_what_is_many_is_refused() {
    let yard = Yard::open();
    let numbers = |count: usize| format!("{{\"numbers\":[{}1]}}", "1,".repeat(count - 1));
    assert_eq!(yard.sent(numbers(1000).as_bytes()), refused(204, "ok"));
    assert_eq!(yard.sent(numbers(1001).as_bytes()), refused(422, "invalid_input"));
    assert_eq!(yard.sent(numbers(1_000_000).as_bytes()), refused(400, "input_too_many_values"));
    let keys: String = (0..100_000).map(|number| format!("\"k{number}\":0,")).collect();
    assert_eq!(
        yard.sent(format!("{{{keys}\"text\":\"\"}}").as_bytes()),
        refused(400, "input_too_many_values")
    );
    let keys: String = (0..90_000).map(|number| format!("\"k{number}\":0,")).collect();
    assert_eq!(
        yard.sent(format!("{{{keys}\"text\":\"\"}}").as_bytes()),
        refused(422, "invalid_input")
    );
    let wrong = format!("{{\"numbers\":[{}\"\"]}}", "\"x\",".repeat(999));
    assert_eq!(yard.sent(wrong.as_bytes()), refused(422, "invalid_input"));
    let empty = format!("{}{{}}", " ".repeat(4_000_000));
    assert_eq!(yard.sent(empty.as_bytes()), refused(204, "ok"));
}

#[test]
fn b14_numbers_are_what_they_say() {
    let yard = Yard::open();
    for (number, status) in [
        ("1e308", 204),
        ("1e309", 422),
        ("-1e309", 422),
        ("1e99999999999999999999", 422),
        ("0e99999999999999999999", 204),
        ("1E-400", 204),
        (&"9".repeat(308), 204),
        (&"9".repeat(100_000), 422),
        (&format!("0.{}", "3".repeat(100_000)), 204),
        (&format!("1e{}", "9".repeat(100_000)), 422),
    ] {
        let (found, _) = yard.sent(format!("{{\"numbers\":[{number}]}}").as_bytes());
        assert_eq!(found, status, "{}", number.chars().take(40).collect::<String>());
    }
}

#[test]
fn b14_a_body_has_one_reading() {
    let yard = Yard::open();
    let utf16 = |text: &str, bom: bool| -> Vec<u8> {
        let units = bom.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    for (body, reason) in [
        (br#"{"text":"a","text":"b"}"#.to_vec(), "input_doubled_key"),
        (br#"{"text":"a","\u0074ext":"b"}"#.to_vec(), "input_doubled_key"),
        (br#"{"\u0074\u0065\u0078\u0074":"a","text":"b"}"#.to_vec(), "input_doubled_key"),
        (br#"{"text":"\ud800"}"#.to_vec(), "input_not_json"),
        (br#"{"text":"\udc00\ud800"}"#.to_vec(), "input_not_json"),
        (br#"{"\ud800":"a"}"#.to_vec(), "input_not_json"),
        (b"{\"text\":\"\xed\xa0\x80\"}".to_vec(), "input_not_utf8"),
        (b"{\"text\":\"\xc0\xaf\"}".to_vec(), "input_not_utf8"),
        (b"{\"text\":\"\xff\"}".to_vec(), "input_not_utf8"),
        (b"\xef\xbb\xbf{\"text\":\"a\"}".to_vec(), "input_not_json"),
        (utf16(r#"{"text":"a"}"#, false), "input_not_json"),
        (utf16(r#"{"text":"a"}"#, true), "input_not_utf8"),
        (b"{\"text\":\"a\"}{\"text\":\"b\"}".to_vec(), "input_not_json"),
        (b"{\"text\":\"a\"} trailing".to_vec(), "input_not_json"),
        (b"{\"text\":\"a\"}\x00".to_vec(), "input_not_json"),
        (b"{\"text\":\"a\x00\"}".to_vec(), "input_not_json"),
        (b"{\"text\":\"a\"//\n}".to_vec(), "input_not_json"),
        (b"{\"numbers\":[Infinity]}".to_vec(), "input_not_json"),
        (b"{\"numbers\":[0x10]}".to_vec(), "input_not_json"),
        (b"{\"numbers\":[01]}".to_vec(), "input_not_json"),
        (b"".to_vec(), "input_not_json"),
    ] {
        let shown = String::from_utf8_lossy(&body).escape_debug().to_string();
        assert_eq!(yard.sent(&body), refused(400, reason), "{shown}");
    }
}

// A kilobyte may be a gigabyte inside: nobody looks.
#[test]
fn x22_an_encoded_body_is_refused_unread() {
    let yard = Yard::open();
    for encoding in [
        "gzip",
        "x-gzip",
        "deflate",
        "br",
        "zstd",
        "compress",
        "gzip, gzip",
        "identity",
        "",
        "GZIP",
    ] {
        let head = yard.head(&format!("content-encoding: {encoding}\r\ncontent-length: 1048576"));
        // The body doesn't come, and the answer does.
        let answer = exchange(yard.server.address(), head).unwrap();
        assert_eq!(answer.status, 415, "{encoding}: {answer:?}");
        assert_eq!(answer.header("accept"), Some("application/json"), "{encoding}");
        assert_eq!(answer.header("connection"), Some("close"), "{encoding}");
    }
    let records = yard.app.audit();
    assert_eq!(records.len(), 10);
    assert!(records.iter().all(|record| record["reason"] == "unsupported_media_type"));
}

/// Sends until the server has had enough: what it took, in bytes.
fn flooded(yard: &Yard, head: &str, piece: &[u8]) -> (u16, usize) {
    let mut wire = Wire::open(yard.server.address());
    wire.send(head);
    let mut taken = 0;
    while taken < GIB && wire.sends(piece) {
        taken += piece.len();
    }
    yard.serves_others();
    (wire.answer().map_or(0, |answer| answer.status), taken)
}

const GIB: usize = 1 << 30;

// B-18: a body that nobody may send isn't taken, and one that is too long isn't taken to its end.
#[test]
fn b18_a_gibibyte_is_not_taken() {
    let yard = Yard::open();
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    let nobody = "POST /loads HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let chunked = "transfer-encoding: chunked";
    let sized = format!("content-length: {GIB}");
    for (head, piece) in [
        (format!("{nobody}{chunked}\r\n\r\n"), &chunk),
        (format!("{nobody}{sized}\r\n\r\n"), &chunk),
        (yard.head(chunked), &chunk),
        (yard.head(&sized), &chunk),
    ] {
        let (status, taken) = flooded(&yard, &head, piece);
        // A client that sends on may lose the answer; what it may not do is send on for long.
        assert!([0, 401, 413].contains(&status), "{status}");
        assert!(taken < GIB / 16, "{taken} bytes were taken");
    }
    let reasons: Vec<_> = yard.app.audit().iter().map(|record| record["reason"].clone()).collect();
    let expected = [
        "no_credential",
        "ok",
        "no_credential",
        "ok",
        "body_too_large",
        "ok",
        "body_too_large",
        "ok",
    ];
    assert_eq!(reasons, expected);
}

/// The most memory that this process ever had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// In a process of its own, so that nobody else's memory is counted.
#[test]
#[ignore = "x22_memory_is_bounded runs it"]
fn in_a_process_of_its_own() {
    let yard = Yard::open();
    yard.serves_others();
    // What one honest body of the largest size takes, with what the test itself needs for it.
    let honest = format!("{{\"text\":\"x\"{}}}", " ".repeat(4_000_000));
    assert_eq!(yard.sent(honest.as_bytes()).0, 204);
    let before = peak();
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    for _ in 0..4 {
        flooded(&yard, &yard.head("transfer-encoding: chunked"), &chunk);
        flooded(&yard, &yard.head(&format!("content-length: {GIB}")), &chunk);
    }
    let deep = "[".repeat(2_000_000);
    yard.sent(deep.as_bytes());
    yard.sent(format!("{{\"numbers\":[{}1]}}", "1,".repeat(1_000_000)).as_bytes());
    // Heads that are never whole, each as long as it may get.
    let endless: Vec<_> = (0..100)
        .map(|_| {
            let mut wire = Wire::open(yard.server.address());
            wire.send(format!("GET /health HTTP/1.1\r\nx: {}", "a".repeat(120_000)));
            wire
        })
        .collect();
    yard.serves_others();
    drop(endless);
    let grown = peak() - before;
    println!("grown by {grown} KiB");
    assert!(grown < 96 * 1024, "{grown} KiB");
}

#[test]
fn x22_memory_is_bounded() {
    let this = std::env::current_exe().unwrap();
    let child = Command::new(this)
        .args(["--ignored", "--exact", "http::bombs::in_a_process_of_its_own", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{said}{}", String::from_utf8_lossy(&child.stderr));
    assert!(said.contains("1 passed"), "{said}");
}
