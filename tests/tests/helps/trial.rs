//! One help, pasted in each way that comes to mind until one mends the error.

use super::case::{Case, Mistake};
use super::{paste, table};

/// What became of a help.
pub(crate) struct Trial {
    pub(crate) case: String,
    pub(crate) code: String,
    pub(crate) what: String,
    pub(crate) help: String,
    pub(crate) outcome: Outcome,
}

pub(crate) enum Outcome {
    /// Pasted in one of the ways it mends the error, and brings no other.
    Mends,
    /// In none of so many ways; and what the compiler said of the first.
    Fails { ways: usize, said: String },
}

/// Every help of every error of ours in a case.
pub(crate) fn of_case(case: &Case) -> Vec<Trial> {
    let mistakes = case.mistakes(&case.text);
    let mut trials = Vec::new();
    for mistake in &mistakes {
        let Some(code) = &mistake.code else { continue };
        assert!(!mistake.helps.is_empty(), "{}: {} has no help", case.name, mistake.what);
        for help in &mistake.helps {
            let outcome = attempt(case, &mistakes, mistake, code, help);
            let (case, code) = (case.name.clone(), code.clone());
            trials.push(Trial {
                case,
                code,
                what: mistake.what.clone(),
                help: help.clone(),
                outcome,
            });
        }
    }
    trials
}

fn attempt(case: &Case, before: &[Mistake], mended: &Mistake, code: &str, help: &str) -> Outcome {
    let programs = paste::programs(&case.text, mended, code, help);
    let mut first = None;
    for program in &programs {
        let left = left_over(case, program, before, mended);
        if left.is_empty() {
            return Outcome::Mends;
        }
        first.get_or_insert_with(|| left.join("; "));
    }
    Outcome::Fails { ways: programs.len(), said: first.unwrap_or_default() }
}

/// Errors that the pasted program should not have.
fn left_over(case: &Case, program: &str, before: &[Mistake], mended: &Mistake) -> Vec<String> {
    let mut expected: Vec<&str> = before.iter().map(|it| it.what.as_str()).collect();
    expected.retain(|what| *what != mended.what);
    let mut program = program.to_owned();
    let mut after = case.mistakes(&program);
    // A name that only a reader of the whole program could know: the check has it ready.
    for _ in 0..3 {
        let missing = after.iter().filter_map(|it| table::declaration_for(&it.what, &program));
        let missing: Vec<_> = missing.collect();
        if missing.is_empty() {
            break;
        }
        let mut added: Vec<&str> = Vec::new();
        for declaration in missing.into_iter().filter(|it| !program.contains(it)) {
            if !added.contains(&declaration) {
                added.push(declaration);
            }
        }
        if added.is_empty() {
            break;
        }
        program.push_str(&added.concat());
        after = case.mistakes(&program);
    }
    let mut left = Vec::new();
    for mistake in after {
        match expected.iter().position(|what| *what == mistake.what) {
            Some(known) => drop(expected.remove(known)),
            None => left.push(mistake.what),
        }
    }
    left
}

impl Trial {
    /// The help without the names that differ from case to case.
    pub(crate) fn kind(&self) -> (String, String) {
        let mut kind = String::new();
        for (number, part) in self.help.split('`').enumerate() {
            kind.push_str(if number % 2 == 0 { part } else { "`" });
        }
        if !self.help.contains('`') {
            kind = self.help.split('"').step_by(2).collect();
        }
        (self.code.clone(), kind)
    }

    pub(crate) fn told(&self) -> String {
        let outcome = match &self.outcome {
            Outcome::Mends => "mends".to_owned(),
            Outcome::Fails { ways, said } => format!("{ways} ways: {said}"),
        };
        format!("- {}: {}\n    {}\n    {outcome}", self.case, self.code, self.help)
    }
}
