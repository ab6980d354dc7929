//! The floor of a service, what is thought of a scope, and decoys.

use super::*;

#[test]
fn d04_a_lower_floor() {
    let to = |floor| move |it: &mut Manifest| it.service.floor = floor;
    let no_floor = "no endpoint may be below stage `advanced` now";
    assert_eq!(changes(to(Some(Stage::Advanced))), [(Narrower, no_floor.to_owned())]);
    let dropped = "no stage is asked of the service any more; it was `advanced`";
    assert_eq!(changes_back(to(Some(Stage::Advanced))), [(Wider, dropped.to_owned())]);
    for (before, after, class) in [
        (Stage::Advanced, Stage::Initial, Wider),
        (Stage::Initial, Stage::Advanced, Narrower),
        (Stage::Optimal, Stage::Traditional, Wider),
        (Stage::Traditional, Stage::Optimal, Narrower),
    ] {
        let (before, after) = (mutated(to(Some(before))), mutated(to(Some(after))));
        let told = told(compare(&facts(&before, Aspects::new()), &facts(&after, Aspects::new())));
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, class, "{told:?}");
    }
}

#[test]
fn d04_less_thought_of_a_scope() {
    let name = shop().scopes[0].name.clone();
    let as_admin = |it: &mut Manifest| it.scopes[0].sensitivity = Sensitivity::Admin;
    let sentence = format!("the scope `{name}` counts as admin now; it was ordinary");
    assert_eq!(changes(as_admin), [(Narrower, sentence)]);
    let sentence = format!("the scope `{name}` counts as ordinary now; it was admin");
    assert_eq!(changes_back(as_admin), [(Wider, sentence)]);
}

#[test]
fn d04_a_decoy_opens_nothing() {
    let laid = |it: &mut Manifest| {
        let place = it.service.place.clone();
        let (name, reason) = ("Backup".to_owned(), "Nobody looks for it.".to_owned());
        it.decoys.push(zt_manifest::Decoy { name, reason, place, path: "/backup".to_owned() });
    };
    let sentence = "new decoy /backup: whoever asks for it is noticed";
    assert_eq!(changes(laid), [(Neutral, sentence.to_owned())]);
    let sentence = "the decoy /backup is gone: whoever asks for it goes unnoticed";
    assert_eq!(changes_back(laid), [(Neutral, sentence.to_owned())]);
}
