//! The tour does what it says: the program is started, and exactly the lines that it prints are run in a shell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// How long start and stop may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// In the program's folder.
const STATE: &str = "state";
const STDERR: &str = "stderr";

#[test]
fn the_printed_lines_show_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Program::start(folder.path());
    for step in &shop.tour {
        let answer = shop.paste(&step.line);
        assert_eq!(last_status(&answer), Some(step.status), "{}\n{answer}", step.comment);
    }
    let mut statuses: Vec<u16> = shop.tour.iter().map(|step| step.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    assert_eq!(statuses, [200, 201, 401, 403, 404, 409, 413, 422, 429]);
    assert_eq!(shop.stop().code(), Some(0), "SIGTERM ends it in good order");
}

#[test]
fn the_orders_are_in_a_file_that_outlives_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Program::start(folder.path());
    assert!(first.paste(&first.line("200: alice lists")).contains(r#""id":"a-1""#));
    let placed = first.paste(&first.line("201: alice orders"));
    first.stop();
    assert!(folder.path().join("shop.db").is_file());

    let mut second = Program::start(folder.path());
    let listed = second.paste(&second.line("200: alice lists"));
    let (_, placed) = placed.split_once("\r\n\r\n").expect("a body");
    assert!(listed.contains(placed) && listed.matches(r#""id":"a-1""#).count() == 1, "{listed}");
    second.stop();
}

// Its floor is stage advanced. Here that holds nobody up, and is said.
#[test]
fn d09_the_start_says_that_anywhere_else_it_would_be_none() {
    let folder = tempfile::tempdir().unwrap();
    Program::start(folder.path()).stop();
    let said = fs::read_to_string(folder.path().join(STDERR)).unwrap();
    let warning =
        "warning: anywhere but here this would not start: it is below stage `advanced`, I6: ";
    let is_warning = |line: &&str| line.starts_with(warning) && line.ends_with(" (and 6 more)");
    assert_eq!(said.lines().filter(is_warning).count(), 1, "{said}");
}

#[test]
fn the_client_of_the_tour_says_what_it_cannot_do() {
    let said = |arguments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let mut client = Command::new(env!("CARGO_BIN_EXE_shop"));
        client.args(arguments).env_clear().env("ZT_STATE", folder.path().join(STATE));
        let output = client.output().unwrap();
        assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    for wrong in [&["like"][..], &["as", "alice"], &["as", "alice", "GET", "http://a", "b"]] {
        assert!(said(wrong).contains("`shop as <name> <method> <url>`"), "{wrong:?}");
    }
    // Nobody listens there.
    assert!(said(&["as", "alice", "GET", "http://127.0.0.1:9/orders"]).contains("127.0.0.1:9"));
}

// G-01, G-04, L-01, L-02, S-04, T-23, X30: with what a client, nginx and Redis really send.
#[test]
fn the_drill_of_two_instances_holds() {
    let drill = ["drill", "two-instances"];
    let output = Command::new(env!("CARGO_BIN_EXE_shop")).args(drill).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.lines().count() == 8 && said.lines().all(|it| it.starts_with("held: ")), "{said}");
    // Without what it runs it says what it needs, and nothing held.
    let nowhere = tempfile::tempdir().unwrap();
    let mut alone = Command::new(env!("CARGO_BIN_EXE_shop"));
    let output = alone.args(drill).env("PATH", nowhere.path()).output().unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the drill needs `redis-server`"), "{said}");
}

/// The program, with a folder of its own for orders and keys, on a port that was free.
struct Program {
    process: Child,
    folder: PathBuf,
    tour: Vec<Step>,
}

/// A comment of the tour, and the line below it.
struct Step {
    comment: String,
    status: u16,
    line: String,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_shop"))
            .current_dir(folder)
            .env_clear()
            .env("ZT_LISTEN", "127.0.0.1:0")
            .env("ZT_SEGMENTS_ADMIN_LISTEN", "127.0.0.1:0")
            .env("ZT_STATE", folder.join(STATE))
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join(STDERR)).unwrap())
            .spawn()
            .expect("the program starts");
        let printed = lines_until_ready(&mut process);
        let (_, tour) = printed.split_last().expect("a line");
        let tour = steps(tour);
        Self { process, folder: folder.to_owned(), tour }
    }

    /// What a line of the tour shows in a second terminal: there the tour's client finds the shop's own state.
    fn paste(&self, line: &str) -> String {
        run(shell(line).env("ZT_STATE", self.folder.join(STATE)))
    }

    fn line(&self, comment: &str) -> String {
        let step = self.tour.iter().find(|step| step.comment.contains(comment));
        step.expect("a step of the tour").line.clone()
    }

    /// SIGTERM, and how the program ended.
    fn stop(&mut self) -> ExitStatus {
        run(&mut shell(&format!("kill -TERM {}", self.process.id())));
        let asked = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(asked.elapsed() < PATIENCE, "it goes on after SIGTERM");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A test that fails leaves nothing running.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// All that is printed up to `listening on`, read aside so that a program that hangs fails the test.
fn lines_until_ready(process: &mut Child) -> Vec<String> {
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let (sender, printed) = mpsc::channel();
    thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let mut all = Vec::new();
    loop {
        let line = printed.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let _ = process.kill();
            panic!("it never listened; it printed:\n{}", all.join("\n"))
        });
        let ready = line.starts_with("listening on http://127.0.0.1:");
        all.push(line);
        if ready {
            return all;
        }
    }
}

/// `# 404: what it shows`, and the line below.
fn steps(tour: &[String]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = tour.iter().filter(|line| !line.is_empty());
    while let Some(comment) = lines.next() {
        let (status, _) = comment
            .strip_prefix("# ")
            .and_then(|comment| comment.split_once(": "))
            .expect("a comment above each line");
        steps.push(Step {
            comment: comment.clone(),
            status: status.parse().expect("a status"),
            line: lines.next().expect("a line below each comment").clone(),
        });
    }
    steps
}

fn shell(line: &str) -> Command {
    let mut shell = Command::new("sh");
    // A proxy of this machine is not asked for what is on it.
    shell.args(["-c", line]).env("no_proxy", "127.0.0.1");
    shell
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("a shell");
    String::from_utf8(output.stdout).expect("text")
}

fn last_status(answer: &str) -> Option<u16> {
    let mut heads = answer.lines().filter_map(|line| line.strip_prefix("HTTP/1.1 "));
    heads.next_back().and_then(|head| head.split(' ').next()).and_then(|status| status.parse().ok())
}
