//! The wire, with raw sockets: what no well-behaved client sends.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

mod tls;
mod workloads;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::testing::fixture::{Read, Shop, Write, shop};
use crate::testing::{TestApp, TestServer};

struct Client(TcpStream);

impl Client {
    fn of(server: &TestServer) -> Self {
        let stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self(stream)
    }

    fn send(&mut self, text: &str) -> &mut Self {
        self.0.write_all(text.as_bytes()).unwrap();
        self
    }

    /// Until the server closes.
    fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        let _ = self.0.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// One answer with a `content-length`.
    fn answer(&mut self) -> String {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while !bytes.ends_with(b"\r\n\r\n") {
            assert_eq!(self.0.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&bytes));
            bytes.push(byte[0]);
        }
        let head = String::from_utf8(bytes).unwrap();
        let length = head
            .split("content-length: ")
            .nth(1)
            .map_or(0, |rest| rest.split("\r\n").next().unwrap().parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        head + &String::from_utf8(body).unwrap()
    }
}

fn exchange(server: &TestServer, request: &str) -> String {
    Client::of(server).send(request).rest()
}

fn writer(shop: &TestApp<Shop>) -> String {
    shop.token_for("alice").holding::<Write>().issue().unwrap()
}

fn reasons(shop: &TestApp<Shop>) -> Vec<String> {
    shop.audit().iter().map(|record| record["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn requests_follow_each_other_on_one_connection() {
    let shop = shop();
    let server = shop.serve();
    let token = shop.token_for("alice").holding::<Read>().issue().unwrap();
    let mut client = Client::of(&server);
    for thing in ["1", "2"] {
        let request = format!(
            "GET /things/{thing} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        let answer = client.send(&request).answer();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n"), "{answer}");
        assert!(
            answer.contains("cache-control: no-store")
                && answer.contains("x-content-type-options: nosniff"),
            "{answer}"
        );
        assert!(answer.ends_with(thing), "{answer}");
    }
    let head = client.send(&format!("HEAD /things/xyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n")).rest();
    assert!(head.contains("content-length: 3\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    assert_eq!(reasons(&shop), ["ok", "ok", "ok"]);
}

// X13, X15, X17, X23: refused by the parser or by the gate, each a problem document with one record.
#[test]
fn x17_what_can_not_be_read_is_a_recorded_problem() {
    let shop = shop();
    let server = shop.serve();
    for (count, request) in [
        "GET /open HTTP/1.1\r\n\r\n",
        "GET /open HTTP/1.1\r\nhost: localhost\r\nhost: b\r\n\r\n",
        "GET /open HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer a\r\nauthorization: Bearer a\r\nconnection: close\r\n\r\n",
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\nx",
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: +1\r\n\r\nx",
        "G\tET /open HTTP/1.1\r\nhost: localhost\r\n\r\n",
        "GET open HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        "GET http://a/open HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        "GET //open HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        "CONNECT a:80 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        "GET /open HTTP/9.9\r\nhost: localhost\r\n\r\n",
        "nonsense\r\n\r\n",
    ]
    .into_iter()
    .enumerate()
    {
        let answer = exchange(&server, request);
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{request:?}: {answer}");
        assert!(
            answer.contains("application/problem+json") && answer.ends_with('}'),
            "{request:?}: {answer}"
        );
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{request:?}: {answer}");
        assert_eq!(shop.audit().len(), count + 1, "{request:?}");
        assert_eq!(shop.audit()[count]["status"], 400, "{request:?}");
    }
}

#[test]
fn g06_a_head_with_too_many_headers_is_431() {
    let shop = shop();
    let server = shop.serve();
    let headers: String = (0..200).map(|number| format!("x-{number}: y\r\n")).collect();
    let answer =
        exchange(&server, &format!("GET /open HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n"));
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    let large = "y".repeat(40_000);
    let answer = exchange(
        &server,
        &format!(
            "GET /open HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx: {large}\r\n\r\n"
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    assert_eq!(reasons(&shop), ["headers_too_large", "headers_too_large"]);
}

// B-18.
#[test]
fn b18_no_100_continue_before_access_is_decided() {
    let shop = shop();
    let server = shop.serve();
    let head =
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\nexpect: 100-continue\r\n";
    let refused = exchange(&server, &format!("{head}\r\n"));
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    assert!(refused.contains("connection: close"), "{refused}");
    assert_eq!(refused.matches("HTTP/1.1").count(), 1, "{refused}");

    let mut client = Client::of(&server);
    client.send(&format!("{head}authorization: Bearer {}\r\n\r\n", writer(&shop)));
    assert_eq!(client.answer(), "HTTP/1.1 100 Continue\r\n\r\n");
    let answer = client.send("abc").answer();
    assert!(answer.starts_with("HTTP/1.1 201 ") && answer.ends_with('3'), "{answer}");
    assert_eq!(reasons(&shop), ["no_credential", "ok"]);
}

#[test]
fn b18_an_announced_gigabyte_is_refused_unread() {
    let shop = shop();
    let server = shop.serve();
    let began = Instant::now();
    let answer = exchange(
        &server,
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1073741824\r\n\r\nxxxx",
    );
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    let large = format!(
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1001\r\nauthorization: Bearer {}\r\n\r\n",
        writer(&shop)
    );
    let answer = exchange(&server, &large);
    assert!(
        answer.starts_with("HTTP/1.1 413 ") && answer.contains("connection: close"),
        "{answer}"
    );
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn x23_nothing_behind_an_unread_body_is_taken_for_a_request() {
    let shop = shop();
    let server = shop.serve();
    let smuggled = "GET /open HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let chunked =
        "POST /things HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nffff\r\n";
    let answer = exchange(&server, &format!("{chunked}{smuggled}"));
    assert!(
        answer.starts_with("HTTP/1.1 401 ") && answer.contains("connection: close"),
        "{answer}"
    );
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
    assert_eq!(reasons(&shop), ["no_credential"]);
}

#[test]
fn g06_chunks_are_counted_and_broken_ones_refused_once() {
    let shop = shop();
    let server = shop.serve();
    let head = format!(
        "POST /things HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\nauthorization: Bearer {}\r\n\r\n",
        writer(&shop)
    );
    let mut client = Client::of(&server);
    let answer = client.send(&head).send("3\r\nabc\r\n0\r\n\r\n").answer();
    assert!(answer.starts_with("HTTP/1.1 201 ") && answer.ends_with('3'), "{answer}");
    let large = "x".repeat(1200);
    let answer = exchange(&server, &format!("{head}4b0\r\n{large}\r\n0\r\n\r\n"));
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    let broken = exchange(&server, &format!("{head}zz\r\nabc\r\n"));
    assert!(broken.starts_with("HTTP/1.1 400 "), "{broken}");
    assert_eq!(broken.matches("HTTP/1.1").count(), 1, "{broken}");
    assert_eq!(reasons(&shop), ["ok", "body_too_large", "body_broken"]);
}

#[test]
fn g06_a_slow_body_is_408() {
    let shop = shop();
    let server = shop.serve();
    let request = format!(
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\nauthorization: Bearer {}\r\n\r\nabc",
        writer(&shop)
    );
    let answer = exchange(&server, &request);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert_eq!(reasons(&shop), ["body_too_slow"]);
}

// X22: the first head and every later one have their time.
#[test]
fn x22_a_slow_head_is_given_up() {
    let shop = shop();
    let server = shop.serve();
    let first = exchange(&server, "GET /open HTTP/1.1\r\nhost");
    assert!(first.starts_with("HTTP/1.1 408 ") && first.ends_with('}'), "{first}");
    let mut client = Client::of(&server);
    client.send("GET /open HTTP/1.1\r\nhost: localhost\r\n\r\n").answer();
    let began = Instant::now();
    assert_eq!(client.send("GET /open HTTP/1.1\r\nhost").rest(), "");
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    assert_eq!(reasons(&shop), ["body_too_slow", "ok"]);
}

#[test]
fn open_requests_finish_when_the_server_stops() {
    let shop = shop();
    let server = shop.serve();
    let mut client = Client::of(&server);
    let mut idle = Client::of(&server);
    client.send("GET /waits HTTP/1.1\r\nhost: localhost\r\n\r\n");
    std::thread::sleep(Duration::from_millis(100));
    let began = Instant::now();
    drop(server);
    assert!(client.rest().ends_with("waited"));
    assert_eq!(idle.rest(), "");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(reasons(&shop), ["ok"]);
}
