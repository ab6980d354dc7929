//! What keeps a service from starting.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod credentials;
mod legacy;
mod segments;
mod segments_start;
mod told;

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use zt_core::contract::{Access, Contract, Effective, Method, Mount, Outer, ScopeInfo, Waiver};
use zt_core::grammar::Date;

use super::assemble::{Mounted, Parts, Tables, gates_of};
use super::{App, Server, checks, fault::Faults};
use crate::audit::{Audit, MemorySink};
use crate::authority::LocalAuthority;
use crate::clock::Clock;
use crate::config::{AuditConfig, AuditTarget, Config, DevelopmentProfile, TokenSource};
use crate::endpoint::{CallFuture, Cx, Entry};
use crate::identity::{Revocations, Verifier};
use crate::reply::Response;
use crate::testing::fixture::{Calls, Read, Shop, WAIVER, contract, outer};
use crate::{Scope, Service};

fn parts() -> Parts {
    let (clock, _) = Clock::manual(Timestamp::UNIX_EPOCH);
    let authority = LocalAuthority::for_test("Shop", clock.clone()).unwrap();
    let verifier = Verifier::new(authority.issuers(), Revocations::in_memory(clock.clone()));
    Parts::new(
        verifier,
        Audit::start(MemorySink::default()).unwrap(),
        clock,
        crate::config::Bounds::loopback(),
    )
}

fn answers(_: &Cx) -> CallFuture<'_> {
    Box::pin(async { Response::empty(204) })
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// A service of these contracts, each mounted.
fn tables(contracts: &[Contract]) -> Tables {
    let contracts: Vec<&'static Contract> =
        contracts.iter().map(|contract| leak(*contract)).collect();
    let mounts: Vec<Mount> = contracts.iter().map(|contract| Mount::Endpoint(contract)).collect();
    let entries =
        contracts.iter().map(|contract| leak([Entry::plain(contract, answers)]).as_slice());
    Tables {
        outer: leak(outer("Shop", "")),
        mounts: leak(mounts),
        entries: leak(entries.collect::<Vec<_>>()),
        roles: &[],
    }
}

fn faults(tables: Tables) -> String {
    gates_of(tables, parts()).err().unwrap().to_string()
}

#[test]
fn a_whole_service_starts() {
    let mut parts = parts();
    parts.add(Calls::default());
    assert!(super::gates::<Shop>(parts).is_ok());
}

#[test]
fn stores_are_handed_in_once_each() {
    let mut twice = parts();
    twice.add(Calls::default());
    twice.add(Calls::default());
    let text = super::gates::<Shop>(twice).err().unwrap().to_string();
    assert!(text.starts_with("`Shop` doesn't start: 1 fault\n"), "{text}");
    assert!(text.contains("two stores of this type"), "{text}");
    let text = super::gates::<Shop>(parts()).err().unwrap().to_string();
    assert_eq!(
        text.matches("it needs the store `zt::testing::fixture::Calls`").count(),
        1,
        "{text}"
    );
    assert!(text.contains("src/things.rs:7, `open`"), "{text}");
}

// B-10, X35: both directions.
#[test]
fn b10_the_list_and_the_mounted_endpoints_are_the_same() {
    let all = tables(&[contract("a", Method::Get, "/a"), contract("b", Method::Get, "/b")]);
    let fewer_handlers = Tables { entries: all.entries.get(..1).unwrap(), ..all };
    assert!(faults(fewer_handlers).contains("`b`: the service lists it"));
    let fewer_listed = Tables { mounts: all.mounts.get(..1).unwrap(), ..all };
    assert!(faults(fewer_listed).contains("`b`: it is mounted, and the service doesn't list it"));
    let other = tables(&[contract("a", Method::Get, "/a"), contract("c", Method::Get, "/b")]);
    assert!(faults(Tables { entries: other.entries, ..all }).contains("`b`: the service lists it"));
    assert!(gates_of(all, parts()).is_ok());
}

// B-07.
#[test]
fn b07_overlapping_paths_have_one_rule() {
    let open = Contract {
        access: Access::Public(WAIVER),
        ..contract("newest", Method::Get, "/orders/new")
    };
    let text = faults(tables(&[contract("one", Method::Get, "/orders/{order}"), open]));
    assert!(text.contains("`/orders/{order}` can match the same path as `/orders/new`"), "{text}");
    assert!(text.contains("`newest`"), "{text}");
    let same = [
        contract("one", Method::Get, "/orders/{order}"),
        contract("new", Method::Get, "/orders/new"),
    ];
    assert!(gates_of(tables(&same), parts()).is_ok());
    let twice =
        [contract("one", Method::Get, "/orders/{a}"), contract("two", Method::Get, "/orders/{b}")];
    assert!(faults(tables(&twice)).contains("another endpoint already answers GET /orders/{b}"));
}

#[test]
fn scopes_have_one_effect_and_every_fault_is_told_at_once() {
    const WRITES: ScopeInfo = ScopeInfo { effect: zt_core::contract::Effect::Writes, ..Read::INFO };
    let other =
        Contract { access: Access::Scopes(&[&[WRITES]]), ..contract("b", Method::Get, "/x/{b}") };
    let text = faults(tables(&[contract("a", Method::Get, "/x/a"), other]));
    assert!(
        text.contains("2 faults") && text.contains("`things:read` is declared `reads`"),
        "{text}"
    );
}

#[test]
fn a_panic_while_binding_is_a_fault_of_that_endpoint() {
    fn panics(_: &Cx) -> CallFuture<'_> {
        Box::pin(async { panic!("while binding") })
    }
    let contract = leak(contract("a", Method::Get, "/a"));
    let entries = leak([Entry::plain(contract, panics)]).as_slice();
    let mounts = leak([Mount::Endpoint(contract)]);
    let text = faults(Tables {
        outer: leak(outer("Shop", "")),
        mounts,
        entries: leak([entries]),
        roles: &[],
    });
    assert!(text.contains("`a`: binding its arguments panicked"), "{text}");
}

// B-03.
#[test]
fn b03_a_waiver_whose_date_has_gone_by_warns_and_starts() {
    let waiver = Waiver { until: Some(Date::from_ymd(2020, 1, 31)), ..WAIVER };
    let contract =
        leak(Contract { access: Access::Public(waiver), ..contract("old", Method::Get, "/old") });
    let service: &'static Outer = leak(outer("Shop", ""));
    let entry = Entry::plain(contract, answers);
    let mounted =
        [Mounted { entry, effective: Effective::new(service, None, contract), listed: 0 }];
    let at = |text: &str| checks::overdue(&mounted, text.parse().unwrap());
    assert!(at("2020-01-31T23:59:59Z").is_empty());
    let lines = at("2020-02-01T00:00:00Z");
    assert!(
        lines.iter().any(|line| line.contains("`old`") && line.contains("2020-01-31")),
        "{lines:?}"
    );
    let tables = Tables {
        outer: service,
        mounts: leak([Mount::Endpoint(contract)]),
        entries: leak([leak([entry]).as_slice()]),
        roles: &[],
    };
    assert!(gates_of(tables, parts()).is_ok());
}

// B-09: what the compiler checked is what is enforced.
#[test]
fn b09_the_routes_hold_the_contracts_of_the_list() {
    let mut parts = parts();
    parts.add(Calls::default());
    let gates = super::gates::<Shop>(parts).unwrap();
    let gate = gates.first().unwrap();
    let listed: Vec<_> = Shop::MOUNTS.iter().flat_map(|mount| mount.contracts().to_vec()).collect();
    let enforced: Vec<_> = gate.routes().iter().map(crate::route::Route::contract).collect();
    assert_eq!(listed, enforced);
}

#[test]
fn faults_are_counted_and_listed() {
    let mut faults = Faults::of(leak(outer("Shop", "")));
    faults.add("one".to_owned());
    faults.add("two".to_owned());
    assert_eq!(faults.to_string(), "`Shop` doesn't start: 2 faults\n  one\n  two");
}

fn development(folder: &Path) -> Config {
    Config {
        bounds: crate::config::Bounds::loopback(),
        listen: "127.0.0.1:0".parse().unwrap(),
        tls: None,
        networks: crate::network::Networks::default(),
        state: folder.join("state"),
        audit: AuditConfig {
            target: AuditTarget::File(folder.join("audit.log")),
            ..AuditConfig::stderr()
        },
        digest: String::new(),
        tokens: TokenSource::Development(DevelopmentProfile::for_test()),
        remember_tokens: None,
        shared: None,
        onward: Vec::new(),
        watch: crate::watch::WatchConfig::default(),
        main_issuers: None,
        segments: Vec::new(),
    }
}

/// From a configuration to an answer on a port, and to the end.
#[test]
fn a_configured_service_is_bound_served_and_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("audit.log");
    let config = development(folder.path());
    crate::web::block_on(async {
        let app = App::<Shop>::from_checked(config).unwrap().data(Calls::default());
        let development = app.development().unwrap();
        let token = development.token_for("alice").holding::<Read>().issue().unwrap();
        let server = app.bind().unwrap();
        let address = server.address();
        assert_ne!(address.port(), 0);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let asks = std::thread::spawn(move || {
            let request = format!(
                "GET /things/7 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
            );
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            drop(stop);
            answer
        });
        server.serve_until(async { drop(stopped.await) }).await.unwrap();
        let answer = asks.join().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with('7'), "{answer}");
    });
    // Serving ends after the log has taken its last line.
    let lines = std::fs::read_to_string(log).unwrap();
    assert_eq!(decisions(&lines), 1);
    // L-01: what runs, by which rules and settings, and that it ended.
    for event in ["segment", "opened", "start", "stop"] {
        let said = format!("\"event\":\"{event}\"");
        assert_eq!(lines.matches(&said).count(), 1, "{event}: {lines}");
    }
    assert!(lines.contains("\"event\":\"start\",\"service\":\"Shop\",\"zt\":"), "{lines}");
    assert!(lines.contains(r#""issuer":"dev:Shop","name":"alice""#), "{lines}");
}

/// Both listeners, one gate and one log.
#[test]
fn g08_a_service_answers_on_both_listeners() {
    let folder = tempfile::tempdir().unwrap();
    let ca = crate::testing::pki::Ca::new("a CA");
    let config = Config { tls: Some(ca.listener(true)), ..development(folder.path()) };
    crate::web::block_on(async {
        let server =
            App::<Shop>::from_checked(config).unwrap().data(Calls::default()).bind().unwrap();
        let (plain, tls) = (server.address(), server.tls_address().unwrap());
        assert!(tls.port() != 0 && tls != plain);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let asks = std::thread::spawn(move || {
            let config = Arc::new(ca.client_of(Some(&ca.client()), &rustls::version::TLS13));
            let name = "localhost".try_into().unwrap();
            let client = rustls::ClientConnection::new(config, name).unwrap();
            let stream = std::net::TcpStream::connect(tls).unwrap();
            let answers = [
                ask(std::net::TcpStream::connect(plain).unwrap()),
                ask(rustls::StreamOwned::new(client, stream)),
            ];
            drop(stop);
            answers
        });
        server.serve_until(async { drop(stopped.await) }).await.unwrap();
        for answer in asks.join().unwrap() {
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        }
    });
    let lines = std::fs::read_to_string(folder.path().join("audit.log")).unwrap();
    assert_eq!(decisions(&lines), 2);
}

fn decisions(log: &str) -> usize {
    log.lines().filter(|line| line.contains("\"event\":\"decision\"")).count()
}

fn ask(mut stream: impl std::io::Read + std::io::Write) -> String {
    stream
        .write_all(b"GET /open HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_taken_port_is_named_with_the_way_out() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut parts = parts();
    parts.add(Calls::default());
    let audit = parts.audit();
    let gates = super::gates::<Shop>(parts).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let config = Config { listen: taken.local_addr().unwrap(), ..development(folder.path()) };
    let fault = Server::bind(&config, &Clock::system(), &gates, audit).err().unwrap().to_string();
    assert!(fault.contains("can't be listened on") && fault.contains("ZT_LISTEN"), "{fault}");
}
