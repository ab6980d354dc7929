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
    pub mod notes;
    pub mod proxy;
}

use weak::house::{attacked, plan};
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
        "X02", "X16", "X22", "X27", "X12", "X13", "X14", "X15", "X17", "X18", "X19", "X20", "X23",
        "X28", "X29", "X32", "X33", "T-18", "T-20", "G-01", "G-07", "G-08", "baseline",
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
        (Weakness::StackTrace, "G-07"),
        (Weakness::DebugPage, "X29"),
        (Weakness::NoLimit, "G-01"),
        (Weakness::Smuggling, "X23"),
        (Weakness::Cached, "G-08"),
        (Weakness::TooLate, "T-20"),
    ];
    for (weakness, attack) in weaknesses {
        let report = attacked(&plan().only(&[attack]), Flaw::None, Some(weakness));
        assert!(found(&report, attack, None), "{weakness:?} as {attack}: {report}");
    }
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
