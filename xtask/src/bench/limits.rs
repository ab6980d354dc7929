//! `cargo xtask bench limits`: what counting a request costs, in memory with one key and with a million, and in Redis beside
//! Redis' own round trip; and what a million keys take.
//!
//! The measurements stand beside what they measure, as tests that nobody else runs: counting is no public part of zt.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::failure::Failure;
use crate::tools;

#[derive(Debug, Args)]
pub(crate) struct Limits {}

pub(crate) fn run(_: &Limits, root: &Path) -> Result<(), Failure> {
    let memory = measured(root, "zt-runtime", "access::measured::limits_in_memory")?;
    let redis = measured(root, "zt-redis", "tests::measured::limits_in_redis")?;
    println!("{}", report(&memory, &redis));
    Ok(())
}

type Measured = BTreeMap<String, f64>;

fn measured(root: &Path, package: &str, test: &str) -> Result<Measured, Failure> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root).args([
        "test",
        "--quiet",
        "--release",
        "--package",
        package,
        "--lib",
        "--",
    ]);
    let printed = tools::output(cargo.args(["--ignored", "--exact", "--nocapture", test]))?;
    Ok(read(&printed))
}

/// The lines that are a name and a number; what else a test prints is passed over.
fn read(printed: &str) -> Measured {
    let line = |line: &str| {
        let (name, value) = line.trim().rsplit_once(' ')?;
        let name = name.rsplit(' ').next()?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    printed.lines().filter_map(line).collect()
}

fn report(memory: &Measured, redis: &Measured) -> String {
    let row = |of: &Measured, name: &str, key: &str, base: &str| {
        let value = of.get(key).copied().unwrap_or(f64::NAN);
        let ratio = value / of.get(base).copied().unwrap_or(f64::NAN);
        format!("{name:<44} {value:>10.0} ns {ratio:>6.2}x")
    };
    let size = |key: &str| memory.get(key).copied().unwrap_or(f64::NAN);
    [
        row(memory, "in memory, one key", "one_key_ns", "one_key_ns"),
        row(memory, "in memory, one of a million keys", "of_a_million_keys_ns", "one_key_ns"),
        row(memory, "in memory, a key that is new", "new_key_ns", "one_key_ns"),
        row(redis, "Redis, PING on loopback", "ping_ns", "ping_ns"),
        row(redis, "Redis, a bearer token's request settled", "bearer_ns", "ping_ns"),
        row(redis, "Redis, a bound token's request settled", "bound_ns", "ping_ns"),
        format!(
            "{} keys take {:.1} MiB, and more take no more: {:.1} MiB",
            size("million_keys"),
            size("million_keys_mib"),
            size("when_full_mib")
        ),
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_among_what_a_test_prints() {
        let read = read("\nrunning 1 test\none_key_ns 71\ntest x ... million_keys_mib 40.5\nok\n");
        assert_eq!(read.get("one_key_ns"), Some(&71.0));
        assert_eq!(read.get("million_keys_mib"), Some(&40.5));
    }
}
