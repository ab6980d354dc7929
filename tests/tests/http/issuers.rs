//! Whose credentials count, and from which device: T-04, X09.

use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, block_on};

/// Look reports up.
#[derive(Scope)]
#[scope("reports:read", reads)]
struct ReportsRead;

/// Our own people.
#[derive(Issuer)]
#[issuer("corp")]
struct Corp;

/// Those who sell for us.
#[derive(Issuer)]
#[issuer("partner")]
struct Partner;

/// Nobody's: no rule names it.
#[derive(Issuer)]
#[issuer("stranger")]
struct Stranger;

/// A device that we look after.
#[derive(Device)]
#[device("managed")]
struct Managed;

/// Differs from [`Managed`] in one letter.
#[derive(Device)]
#[device("Managed")]
struct Shouted;

/// For all.
#[zt::get("/all", scopes(ReportsRead))]
async fn all(caller: &Caller<all>) -> NoContent {
    let _ = caller.subject();
    NoContent
}

/// For our own people.
#[zt::get("/own", scopes(ReportsRead), proof(issuer = Corp))]
async fn own() -> NoContent {
    NoContent
}

/// For two of the issuers.
#[zt::get("/both", scopes(ReportsRead), proof(issuer = any(Corp, Partner)))]
async fn both() -> NoContent {
    NoContent
}

/// For managed devices.
#[zt::get("/desk", scopes(ReportsRead), proof(device = Managed))]
async fn desk() -> NoContent {
    NoContent
}

/// Reports.
#[zt::service(endpoints(all, own, both, desk))]
struct Reports;

fn alice(reports: &TestApp<Reports>) -> TestCaller<'_> {
    reports.as_caller("alice").holding::<ReportsRead>()
}

fn status(caller: &TestCaller<'_>, path: &str) -> u16 {
    block_on(async { caller.get(path).await.status() })
}

#[test]
fn t04_only_the_issuers_that_a_rule_names_count() {
    let reports = Reports::test();
    let (nameless, corp, partner) = (
        alice(&reports),
        alice(&reports).vouched_by::<Corp>(),
        alice(&reports).vouched_by::<Partner>(),
    );
    for (path, expected) in
        [("/all", [204, 204, 204]), ("/own", [401, 204, 401]), ("/both", [401, 204, 204])]
    {
        assert_eq!([&nameless, &corp, &partner].map(|it| status(it, path)), expected, "{path}");
    }
    let reasons: Vec<_> = reports
        .audit()
        .iter()
        .filter_map(|line| line["reason"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(reasons.iter().filter(|it| *it == "issuer_not_admitted").count(), 3, "{reasons:?}");
}

// X09: alice of one issuer isn't alice of another, in the audit log as well.
#[test]
fn x09_one_name_from_two_issuers_is_two_people() {
    let reports = Reports::test();
    for caller in [alice(&reports).vouched_by::<Corp>(), alice(&reports).vouched_by::<Partner>()] {
        assert_eq!(status(&caller, "/all"), 204);
    }
    let audit = reports.audit();
    let [one, other] = audit.as_slice() else { panic!("{audit:?}") };
    assert_ne!(one["subject"], other["subject"], "{audit:?}");
}

#[test]
fn t22_a_device_counts_as_the_token_says_it_letter_by_letter() {
    let reports = Reports::test();
    assert_eq!(status(&alice(&reports).on_device::<Managed>(), "/desk"), 204);
    assert_eq!(status(&alice(&reports), "/desk"), 403);
    assert_eq!(status(&alice(&reports).on_device::<Shouted>(), "/desk"), 403);
    let refused = block_on(async { alice(&reports).get("/desk").await });
    assert!(refused.json()["type"].as_str().unwrap().ends_with("device-not-admitted"));
}

#[test]
#[should_panic(expected = "no rule of the service says `issuer = ..` for the issuer \"stranger\"")]
fn a_test_can_not_make_up_an_issuer() {
    let reports = Reports::test();
    status(&alice(&reports).vouched_by::<Stranger>(), "/all");
}
