//! X22, G-06: clients that take their time. Each is given up after a while, and nobody waits for them.
//!
//! The waits are real, so they all run at once.

use std::net::Shutdown;
use std::thread;
use std::time::{Duration, Instant};

use super::watch::Watch;
use crate::fixture::House;
use crate::fixture::wire::{Wire, exchange};

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// Longer than any limit of the listener, shorter than the patience of a test.
const LONG: Duration = Duration::from_secs(28);

/// What came before the server ended the connection, and when that was.
fn until_the_end(mut wire: Wire) -> (Vec<u16>, Duration) {
    let began = Instant::now();
    let mut statuses = Vec::new();
    while let Some(answer) = wire.answer() {
        statuses.push(answer.status);
    }
    (statuses, began.elapsed())
}

/// One byte after the other, until the server has had enough.
fn drip(mut wire: Wire, bytes: &str) -> (Vec<u16>, Duration) {
    let began = Instant::now();
    for byte in bytes.bytes() {
        if !wire.sends(&[byte]) || began.elapsed() > LONG {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    let (statuses, rest) = until_the_end(wire);
    (statuses, began.elapsed().max(rest))
}

#[test]
fn x22_slow_clients_are_given_up_and_keep_nobody_waiting() {
    let house = House::open();
    let server = house.app.serve();
    let open = || Wire::open(server.address());
    let post = |rest: &str| {
        let token = house.token();
        format!(
            "POST /merge HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\n{rest}\r\n\r\n"
        )
    };
    let endless = "x".repeat(1000);
    thread::scope(|scope| {
        let says_nothing = scope.spawn(|| until_the_end(open()));
        let first_head = scope.spawn(|| drip(open(), &format!("GET /me HTTP/1.1\r\nx: {endless}")));
        let second_head = scope.spawn(|| {
            let mut wire = open();
            wire.send(HEALTH);
            assert_eq!(wire.answer().unwrap().status, 204);
            drip(wire, &format!("GET /me HTTP/1.1\r\nx: {endless}"))
        });
        let goes_idle = scope.spawn(|| {
            let mut wire = open();
            wire.send(HEALTH);
            until_the_end(wire)
        });
        let body_stalls = scope.spawn(|| {
            let mut wire = open();
            wire.send(post("content-length: 100") + "{\"no");
            until_the_end(wire)
        });
        let body_drips = scope.spawn(|| {
            let mut wire = open();
            wire.send(post("content-length: 1000"));
            drip(wire, &endless)
        });
        let chunk_drips = scope.spawn(|| {
            let mut wire = open();
            wire.send(post("transfer-encoding: chunked"));
            drip(wire, &format!("3e8\r\n{endless}"))
        });
        // Asks for more than the socket's buffers hold, and reads none of it.
        let never_reads = scope.spawn(|| {
            let mut wire = open();
            let began = Instant::now();
            while wire.sends_within(&HEALTH.repeat(200).into_bytes(), LONG) {
                if began.elapsed() > LONG {
                    panic!("the server still takes requests");
                }
            }
            began.elapsed()
        });
        // Everybody else is served all the while.
        let done = || {
            [
                &says_nothing,
                &first_head,
                &second_head,
                &goes_idle,
                &body_stalls,
                &body_drips,
                &chunk_drips,
            ]
            .iter()
            .all(|thread| thread.is_finished())
        };
        let mut served = 0;
        while !done() || !never_reads.is_finished() {
            house.rest();
            let began = Instant::now();
            assert_eq!(exchange(server.address(), HEALTH).unwrap().status, 204);
            assert!(began.elapsed() < Duration::from_secs(10), "somebody had to wait");
            served += 1;
            thread::sleep(Duration::from_millis(200));
        }
        assert!(served > 10);
        assert!(says_nothing.join().unwrap().0.is_empty());
        assert_eq!(first_head.join().unwrap().0, [408]);
        assert!(second_head.join().unwrap().0.is_empty());
        assert_eq!(goes_idle.join().unwrap().0, [204]);
        assert_eq!(body_stalls.join().unwrap().0, [408]);
        assert_eq!(body_drips.join().unwrap().0, [408]);
        assert_eq!(chunk_drips.join().unwrap().0, [408]);
        assert!(never_reads.join().unwrap() < LONG);
    });
    assert_eq!(house.runs.all().into_keys().collect::<Vec<_>>(), ["health"]);
    let slow = house.records().iter().filter(|record| record["reason"] == "body_too_slow").count();
    assert_eq!(slow, 4);
}

// A client that half-closes has asked its last, and still hears the answers.
#[test]
fn x22_half_closed_connections_get_their_answers() {
    Watch::over(|watch| {
        let mut wire = Wire::open(watch.address);
        wire.send(HEALTH.repeat(3));
        wire.shutdown(Shutdown::Write);
        for _ in 0..3 {
            assert_eq!(wire.answer().unwrap().status, 204);
        }
        assert!(wire.ends());
        watch.answered(3);
        // In the middle of a head nobody asked anything; in the middle of a body somebody did.
        let mut wire = Wire::open(watch.address);
        wire.send("GET /me HTTP/1.1\r\nhost: loc");
        wire.shutdown(Shutdown::Write);
        assert!(wire.ends());
        let mut wire = Wire::open(watch.address);
        wire.send(watch.post("content-length: 10") + "{");
        wire.shutdown(Shutdown::Write);
        let answer = wire.answer();
        assert!(answer.is_none_or(|answer| answer.status == 400));
        assert!(wire.ends());
        watch.serves_others();
        watch.recorded(1);
        assert_eq!(watch.last_reason(), "body_broken");
    });
}

#[test]
fn x22_many_idle_connections_keep_nobody_waiting() {
    Watch::over(|watch| {
        let silent: Vec<_> = (0..250).map(|_| Wire::open(watch.address)).collect();
        let half: Vec<_> = (0..250)
            .map(|_| {
                let mut wire = Wire::open(watch.address);
                wire.send("GET /me HTTP/1.1\r\nhost: localhost\r\nx: ");
                wire
            })
            .collect();
        for _ in 0..50 {
            watch.serves_others();
        }
        drop((silent, half));
        watch.serves_others();
        watch.recorded(0);
    });
}
