//! O6: what each segment has of its own, and what it must not have in common with another.

use super::several::load_file;
use super::*;

const ISSUERS: &str = "[issuers.corp]\nissuer = \"https://corp.example\"\naudience = \"shop\"\n\
                       [issuers.partner]\nissuer = \"https://partner.example\"\naudience = \"shop-of-partner\"\n";

/// Two issuers, and these tables.
fn with(tables: &str) -> Result<Config, String> {
    load_file(&format!("{ISSUERS}{tables}"), &[])
}

const ADMIN: &str = "[segments.admin]\nlisten = \"127.0.0.1:0\"\naudience = \"admin\"\n";

#[test]
fn o6_a_segment_has_an_audience_a_listener_and_issuers_of_its_own() {
    let config = with(&format!(
        "{ADMIN}issuers = [\"corp\"]\nhosts = [\"admin.example\"]\n[segments.main]\nissuers = [\"partner\"]\n"
    ))
    .unwrap();
    let [admin] = config.segments.as_slice() else { panic!("{:?}", config.segments) };
    assert_eq!((admin.name.as_str(), admin.audience.as_deref()), ("admin", Some("admin")));
    assert_eq!(admin.issuers.as_deref(), Some(["corp".to_owned()].as_slice()));
    assert_eq!(admin.listen.unwrap().to_string(), "127.0.0.1:0");
    assert_ne!(admin.bounds, config.bounds);
    assert_eq!(config.main_issuers.as_deref(), Some(["partner".to_owned()].as_slice()));
}

#[test]
fn o6_the_environment_fills_a_segment() {
    let config = load(&[
        ("ZT_PROFILE", "development"),
        ("ZT_SEGMENTS_BACK_OFFICE_LISTEN", "127.0.0.1:0"),
        ("ZT_MAX_BODY", "1KiB"),
    ])
    .unwrap();
    let [segment] = config.segments.as_slice() else { panic!("{:?}", config.segments) };
    assert_eq!((segment.name.as_str(), &segment.audience), ("back-office", &None));
    assert_eq!(segment.bounds.body, config.bounds.body);
}

#[test]
fn o6_each_fault_of_a_segment_says_what_is_missing() {
    for (tables, expected) in [
        (
            "[segments.admin]\nlisten = \"127.0.0.1:0\"\n",
            "`segments.admin.audience`: missing; expected the segment's own name",
        ),
        (
            "[segments.admin]\naudience = \"admin\"\n",
            "`segments.admin.listen`: missing: a segment that nobody reaches serves nobody",
        ),
        (
            "[segments.admin]\nlisten = \"127.0.0.1:0\"\naudience = \"shop\"\n",
            "`segments.admin.audience`: found \"shop\", which another segment has too",
        ),
        (
            "[segments.admin]\nlisten = \"127.0.0.1:0\"\naudience = \"shop-of-partner\"\n",
            "found \"shop-of-partner\", which another segment has too",
        ),
        (
            &format!("{ADMIN}[segments.attic]\nlisten = \"127.0.0.1:0\"\naudience = \"admin\"\n"),
            "`segments.attic.audience`: found \"admin\", which another segment has too",
        ),
        (
            "[segments.admin]\nlisten = \"127.0.0.1:8080\"\naudience = \"admin\"\n",
            "`segments.admin.listen`: found 127.0.0.1:8080, which `listen` has too; each segment listens by itself",
        ),
        (
            "[segments.a]\nlisten = \"127.0.0.1:81\"\naudience = \"a\"\n[segments.b]\nlisten = \"127.0.0.1:81\"\naudience = \"b\"\n",
            "`segments.b.listen`: found 127.0.0.1:81, which `segments.a.listen` has too",
        ),
        (
            &format!("{ADMIN}issuers = [\"corps\"]\n"),
            "`segments.admin.issuers`: found \"corps\", and there is no table [issuers.corps]",
        ),
        (
            &format!("{ADMIN}isuers = [\"corp\"]\n"),
            "there is no such setting; did you mean `segments.admin.issuers`?",
        ),
        (
            "[segments.main]\nlisten = \"127.0.0.1:0\"\n",
            "`segments.main.listen`: `main` has what stands outside of tables; write `listen` there",
        ),
        ("[segments.Admin]\nlisten = \"127.0.0.1:0\"\n", "expected another name: a small letter"),
        (
            "[segments.admin]\nlisten = \"0.0.0.0:81\"\naudience = \"admin\"\n",
            "`segments.admin.hosts`: missing: others than this machine can reach 0.0.0.0:81",
        ),
        (&format!("{ADMIN}tls_cert = \"x\"\n"), "`segments.admin.tls_listen`: missing"),
    ] {
        let told = with(tables).unwrap_err();
        assert!(told.contains(expected), "{tables}\n{told}");
    }
}

#[test]
fn o6_development_makes_up_audiences_and_stays_on_loopback() {
    let faults = |more: (&str, &str)| {
        let listen = ("ZT_SEGMENTS_ADMIN_LISTEN", "127.0.0.1:0");
        faults(&[("ZT_PROFILE", "development"), listen, more])
    };
    let told = faults(("ZT_SEGMENTS_ADMIN_AUDIENCE", "admin"));
    assert!(told.contains("ZT_SEGMENTS_ADMIN_AUDIENCE: with profile = development"), "{told}");
    let told = faults(("ZT_SEGMENTS_ADMIN_ISSUERS", "corp"));
    assert!(told.contains("ZT_SEGMENTS_ADMIN_ISSUERS: with profile = development"), "{told}");
    let told = faults(("ZT_SEGMENTS_ATTIC_LISTEN", "0.0.0.0:81"));
    assert!(
        told.contains("ZT_SEGMENTS_ATTIC_LISTEN: found 0.0.0.0:81, expected a loopback"),
        "{told}"
    );
}
