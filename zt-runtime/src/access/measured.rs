//! What a limit costs in time and memory, for `cargo xtask bench limits`. It asserts nothing: the numbers are for a person to
//! judge. The command reads the lines, `name value`.

#![allow(clippy::unwrap_used, reason = "a measurement that can't be made is none")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use zt_core::grammar::Rate;

use super::tables::MOST_KEYS;
use super::{Key, Limiter, Tables};
use crate::clock::Clock;
use crate::identity::{Kind, Subject};

const ROUNDS: usize = 7;
const PAGE: usize = 4096;

#[test]
#[ignore = "a measurement, which `cargo xtask bench limits` runs"]
fn limits_in_memory() {
    let clock = Clock::system();
    let keys: Vec<_> = (0..MOST_KEYS).map(subject).collect();
    let (one, fast) = (keys.first().unwrap(), Limiter::new(rate("1000000/s"), &clock));
    nanos("one_key_ns", || (0..MOST_KEYS).for_each(|_| check(&fast, one)));
    // So slow that nothing is forgotten meanwhile, so much that nobody is refused.
    let tables = Tables::new(&clock);
    let limiter = Limiter::named(String::new(), rate("1000/day"), &tables);
    let before = resident();
    let began = Instant::now();
    keys.iter().for_each(|key| check(&limiter, key));
    println!("new_key_ns {}", began.elapsed().as_nanos() / MOST_KEYS as u128);
    println!("million_keys_mib {:.1}", (resident() - before) as f64 / (1 << 20) as f64);
    println!("million_keys {}", tables.len());
    // Each is followed by one that is somewhere else in memory.
    let apart = |number: usize| number.wrapping_mul(0x9E37_79B1) % MOST_KEYS;
    nanos("of_a_million_keys_ns", || {
        (0..MOST_KEYS).for_each(|number| check(&limiter, keys.get(apart(number)).unwrap()));
    });
    let late: Vec<_> = (MOST_KEYS..MOST_KEYS + ROUNDS).map(subject).collect();
    late.iter().for_each(|key| check(&limiter, key));
    println!("when_full_mib {:.1}", (resident() - before) as f64 / (1 << 20) as f64);
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn subject(number: usize) -> Key {
    let name = format!("user-{number:08}@customers.example");
    Key::Subject(Subject::new("https://id.example/realms/customers", &name, Kind::Person).unwrap())
}

fn check(limiter: &Limiter, key: &Key) {
    let _ = black_box(limiter.check(black_box(key)));
}

/// The middle of some rounds, for one of as many as there are keys.
fn nanos(name: &str, round: impl Fn()) {
    let mut rounds: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            round();
            began.elapsed().as_nanos() / MOST_KEYS as u128
        })
        .collect();
    rounds.sort_unstable();
    println!("{name} {}", rounds.get(ROUNDS / 2).unwrap());
}

/// Bytes of memory that the process has.
fn resident() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * PAGE
}
