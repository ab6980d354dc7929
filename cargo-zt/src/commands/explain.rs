//! `cargo zt explain ZT0103`

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::format::Format;
use crate::failure::Failure;
use crate::pages::{self, Page};

/// Print the chapter of a compile error or a finding.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, as in ZT0103; without one, the list of all codes.
    code: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl Explain {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let Some(code) = &self.code else {
            println!("{}", list(self.format));
            return Ok(ExitCode::SUCCESS);
        };
        let page = pages::find(code).ok_or_else(|| unknown(code))?;
        println!(
            "{}",
            match self.format {
                Format::Human => human(page),
                Format::Json => json(page).to_string(),
            }
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn unknown(code: &str) -> Failure {
    let near = pages::nearest(code);
    let help = if near.is_empty() {
        "`cargo zt explain` lists all codes".to_owned()
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    Failure::new(format!("there is no code `{code}`; {help}"))
}

fn list(format: Format) -> String {
    let row = |page: &Page| format!("{}  {}", page.code, page.title());
    match format {
        Format::Human => pages::all().map(row).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let all: Vec<_> =
                pages::all().map(|it| json!({"code": it.code, "title": it.title()})).collect();
            json!(all).to_string()
        }
    }
}

/// Plain text: headings in capitals, listings indented, marks of Markdown gone.
fn human(page: &Page) -> String {
    let mut text = format!("{}: {}\n", page.code, page.title());
    for (heading, section) in page.sections() {
        text.push_str(&format!("\n{}\n\n", heading.to_uppercase()));
        let mut listing = false;
        for line in section.lines() {
            if line.starts_with("```") {
                listing = !listing;
            } else if listing {
                text.push_str(format!("    {line}").trim_end());
                text.push('\n');
            } else {
                text.push_str(&without_links(line));
                text.push('\n');
            }
        }
    }
    text.trim_end().to_owned()
}

/// `[Stores](../stores.md)` is `Stores` on a terminal.
fn without_links(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, (name, after))) = link(rest) {
        text.push_str(before);
        text.push_str(name);
        rest = after;
    }
    text + rest
}

fn link(text: &str) -> Option<(&str, (&str, &str))> {
    let (name_and_before, address_and_after) = text.split_once("](")?;
    let (before, name) = name_and_before.rsplit_once('[')?;
    let (_, after) = address_and_after.split_once(')')?;
    Some((before, (name, after)))
}

fn json(page: &Page) -> serde_json::Value {
    let sections: Vec<_> = page.sections().into_iter().map(|it| it.1).collect();
    let [mistake, danger, mend] = sections.as_slice() else {
        return json!({"code": page.code, "title": page.title(), "text": page.text});
    };
    json!({"code": page.code, "title": page.title(), "mistake": mistake, "danger": danger, "mend": mend})
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_page_reads_well_on_a_terminal() {
        let text = human(pages::find("ZT0103").unwrap());
        assert!(text.starts_with("ZT0103: a list of scopes is empty\n\nTHE MISTAKE\n\n"), "{text}");
        assert!(text.contains("\n    #[zt::get(\"/\", scopes())]\n"), "{text}");
        for page in pages::all() {
            let text = human(page);
            assert!(!text.contains("```") && !text.contains("]("), "{text}");
        }
    }

    #[test]
    fn an_unknown_code_is_answered_with_the_nearest() {
        let said = unknown("ZT0130").to_string();
        assert!(said.starts_with("there is no code `ZT0130`; did you mean ZT0"), "{said}");
        let said = unknown("hello").to_string();
        assert_eq!(said, "there is no code `hello`; `cargo zt explain` lists all codes");
    }

    #[test]
    fn json_has_every_section() {
        let value = json(pages::find("zt0103").unwrap());
        for key in ["code", "title", "mistake", "danger", "mend"] {
            assert!(
                value.get(key).and_then(|it| it.as_str()).is_some_and(|it| !it.is_empty()),
                "{key}"
            );
        }
    }
}
