//! The listener itself, by hand: B-18, and that what can't be parsed is answered like everything else.

use std::net::SocketAddr;

use serde_json::Value;

use crate::fixture::House;
use crate::fixture::checks::SEAL;
use crate::fixture::wire::{Wire, WireAnswer, exchange};

const GIB: u64 = 1 << 30;

/// A server, and what it wrote down.
fn served(test: impl FnOnce(&House, SocketAddr)) {
    let house = House::open();
    let server = house.app.serve();
    test(&house, server.address());
}

fn is_problem(answer: &WireAnswer, status: u16) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    for (name, value) in SEAL {
        assert_eq!(answer.header(name), Some(value), "{answer:?}");
    }
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(document["status"], status, "{answer:?}");
}

#[test]
fn a_request_over_the_wire_is_answered_as_one_in_memory() {
    served(|house, address| {
        let head = format!(
            "GET /folders/7001 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\r\n",
            house.token()
        );
        let mut wire = Wire::open(address);
        // Three on one connection.
        for _ in 0..3 {
            wire.send(&head);
            let answer = wire.answer().unwrap();
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert!(answer.body.contains("alice-acme-title-7001"));
        }
        wire.send(head.replacen("GET", "HEAD", 1));
        let answer = wire.answer_to("HEAD").unwrap();
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-length").is_some_and(|length| length != "0"), "{answer:?}");
        assert_eq!(house.records().len(), 4);
        assert_eq!(house.records()[0]["peer"], "127.0.0.1");
        assert!(answer.header("server").is_none());
    });
}

#[test]
fn b18_a_gibibyte_without_a_token_is_refused_unread() {
    served(|house, address| {
        for token in ["", "authorization: Bearer nonsense\r\n"] {
            let mut wire = Wire::open(address);
            wire.send(format!(
                "POST /merge HTTP/1.1\r\nhost: localhost\r\n{token}content-type: application/json\r\ncontent-length: {GIB}\r\n\r\n"
            ));
            // Not one byte of the body was sent, and the answer is there.
            let answer = wire.answer().unwrap();
            is_problem(&answer, 401);
            assert_eq!(answer.header("connection"), Some("close"));
            assert!(wire.ends());
        }
        assert_eq!((house.records().len(), house.runs.total()), (2, 0));
    });
}

#[test]
fn b18_a_gibibyte_over_the_limit_is_refused_unread() {
    served(|house, address| {
        let mut wire = Wire::open(address);
        wire.send(format!(
            "POST /merge HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: {GIB}\r\n\r\n",
            house.token()
        ));
        is_problem(&wire.answer().unwrap(), 413);
        assert!(wire.ends());
        assert_eq!(house.records()[0]["reason"], "body_too_large");
        assert_eq!(house.runs.total(), 0);
    });
}

// Without an announced length the limit is found on the way.
#[test]
fn g06_a_chunked_body_over_the_limit_is_cut() {
    served(|house, address| {
        let mut wire = Wire::open(address);
        wire.send(format!(
            "POST /broken/little HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             transfer-encoding: chunked\r\n\r\n",
            house.token()
        ));
        for _ in 0..64 {
            wire.send("10\r\n                \r\n");
        }
        is_problem(&wire.answer().unwrap(), 413);
        assert_eq!(house.runs.total(), 0);
        assert_eq!(house.records().len(), 1);
    });
}

fn expecting(house: &House, token: bool, length: usize) -> String {
    let token =
        if token { format!("authorization: Bearer {}\r\n", house.token()) } else { String::new() };
    format!(
        "POST /search HTTP/1.1\r\nhost: localhost\r\n{token}content-type: application/json\r\ncontent-length: {length}\r\n\
         expect: 100-continue\r\n\r\n"
    )
}

#[test]
fn b18_who_is_refused_is_not_told_to_continue() {
    served(|house, address| {
        let mut wire = Wire::open(address);
        wire.send(expecting(house, false, 15));
        is_problem(&wire.answer().unwrap(), 401);
        let mut wire = Wire::open(address);
        wire.send(expecting(house, true, 1 << 20));
        is_problem(&wire.answer().unwrap(), 413);
        assert_eq!((house.records().len(), house.runs.total()), (2, 0));
    });
}

#[test]
fn b18_who_is_admitted_is_told_to_continue() {
    served(|house, address| {
        let mut wire = Wire::open(address);
        wire.send(expecting(house, true, 15));
        let interim = wire.answer().unwrap();
        assert_eq!(interim.status, 100, "{interim:?}");
        assert_eq!(house.runs.total(), 0);
        wire.send(r#"{"words":"n11"}"#);
        let answer = wire.answer().unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.contains("alice-acme-text-n11"));
        assert_eq!(house.records().len(), 1);
        // The connection goes on.
        wire.send("GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n");
        assert_eq!(wire.answer().unwrap().status, 204);
    });
}

#[test]
fn g06_a_body_that_does_not_come_is_given_up() {
    served(|house, address| {
        let mut wire = Wire::open(address);
        wire.send(format!(
            "POST /broken/sleep HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: 14\r\n\r\n{{\"te",
            house.token()
        ));
        let answer = wire.answer().unwrap();
        is_problem(&answer, 408);
        let document: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(document["type"], "urn:zt:problem:body-too-slow");
        assert_eq!(house.runs.total(), 0);
        let records = house.records();
        assert_eq!((records.len(), records[0]["reason"].as_str()), (1, Some("body_too_slow")));
    });
}

#[test]
fn g07_l01_what_can_not_be_parsed_is_a_problem_and_a_record_too() {
    served(|house, address| {
        let mut count = 0;
        for garbage in [
            "G\tET / HTTP/1.1\r\nhost: localhost\r\n\r\n",
            "nonsense\r\n\r\n",
            "GET /me HTTP/1.1\r\nhost x\r\n\r\n",
            "GET /me HTTP/1.1\r\n: x\r\n\r\n",
            "GET /me HTTP/9.9\r\n\r\n",
            "GET /me\u{0} HTTP/1.1\r\n\r\n",
            "GET /me HTTP/1.1\r\nhost: localhost\r\nx: a\u{0}b\r\n\r\n",
            "POST /merge HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n",
        ] {
            let mut wire = Wire::open(address);
            wire.send(garbage);
            let answer = wire.answer().unwrap_or_else(|| panic!("no answer to {garbage:?}"));
            is_problem(&answer, 400);
            assert!(wire.ends(), "{garbage:?}");
            count += 1;
            assert_eq!(house.records().len(), count, "{garbage:?}");
        }
        let huge =
            format!("GET /me HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "a".repeat(200_000));
        let answer = exchange(address, huge).unwrap();
        is_problem(&answer, 431);
        assert_eq!(house.runs.total(), 0);
    });
}

// X30, L-01: who goes away in the middle is still written down, once.
#[test]
fn l01_a_client_that_goes_away_leaves_a_record() {
    served(|house, address| {
        let mut wire = Wire::open(address);
        wire.send(format!(
            "POST /broken/sleep HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: 14\r\n\r\n{{\"text\":\"zzz\"}}",
            house.token()
        ));
        while house.runs.total() == 0 {
            std::thread::yield_now();
        }
        drop(wire);
        while house.records().is_empty() {
            std::thread::yield_now();
        }
        let records = house.records();
        // On a machine that is slow enough, its time is up before anybody notices.
        let reason = records[0]["reason"].as_str().unwrap();
        assert!(["cancelled", "timed_out"].contains(&reason), "{records:#?}");
        assert_eq!((records.len(), records[0]["outcome"].as_str()), (1, Some("error")));
    });
}

// X23: a chunk that isn't one ends the request, and nothing behind it is another.
#[test]
fn x23_a_broken_chunk_is_refused() {
    for chunk in [
        "zz\r\n",
        "-1\r\n",
        "ffffffffffffffffff\r\n",
        "1\nx\n0\n\n",
        "0x1\r\nx\r\n",
        "1 1\r\nx\r\n",
    ] {
        served(|house, address| {
            let mut wire = Wire::open(address);
            wire.send(format!(
                "POST /merge HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
                 transfer-encoding: chunked\r\n\r\n{chunk}GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n",
                house.token()
            ));
            is_problem(&wire.answer().unwrap(), 400);
            assert!(wire.ends(), "{chunk:?}");
            assert_eq!((house.records().len(), house.runs.total()), (1, 0), "{chunk:?}");
        });
    }
}
