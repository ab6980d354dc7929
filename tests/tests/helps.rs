//! A help is a line to paste: pasted into the program of its error, it mends it.
//!
//! For each case of `tests/ui` with an error of ours, `tests/mended` has what its reader ends up with: `<case>.rs`, and
//! `<case>.2.rs`, `<case>.3.rs` where there are more ways out. This test compiles them all, and compares them with
//! the helps in the case's `.stderr`:
//!
//! - The code of a help is what stands in backticks, each text in quotes, or all of a line that is nothing but code. In it
//!   `..`, `param` and single capital letters (`Body<T>`) stand for anything. White space doesn't count.
//! - Code with nothing but commas, `and`, `or` between is one *step*: one of it is enough.
//! - A step is done by a program in which its code stands as it didn't in the case. Behind "drop", "leave", "without",
//!   "not", "instead" it is to go, and is done where it stands no longer, or less often. Only the words since the last
//!   comma, colon or semicolon count.
//! - Each mended program does a step of each error of its case, so none is there that no help leads to.
//! - Each step of each help is done by a mended program of some case with this error, so no help was never tried. What is
//!   to be written may stand there before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

#[path = "listings/compiler.rs"]
mod compiler;
#[path = "helps"]
mod helps {
    pub(crate) mod case;
    pub(crate) mod help;
}

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use helps::case::{self, Case, Mended, Mistake};
use helps::help::{Help, trees};

/// Helps that are advice, not lines to paste: how they start, and why that is better.
const PROSE: [(&str, &str); 1] = [(
    "write at least 3 words",
    "only who writes the waiver knows its reason: one that could be pasted would be none",
)];

fn is_prose(help: &Help) -> bool {
    PROSE.iter().any(|(start, _)| help.text.starts_with(start))
}

fn has_code(mistake: &Mistake) -> bool {
    !mistake.helps.iter().all(is_prose)
}

/// An assertion over a list of complaints.
fn nothing(complaints: &[String], what: &str) {
    assert!(complaints.is_empty(), "{} {what}:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_mended_program_compiles() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("helps");
    fs::create_dir_all(&folder).unwrap();
    let (cases, _) = case::all();
    let mended: Vec<&Mended> = cases.iter().flat_map(|case| &case.mended).collect();
    let broken = compiler::in_parallel(&mended, |program| {
        let name = program.name.replace(['/', '.'], "_");
        let said = compiler::said(&folder, &name, &program.text, "short");
        let error = [": error: ", ": error["].iter().any(|it| said.contains(it));
        error.then(|| format!("{}:\n{said}", program.name))
    });
    nothing(&broken, "mended programs don't compile");
}

#[test]
fn every_case_has_its_mended_programs() {
    let (cases, stray) = case::all();
    nothing(&stray, "mended programs have no case");
    let unmended = cases.iter().filter(|case| case.mended.is_empty());
    let unmended = unmended.filter(|case| case.mistakes.iter().any(has_code));
    let unmended: Vec<_> = unmended.map(|case| case.name.clone()).collect();
    nothing(&unmended, "cases have no mended program");
}

#[test]
fn every_mended_program_does_what_a_help_of_each_error_says() {
    let (cases, _) = case::all();
    let mut idle = Vec::new();
    for case in &cases {
        let before = trees(&case.text);
        for program in &case.mended {
            let after = trees(&program.text);
            for mistake in case.mistakes.iter().filter(|it| has_code(it)) {
                let mut steps = mistake.helps.iter().flat_map(|help| &help.steps);
                if !steps.any(|step| step.is_done(&before, &after)) {
                    idle.push(told(&program.name, mistake));
                }
            }
        }
    }
    nothing(&idle, "mended programs do what no help says");
}

#[test]
fn every_step_of_every_help_is_done_somewhere() {
    let (cases, _) = case::all();
    let mut tried: BTreeMap<(&str, &str, usize), (bool, String)> = BTreeMap::new();
    for case in &cases {
        let before = trees(&case.text);
        let mended: Vec<_> = case.mended.iter().map(|program| trees(&program.text)).collect();
        for mistake in &case.mistakes {
            for help in mistake.helps.iter().filter(|help| !is_prose(help)) {
                for (number, step) in help.steps.iter().enumerate() {
                    let done = mended.iter().any(|after| step.holds(&before, after));
                    let told = format!("- {}: step {}: {}", case.name, number + 1, help.text);
                    let place = (mistake.code.as_str(), help.kind.as_str(), number);
                    tried.entry(place).or_insert((false, told)).0 |= done;
                }
            }
        }
    }
    let never = tried.into_values().filter(|(done, _)| !done).map(|(_, told)| told);
    nothing(&never.collect::<Vec<_>>(), "steps are never tried");
}

#[test]
fn every_help_has_code_to_paste() {
    let (cases, _) = case::all();
    let mistakes = cases.iter().flat_map(|case| case.mistakes.iter().map(move |it| (case, it)));
    let bare = mistakes.filter(|(_, mistake)| {
        let bare = |help: &Help| help.steps.is_empty() && !is_prose(help);
        mistake.helps.is_empty() || mistake.helps.iter().any(bare)
    });
    let bare: Vec<_> = bare.map(|(case, mistake)| told(&case.name, mistake)).collect();
    nothing(&bare, "errors have a help without code");
}

#[test]
fn each_row_of_prose_has_a_reason_and_is_said() {
    let (cases, _) = case::all();
    for (start, why) in PROSE {
        assert!(why.split(' ').count() > 5, "{start}: say why");
        let mut said = cases.iter().flat_map(Case::helps);
        assert!(said.any(|help| help.text.starts_with(start)), "nobody says: {start}");
    }
}

fn told(name: &str, mistake: &Mistake) -> String {
    let helps = mistake.helps.iter().map(|help| format!("\n    {}", help.text));
    format!("- {name}: {}{}", mistake.what, helps.collect::<String>())
}
