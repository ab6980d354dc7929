//! In the shape of rustc's own messages.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::finding::{Finding, Level};

pub(super) fn text(findings: &[Finding], root: &Path) -> String {
    let mut text = String::new();
    for finding in findings {
        let source = fs::read_to_string(root.join(&finding.place.file)).unwrap_or_default();
        text.push_str(&one(finding, &source));
        text.push('\n');
    }
    text + &sum(findings)
}

fn one(finding: &Finding, source: &str) -> String {
    let Finding { code, level, place, what, reason, mend } = finding;
    let mut text = format!("{}[{code}]: {what}\n", level.word());
    let gutter = " ".repeat(place.line.to_string().len());
    let _ = writeln!(text, "{gutter}--> {place}");
    let line = source.lines().nth(place.line.saturating_sub(1));
    if let Some(line) = line.filter(|_| place.width > 0) {
        let before = place.column.saturating_sub(1);
        let width = place.width.min(line.chars().count().saturating_sub(before)).max(1);
        let _ = writeln!(text, "{gutter} |");
        let _ = writeln!(text, "{} | {line}", place.line);
        let _ = writeln!(text, "{gutter} | {}{}", " ".repeat(before), "^".repeat(width));
    }
    let _ = writeln!(text, "{gutter} = note: {reason}");
    // A mend of several lines is made to be pasted as it stands.
    for (number, line) in mend.lines().enumerate() {
        let label = if number == 0 { "= help: " } else { "        " };
        let _ = writeln!(text, "{gutter} {label}{line}");
    }
    text
}

fn sum(findings: &[Finding]) -> String {
    let count = |level: Level| findings.iter().filter(|it| it.level == level).count();
    let said = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let said = said.map(|(level, word)| (count(level), word)).into_iter().filter(|it| it.0 > 0);
    let said =
        said.map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }));
    let said = said.collect::<Vec<_>>().join(", ");
    match findings.first() {
        None => "nothing found\n".to_owned(),
        Some(first) => format!("{said}; `cargo zt explain {}` tells more\n", first.code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::findings;

    #[test]
    fn a_finding_reads_like_an_error_of_rustc() {
        let source = "first\nuse zt::__private;\n";
        let expected = "\
error[ZT2001]: `zt::__private` is named
 --> src/api.rs:2:5
  |
2 | use zt::__private;
  |     ^^^^^^^^^^^^^
  = note: what stands behind that door makes rules and proofs; code that calls it by hand can make any of them
  = help: remove it
";
        assert_eq!(findings().first().map(|it| one(it, source)).as_deref(), Some(expected));
    }

    #[test]
    fn the_sum_names_each_level() {
        assert_eq!(sum(&findings()), "2 errors, 1 warning; `cargo zt explain ZT2001` tells more\n");
        assert_eq!(sum(&[]), "nothing found\n");
    }
}
