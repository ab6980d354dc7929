//! Processors, and the time that a process spent on one.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;
use crate::tools;

/// Two different processors of this machine.
pub(super) fn check(server: usize, client: usize) -> Result<(), Failure> {
    let text = tools::output(Command::new("getconf").arg("_NPROCESSORS_ONLN"))?;
    let count: usize = text.trim().parse().unwrap_or(0);
    if server == client || server.max(client) >= count {
        return Err(Failure::new(format!(
            "the servers and the load need a processor each, and there are {count}: \
             --server-cpu 0 --client-cpu 1"
        )));
    }
    Ok(())
}

/// A program that runs on this processor alone.
pub(super) fn pinned(cpu: usize, program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.arg("--cpu-list").arg(cpu.to_string()).arg(program);
    command
}

/// What a process and all of its threads have spent, in their own code and in the system's.
pub(super) fn time(process: u32) -> Result<Duration, Failure> {
    let path = format!("/proc/{process}/stat");
    let text = fs::read_to_string(&path).map_err(|error| Failure::at(Path::new(&path), error))?;
    let ticks_a_second = tools::output(Command::new("getconf").arg("CLK_TCK"))?;
    let ticks_a_second: f64 = ticks_a_second.trim().parse().unwrap_or(100.0);
    let ticks = ticks(&text).ok_or_else(|| Failure::new(format!("{path} has no times")))?;
    Ok(Duration::from_secs_f64(ticks / ticks_a_second))
}

/// utime and stime, fields 14 and 15 of proc(5). The second field is the program's name, in which anything can stand.
fn ticks(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_times_are_found_behind_any_name() {
        let stat = "42 (a ) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 7 8 20 0 3 0 9 1 2 3";
        assert_eq!(ticks(stat), Some(300.0));
        assert_eq!(ticks("42 (name"), None);
        assert_eq!(ticks("42 (name) S 1 2"), None);
    }

    #[test]
    fn our_own_time_is_readable() {
        assert!(time(std::process::id()).is_ok());
    }

    #[test]
    fn one_processor_is_not_enough() {
        assert!(check(0, 0).is_err());
        assert!(check(0, 100_000).is_err());
    }
}
