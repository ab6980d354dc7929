//! The script's limit, held against governor step by step, at a clock that the test moves; and which addresses will do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod measured;

use std::cell::{Cell, RefCell};
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::num::NonZeroU32;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use governor::clock::FakeRelativeClock;
use governor::middleware::StateInformationMiddleware;
use governor::{Quota, RateLimiter};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use redis::{Client, Connection, Script, Value};
use zt::shared::{Backend as _, Decision, Place};

use crate::Redis;
use crate::decide::{DECIDE, read};

/// A server that keeps nothing, and ends with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let port =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--save", "", "--port"]).arg(port.to_string());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("redis-server is installed");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("Ready to accept connections")));
        Self { child, port }
    }

    fn connection(&self) -> Connection {
        Client::open(("127.0.0.1", self.port)).unwrap().get_connection().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a request takes, and how many milliseconds come before it.
fn steps() -> impl Strategy<Value = Vec<(u64, u32)>> {
    prop::collection::vec((prop_oneof![Just(0), 0..3_000_u64, 0..400_000_u64], 1..=5_u32), 1..40)
}

// G-01. Rates whose states live longer than the test takes: of those that end, Redis itself forgets.
#[test]
fn g01_the_script_counts_as_governor_does() {
    let server = Server::start();
    let connection = RefCell::new(server.connection());
    let clocked = DECIDE.replace("redis.call('TIME')", "{ARGV[#ARGV - 1], ARGV[#ARGV]}");
    assert_ne!(clocked, DECIDE);
    let script = Script::new(&clocked);
    let case = Cell::new(0_u32);
    let rates = (1..=60_u32, prop_oneof![Just(60_u64), Just(3_600), Just(86_400)]);
    let mut runner = TestRunner::default();
    let ran = runner.run(&(rates, steps()), |((burst, seconds), steps)| {
        case.set(case.get() + 1);
        let interval = (seconds * 1_000_000).div_ceil(burst.into());
        let quota = Quota::with_period(Duration::from_micros(interval)).unwrap();
        let quota = quota.allow_burst(NonZeroU32::new(burst).unwrap());
        let clock = FakeRelativeClock::default();
        let limiter = RateLimiter::direct_with_clock(quota, clock.clone())
            .with_middleware::<StateInformationMiddleware>();
        let mut now = 1_800_000_000_000_000_u64;
        for (millis, cost) in steps {
            clock.advance(Duration::from_millis(millis));
            now += millis * 1000;
            let cost = cost.min(burst);
            let theirs = limiter.check_n(NonZeroU32::new(cost).unwrap()).unwrap();
            let mut asked = script.key("era");
            asked
                .key(case.get())
                .arg("")
                .arg(0)
                .arg(0)
                .arg(1)
                .arg(1)
                .arg(interval)
                .arg(burst)
                .arg(cost);
            asked.arg(now / 1_000_000).arg(now % 1_000_000);
            let ours: Vec<Value> = asked.invoke(&mut *connection.borrow_mut()).unwrap();
            match (theirs, read(ours).unwrap()) {
                (Ok(state), Decision::Admitted(full_after)) => {
                    let used = full_after.first().unwrap().div_ceil(interval);
                    prop_assert_eq!(
                        u64::from(state.remaining_burst_capacity()),
                        u64::from(burst) - used
                    );
                }
                (Err(not_until), Decision::Over(0, micros)) => {
                    use governor::clock::Clock as _;
                    let wait = not_until.wait_time_from(clock.now());
                    prop_assert_eq!(wait, Duration::from_micros(micros));
                }
                (theirs, ours) => prop_assert!(false, "governor {theirs:?}, the script {ours:?}"),
            }
        }
        Ok(())
    });
    ran.unwrap();
}

// X30: a server whose clock was set back shuts nobody out for longer than a whole limit takes.
#[test]
fn x30_a_clock_that_is_set_back_empties_a_limit_and_no_more() {
    let server = Server::start();
    let mut connection = server.connection();
    let script =
        Script::new(&DECIDE.replace("redis.call('TIME')", "{ARGV[#ARGV - 1], ARGV[#ARGV]}"));
    let mut at = |second: u64| {
        let mut asked = script.key("era");
        asked.key("limit").arg("").arg(0).arg(0).arg(1).arg(1).arg(30_000_000).arg(2).arg(1);
        let answer: Vec<Value> = asked.arg(second).arg(0).invoke(&mut connection).unwrap();
        read(answer).unwrap()
    };
    assert_eq!(at(1_800_003_600), Decision::Admitted(vec![30_000_000]));
    assert_eq!(at(1_800_000_000), Decision::Over(0, 30_000_000));
    assert_eq!(at(1_800_000_060), Decision::Over(0, 30_000_000));
}

fn place(address: &str) -> Place {
    let (service, address) = ("Shop".to_owned(), address.to_owned());
    Place { service, address, user: None, secret: None, ca: None }
}

// T-14.
#[test]
fn t14_nothing_leaves_the_machine_but_over_tls() {
    for good in [
        "rediss://redis.internal:6380",
        "rediss://redis.internal/1",
        "rediss://10.1.2.3",
        "redis://127.0.0.1:6379/0",
        "redis://[::1]:6379",
        "redis://localhost",
    ] {
        assert_eq!(Redis.check(&place(good)), Ok(()), "{good}");
    }
    for bad in [
        "redis://redis.internal:6379",
        "redis://localhost.example",
        "redis://127.0.0.1.example",
        "redis://10.1.2.3:6379",
        "https://redis.internal",
        "unix:///run/redis.sock",
        "rediss://redis.internal/shop",
        "rediss://redis.internal/1/2",
    ] {
        let told = Redis.check(&place(bad)).expect_err(bad);
        assert!(told.contains("expected"), "{bad}: {told}");
    }
    let ca = Some(Vec::new());
    assert!(Redis.check(&Place { ca, ..place("redis://localhost") }).is_err());
}
