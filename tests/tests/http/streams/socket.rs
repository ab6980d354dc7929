//! The same over a real socket, where a client may read slowly, go away, or stay when the service ends.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use super::{ended, ended_with};
use crate::fixture::depot::Yard;

/// A client that listens.
struct Listener {
    stream: TcpStream,
    heard: String,
}

impl Listener {
    fn open(address: SocketAddr, request: &str) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        Self { stream, heard: String::new() }
    }

    /// Alice's, whose head is there.
    fn of(yard: &Yard, address: SocketAddr, path: &str) -> Self {
        Self::asking(address, path, &format!("authorization: Bearer {}\r\n", yard.token()))
    }

    fn asking(address: SocketAddr, path: &str, more: &str) -> Self {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{more}\r\n");
        let mut listener = Self::open(address, &request);
        listener.until("\r\n\r\n");
        listener
    }

    /// Reads until it has heard that.
    fn until(&mut self, text: &str) {
        while !self.heard.contains(text) {
            assert!(self.more(), "it ended behind {:?}", self.heard);
        }
    }

    fn more(&mut self) -> bool {
        let mut buffer = [0; 4096];
        match self.stream.read(&mut buffer) {
            Ok(0) => false,
            Ok(count) => {
                self.heard.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
                true
            }
            Err(error) => panic!("{error}, behind {:?}", self.heard),
        }
    }

    /// Reads to the end, which is a clean one.
    fn rest(mut self) -> String {
        while self.more() {}
        assert!(self.heard.ends_with("0\r\n\r\n"), "{:?}", self.heard);
        self.heard
    }
}

/// What the server does happens on a thread of its own.
fn eventually(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..3000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("never: {what}");
}

fn records_with(yard: &Yard, key: &str, value: &str) -> usize {
    yard.app.audit().iter().filter(|record| record[key] == value).count()
}

#[test]
fn b12_events_come_as_they_happen() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let mut listener = Listener::of(&yard, server.address(), "/moves");
    for line in [
        "HTTP/1.1 200 OK",
        "content-type: text/event-stream",
        "transfer-encoding: chunked",
        "connection: close",
        "cache-control: no-store",
    ] {
        assert!(listener.heard.contains(&format!("{line}\r\n")), "{}", listener.heard);
    }
    yard.moves(1, "alice", "acme");
    listener.until("data: {\"id\":1,\"place\":\"place-1\"}\n\n");
    yard.moves(2, "bob", "acme");
    yard.moves(3, "alice", "acme");
    listener.until("place-3");
    assert!(!listener.heard.contains("place-2"));
}

#[test]
fn c03_expiry_ends_a_connection_that_only_waits() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let listener = Listener::of(&yard, server.address(), "/moves");
    yard.advance(300);
    let heard = listener.rest();
    assert!(!heard.contains("data:"), "{heard}");
    ended_with(&yard, "deny", "expired");
}

// On one worker or another: revocations are everybody's.
#[test]
fn c03_revocation_ends_connections_of_every_worker_at_once() {
    let yard = Yard::open();
    let (one, other) = (yard.app.serve(), yard.app.serve());
    let listeners =
        [one.address(), other.address()].map(|address| Listener::of(&yard, address, "/moves"));
    yard.app.revocations().revoke_subject(&yard.app.person("alice")).unwrap();
    for listener in listeners {
        listener.rest();
    }
    eventually("both are written down", || records_with(&yard, "reason", "subject_revoked") == 2);
}

// So that dead connections are noticed, and live ones aren't cut by what stands in between.
#[test]
fn c03_each_decision_is_heard_as_a_comment() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let mut listener = Listener::of(&yard, server.address(), "/moves");
    yard.advance(15);
    listener.until("\r\n\r\n3\r\n:\n\n\r\n");
    yard.moves(1, "alice", "acme");
    listener.until("place-1");
}

#[test]
fn b12_a_client_that_goes_away_ends_its_handler() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let listener = Listener::of(&yard, server.address(), "/moves");
    assert_eq!(yard.depot.listeners(), 1);
    listener.stream.shutdown(Shutdown::Write).unwrap();
    listener.rest();
    drop(Listener::of(&yard, server.address(), "/moves"));
    eventually("both are written down", || records_with(&yard, "reason", "client_gone") == 2);
    assert_eq!((yard.depot.listeners(), yard.runs.of("gone")), (0, 2));
}

#[test]
fn b12_a_service_that_ends_ends_its_streams() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let listener = Listener::of(&yard, server.address(), "/moves");
    drop(server);
    listener.rest();
    ended_with(&yard, "allow", "shutdown");
}

// A handler that never waits takes the thread from nobody.
#[test]
fn g06_a_flood_leaves_room_for_others() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let mut flooded = Listener::of(&yard, server.address(), "/does?does=flood");
    for _ in 0..100 {
        assert!(flooded.more());
        flooded.heard.clear();
    }
    let mut other = Listener::of(&yard, server.address(), "/parcels/1/moves");
    other.until("place");
    assert!(flooded.more());
}

// G-06: a client that doesn't read holds its handler up, and is cut off where the right to it ends, with all that it didn't
// read.
#[test]
fn c03_a_slow_reader_keeps_nothing_open() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let slow = Listener::of(&yard, server.address(), "/does?does=flood");
    yard.app.revocations().revoke_subject(&yard.app.person("alice")).unwrap();
    eventually("it is written down", || records_with(&yard, "event", "stream_end") == 1);
    ended_with(&yard, "deny", "subject_revoked");
    let sent = ended(&yard)["events"]["sent"].as_u64().unwrap();
    assert!(sent < 10_000, "{sent}");
    drop(slow);
}

#[test]
fn x21_a_refusal_is_a_whole_answer_and_no_stream() {
    let yard = Yard::open();
    let server = yard.app.serve();
    let bearer = format!("authorization: Bearer {}\r\n", yard.token());
    let ask = |more: &str| Listener::asking(server.address(), "/moves", more).heard;
    let nobody = ask("");
    assert!(nobody.starts_with("HTTP/1.1 401 ") && !nobody.contains("event-stream"), "{nobody}");
    for origin in ["https://evil.example", "null"] {
        let foreign = ask(&format!("{bearer}origin: {origin}\r\n"));
        assert!(foreign.starts_with("HTTP/1.1 403 "), "{foreign}");
        assert!(!foreign.contains("event-stream"), "{foreign}");
    }
    assert_eq!(yard.runs.total(), 0);
    let own = ask(&format!("{bearer}origin: http://localhost:{}\r\n", server.address().port()));
    assert!(own.contains("text/event-stream"), "{own}");
}
