//! Paths that aren't moved yet, as the start sees them.

use zt_core::contract::{LegacyPath, Outer};

use super::*;
use crate::edge::{Headers, Incoming};
use crate::serve::assemble::Front;
use crate::serve::legacy;

const OLD: LegacyPath = LegacyPath {
    path: "/old",
    why: "the old shop moves in spring",
    owner: "team-shop",
    until: Date::from_ymd(2027, 6, 30),
};

fn leaving(path: &'static str) -> Tables {
    let legacy = leak([LegacyPath { path, ..OLD }]).as_slice();
    let tables = tables(&[contract("orders", Method::Get, "/orders")]);
    Tables { outer: leak(Outer { legacy, ..outer("Shop", "") }), ..tables }
}

#[test]
fn b02_a_legacy_path_without_an_application_is_a_fault() {
    let text = gates_of(leaving("/old"), parts().behind(Front::Listener)).unwrap_err().to_string();
    assert!(
        text.contains("`legacy(\"/old\", ..)` has no effect with .serve() and .bind()"),
        "{text}"
    );
    assert!(gates_of(leaving("/old"), parts()).is_ok(), "a test looks at the service alone");
}

#[test]
fn a10_the_place_of_documents_is_no_applications() {
    for path in [
        "/.well-known",
        "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-protected-resource/old",
    ] {
        let mut faults = Faults::of(leaving(path).outer);
        legacy::metadata_apart(leaving(path).outer, &mut faults);
        assert!(faults.to_string().contains("1 fault"), "{path}: {faults}");
    }
    let mut faults = Faults::of(leaving("/.well-known/security.txt").outer);
    legacy::metadata_apart(leaving("/.well-known/security.txt").outer, &mut faults);
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn b03_a_legacy_path_whose_day_has_gone_by_warns() {
    let service = leaving("/old").outer;
    assert_eq!(legacy::overdue(service, Date::from_ymd(2027, 6, 30)).count(), 0);
    let lines: Vec<_> = legacy::overdue(service, Date::from_ymd(2027, 7, 1)).collect();
    assert!(
        lines[0].ends_with(
            "`legacy(\"/old\", ..)` ended on 2027-06-30: \"the old shop moves in spring\""
        ),
        "{lines:?}"
    );
}

// O6: another segment's listener would be opened by nobody.
#[cfg(feature = "actix")]
#[test]
fn o6_an_application_stands_behind_one_segment() {
    let admin = zt_core::contract::SegmentInfo::new("admin", "For admins.");
    let own = Contract { segment: Some(admin), ..contract("users", Method::Get, "/users") };
    let all = tables(&[contract("orders", Method::Get, "/orders"), own]);
    let said = |front| gates_of(all, parts().behind(front)).unwrap_err().to_string();
    let told = "the segment `admin` has a listener of its own, and .service() opens none";
    assert!(said(Front::Application).contains(told));
    assert!(!said(Front::Listener).contains(told));
}

fn request(method: &str, path: &str) -> Incoming {
    let mut headers = Headers::default();
    headers.add("host", "localhost");
    Incoming {
        method: method.to_owned(),
        path: path.into(),
        query: String::new(),
        header_bytes: headers.bytes(),
        headers: Box::new(headers),
        body: None,
        may_upgrade: false,
        peer: std::net::Ipv4Addr::LOCALHOST.into(),
        over_tls: false,
        peer_certificate: None,
    }
}

/// Of each path and method: what our own listener answers, and whether an application would be asked.
#[test]
fn x13_a04_only_what_is_named_goes_on() {
    let gates = gates_of(leaving("/old"), parts()).unwrap();
    let gate = gates.first().unwrap();
    for (method, path, status, goes_on) in [
        ("GET", "/old", 404, true),
        ("OPTIONS", "/old/x", 404, true),
        ("TRACE", "/old", 405, false),
        ("CONNECT", "/old", 405, false),
        ("get", "/old", 405, false),
        ("GET", "/older", 404, false),
        ("GET", "/old/", 400, false),
        ("GET", "/x/../old", 400, false),
        ("GET", "/orders", 401, false),
    ] {
        let incoming = || request(method, path);
        crate::web::block_on(async {
            assert_eq!(gate.answer(incoming()).await.status, status, "{method} {path}");
            let beside = gate.answer_beside(incoming()).await;
            assert_eq!(matches!(beside, crate::gate::Beside::Left(_)), goes_on, "{method} {path}");
        });
    }
}

#[cfg(feature = "actix")]
#[test]
fn tls_in_the_configuration_would_be_nobodys() {
    let folder = tempfile::tempdir().unwrap();
    let tls = Some(crate::testing::pki::Ca::new("a CA").listener(true));
    let config = Config { tls, ..development(folder.path()) };
    let error = App::<Shop>::from_checked(config).unwrap().data(Calls::default()).service();
    let error = error.unwrap_err().to_string();
    assert!(error.contains("1 fault") && error.contains("take `tls_*` away"), "{error}");
    let missing = App::<Shop>::from_checked(development(folder.path())).unwrap().service();
    assert!(missing.unwrap_err().to_string().contains("it needs the store"));
}

// G-01: what the application refuses counts as what the gate refuses, and of too many nothing else is said.
#[cfg(feature = "actix")]
#[test]
fn g01_an_applications_refusals_count_against_the_address() {
    let gates = gates_of(leaving("/old"), parts()).unwrap();
    let gate = gates.first().unwrap();
    let answered = |status| {
        crate::web::block_on(async {
            match gate.answer_beside(request("GET", "/old/x")).await {
                crate::gate::Beside::Left(passed) => passed.answered(gate, status),
                crate::gate::Beside::Answered(_) => panic!("the path is legacy"),
            }
        })
    };
    for _ in 0..700 {
        assert!(answered(200).is_none(), "what is answered doesn't count");
    }
    let refused = (0..700).filter_map(|_| answered(403));
    let statuses: Vec<_> = refused.map(|response| response.status).collect();
    assert_eq!(statuses.len(), 100, "600 refusals a minute are the application's to say");
    assert!(statuses.iter().all(|status| *status == 429));
}
