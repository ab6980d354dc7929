//! Writes the rows of the ui tests and the sums anew; what people wrote stays.

use std::fs;

use super::table::{HEAD, PHASES, Row, page, root, rows, summary, ui_tests};

/// `BLESS=1`
#[allow(clippy::disallowed_methods, reason = "a test's switch, as xtask sets it")]
pub(super) fn blessing() -> bool {
    std::env::var("BLESS").is_ok_and(|value| value == "1")
}

pub(super) fn bless() {
    let text = fs::read_to_string(page()).unwrap();
    let old = rows(&text);
    let mut rows: Vec<Row> = ui_tests().into_iter().map(|file| ui_row(&file)).collect();
    rows.extend(old.into_iter().filter(|row| !row.is_of_the_ui()));
    let phase = |row: &Row| PHASES.iter().position(|phase| *phase == row.phase);
    rows.sort_by_key(phase);
    let (before, table) = text.split_once(HEAD).unwrap();
    let after: String = table
        .lines()
        .skip_while(|line| line.starts_with('|'))
        .map(|line| format!("{line}\n"))
        .collect();
    let lines: String = rows.iter().map(Row::line).collect();
    fs::write(page(), format!("{}{HEAD}{lines}{after}", with_sums(before, &rows))).unwrap();
}

/// The sums stand in a table of their own, whose head is that of the phases.
fn with_sums(text: &str, rows: &[Row]) -> String {
    let summary = summary(rows);
    let head = summary.lines().next().unwrap();
    let (before, sums) = text.split_once(head).expect("the page has a table of sums");
    let after: Vec<_> = sums.lines().skip(1).skip_while(|line| line.starts_with('|')).collect();
    format!("{before}{summary}{}\n", after.join("\n"))
}

/// What the compiler says first is what the mistake is.
fn ui_row(file: &str) -> Row {
    let output = fs::read_to_string(root().join(file).with_extension("stderr")).unwrap_or_default();
    let first =
        output.lines().find(|line| line.starts_with("error")).unwrap_or("error: not blessed yet");
    let (_, what) = first.split_once(": ").unwrap();
    let what = what.trim_start_matches("evaluation panicked: ").replace('|', "\\|");
    Row { mistake: with_link(&what), phase: PHASES[0].to_owned(), shown_by: file.to_owned() }
}

/// `… [ZT0101]` becomes a link to the code's page.
fn with_link(what: &str) -> String {
    let Some((what, code)) =
        what.rsplit_once(" [ZT").and_then(|(what, code)| Some((what, code.strip_suffix(']')?)))
    else {
        return what.to_owned();
    };
    format!("{what} [ZT{code}](errors/ZT{code}.md)")
}
