//! Programs that run beside a test, and end with it.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a start may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program. It is killed when this is dropped, also by a test that fails.
pub(crate) struct Process(Child);

impl Process {
    /// Starts it and waits for the line that `ready` understands; `None` if it ends before.
    pub(crate) fn start<T>(
        command: &mut Command,
        ready: impl Fn(&str) -> Option<T>,
    ) -> Option<(Self, T)> {
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut process = Self(spawned.expect("the program starts"));
        let lines = BufReader::new(process.0.stdout.take()?).lines();
        let (sender, printed) = mpsc::channel();
        // Goes on to the end: a program whose output nobody reads would stand still.
        thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        loop {
            match printed.recv_timeout(PATIENCE) {
                Ok(line) => {
                    if let Some(found) = ready(&line) {
                        return Some((process, found));
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("{command:?} never got ready"),
            }
        }
    }
}

impl Process {
    /// What the system knows it by.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first of three ports in a row that are free now.
pub(crate) fn three_ports() -> u16 {
    let listen = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok();
    loop {
        let first = listen(0).expect("a free port");
        let port = first.local_addr().unwrap().port();
        let Some(third) = port.checked_add(2) else { continue };
        if listen(port + 1).is_some() && listen(third).is_some() {
            return port;
        }
    }
}
