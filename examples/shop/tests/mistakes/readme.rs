//! The README's mistakes: a title, a change in a ```` ```diff ```` block, an error in a ```` ```text ```` block.

/// One of the ten.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) title: String,
    pub(crate) changes: Vec<Change>,
    pub(crate) error: String,
}

/// Lines of one file, before and after.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) file: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

const TITLE: &str = "\n### ";
const DIFF: &str = "```diff\n";
const TEXT: &str = "```text\n";
const END: &str = "```\n";

/// All that the README shows, in its order.
pub(crate) fn mistakes(readme: &str) -> Vec<Mistake> {
    let sections = readme.split(TITLE).skip(1).filter(|section| section.contains(DIFF));
    sections.map(mistake).collect()
}

fn mistake(section: &str) -> Mistake {
    let title = section.lines().next().unwrap_or_default().to_owned();
    let (_, diff, _) = block(section, DIFF);
    let (_, error, _) = block(section, TEXT);
    Mistake { changes: changes(diff), error: error.to_owned(), title }
}

/// What stands before a block, in it, and behind.
fn block<'t>(section: &'t str, mark: &str) -> (&'t str, &'t str, &'t str) {
    let (before, rest) = section.split_once(mark).expect("a diff and a text in each mistake");
    let (inside, after) = rest.split_once(END).expect("a block ends");
    (before, inside, after)
}

/// `+++ src/orders.rs`, then lines that start with `-`, `+` or a space; `@@` starts another place of the same file.
fn changes(diff: &str) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for line in diff.lines() {
        if let Some(file) = line.strip_prefix("+++ ") {
            changes.push(Change { file: file.to_owned(), ..Change::default() });
            continue;
        }
        let last = changes.last_mut().expect("a file's name above its lines");
        let (sign, text) = line.split_at_checked(1).unwrap_or((" ", ""));
        match sign {
            "-" => last.before += &format!("{text}\n"),
            "+" => last.after += &format!("{text}\n"),
            "@" => {
                let file = last.file.clone();
                changes.push(Change { file, ..Change::default() });
            }
            _ => {
                last.before += &format!("{text}\n");
                last.after += &format!("{text}\n");
            }
        }
    }
    changes
}

/// The README with these errors in the place of the old ones.
pub(crate) fn with_errors(readme: &str, errors: &[String]) -> String {
    let mut errors = errors.iter();
    let mut sections = readme.split(TITLE);
    let mut text = sections.next().unwrap_or_default().to_owned();
    for section in sections {
        text += TITLE;
        if section.contains(DIFF) {
            let (before, _, after) = block(section, TEXT);
            let error = errors.next().expect("an error for each mistake");
            text += &format!("{before}{TEXT}{error}{END}{after}");
        } else {
            text += section;
        }
    }
    text
}
