//! A change of the service as a whole.

use super::{plain, waiver};

pub(super) fn of(
    key: &str,
    word: &str,
    rest: &str,
    old: Option<&str>,
    new: Option<&str>,
) -> String {
    match word {
        "legacy" => legacy(rest, old, new),
        "stage" => floor(old, new),
        "decoy" => decoy(rest, old, new),
        _ => plain(&format!("the service's {key}"), old, new),
    }
}

fn legacy(rest: &str, old: Option<&str>, new: Option<&str>) -> String {
    let (path, word) = rest.rsplit_once('.').unwrap_or((rest, ""));
    match (word, old, new) {
        ("why", None, Some(why)) => {
            format!("`{path}` and all below it goes on to the application behind the gate ({why})")
        }
        ("why", Some(_), None) => {
            format!("`{path}` no longer goes on to the application behind the gate")
        }
        _ => waiver(&format!("the waiver `legacy({path:?}, ..)`"), word, old, new),
    }
}

fn floor(old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, Some(new)) => format!("no endpoint may be below stage `{new}` now"),
        (Some(old), None) => format!("no stage is asked of the service any more; it was `{old}`"),
        _ => plain("the stage below which nothing may be", old, new),
    }
}

fn decoy(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, _) => format!("new decoy {path}: whoever asks for it is noticed"),
        (_, None) => format!("the decoy {path} is gone: whoever asks for it goes unnoticed"),
        _ => plain(&format!("the reason of the decoy {path}"), old, new),
    }
}
