//! What another service answered: it may say more than is asked, and not less.

use super::super::{read_answer, read_answers};
use super::*;

const ANN: &str = r#"{"name":"Ann","tags":[],"home":{"street/1":"Elm","since":1990},"rank":"new"}"#;

fn name(text: &str) -> Option<String> {
    read_answer::<Profile>(text.as_bytes()).map(|profile| profile.name)
}

fn names(text: &str) -> Option<Vec<String>> {
    let profiles = read_answers::<Profile>(text.as_bytes())?;
    Some(profiles.into_iter().map(|profile| profile.name).collect())
}

#[test]
fn an_answer_is_read_without_what_nobody_declared() {
    assert_eq!(name(ANN).as_deref(), Some("Ann"));
    assert!(from_json::<Profile>(ANN).is_err());
}

#[test]
fn an_answer_that_is_not_what_was_asked_for_is_none() {
    for other in [
        r#"{"name":"Ann"}"#,
        r#"{"name":"","tags":[]}"#,
        r#"{"name":"Ann","name":"Eve","tags":[]}"#,
        r#"{"name":"Ann","tags":[]"#,
        r#"[{"name":"Ann","tags":[]}]"#,
        "null",
    ] {
        assert_eq!(name(other), None, "{other}");
    }
}

#[test]
fn a_list_of_answers_is_all_or_nothing() {
    assert_eq!(names("[]"), Some(Vec::new()));
    assert_eq!(names(&format!("[{ANN},{ANN}]")), Some(vec!["Ann".to_owned(); 2]));
    for other in [ANN.to_owned(), format!("[{ANN},{{}}]"), format!("[{ANN},null]"), "[".to_owned()]
    {
        assert_eq!(names(&other), None, "{other}");
    }
}
