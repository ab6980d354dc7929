#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::ffi::OsString;
use std::fs;

use tempfile::TempDir;
use zt_core::stage::{CRITERIA, Decider};
use zt_manifest::Stage;

use super::*;
use crate::Service;
use crate::authority::Signer;
use crate::config::Sources;
use crate::prelude::*;
use crate::serve::App;
use crate::testing::pki::{Ca, written};

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:stop", writes)]
struct OrdersStop;

/// Lives?
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// Orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn list() -> NoContent {
    NoContent
}

/// Stop all.
#[zt::post("/orders/stop", scopes(OrdersStop), proof(bound, max_age = "10m"))]
async fn stop() -> NoContent {
    NoContent
}

/// No stage is asked of it.
#[zt::service(endpoints(health, list, stop))]
struct Any;

/// Initial at least.
#[zt::service(stage = initial, endpoints(health, list, stop))]
struct Initial;

/// Advanced at least.
#[zt::service(stage = advanced, endpoints(health, list, stop))]
struct Advanced;

/// What those do who run the shop.
#[derive(Segment)]
#[segment("admin")]
struct Admin;

/// Erase all.
#[zt::post("/erase", scopes(OrdersStop), segment = Admin, proof(bound))]
async fn erase() -> NoContent {
    NoContent
}

/// Two doors.
#[zt::service(stage = initial, endpoints(health, list, erase))]
struct TwoDoors;

/// Nobody is asked who calls.
#[zt::service(stage = traditional, endpoints(health))]
struct Open;

/// Where a service runs: everything that it needs for stage initial, if nothing is changed.
struct Place {
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let server = Ca::new("a CA").server();
        let settings = vec![
            ("ZT_LISTEN", "127.0.0.1:0".to_owned()),
            ("ZT_TLS_LISTEN", "127.0.0.1:0".to_owned()),
            ("ZT_TLS_CERT", written(folder.path(), "cert.pem", &server.certificate.pem(), 0o644)),
            ("ZT_TLS_KEY", written(folder.path(), "key.pem", &server.key.serialize_pem(), 0o600)),
            ("ZT_STATE", path("state")),
            ("ZT_AUDIT", path("audit.jsonl")),
            ("ZT_ISSUER", "https://id.example".to_owned()),
            ("ZT_AUDIENCE", "shop".to_owned()),
            ("ZT_KEY_SET", "http://127.0.0.1:9/jwks".to_owned()),
            ("ZT_TOKEN_LIFE", "5m".to_owned()),
        ];
        Self { folder, settings }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self = self.without(name);
        self.settings.push((name, value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.settings.retain(|(known, _)| *known != name);
        self
    }

    fn development() -> Self {
        let place = Self::new().without("ZT_ISSUER").without("ZT_AUDIENCE").without("ZT_KEY_SET");
        place.without("ZT_TOKEN_LIFE").with("ZT_PROFILE", "development")
    }

    fn config(&self) -> Config {
        let variables =
            self.settings.iter().map(|(name, value)| (OsString::from(name), value.into()));
        Config::from_sources("Shop", &Sources::from_variables(variables)).unwrap()
    }

    fn app<S: Service>(&self) -> App<S> {
        App::from_checked(self.config()).unwrap()
    }

    fn report<S: Service>(&self) -> StageReport {
        self.app::<S>().stage_report().unwrap()
    }

    /// What keeps the service from starting.
    fn refusal<S: Service>(&self) -> Option<String> {
        self.app::<S>().bind().err().map(|error| error.to_string())
    }

    /// What a criterion of the whole service comes to.
    fn verdict(&self, id: &str) -> (Verdict, String) {
        let report = self.report::<Any>();
        let judged = report.criteria.into_iter().find(|it| it.id == id).unwrap();
        (judged.verdict, judged.evidence)
    }
}

/// RFC 8037 appendix A.2.
const JWK_SET: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","alg":"EdDSA",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

fn key() -> String {
    Signer::generate().unwrap().public_paserk()
}

#[test]
fn d09_every_criterion_is_told_once_and_what_does_not_hold_says_what_to_do() {
    let report = Place::new().report::<Any>();
    let of_service: Vec<_> = report.criteria.iter().map(|it| it.id.as_str()).collect();
    let of_endpoint: Vec<_> =
        report.endpoints[0].criteria.iter().map(|it| it.id.as_str()).collect();
    for criterion in &CRITERIA {
        let by_contract = criterion.decider == Decider::Contract;
        assert_eq!(of_endpoint.contains(&criterion.id), by_contract, "{}", criterion.id);
        assert_eq!(of_service.contains(&criterion.id), !by_contract, "{}", criterion.id);
    }
    assert_eq!(of_service.len() + of_endpoint.len(), CRITERIA.len());
    let all = report.criteria.iter().chain(report.endpoints.iter().flat_map(|it| &it.criteria));
    for judged in all {
        let holds = matches!(judged.verdict, Verdict::Met | Verdict::NotApplicable);
        assert_eq!(judged.mend.is_none(), holds, "{judged:?}");
        assert!(!judged.evidence.is_empty(), "{judged:?}");
    }
    let routes: Vec<_> = report.endpoints.iter().map(|it| it.route.as_str()).collect();
    assert_eq!(routes, ["GET /health", "GET /orders", "POST /orders/stop"]);
}

// What nobody here can know counts as not met, and holds everything back.
#[test]
fn d09_what_is_decided_outside_is_unknown_and_counts_as_unmet() {
    let place = Place::new();
    for id in ["I9", "A10", "O7", "O8"] {
        assert_eq!(place.verdict(id).0, Verdict::Unknown, "{id}");
    }
    let report = place.report::<Initial>();
    assert_eq!(report.floor, Some(Stage::Initial));
    assert_eq!(report.reached.stage, Stage::Traditional);
    assert_eq!(report.reached.held_back_by.as_deref(), Some("I9"));
    for endpoint in &report.endpoints {
        assert_eq!(endpoint.reached.held_back_by.as_deref(), Some("I9"), "{}", endpoint.route);
    }
}

#[test]
fn d09_a_service_that_opens_everything_is_at_the_lowest_stage() {
    let report = Place::new().report::<Open>();
    assert_eq!(report.reached.stage, Stage::Traditional);
    for id in ["T2", "I1", "I2", "I7", "A1", "A7"] {
        let judged = report.criteria.iter().find(|it| it.id == id).unwrap();
        assert_eq!(judged.verdict, Verdict::NotApplicable, "{id}");
    }
}

#[test]
fn d09_a_service_asks_itself_and_that_is_on_record() {
    let place = Place::new();
    let report = place.report::<Any>();
    for id in ["T4", "T5", "T6", "I5"] {
        let judged = report.criteria.iter().find(|it| it.id == id).unwrap();
        assert_eq!(judged.verdict, Verdict::Met, "{judged:?}");
    }
    let text = fs::read_to_string(place.folder.path().join("audit.jsonl")).unwrap();
    let asked = text.lines().filter(|line| line.contains("/.zt-probe"));
    assert!(asked.clone().all(|line| line.contains("\"outcome\":\"deny\"")), "{text}");
    assert_eq!(asked.count(), 2, "{text}");
}

#[test]
fn d09_each_criterion_of_the_configuration() {
    let met = |place: &Place, id: &str| {
        let (verdict, evidence) = place.verdict(id);
        assert_eq!(verdict, Verdict::Met, "{id}: {evidence}");
    };
    let unmet = |place: &Place, id: &str, why: &str| {
        let (verdict, evidence) = place.verdict(id);
        assert_eq!(verdict, Verdict::Unmet, "{id}: {evidence}");
        assert!(evidence.contains(why), "{id}: {evidence}");
    };
    let good = Place::new();
    for id in ["T2", "T3", "I1", "I2", "I6", "I7", "A1", "A7"] {
        met(&good, id);
    }
    unmet(&good, "A9", "8 detections are on, and tell nobody but the audit log");
    met(&Place::new().with("ZT_ALERTS", "https://soc.example/events"), "A9");
    unmet(&good, "O4", "a watch that stands still refuses nobody");
    for id in ["A6", "A8", "O3", "O5", "O6", "O9", "O10"] {
        unmet(&good, id, "zt doesn't do that yet");
    }
    let open = Place::new().with("ZT_LISTEN", "0.0.0.0:0").with("ZT_HOSTS", "shop.example");
    unmet(&open, "T3", "`listen` is 0.0.0.0:0, without TLS");
    unmet(&open, "I6", "`listen` is 0.0.0.0:0, without TLS");
    let plain = ["ZT_TLS_LISTEN", "ZT_TLS_CERT", "ZT_TLS_KEY"];
    let plain = plain.into_iter().fold(Place::new(), |place, name| place.without(name));
    met(&plain, "T3");
    unmet(&plain, "I6", "there is no `tls_listen`");
    let long = Place::new().with("ZT_TOKEN_LIFE", "2h");
    met(&long, "I1");
    unmet(&long, "A1", "tokens live 2h");
    unmet(&long, "A7", "counts for up to 2h");
    let paseto = Place::new().without("ZT_KEY_SET").with("ZT_KEYS", &key());
    met(&paseto, "A1");
    unmet(&paseto, "I7", "`issuer`: nobody knows how old its `keys` are");
    let file = Place::new();
    let keys = written(file.folder.path(), "keys.json", JWK_SET, 0o644);
    let file = file.without("ZT_KEY_SET").with("ZT_KEY_SET_FILE", &keys);
    unmet(&file, "I7", "`key_set_file`");
    let asked = Place::new();
    let secret = written(asked.folder.path(), "secret", "s3cret-of-shop", 0o600);
    let asked = asked
        .with("ZT_INTROSPECTION_CLIENT", "shop")
        .with("ZT_INTROSPECTION_SECRET", &secret)
        .with("ZT_INTROSPECTION", "http://127.0.0.1:9/introspect");
    unmet(&asked, "A1", "its opaque tokens are signed by nobody");
    let development = Place::development();
    met(&development, "T2");
    unmet(&development, "I7", "one key, on this machine");
    unmet(&development, "A1", "one key, on this machine");
}

// One door in the open is enough, whichever segment's it is.
#[test]
fn d09_the_doors_of_all_segments_count() {
    let place = || Place::new().with("ZT_SEGMENTS_ADMIN_AUDIENCE", "shop-admin");
    let verdict = |place: &Place, id: &str| {
        let report = place.report::<TwoDoors>();
        let judged = report.criteria.into_iter().find(|it| it.id == id).unwrap();
        (judged.verdict, judged.evidence)
    };
    let tls = [
        ("ZT_SEGMENTS_ADMIN_TLS_LISTEN", "ZT_TLS_LISTEN"),
        ("ZT_SEGMENTS_ADMIN_TLS_CERT", "ZT_TLS_CERT"),
        ("ZT_SEGMENTS_ADMIN_TLS_KEY", "ZT_TLS_KEY"),
    ];
    let with_tls = |place: Place| {
        tls.into_iter().fold(place, |place, (name, main)| {
            let (_, value) = place.settings.iter().find(|(known, _)| *known == main).unwrap();
            let value = value.clone();
            place.with(name, &value)
        })
    };

    let good = with_tls(place());
    assert_eq!([verdict(&good, "T3").0, verdict(&good, "I6").0], [Verdict::Met; 2]);
    assert_eq!(good.refusal::<TwoDoors>(), None);

    let plain = place().with("ZT_SEGMENTS_ADMIN_LISTEN", "127.0.0.1:0");
    assert_eq!(verdict(&plain, "T3").0, Verdict::Met);
    let (judged, why) = verdict(&plain, "I6");
    assert_eq!((judged, &*why), (Verdict::Unmet, "there is no `segments.admin.tls_listen`"));

    let open = with_tls(place())
        .with("ZT_SEGMENTS_ADMIN_LISTEN", "0.0.0.0:0")
        .with("ZT_SEGMENTS_ADMIN_HOSTS", "admin.shop.example");
    for id in ["T3", "I6"] {
        let (judged, why) = verdict(&open, id);
        assert_eq!(judged, Verdict::Unmet, "{id}");
        assert_eq!(why, "`segments.admin.listen` is 0.0.0.0:0, without TLS", "{id}");
    }
    let told = open.refusal::<TwoDoors>().unwrap();
    assert!(told.contains("it is below stage `initial`, I6: "), "{told}");
}

#[test]
fn d09_a_service_below_its_stage_does_not_start() {
    let paseto = Place::new().without("ZT_KEY_SET").with("ZT_KEYS", &key());
    let told = paseto.refusal::<Initial>().unwrap();
    assert!(told.starts_with("`Initial` doesn't start: 1 fault\n"), "{told}");
    assert!(told.contains("it is below stage `initial`, I7: keys are replaced"), "{told}");
    assert!(told.contains("take keys from the issuer's address"), "{told}");
    assert_eq!(paseto.refusal::<Any>(), None);
    let told = Place::new().refusal::<Advanced>().unwrap();
    for id in ["A6", "A8", "A9"] {
        assert!(told.contains(&format!("it is below stage `advanced`, {id}: ")), "{told}");
    }
    assert!(!told.contains("O1") && told.contains("3 faults"), "{told}");
}

#[test]
fn d09_a_service_at_its_stage_starts() {
    assert_eq!(Place::new().refusal::<Initial>(), None);
    assert_eq!(Place::new().refusal::<Any>(), None);
}

// A floor that kept the service from running where it is written would be taken out.
#[test]
fn d09_where_a_service_is_developed_its_floor_holds_nobody_up() {
    let place = Place::development();
    assert_eq!(place.refusal::<Advanced>(), None);
    let report = place.report::<Advanced>();
    assert!(!below_floor(Advanced::OUTER, &report).is_empty());
}
