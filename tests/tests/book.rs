//! The book says what is true: each listing is compiled, and each mistake in it makes the error that it is about.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod listings;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use listings::{Listing, Page, pages};

/// What compiles the listings.
const HARNESS: &str = include_str!("../src/lib.rs");

fn summary() -> String {
    fs::read_to_string(listings::root().join("book/src/SUMMARY.md")).unwrap()
}

#[test]
fn every_page_is_compiled() {
    for page in pages().iter().filter(|page| !page.is_finding()) {
        let named = match page.code() {
            Some(code) => HARNESS.split_whitespace().any(|word| word == code),
            None => HARNESS.contains(&format!("\"{}\"", page.path)),
        };
        assert!(named, "{}: name it in tests/src/lib.rs", page.path);
    }
}

#[test]
fn every_page_is_in_the_table_of_contents_once() {
    let summary = summary();
    for page in pages() {
        let Some(path) = page.path.strip_prefix("book/src/") else { continue };
        let links = summary.matches(&format!("]({path})")).count();
        assert_eq!(links, 1, "{path} in book/src/SUMMARY.md");
    }
    for link in summary.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(listings::root().join("book/src").join(link).is_file(), "{link} is not there");
    }
}

#[test]
fn every_code_is_in_the_index_with_the_title_of_its_page() {
    let index = fs::read_to_string(listings::root().join("book/src/errors.md")).unwrap();
    for page in pages() {
        let Some(code) = page.code() else { continue };
        let title = page.text.lines().next().unwrap_or_default();
        let title = title.strip_prefix(&format!("# {code}: ")).expect("a title `# ZT0101: ..`");
        let row = format!("| [{code}](errors/{code}.md) | {title} |");
        assert!(index.contains(&row), "book/src/errors.md lacks the row\n{row}");
    }
}

#[test]
fn every_finding_is_in_the_pipelines_list_with_the_title_of_its_page() {
    let index = fs::read_to_string(listings::root().join("book/src/pipeline.md")).unwrap();
    for page in pages().iter().filter(|page| page.is_finding()) {
        let title = page.text.lines().next().and_then(|line| line.strip_prefix("# "));
        let (code, title) = title.and_then(|it| it.split_once(": ")).expect("`# ZT2001: ..`");
        let row = format!("| [{code}](findings/{code}.md) | {title} |");
        assert!(index.contains(&row), "book/src/pipeline.md lacks the row\n{row}");
        assert!(page.rust().is_empty(), "{}: Rust here would be compiled by nobody", page.path);
    }
}

#[test]
fn every_page_of_a_code_shows_mistake_danger_and_mend() {
    for page in pages().iter().filter(|page| page.code().is_some()) {
        let headings: Vec<_> = page.text.lines().filter(|line| line.starts_with("## ")).collect();
        let expected = ["## The mistake", "## The danger", "## The mend"];
        assert_eq!(headings, expected, "{}", page.path);
        let (mistakes, mends): (Vec<_>, Vec<_>) =
            page.rust().into_iter().partition(Listing::is_mistake);
        assert!(!mistakes.is_empty() && !mends.is_empty(), "{}", page.path);
    }
}

/// What rustdoc compiles: Rust, and marked so that it can't be left out.
#[test]
fn every_listing_says_its_language_and_no_rust_is_left_out() {
    let languages = ["rust", "console", "javascript", "json", "python", "text", "toml"];
    for page in pages() {
        for listing in &page.listings {
            let place = format!("{}:{}", page.path, listing.line);
            let (language, words) = listing.words.split_first().expect("a language");
            assert!(languages.contains(&language.as_str()), "{place}: `{language}`");
            if language != "rust" {
                assert!(words.is_empty(), "{place}: `{}`", words.join(","));
                assert!(!looks_like_rust(&listing.text), "{place}: this is Rust, mark it so");
                continue;
            }
            let known = |word: &String| {
                ["no_run", "compile_fail"].contains(&word.as_str()) || is_code(word)
            };
            assert!(words.iter().all(known), "{place}: `{}`", words.join(","));
            let needs_code = listing.is_mistake() && page.code().is_none();
            assert_eq!(listing.code().is_some(), needs_code, "{place}: which error is it?");
        }
    }
}

fn is_code(word: &str) -> bool {
    ["ZT", "E0"].iter().any(|start| {
        word.strip_prefix(start).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn looks_like_rust(text: &str) -> bool {
    let starts =
        ["#[", "use ", "fn ", "async fn ", "pub ", "impl ", "let ", "struct ", "enum ", "mod "];
    text.lines().any(|line| starts.iter().any(|start| line.trim_start().starts_with(start)))
}

/// A `compile_fail` listing that fails for another reason than it says would teach nothing.
#[test]
fn every_mistake_makes_the_error_that_it_is_about() {
    let pages = pages();
    let mistakes: Vec<(&Page, Listing)> = pages
        .iter()
        .flat_map(|page| page.rust().into_iter().map(move |listing| (page, listing)))
        .filter(|(_, listing)| listing.is_mistake())
        .collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    fs::create_dir_all(&folder).unwrap();
    let wrong: Vec<_> = listings::compiler::in_parallel(&mistakes, |(page, mistake)| {
        let code = page.code().or_else(|| mistake.code()).unwrap_or_default();
        let said = listings::compile(&folder, page, mistake);
        let errors: BTreeSet<_> = said.lines().filter(|line| listings::is_error(line)).collect();
        let about = format!("{code}]");
        let ours = page.code().is_none() || errors.iter().all(|error| error.contains("[ZT"));
        let fits = ours && errors.iter().any(|error| error.contains(&about));
        (!fits).then(|| format!("{}:{} is about {code}, and says\n{said}", page.path, mistake.line))
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), mistakes.len(), wrong.join("\n"));
}
