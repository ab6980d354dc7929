//! X24: how long it takes to compare a secret says nothing of where it differs.
//!
//! Times are measured here, so `cargo xtask soak --only timing` asks for it, in release, and the checks don't. The test is
//! dudect's (Reparaz, Balasch, Verbauwhede: "dude, is my code constant time?", 2017): two classes of inputs by turns, Welch's t over
//! what the system didn't disturb. A comparison that ends at the first difference is measured first, so that it is known that
//! one would be seen.

use std::hint::black_box;
use std::time::Instant;

use jiff::Timestamp;

use crate::Secret;
use crate::identity::confirmation::Thumbprint;
use crate::identity::dpop::nonce::Nonces;

/// Of each class.
const SAMPLES: usize = 100_000;

/// Below it there is nothing to be seen.
const SEEN: f64 = 4.5;

/// Lengths of a prefix that is right, in bytes of a secret of 32.
const RIGHT: [usize; 4] = [1, 8, 16, 31];

/// Times in nanoseconds, by turns of one class and the other in no order that the processor could learn.
fn times(in_one: usize, compare: [&dyn Fn() -> bool; 2]) -> [Vec<f64>; 2] {
    let mut times = [Vec::with_capacity(SAMPLES), Vec::with_capacity(SAMPLES)];
    let mut chance = vec![0; 2 * SAMPLES];
    getrandom::fill(&mut chance).unwrap();
    for byte in chance {
        let class = usize::from(byte & 1);
        let began = Instant::now();
        for _ in 0..in_one {
            black_box(compare[class]());
        }
        times[class].push(began.elapsed().as_nanos() as f64);
    }
    times
}

/// Welch's t over the quicker nine of ten: what is above was interrupted.
fn t(times: [Vec<f64>; 2]) -> f64 {
    let mut all = times.concat();
    all.sort_by(f64::total_cmp);
    let undisturbed = all[all.len() * 9 / 10];
    let [(m0, v0, n0), (m1, v1, n1)] = times.map(|times| {
        let kept: Vec<f64> = times.into_iter().filter(|it| *it <= undisturbed).collect();
        let count = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / count;
        let variance = kept.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance, count)
    });
    ((m0 - m1) / (v0 / n0 + v1 / n1).sqrt()).abs()
}

/// A secret of 32 bytes, and guesses of which so many bytes are right.
fn guess(secret: [u8; 32], right: usize) -> [u8; 32] {
    let mut guess = secret;
    guess[right..].iter_mut().for_each(|byte| *byte ^= 0x55);
    guess
}

fn ends_early(one: &[u8], other: &[u8]) -> bool {
    one.iter().zip(other).all(|(one, other)| black_box(one) == black_box(other))
}

#[test]
#[ignore = "it measures times: `cargo xtask soak --only timing`"]
fn x24_the_time_of_a_comparison_tells_no_prefix() {
    let secret = [0x2a; 32];
    let [nothing, most] = [guess(secret, 0), guess(secret, 31)];
    let seen = t(times(64, [&|| ends_early(&secret, &nothing), &|| ends_early(&secret, &most)]));
    assert!(seen > SEEN, "one that ends early isn't seen here: t = {seen:.1}");
    println!("ends at the first difference: t = {seen:.1}");

    let now = Timestamp::now();
    let nonces = Nonces::under(&secret);
    let nonce = nonces.current(now);
    for right in RIGHT {
        let [one, other] = [0, right].map(|right| Secret::new(guess(secret, right)));
        let ours = Secret::new(secret);
        told("Secret::same_as", right, 64, [&|| ours.same_as(&one), &|| ours.same_as(&other)]);
        let [one, other] = [0, right].map(|right| Thumbprint::new(guess(secret, right)));
        let ours = Thumbprint::new(secret);
        told("thumbprints", right, 64, [&|| ours == one, &|| ours == other]);
        let [one, other] = [0, right].map(|right| {
            let as_it_is = nonce.chars().take(right);
            as_it_is.chain(std::iter::repeat('-')).take(nonce.len()).collect::<String>()
        });
        let is = |guess: &str| nonces.recognise(guess, now).is_some();
        told("nonces", right, 1, [&|| is(&one), &|| is(&other)]);
    }
}

/// A difference that is there shows again; one by chance doesn't.
fn told(what: &str, right: usize, in_one: usize, compare: [&dyn Fn() -> bool; 2]) {
    let seen: Vec<f64> = (0..3).map(|_| t(times(in_one, compare))).collect();
    println!("{what}, {right} bytes right: t = {seen:.1?}");
    assert!(
        seen.iter().any(|it| *it < SEEN),
        "{what}: {right} right bytes are seen: t = {seen:.1?}"
    );
}
