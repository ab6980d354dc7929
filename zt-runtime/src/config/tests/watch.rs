//! What is looked for is tuned, and never turned off.

use std::time::Duration;

use zt_watch::{Detection, Threshold};

use super::{faults, key, load};
use crate::watch::{AnswerTo, Reaction, WatchConfig};

fn loaded(settings: &[(&str, &str)]) -> Result<WatchConfig, String> {
    let key = key();
    let issuer = [("ZT_ISSUER", "https://id.example"), ("ZT_AUDIENCE", "shop"), ("ZT_KEYS", &*key)];
    load(&issuer.iter().chain(settings).copied().collect::<Vec<_>>()).map(|config| config.watch)
}

#[test]
fn l07_all_is_on_where_nothing_is_said() {
    let usual = loaded(&[]).unwrap();
    for detection in Detection::ALL {
        assert_eq!(usual.answers.to(detection), &AnswerTo::usual(detection));
    }
    let developed = load(&[("ZT_PROFILE", "development")]).unwrap().watch;
    assert!(Detection::ALL.iter().all(|it| developed.answers.to(*it).reactions.is_empty()));
    assert_eq!(developed.settings, usual.settings);
}

#[test]
fn l07_a_detection_is_tuned_by_its_table() {
    let read = loaded(&[
        ("ZT_WATCH_SCOPE_PROBING_COUNT", "4"),
        ("ZT_WATCH_SCOPE_PROBING_WITHIN", "1h"),
        ("ZT_WATCH_SCOPE_PROBING_REACT", "throttle, revoke"),
        ("ZT_WATCH_SCOPE_PROBING_LASTS", "2h"),
        ("ZT_WATCH_DECOY_REACT", "alert"),
        ("ZT_WATCH_DORMANT_CREDENTIAL_WITHIN", "90d"),
    ]);
    let read = read.unwrap();
    let hours = |hours: u64| Duration::from_secs(3600 * hours);
    let probing = Threshold { count: 4, within: hours(1) };
    assert_eq!(read.settings.of(Detection::ScopeProbing), probing);
    let reactions = vec![Reaction::Throttle, Reaction::Revoke];
    let answer = AnswerTo { reactions, lasts: hours(2) };
    assert_eq!(read.answers.to(Detection::ScopeProbing), &answer);
    assert!(read.answers.to(Detection::Decoy).reactions.is_empty());
    assert_eq!(read.settings.of(Detection::DormantCredential).within, hours(90 * 24));
}

#[test]
fn l07_who_is_told_is_an_address_of_yours() {
    let told = loaded(&[("ZT_ALERTS", "https://soc.example/events")]).unwrap().alerts.unwrap();
    assert_eq!((told.issuer.as_str(), told.key.is_none()), ("urn:zt:service:Shop", true));
    let origin = ("ZT_PUBLIC_ORIGIN", "https://api.example");
    let folder = tempfile::tempdir().unwrap();
    let pem = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap().serialize_pem();
    let file = crate::testing::pki::written(folder.path(), "key.pem", &pem, 0o600);
    let url = ("ZT_ALERTS", "https://soc.example/events");
    let told = loaded(&[url, origin, ("ZT_ALERTS_KEY", &file)]).unwrap().alerts.unwrap();
    assert_eq!((told.issuer.as_str(), told.key.is_some()), ("https://api.example", true));

    for (settings, said) in [
        (&[("ZT_ALERTS", "http://soc.example/events")][..], "expected the https address"),
        (&[("ZT_ALERTS_KEY", &*file)], "there is nothing to sign"),
        (&[url, ("ZT_ALERTS_KEY", "/nowhere/key.pem")], "can't be opened"),
    ] {
        let told = loaded(settings).unwrap_err();
        assert!(told.contains(said) && told.contains("has 1 fault\n"), "{told}");
    }
    let wrong = crate::testing::pki::written(folder.path(), "wrong.pem", "no key", 0o600);
    let told = loaded(&[url, ("ZT_ALERTS_KEY", &wrong)]).unwrap_err();
    assert!(told.contains("openssl genpkey -algorithm ed25519"), "{told}");
}

#[test]
fn l07_what_does_nothing_or_too_much_is_told() {
    for (setting, value, told) in [
        ("ZT_WATCH_SCOPE_PROBING_COUNT", "1", "expected a number from 2 to 100000"),
        ("ZT_WATCH_SCOPE_PROBING_WITHIN", "25h", "expected a time from 1s to 24h"),
        ("ZT_WATCH_SCOPE_PROBING_LASTS", "48h", "expected a time from 1s to 24h"),
        ("ZT_WATCH_SCOPE_PROBING_REACT", "off", "expected some of alert, throttle, step-up"),
        ("ZT_WATCH_DECOY_COUNT", "3", "one is enough there"),
        ("ZT_WATCH_REPLAY_REACT", "revoke", "a stranger could turn it against others"),
        ("ZT_WATCH_DECOY_REACT", "step-up", "a stranger could turn it against others"),
        ("ZT_WATCH_SCOPE_PROBIN_COUNT", "4", "did you mean [watch.scope-probing]?"),
        ("ZT_WATCH_SCOPE_PROBING_ENABLED", "false", "in a table of `watch` there are react, count"),
    ] {
        let said = loaded(&[(setting, value)]).unwrap_err();
        assert!(said.contains(told) && said.contains("has 1 fault\n"), "{setting}: {said}");
    }
    assert!(
        faults(&[("ZT_PROFILE", "development"), ("ZT_WATCH_DECOY_COUNT", "3")]).contains("one is")
    );
}
