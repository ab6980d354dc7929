//! What people do, by chance, with ids of their own and of others.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;
use serde_json::{Value, json};
use zt::testing::{TestCaller, TestRequest};

use super::model::{Model, Person};
use crate::fixture::{ACME, ALICE, GLOBEX, House};

/// The fourth has the first one's name and another tenant.
pub(super) const PEOPLE: [Person; 4] = [
    Person { name: ALICE, tenant: ACME },
    Person { name: "bob", tenant: ACME },
    Person { name: "carol", tenant: GLOBEX },
    Person { name: ALICE, tenant: GLOBEX },
];

const FOLDERS: [u64; 6] = [7001, 7002, 7003, 7004, 7005, 9999];

/// Those that are there, those that may be made, and one that never is.
const NOTES: [&str; 11] =
    ["n11", "n12", "n21", "n31", "n41", "x1", "x2", "n1005", "n1006", "n1007", "n99"];

#[derive(Debug, Clone)]
pub(super) enum Step {
    ListFolders,
    ReadFolder(u64),
    Rename(u64),
    ListNotes(u64),
    Read(u64, &'static str),
    Find(&'static str),
    File(&'static str),
    Search(Option<u64>),
    Write(u64),
    Import(&'static str, u64),
    Change(&'static str, Option<&'static str>),
    Erase(&'static str),
    Move(&'static str, u64),
    Merge(Vec<&'static str>, Option<u64>),
}

fn step() -> impl Strategy<Value = Step> {
    let folder = || select(&FOLDERS[..]);
    let note = || select(&NOTES[..]);
    prop_oneof![
        Just(Step::ListFolders),
        folder().prop_map(Step::ReadFolder),
        folder().prop_map(Step::Rename),
        folder().prop_map(Step::ListNotes),
        (folder(), note()).prop_map(|(folder, note)| Step::Read(folder, note)),
        note().prop_map(Step::Find),
        note().prop_map(Step::File),
        proptest::option::of(folder()).prop_map(Step::Search),
        folder().prop_map(Step::Write),
        (note(), folder()).prop_map(|(note, folder)| Step::Import(note, folder)),
        (note(), proptest::option::of(select(&["red", "blue"][..])))
            .prop_map(|(note, colour)| Step::Change(note, colour)),
        note().prop_map(Step::Erase),
        (note(), folder()).prop_map(|(note, folder)| Step::Move(note, folder)),
        (prop::collection::vec(note(), 0..4), proptest::option::of(folder()))
            .prop_map(|(notes, folder)| Step::Merge(notes, folder)),
    ]
}

impl Step {
    fn request(&self, caller: &TestCaller<'_>, text: &str) -> TestRequest {
        match self {
            Self::ListFolders => caller.get("/folders"),
            Self::ReadFolder(folder) => caller.get(&format!("/folders/{folder}")),
            Self::Rename(folder) => {
                caller.put(&format!("/folders/{folder}")).json(&json!({ "title": text }))
            }
            Self::ListNotes(folder) => caller.get(&format!("/folders/{folder}/notes")),
            Self::Read(folder, note) => caller.get(&format!("/folders/{folder}/notes/{note}")),
            Self::Find(note) => caller.get(&format!("/find?note={note}")),
            Self::File(note) => caller.get(&format!("/notes/{note}/file")),
            Self::Search(within) => {
                caller.post("/search").json(&json!({ "words": "", "within": within }))
            }
            Self::Write(folder) => {
                caller.post(&format!("/folders/{folder}/notes")).json(&json!({ "text": text }))
            }
            Self::Import(id, folder) => {
                caller.put("/imports").json(&json!({ "id": id, "folder": folder, "text": text }))
            }
            Self::Change(note, colour) => caller
                .patch(&format!("/notes/{note}"))
                .json(&json!({ "text": text, "colour": colour })),
            Self::Erase(note) => caller.delete(&format!("/notes/{note}")),
            Self::Move(note, folder) => {
                caller.post(&format!("/notes/{note}/move")).json(&json!({ "folder": folder }))
            }
            Self::Merge(notes, into) => {
                caller.post("/merge").json(&json!({ "notes": notes, "into": into }))
            }
        }
    }
}

/// One step by one person, held against the model: what came back, what was changed, what was seen.
async fn take(
    house: &House,
    model: &mut Model,
    number: usize,
    person: Person,
    step: &Step,
) -> Result<(), TestCaseError> {
    house.rest();
    let text = format!("{}-made-{number}", person.mark());
    let before = house.desk.things();
    let expected = model.take(person, step, &text);
    let answer = step.request(&house.person(person.name, person.tenant), &text).await;
    prop_assert_eq!(answer.status(), expected.status, "{:?} by {:?}: {:?}", step, person, answer);
    let shown = String::from_utf8_lossy(answer.bytes()).into_owned();
    for other in PEOPLE.iter().filter(|other| **other != person) {
        let marked = format!("{}-", other.mark());
        prop_assert!(!shown.contains(&marked), "{:?} was shown {:?}'s: {}", person, other, shown);
    }
    if let (Some(notes), 200) = (expected.notes, answer.status()) {
        prop_assert_eq!(ids(&answer.json()), notes, "{:?}", step);
    }
    prop_assert_eq!(
        model.of_others(person, &before),
        model.of_others(person, &house.desk.things())
    );
    prop_assert_eq!(&model.things, &house.desk.things(), "{:?}", step);
    Ok(())
}

fn ids(listed: &Value) -> Vec<String> {
    let id = |row: &Value| row["id"].as_str().map_or_else(|| row["id"].to_string(), str::to_owned);
    listed.as_array().map_or_else(|| vec![id(listed)], |rows| rows.iter().map(id).collect())
}

fn steps() -> impl Strategy<Value = Vec<(Person, Step)>> {
    prop::collection::vec((select(&PEOPLE[..]), step()), 1..30)
}

/// `PROPTEST_CASES`, which the default configuration reads, or 64: `cargo xtask soak` asks for more.
fn config() -> Config {
    #[allow(clippy::disallowed_methods, reason = "a test's only setting")]
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    let usual = Config { failure_persistence: None, ..Config::default() };
    if is_set { usual } else { Config { cases: 64, ..usual } }
}

proptest! {
    #![proptest_config(config())]

    // X18: many people, each with all scopes, step by step.
    #[test]
    fn a01_a02_no_sequence_of_requests_shows_or_changes_what_is_anothers(steps in steps()) {
        let house = House::open();
        let mut model = Model::of(&house);
        zt::testing::block_on(async {
            for (number, (person, step)) in steps.iter().enumerate() {
                take(&house, &mut model, number, *person, step).await?;
            }
            prop_assert_eq!(house.records().len(), steps.len());
            Ok::<_, TestCaseError>(())
        })?;
    }

    // One person alone, whatever they try: everything of the others is as it was.
    #[test]
    fn a01_one_person_never_reaches_anothers_notes(steps in prop::collection::vec(step(), 1..30), who in select(&PEOPLE[..])) {
        let house = House::open();
        let mut model = Model::of(&house);
        let before = house.desk.things();
        zt::testing::block_on(async {
            for (number, step) in steps.iter().enumerate() {
                take(&house, &mut model, number, who, step).await?;
            }
            Ok::<_, TestCaseError>(())
        })?;
        prop_assert_eq!(model.of_others(who, &before), model.of_others(who, &house.desk.things()));
    }
}
