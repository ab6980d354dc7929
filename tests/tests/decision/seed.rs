//! Where chance begins, so that a failure can be had again.

use fastrand::Rng;

/// `ZT_SEED`, or the day's usual one. `cargo xtask soak` hands in others.
pub(super) fn seed() -> u64 {
    #[allow(clippy::disallowed_methods, reason = "a test's only setting")]
    let given = std::env::var("ZT_SEED");
    given.map_or(0x5a54, |text| text.parse().expect("ZT_SEED is a number"))
}

/// With a number of its own for each test.
pub(super) fn chance(test: u64) -> Rng {
    Rng::with_seed(seed().wrapping_mul(31).wrapping_add(test))
}

/// What a failure says first.
pub(super) fn again() -> String {
    format!("to see it again: ZT_SEED={} cargo test -p zt-tests --test decision", seed())
}
