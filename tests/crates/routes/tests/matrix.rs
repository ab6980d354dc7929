//! Every operation of four real APIs, asked by every kind of caller, over sockets. What has to come back is read from the
//! description, by the one line of [`admits`]: neither by zt's code nor by the generator's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests"
)]

#[path = "../src/cnf.rs"]
mod cnf;
#[path = "matrix/exact.rs"]
mod exact;
#[path = "../src/operation.rs"]
mod operation;
#[path = "../../../tests/fixture/wire.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests use more of it")]
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use operation::{APIS, Operation};
use wire::{Wire, WireAnswer};
use zt::Service;
use zt::testing::{TestApp, TestServer};

/// The scopes of a token; `None` for no token at all.
type Caller<'t> = Option<BTreeSet<&'t str>>;

const A_DAY: Duration = Duration::from_secs(24 * 3600);
/// Refusals have a limit of their own by address, which a clock that goes on takes back.
const REFUSALS: usize = 500;

#[test]
fn a04_spotify_admits_whom_its_owner_admits() {
    matrix::<routes::spotify::SpotifyApi>("spotify", 97);
}

#[test]
fn a04_asana_admits_whom_its_owner_admits() {
    matrix::<routes::asana::AsanaApi>("asana", 247);
}

#[test]
fn a04_gmail_admits_whom_its_owner_admits() {
    matrix::<routes::gmail::GmailApi>("gmail", 79);
}

#[test]
fn a04_compute_admits_whom_its_owner_admits() {
    matrix::<routes::compute::ComputeApi>("compute", 1025);
}

/// It has to be noticed where a service and a description part.
#[test]
fn a04_a_service_that_differs_from_its_description_is_noticed() {
    let operations = described("spotify");
    let at = |id: &str| operations.iter().position(|it| it.id == id).unwrap();
    let (profile, devices, album) =
        (at("get-current-users-profile"), at("get-a-users-available-devices"), at("get-an-album"));
    for change in [
        |it: &mut Operation| it.alternatives.clear(),
        |it: &mut Operation| it.alternatives.push(Vec::new()),
        |it: &mut Operation| it.alternatives[0].push("user-top-read".to_owned()),
        |it: &mut Operation| it.alternatives.push(vec!["user-top-read".to_owned()]),
        |it: &mut Operation| it.id.push('x'),
    ] {
        for changed in [profile, devices] {
            let mut operations = operations.clone();
            change(&mut operations[changed]);
            let found = Asked::of::<routes::spotify::SpotifyApi>(&operations, changed).differing;
            assert!(!found.is_empty(), "{:?}", operations[changed]);
        }
    }
    for unchanged in [profile, devices, album] {
        let asked = Asked::of::<routes::spotify::SpotifyApi>(&operations, unchanged);
        assert!(asked.differing.is_empty() && asked.admitted > 0, "{:?}", asked.differing);
    }
}

fn matrix<S: Service>(module: &str, expected: usize) {
    let operations = described(module);
    assert_eq!(operations.len(), expected);
    let mut desk = Desk::<S>::open();
    let mut asked = Asked::default();
    for operation in &operations {
        asked.ask(&mut desk, operation, &operations);
    }
    let Asked { requests, admitted, differing } = asked;
    println!("{module}: {expected} operations, {requests} requests, {admitted} admitted");
    assert!(differing.is_empty(), "{differing:#?}");
}

/// What came of asking.
#[derive(Default)]
struct Asked {
    requests: usize,
    admitted: usize,
    /// Where the service isn't what its description says.
    differing: Vec<String>,
}

impl Asked {
    fn of<S: Service>(operations: &[Operation], at: usize) -> Self {
        let mut asked = Self::default();
        asked.ask(&mut Desk::<S>::open(), &operations[at], operations);
        asked
    }

    fn ask<S: Service>(
        &mut self,
        desk: &mut Desk<S>,
        operation: &Operation,
        operations: &[Operation],
    ) {
        for caller in callers(operation, operations) {
            let answer = desk.ask(operation, caller.as_ref());
            let expected = expected(operation, caller.as_ref());
            // Its body says which operation ran.
            let body = format!("{{\"id\":\"{}\"}}", operation.id);
            if answer.status != expected || expected == 200 && answer.body != body {
                let id = &operation.id;
                self.differing.push(format!("{id} as {caller:?}: {expected}, and {answer:?}"));
            }
            self.requests += 1;
            self.admitted += usize::from(expected == 200);
        }
    }
}

fn expected(operation: &Operation, caller: Option<&BTreeSet<&str>>) -> u16 {
    match caller {
        _ if operation.alternatives.is_empty() => 200,
        None => 401,
        Some(scopes) if admits(operation, scopes) => 200,
        Some(_) => 403,
    }
}

/// What the description says.
fn admits(operation: &Operation, held: &BTreeSet<&str>) -> bool {
    operation.alternatives.iter().any(|all| all.iter().all(|scope| held.contains(scope.as_str())))
}

fn described(module: &str) -> Vec<Operation> {
    let api = APIS.into_iter().find(|it| it.module == module).unwrap();
    let file = operation::file(Path::new(env!("CARGO_MANIFEST_DIR")), api);
    operation::read(&file)
        .unwrap_or_else(|| panic!("the description should be at {}", file.display()))
}

/// Nobody; a token without a scope; each scope that the operation or its neighbours name; each alternative whole, and less
/// one scope; all scopes of the API, and all but the operation's.
fn callers<'t>(operation: &'t Operation, all: &'t [Operation]) -> BTreeSet<Caller<'t>> {
    let neighbours = all.iter().filter(|it| first_segment(it) == first_segment(operation));
    let singles = neighbours.flat_map(scopes).map(|scope| BTreeSet::from([scope]));
    let own: BTreeSet<_> = scopes(operation).collect();
    let every: BTreeSet<_> = all.iter().flat_map(scopes).collect();
    let whole = operation.alternatives.iter().map(|it| it.iter().map(String::as_str).collect());
    let whole: Vec<BTreeSet<_>> = whole.collect();
    let less_one = whole.iter().flat_map(|it| {
        it.iter().map(|left_out| it.iter().copied().filter(|scope| scope != left_out).collect())
    });
    let others = every.difference(&own).copied().collect();
    let callers = [BTreeSet::new(), others, every].into_iter();
    callers.chain(singles).chain(less_one).chain(whole.clone()).map(Some).chain([None]).collect()
}

fn first_segment(operation: &Operation) -> String {
    operation.path().split('/').nth(1).unwrap().to_owned()
}

fn scopes(operation: &Operation) -> impl Iterator<Item = &str> {
    operation.alternatives.iter().flatten().map(String::as_str)
}

/// A running API, and what is asked of it.
struct Desk<S: Service> {
    app: TestApp<S>,
    server: TestServer,
    wire: Wire,
    tokens: BTreeMap<String, String>,
    refused: usize,
}

impl<S: Service> Desk<S> {
    fn open() -> Self {
        let app = S::test();
        let server = app.serve();
        let wire = Wire::open(server.address());
        Self { app, server, wire, tokens: BTreeMap::new(), refused: 0 }
    }

    fn ask(&mut self, operation: &Operation, caller: Option<&BTreeSet<&str>>) -> WireAnswer {
        let host = format!("localhost:{}", self.server.address().port());
        let authorization = caller.map(|scopes| self.authorization(scopes)).unwrap_or_default();
        let request = format!(
            "{} {} HTTP/1.1\r\nhost: {host}\r\n{authorization}content-length: 0\r\n\r\n",
            operation.method,
            target(&operation.path()),
        );
        self.wire.send(&request);
        let answer = self.wire.answer().unwrap_or_else(|| {
            // Some refusals end their connection.
            self.wire = Wire::open(self.server.address());
            self.wire.send(&request);
            self.wire.answer().expect("an answer")
        });
        self.refused += usize::from(answer.status >= 400);
        if self.refused == REFUSALS {
            self.app.clock().advance(Duration::from_secs(60));
            self.refused = 0;
        }
        answer
    }

    fn authorization(&mut self, scopes: &BTreeSet<&str>) -> String {
        let scopes = scopes.iter().copied().collect::<Vec<_>>().join(" ");
        let app = &self.app;
        let token = self.tokens.entry(scopes).or_insert_with_key(|scopes| {
            let token = app.token_for("alice").life(A_DAY);
            let token = if scopes.is_empty() { token } else { token.holding_text(scopes) };
            token.issue().unwrap()
        });
        format!("authorization: Bearer {token}\r\n")
    }
}

/// Each parameter gets a value.
fn target(path: &str) -> String {
    let segment = |segment: &str| {
        if segment.starts_with('{') { "a1".to_owned() } else { segment.to_owned() }
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
