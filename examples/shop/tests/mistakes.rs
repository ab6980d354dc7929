//! The README's ten mistakes: each is made in a copy of the source, and the compiler says what the README says.
//!
//! `BLESS=1` writes the errors anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

#[path = "mistakes"]
mod mistakes {
    pub(crate) mod compiler;
    pub(crate) mod readme;
}

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{fs, thread};

use mistakes::compiler::errors;
use mistakes::readme::{Mistake, mistakes, with_errors};

fn readme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// `BLESS=1`
#[allow(clippy::disallowed_methods, reason = "a test's switch, as xtask sets it")]
fn blessing() -> bool {
    std::env::var("BLESS").is_ok_and(|value| value == "1")
}

#[test]
fn each_mistake_gets_the_error_that_is_shown() {
    let text = fs::read_to_string(readme()).unwrap();
    let mistakes = mistakes(&text);
    assert_eq!(mistakes.len(), 10, "the README promises ten");
    let found = all(&mistakes);
    if blessing() {
        fs::write(readme(), with_errors(&text, &found)).unwrap();
        return;
    }
    for (mistake, found) in mistakes.iter().zip(&found) {
        let title = &mistake.title;
        assert_eq!(*found, mistake.error, "{title}: BLESS=1 writes the README anew");
        assert!(found.contains(" [ZT"), "{title}: an error of rustc, not of zt");
    }
    let different: BTreeSet<_> = found.iter().filter_map(|it| code(it)).collect();
    assert_eq!(different.len(), mistakes.len(), "one mistake a code: {different:?}");
}

// Without it, a copy that never compiles would make all mistakes look right.
#[test]
fn without_a_mistake_it_compiles() {
    let nothing = Mistake { title: "none".to_owned(), changes: Vec::new(), error: String::new() };
    assert_eq!(errors(&nothing), "");
}

/// What the compiler says to each, two at a time.
fn all(mistakes: &[Mistake]) -> Vec<String> {
    let found = Mutex::new(vec![String::new(); mistakes.len()]);
    let next = Mutex::new(0..mistakes.len());
    let take = || next.lock().unwrap().next();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(index) = take() {
                    let said = errors(&mistakes[index]);
                    found.lock().unwrap()[index] = said;
                }
            });
        }
    });
    found.into_inner().unwrap()
}

fn code(error: &str) -> Option<&str> {
    let (_, rest) = error.split_once(" [ZT")?;
    rest.get(..4)
}
