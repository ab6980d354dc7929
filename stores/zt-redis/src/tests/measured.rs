//! What a question costs beside Redis' own round trip, for `cargo xtask bench limits`. It asserts nothing of times. The command reads
//! the lines, `name value`.
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::time::Instant;

use redis::aio::MultiplexedConnection;
use redis::cmd;
use tokio::runtime::Builder;
use zt::shared::{Count, Question, Session, UnlessRevoked};

use super::*;

const ROUNDS: usize = 9;
const EACH: u32 = 2000;

/// What is measured, in turns.
#[derive(Clone, Copy)]
enum Asked {
    Ping,
    /// As a request with a bearer token asks.
    Bearer,
    /// As one with a bound token does, whose proof counts once.
    Bound,
}

const ALL: [(&str, Asked); 3] =
    [("ping_ns", Asked::Ping), ("bearer_ns", Asked::Bearer), ("bound_ns", Asked::Bound)];

fn question(once: Vec<[u8; 32]>) -> Question {
    let limit = Count { id: [1; 32], interval: 1, burst: 1_000_000, cost: 1 };
    Question {
        unless_revoked: vec![
            UnlessRevoked { id: [2; 32], issued: None },
            UnlessRevoked { id: [3; 32], issued: Some(1) },
        ],
        once,
        remember: Duration::from_secs(300),
        counts: vec![limit],
        ..Question::default()
    }
}

fn proof(number: u32) -> [u8; 32] {
    let mut id = [0; 32];
    id.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
    id
}

#[test]
#[ignore = "a measurement, which `cargo xtask bench limits` runs"]
fn limits_in_redis() {
    let server = Server::start();
    let place = place(&format!("redis://127.0.0.1:{}", server.port));
    Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let session = Redis.connect(&place).await.unwrap();
        let client = crate::address::client(&place).unwrap();
        let mut raw = client.get_multiplexed_async_connection().await.unwrap();
        let (mut times, mut number) = ([const { Vec::new() }; 3], 0);
        for _ in 0..ROUNDS {
            for ((_, asked), times) in ALL.iter().zip(&mut times) {
                let began = Instant::now();
                for _ in 0..EACH {
                    number += 1;
                    ask(*asked, number, &*session, &mut raw).await;
                }
                times.push(began.elapsed() / EACH);
            }
        }
        for ((name, _), mut times) in ALL.iter().zip(times) {
            times.sort_unstable();
            println!("{name} {}", times[ROUNDS / 2].as_nanos());
        }
    });
}

async fn ask(asked: Asked, number: u32, session: &dyn Session, raw: &mut MultiplexedConnection) {
    let once = match asked {
        Asked::Ping => {
            let _: String = cmd("PING").query_async(raw).await.unwrap();
            return;
        }
        Asked::Bearer => Vec::new(),
        Asked::Bound => vec![proof(number)],
    };
    let decision = session.decide(&question(once)).await.unwrap();
    assert!(matches!(decision, Decision::Admitted(_)), "{decision:?}");
}
