//! Paths that go on to an application without a rule.

use zt_manifest::Legacy;

use super::*;

fn old(until: &str) -> Legacy {
    Legacy { path: "/old.v1/x".to_owned(), waiver: waiver(Some(until)) }
}

#[test]
fn d04_a_legacy_path_more() {
    widens(
        |it| it.service.legacy.push(old("2027-06-30")),
        "`/old.v1/x` and all below it goes on to the application behind the gate (the list is for everyone)",
    );
}

#[test]
fn d04_a_legacy_path_that_stays_longer() {
    let with =
        |until: &str| facts(&mutated(|it| it.service.legacy.push(old(until))), Aspects::new());
    let sentence = "the waiver `legacy(\"/old.v1/x\", ..)` is prolonged to 2027-12-31; it was to end on 2027-06-30";
    let later = told(compare(&with("2027-06-30"), &with("2027-12-31")));
    assert_eq!(later, [(Wider, sentence.to_owned())]);
    let earlier = told(compare(&with("2027-12-31"), &with("2027-06-30")));
    assert!(earlier.len() == 1 && earlier[0].0 == Narrower, "{earlier:?}");
}

#[test]
fn d04_another_owner_or_reason_of_a_legacy_path_is_neutral() {
    let before = facts(&mutated(|it| it.service.legacy.push(old("2027-06-30"))), Aspects::new());
    for change in [
        (|it: &mut Legacy| it.waiver.owner = Some("team-web".to_owned())) as fn(&mut Legacy),
        |it: &mut Legacy| it.waiver.why = "it moves in spring".to_owned(),
    ] {
        let mut changed = old("2027-06-30");
        change(&mut changed);
        let after = facts(&mutated(|it| it.service.legacy.push(changed)), Aspects::new());
        let told = told(compare(&before, &after));
        assert!(told.len() == 1 && told[0].0 == Neutral, "{told:?}");
    }
}
