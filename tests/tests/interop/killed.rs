//! A service that is killed while it writes its audit log, by a signal that it never hears of (X26).

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use zt_audit::{CheckpointKey, Keys, Report, Verified};

use super::process::Process;

const SHOP: &str = env!("CARGO_BIN_EXE_interop-shop");

/// The shop, whose log is signed and anchored.
struct Shop {
    folder: TempDir,
    keys: Keys,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (secret, public) = CheckpointKey::generate().unwrap();
        let mut options = File::options();
        let mut key = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(folder.path().join("key"))
            .unwrap();
        key.write_all(secret.as_bytes()).unwrap();
        let mut keys = Keys::default();
        keys.add(&public).unwrap();
        Self { folder, keys }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts it. Dropped, it is killed.
    fn start(&self) -> (Process, SocketAddr) {
        self.run(&mut Command::new(SHOP))
    }

    /// Starts it where no file grows beyond so many KiB until somebody lifts that: a disk that is full.
    fn start_on_a_small_disk(&self, kib: u32) -> (Process, SocketAddr) {
        let limited = format!("trap '' XFSZ; ulimit -S -f {kib}; exec {SHOP}");
        self.run(Command::new("bash").args(["-c", &limited]))
    }

    fn run(&self, program: &mut Command) -> (Process, SocketAddr) {
        program
            .current_dir(self.folder.path())
            .env_clear()
            .env("ZT_PROFILE", "development")
            .env("ZT_LISTEN", "127.0.0.1:0")
            .env("ZT_SEGMENTS_ADMIN_LISTEN", "127.0.0.1:0")
            .env("ZT_NETWORKS", "office=127.0.0.0/8")
            .env("ZT_STATE", self.path("state"))
            .env("ZT_AUDIT", self.path("audit.jsonl"))
            .env("ZT_AUDIT_KEY", self.path("key"))
            .env("ZT_AUDIT_ANCHOR", self.path("anchor"))
            .stderr(File::create(self.path("said")).unwrap());
        let ready = |line: &str| {
            line.strip_prefix("listening on http://")?.split_whitespace().next()?.parse().ok()
        };
        Process::start(program, ready)
            .unwrap_or_else(|| panic!("{}", fs::read_to_string(self.path("said")).unwrap()))
    }

    fn log(&self) -> Vec<u8> {
        fs::read(self.path("audit.jsonl")).unwrap()
    }

    fn whole(&self) -> Report {
        let read = |name: &str| {
            let file = File::open(self.path(name)).unwrap();
            (name.to_owned(), Box::new(BufReader::new(file)) as Box<dyn BufRead>)
        };
        let verified =
            zt_audit::verify([Ok(read("audit.jsonl"))], &self.keys, Some(read("anchor")));
        match verified.unwrap() {
            Verified::Whole(report) => report,
            Verified::Broken(broken, report) => panic!("{broken}: {report:?}"),
        }
    }
}

/// Asks, and tells the status of the answer, if there is one.
fn ask(address: SocketAddr) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream
        .write_all(b"GET /orders HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

/// Asks until nobody answers, and tells how often somebody did.
fn ask_until_it_ends(address: SocketAddr) -> usize {
    std::iter::from_fn(|| ask(address)).count()
}

/// Asks until such a status is answered.
fn ask_until(address: SocketAddr, wanted: impl Fn(u16) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !ask(address).is_some_and(&wanted) {
        assert!(Instant::now() < deadline, "it never answered so");
    }
}

/// A soak kills it more often.
#[allow(clippy::disallowed_methods, reason = "a test's only setting")]
fn rounds() -> usize {
    std::env::var("ZT_KILLS").ok().map_or(25, |kills| kills.parse().unwrap())
}

#[test]
fn x26_a_service_that_is_killed_loses_nothing_that_was_written_and_goes_on() {
    let shop = Shop::new();
    let mut random = fastrand::Rng::with_seed(26);
    let (mut before, mut answered) = (Vec::new(), 0);
    let rounds = rounds();
    for round in 0..rounds {
        let (process, address) = shop.start();
        let clients: Vec<_> =
            (0..2).map(|_| thread::spawn(move || ask_until_it_ends(address))).collect();
        thread::sleep(Duration::from_millis(random.u64(0..120)));
        drop(process);
        answered += clients.into_iter().map(|it| it.join().unwrap()).sum::<usize>();
        let after = shop.log();
        // Whole lines stay as they are. Half a line may be taken away at the next start.
        let whole = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        assert_eq!(after.get(..whole), before.get(..whole), "round {round}");
        let report = shop.whole();
        assert!(report.lines > 0 && report.unsigned <= 4096, "round {round}: {report:?}");
        before = after;
    }
    assert!(answered > rounds, "{answered}: the service was never busy");
    let text = String::from_utf8(shop.log()).unwrap();
    assert_eq!(text.matches("\"event\":\"opened\"").count(), rounds);
}

// A disk that is full: nothing is decided that can't be recorded, and it goes on by itself once there is room (L-05).
#[test]
fn x30_a_full_disk_refuses_all_and_loses_nothing() {
    let shop = Shop::new();
    let (process, address) = shop.start_on_a_small_disk(48);
    ask_until(address, |status| status == 503);
    for _ in 0..20 {
        assert_eq!(ask(address), Some(503));
    }
    assert!(shop.log().len() <= 48 * 1024);
    let lifted = format!("--pid={}", process.id());
    let lifted = Command::new("prlimit").args([&lifted, "--fsize=unlimited"]).status().unwrap();
    assert!(lifted.success());
    ask_until(address, |status| status != 503);
    // Signed, and on disk.
    thread::sleep(Duration::from_millis(1500));
    ask_until(address, |status| status != 503);
    drop(process);
    let report = shop.whole();
    assert!(report.unseen >= 20, "{report:?}");
    let log = String::from_utf8(shop.log()).unwrap();
    let unavailable = log.matches("\"reason\":\"audit_unavailable\"").count();
    assert_eq!(unavailable, 0, "what was refused unseen has no record");
    let _ = shop.start();
    shop.whole();
}
