//! Reads the listings of README and book, and compiles one of them.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) mod compiler;

/// A page with listings.
pub(crate) struct Page {
    /// From the root of the repository.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) listings: Vec<Listing>,
}

/// What stands between two fences.
#[derive(Clone)]
pub(crate) struct Listing {
    /// Of the fence.
    pub(crate) line: usize,
    /// `rust`, `compile_fail`, ..
    pub(crate) words: Vec<String>,
    pub(crate) text: String,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// README, and all pages of the book but its table of contents, which has no listings.
pub(crate) fn pages() -> Vec<Page> {
    let mut paths = vec!["README.md".to_owned()];
    for folder in ["book/src", "book/src/errors", "book/src/findings"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") && name != "SUMMARY.md" {
                paths.push(format!("{folder}/{name}"));
            }
        }
    }
    paths.sort_unstable();
    paths.into_iter().map(Page::read).collect()
}

impl Page {
    fn read(path: String) -> Self {
        let text = fs::read_to_string(root().join(&path)).unwrap_or_else(|_| String::new());
        let listings = listings(&text);
        Self { path, text, listings }
    }

    /// The code that the page is about.
    pub(crate) fn code(&self) -> Option<&str> {
        self.path.strip_prefix("book/src/errors/")?.strip_suffix(".md")
    }

    /// Whether it is about a finding of `cargo zt check`, which shows what is printed and no code.
    pub(crate) fn is_finding(&self) -> bool {
        self.path.starts_with("book/src/findings/")
    }

    pub(crate) fn rust(&self) -> Vec<Listing> {
        self.listings.iter().filter(|it| it.words[0] == "rust").cloned().collect()
    }
}

fn listings(text: &str) -> Vec<Listing> {
    let mut found = Vec::new();
    let mut open: Option<Listing> = None;
    for (line, content) in (1..).zip(text.lines()) {
        match (content.trim_start().strip_prefix("```"), open.as_mut()) {
            (Some(words), None) => {
                let words = words.split(',').map(|word| word.trim().to_owned()).collect();
                open = Some(Listing { line, words, text: String::new() });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some(listing)) => {
                listing.text.push_str(content);
                listing.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a listing without end");
    found
}

impl Listing {
    pub(crate) fn is_mistake(&self) -> bool {
        self.words.iter().any(|word| word == "compile_fail")
    }

    /// The code of the error that a chapter's mistake is about.
    pub(crate) fn code(&self) -> Option<&str> {
        let code = |word: &&String| word.starts_with("ZT") || word.starts_with("E0");
        self.words.iter().find(code).map(String::as_str)
    }

    /// As rustdoc compiles it: hidden lines shown, and a `main` around what has none.
    fn program(&self) -> String {
        let shown = self.text.lines().map(|line| match line.trim_start() {
            "#" => "",
            text => text.strip_prefix("# ").unwrap_or(line),
        });
        let program = shown.collect::<Vec<_>>().join("\n");
        if program.contains("fn main(") { program } else { format!("fn main() {{\n{program}\n}}") }
    }
}

/// What the compiler says of a listing, one line for each error.
pub(crate) fn compile(folder: &Path, page: &Page, listing: &Listing) -> String {
    let name =
        format!("{}_{}", page.path.replace(|c: char| !c.is_alphanumeric(), "_"), listing.line);
    let program = format!("#![allow(unused)]\n{}", listing.program());
    compiler::said(folder, &name, &program, "short")
}

/// `path:line:column: error: ..`, and not the sum of all errors.
pub(crate) fn is_error(line: &str) -> bool {
    let error =
        line.contains(": error: ") || line.contains(": error[") || line.starts_with("error");
    error && !line.starts_with("error: aborting")
}
