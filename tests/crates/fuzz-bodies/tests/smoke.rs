//! The body of each fuzz target, with its seeds and with some thousand inputs by chance: no fuzzer, only proof that the
//! targets still run and still hold.
#![allow(clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::panic::catch_unwind;

use fastrand::Rng;
use fuzz_bodies::{TARGETS, Target};

const MUTATED: usize = 2_000;

#[track_caller]
fn smoke(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name);
    let Some(target) = target else { panic!("no target {name}") };
    let seeds = (target.seeds)();
    assert!(seeds.len() > 10, "{name} has {} seeds", seeds.len());
    seeds.iter().for_each(|seed| run(target, seed));
    let mut random = Rng::with_seed(0x5a54);
    for _ in 0..MUTATED {
        let mut bytes = seeds[random.usize(0..seeds.len())].clone();
        (0..random.usize(1..5)).for_each(|_| mutate(&mut random, &mut bytes, &seeds));
        run(target, &bytes);
    }
}

fn run(target: &Target, bytes: &[u8]) {
    let held = catch_unwind(|| (target.run)(bytes));
    assert!(held.is_ok(), "{}: {:?}", target.name, String::from_utf8_lossy(bytes));
}

/// As a fuzzer does it: a byte changed, one more, a piece less, a piece of another seed.
fn mutate(random: &mut Rng, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    let at = random.usize(0..=bytes.len());
    match random.u8(0..5) {
        0 if at < bytes.len() => bytes[at] = random.u8(..),
        1 => bytes.insert(at, random.u8(..)),
        2 => drop(bytes.drain(at..bytes.len().min(at + random.usize(0..9)))),
        3 => bytes.truncate(at),
        _ => {
            let other = &seeds[random.usize(0..seeds.len())];
            let from = random.usize(0..=other.len());
            let piece = &other[from..other.len().min(from + 40)];
            bytes.splice(at..at, piece.iter().copied());
        }
    }
}

// X13.
#[test]
fn x13_path() {
    smoke("path");
}

// X12, X16, X17.
#[test]
fn x17_headers() {
    smoke("headers");
}

// X08, X21.
#[test]
fn x21_message() {
    smoke("message");
}

// X33.
#[test]
fn x33_token() {
    smoke("token");
}

// X10.
#[test]
fn x10_dpop_proof() {
    smoke("dpop_proof");
}

// S-11, S-12.
#[test]
fn s11_signature() {
    smoke("signature");
}

// X11.
#[test]
fn x11_certificate() {
    smoke("certificate");
}

#[test]
fn config() {
    smoke("config");
}

#[test]
fn annotation() {
    smoke("annotation");
}
