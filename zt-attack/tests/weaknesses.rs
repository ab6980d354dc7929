//! The suite finds nothing in a sound service, and each planted weakness in a weakened copy of it.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod weak {
    pub mod house;
    pub mod jwt;
    pub mod notes;
    pub mod proxy;
}

use std::collections::BTreeSet;

use weak::house::{attacked, plan};
use weak::jwt;
use weak::notes::Flaw;
use weak::proxy::Weakness;
use zt_attack::Report;

/// Found, under this number, at this endpoint.
fn found(report: &Report, attack: &str, endpoint: Option<&str>) -> bool {
    report.findings.iter().any(|finding| {
        finding.attack == attack && (endpoint.is_none() || finding.endpoint.as_deref() == endpoint)
    })
}

#[test]
fn a_sound_service_has_no_findings() {
    let report = attacked(&plan(), Flaw::None, None);
    assert!(report.is_clean(), "{report}");
    for attack in [
        "X02", "X16", "X22", "X27", "X12", "X13", "X14", "X15", "X17", "X18", "X19", "X20", "X21",
        "X23", "X10", "X11", "X31", "X25", "X28", "X29", "X30", "X32", "X33", "T-18", "T-20",
        "G-01", "G-05", "G-07", "G-08", "baseline",
    ] {
        assert!(report.attempts.contains_key(attack), "{attack} was never tried");
    }
}

#[test]
fn what_a_policy_or_a_view_gets_wrong_is_found() {
    for (flaw, attack, endpoint) in [
        (Flaw::ReadByAnybody, "X18", "read_note"),
        (Flaw::ReadByAnybody, "X18", "find_note"),
        (Flaw::EditByAnybody, "X18", "edit_note"),
        (Flaw::EditByAnybody, "X18", "merge_note"),
        (Flaw::ListOfEverybody, "X18", "list_notes"),
        (Flaw::SecretInView, "X20", "read_note"),
    ] {
        let report = attacked(&plan().only(&[attack]), flaw, None);
        assert!(found(&report, attack, Some(endpoint)), "{flaw:?}: {report}");
    }
}

#[test]
fn what_a_gateway_gets_wrong_is_found() {
    let weaknesses = [
        (Weakness::NobodyIsSomebody, "T-20"),
        (Weakness::UnsignedToken, "X02"),
        (Weakness::SpoiltToken, "X33"),
        (Weakness::TokenInQuery, "T-18"),
        (Weakness::BelievedHeader, "X12"),
        (Weakness::BelievedAddress, "X16"),
        (Weakness::HiddenAddress, "G-05"),
        (Weakness::HiddenAddress, "X16"),
        (Weakness::NoBounds, "X27"),
        (Weakness::WaitsForTheBody, "X22"),
        (Weakness::UnguardedHead, "X15"),
        (Weakness::MethodOverride, "X15"),
        (Weakness::TidiedPath, "X13"),
        (Weakness::AnyScope, "X32"),
        (Weakness::LastCredential, "X17"),
        (Weakness::DroppedFields, "X19"),
        (Weakness::OneFieldMore, "X20"),
        (Weakness::TellsWhatIsThere, "X18"),
        (Weakness::OpenOrigin, "X28"),
        (Weakness::OpenPreflight, "X28"),
        (Weakness::ForgottenOrigin, "X21"),
        (Weakness::NobodyIsSomebody, "X21"),
        (Weakness::TokenInQuery, "X21"),
        (Weakness::StackTrace, "G-07"),
        (Weakness::DebugPage, "X29"),
        (Weakness::NoLimit, "G-01"),
        (Weakness::Smuggling, "X23"),
        (Weakness::Cached, "G-08"),
        (Weakness::TooLate, "T-20"),
        (Weakness::BelievedCertificate, "X11"),
        (Weakness::FailsOpen, "X30"),
        (Weakness::OldToken, "X30"),
        (Weakness::BoundAsBearer, "X10"),
        (Weakness::UnreadProof, "X10"),
        (Weakness::Replayed, "X10"),
        (Weakness::Raced, "X31"),
    ];
    for (weakness, attack) in weaknesses {
        let report = attacked(&plan().only(&[attack]), Flaw::None, Some(weakness));
        assert!(found(&report, attack, None), "{weakness:?} as {attack}: {report}");
    }
}

// Whatever a gateway believes of a JWT that its issuer didn't sign, or not for this service.
#[test]
fn what_a_gateway_believes_of_a_jwt_is_found() {
    let attacks = ["X01", "X02", "X03", "X04", "X05", "X07", "X08", "X09", "X32"];
    for attack in attacks {
        let found_by = |weakness| jwt::attacked(&[attack], weakness);
        let report = found_by(Some(Weakness::Jwt(attack)));
        assert!(found(&report, attack, None), "{attack}: {report}");
        let report = found_by(None);
        assert!(report.findings.is_empty() && report.sent > 0, "{attack}: {report}");
    }
}

// X10: each proof that a gateway doesn't read is told of by itself.
#[test]
fn what_a_gateway_does_not_read_of_a_proof_is_found() {
    let report = attacked(&plan().only(&["X10"]), Flaw::None, Some(Weakness::UnreadProof));
    let tried: BTreeSet<_> = report.findings.iter().map(|it| it.tried.as_str()).collect();
    for proof in [
        "a proof of another key",
        "a proof for another token",
        "a proof for another path",
        "a proof for another method",
        "a proof of two minutes ago",
        "a proof from two minutes ahead",
        "a proof that shows a private key",
        "a proof without the nonce",
        "the same proof twice",
    ] {
        assert!(tried.contains(proof), "{proof}: {report}");
    }
    let again = &report.findings[0].reproduce;
    assert!(again.contains("DPoP $TOKEN") && again.contains("dpop: $PROOF"), "{again}");
}

// X06: a gateway that takes the key of an id that it doesn't know for a good one.
#[test]
fn what_a_gateway_believes_of_an_unknown_key_is_found() {
    let report = jwt::attacked(&["X06"], Some(Weakness::Jwt("X06")));
    let is_it = |tried: &str| tried == "a thousand tokens under unknown keys";
    assert!(report.findings.iter().any(|it| it.attack == "X06" && is_it(&it.tried)), "{report}");
}

// S-10: the endpoint that asks for a second factor, and a gateway that doesn't.
#[test]
fn what_a_gateway_forgets_of_a_login_is_found() {
    let report = attacked(&plan().only(&["S-10"]), Flaw::None, None);
    assert!(report.findings.is_empty() && report.sent > 3, "{report}");
    let report = attacked(&plan().only(&["S-10"]), Flaw::None, Some(Weakness::OldToken));
    assert!(found(&report, "S-10", Some("strong")), "{report}");
}

// L-03: what is printed of a finding holds no token.
#[test]
fn l03_a_report_holds_no_token() {
    let report = attacked(&plan().only(&["T-20"]), Flaw::None, Some(Weakness::NobodyIsSomebody));
    let text = format!("{report}\n{report:?}");
    assert!(!report.findings.is_empty());
    // The suite's own forgeries are no secrets.
    let long = text.split(|it: char| !it.is_ascii_alphanumeric() && !"._-".contains(it));
    assert!(
        long.filter(|word| word.starts_with("v4.public.")).all(|word| word == "v4.public.AAAA")
    );
}
