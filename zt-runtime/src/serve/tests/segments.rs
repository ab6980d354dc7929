//! O6: two segments in one process, and nothing of the one in the other.

use std::net::{SocketAddr, TcpStream};

use super::development;
use crate::audit::{Audit, MemorySink};
use crate::config::{Bounds, Config, SegmentConfig};
use crate::prelude::*;
use crate::testing::{TestApp, block_on};
use crate::{App, Service, TokenBuilder};
use std::io::{Read as _, Write as _};
use zt_core::contract::MAIN;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
struct Admin;

/// Nobody's.
#[derive(Segment)]
#[segment("attic")]
struct Attic;

/// Look things up.
#[derive(Scope)]
#[scope("things:look", reads)]
struct Look;

struct Orders;

#[zt::store]
impl Orders {}

struct Users;

#[zt::store(segment = Admin)]
impl Users {}

struct Catalogue;

#[zt::store(shared(Main, Admin, why = "both read the catalogue"))]
impl Catalogue {}

/// All orders.
#[zt::get("/orders", scopes(Look))]
async fn orders(_orders: Data<Orders>, _catalogue: Data<Catalogue>) -> NoContent {
    NoContent
}

/// Falls over.
#[zt::get("/broken", scopes(Look))]
async fn broken() -> NoContent {
    if std::env::args().count() > 0 {
        panic!("on purpose");
    }
    NoContent
}

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// All users.
#[zt::get("/users", scopes(Look))]
async fn users(_users: Data<Users>, _catalogue: Data<Catalogue>) -> NoContent {
    NoContent
}

/// Falls over, too.
#[zt::get("/fragile", scopes(Look))]
async fn fragile() -> NoContent {
    if std::env::args().count() > 0 {
        panic!("on purpose");
    }
    NoContent
}

/// What those do who run the shop.
#[zt::group("/admin", segment = Admin, endpoints(users, fragile))]
struct AdminApi;

/// A shop.
#[zt::service(rate("500/min"), endpoints(orders, broken, health, AdminApi))]
struct Shop;

/// One that lets nobody ask often.
#[zt::service(rate("2/min"), endpoints(orders, AdminApi))]
struct Scarce;

fn with_stores<S: Service>() -> TestApp<S> {
    S::test().data(Orders).data(Users).data(Catalogue)
}

fn shop() -> TestApp<Shop> {
    with_stores()
}

#[test]
fn x09_a_token_of_one_segment_is_nothing_in_another() {
    let shop = shop();
    let token = |token: TokenBuilder<'_>| token.holding::<Look>().issue().unwrap();
    let of_main = token(shop.token_for("alice"));
    let of_admin = token(shop.token_for("alice").in_segment::<Admin>());
    block_on(async {
        let main = |raw: &str| shop.with_token(raw).get("/orders");
        let admin = |raw: &str| shop.with_token(raw).in_segment::<Admin>().get("/admin/users");
        // Each twice: nothing is learned of a token at a door where it isn't for.
        for _ in 0..2 {
            assert_eq!(main(&of_main).await.status(), 204);
            assert_eq!(admin(&of_main).await.status(), 401);
            assert_eq!(admin(&of_admin).await.status(), 204);
            assert_eq!(main(&of_admin).await.status(), 401);
        }
    });
    let refused = shop.audit().into_iter().filter(|line| line["status"] == 401);
    let reasons: Vec<_> = refused.map(|line| line["reason"].clone()).collect();
    assert_eq!(reasons, ["wrong_audience"; 4]);
}

#[test]
fn o6_elsewhere_an_endpoint_is_as_unknown_as_any() {
    let shop = shop();
    let alice = shop.as_caller("alice").holding::<Look>();
    block_on(async {
        let unknown = alice.get("/nowhere").await;
        let elsewhere = alice.get("/admin/users").await;
        assert_eq!((elsewhere.status(), unknown.status()), (404, 404));
        assert_eq!(elsewhere.json()["type"], unknown.json()["type"]);
        assert_eq!(alice.post("/admin/users").await.status(), 404);
        let inside = alice.clone().in_segment::<Admin>();
        assert_eq!(inside.get("/orders").await.status(), 404);
        assert_eq!(inside.get("/health").await.status(), 404);
        assert_eq!(shop.anonymous().get("/health").await.status(), 204);
    });
}

#[test]
fn o6_a_flood_of_refusals_in_one_leaves_the_other_its_answers() {
    let shop = shop();
    block_on(async {
        let stranger = shop.anonymous();
        let mut last = 0;
        for _ in 0..601 {
            last = stranger.get("/orders").await.status();
        }
        assert_eq!(last, 429);
        let at_admin = shop.anonymous().in_segment::<Admin>();
        assert_eq!(at_admin.get("/admin/users").await.status(), 401);
    });
}

#[test]
fn o6_what_a_service_allows_is_counted_for_each_segment() {
    let shop = with_stores::<Scarce>();
    let alice = shop.as_caller("alice").holding::<Look>();
    block_on(async {
        for expected in [204, 204, 429] {
            assert_eq!(alice.get("/orders").await.status(), expected);
        }
        assert_eq!(alice.in_segment::<Admin>().get("/admin/users").await.status(), 204);
    });
}

#[test]
fn o6_behind_a_gate_there_are_no_stores_but_its_own() {
    let mut stores = crate::endpoint::Stores::default();
    stores.add(Orders);
    stores.add(Users);
    stores.add(Catalogue);
    let (main, admin) = (stores.of_segment(&MAIN), stores.of_segment(&Admin::INFO));
    assert!(main.find::<Orders>().is_some() && main.find::<Users>().is_none());
    assert!(admin.find::<Users>().is_some() && admin.find::<Orders>().is_none());
    assert!(main.find::<Catalogue>().is_some() && admin.find::<Catalogue>().is_some());
    assert!(stores.of_segment(&Attic::INFO).find::<Catalogue>().is_none());
}

// L-05: who holds all places of one segment holds none of another.
#[test]
fn o6_each_segment_has_its_share_of_the_audit_log() {
    let log = Audit::start(MemorySink::default()).unwrap();
    let (main, admin) = (log.one_of(2), log.one_of(2));
    let mut held = Vec::new();
    while let Ok(permit) = main.reserve() {
        held.push(permit);
    }
    assert_eq!(held.len(), 4096);
    assert!(admin.reserve().is_ok());
    held.pop();
    assert!(main.reserve().is_ok());
    assert!(log.one_of(1).reserve().is_ok());
}

/// Two segments on free ports, asked by a client that speaks HTTP itself.
struct Running {
    main: SocketAddr,
    admin: SocketAddr,
    of_main: String,
    of_admin: String,
}

fn with_admin(folder: &std::path::Path) -> Config {
    let admin = SegmentConfig {
        name: "admin".to_owned(),
        audience: None,
        issuers: None,
        listen: Some("127.0.0.1:0".parse().unwrap()),
        tls: None,
        bounds: Bounds::loopback(),
    };
    Config { segments: vec![admin], ..development(folder) }
}

/// Serves the shop from a configuration until `asks` is done.
fn while_served<T: Send + 'static>(asks: impl FnOnce(Running) -> T + Send + 'static) -> T {
    let folder = tempfile::tempdir().unwrap();
    let config = with_admin(folder.path());
    block_on(async {
        let app = App::<Shop>::from_checked(config).unwrap();
        let app = app.data(Orders).data(Users).data(Catalogue);
        let token = || app.development().unwrap().token_for("alice").holding::<Look>();
        let (of_main, of_admin) =
            (token().issue().unwrap(), token().in_segment::<Admin>().issue().unwrap());
        let server = app.bind().unwrap();
        let main = server.address();
        let admin = server.address_of::<Admin>().unwrap();
        assert_eq!(server.address_of::<Main>(), Some(main));
        assert_eq!(server.address_of::<Attic>(), None);
        assert_ne!(main, admin);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let asking = std::thread::spawn(move || {
            let _stop = stop;
            asks(Running { main, admin, of_main, of_admin })
        });
        server.serve_until(async { drop(stopped.await) }).await.unwrap();
        asking.join().unwrap()
    })
}

/// The status that an address answers.
fn status(address: SocketAddr, path: &str, token: &str) -> String {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn o6_x09_two_listeners_two_audiences_over_sockets() {
    while_served(|it| {
        assert_eq!(status(it.main, "/orders", &it.of_main), "204");
        assert_eq!(status(it.admin, "/admin/users", &it.of_admin), "204");
        // X09: the other one's token.
        assert_eq!(status(it.main, "/orders", &it.of_admin), "401");
        assert_eq!(status(it.admin, "/admin/users", &it.of_main), "401");
        // X29: the other one's paths, with a token of either.
        for token in [&it.of_main, &it.of_admin] {
            assert_eq!(status(it.main, "/admin/users", token), "404");
            assert_eq!(status(it.admin, "/orders", token), "404");
            assert_eq!(status(it.admin, "/health", token), "404");
        }
    });
}

#[test]
fn o6_a_panic_and_held_connections_in_one_leave_the_other_its_answers() {
    while_served(|it| {
        // Half a head each, and nothing more.
        let held: Vec<_> = (0..64)
            .map(|_| {
                let mut stream = TcpStream::connect(it.main).unwrap();
                stream.write_all(b"GET /orders HTTP/1.1\r\nhost: local").unwrap();
                stream
            })
            .collect();
        for _ in 0..8 {
            assert_eq!(status(it.main, "/broken", &it.of_main), "500");
            assert_eq!(status(it.admin, "/admin/users", &it.of_admin), "204");
        }
        assert_eq!(status(it.admin, "/admin/fragile", &it.of_admin), "500");
        assert_eq!(status(it.main, "/orders", &it.of_main), "204");
        drop(held);
    });
}

#[test]
fn o6_the_end_of_one_segments_workers_leaves_the_other_its_answers() {
    let shop = shop();
    let token = shop.token_for("alice").holding::<Look>().in_segment::<Admin>().issue().unwrap();
    let (main, admin) = (shop.serve(), shop.serve_segment::<Admin>());
    let ended = main.address();
    drop(main);
    assert!(TcpStream::connect(ended).is_err());
    assert_eq!(status(admin.address(), "/admin/users", &token), "204");
}

#[test]
fn o6_the_manifest_tells_segments_and_whose_stores_are() {
    let manifest = Shop::manifest().unwrap();
    let of = |path: &str| manifest.endpoints.iter().find(|it| it.path == path).unwrap();
    assert_eq!(
        (of("/orders").segment.as_str(), of("/admin/users").segment.as_str()),
        ("main", "admin")
    );
    let names: Vec<_> = manifest.segments.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["admin", "main"]);
    let store = |name: &str| manifest.stores.iter().find(|it| it.name == name).unwrap();
    assert_eq!(store("Users").segments, ["admin"]);
    assert_eq!(store("Orders").segments, ["main"]);
    assert_eq!(store("Catalogue").segments, ["admin", "main"]);
    assert_eq!(store("Catalogue").shared.as_ref().unwrap().why, "both read the catalogue");
    assert!(store("Users").shared.is_none());
}
