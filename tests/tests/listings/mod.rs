//! Reads the listings of README and book, and compiles one of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

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
    for folder in ["book/src", "book/src/errors"] {
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
    let source = folder.join(format!("{name}.rs"));
    fs::write(&source, format!("#![allow(unused)]\n{}", listing.program())).unwrap();
    let crates = crates();
    let output = Command::new("rustc")
        .args(["--edition=2024", "--emit=metadata", "--error-format=short", "--crate-name", &name])
        .arg("--extern")
        .arg(format!("zt={}", newest_zt(&crates).display()))
        .arg("-L")
        .arg(format!("dependency={}", crates.display()))
        .arg("-o")
        .arg(folder.join(format!("{name}.rmeta")))
        .arg(&source)
        .current_dir(root())
        .output()
        .expect("rustc");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Where this test's own dependencies are.
fn crates() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_owned()
}

fn newest_zt(crates: &Path) -> PathBuf {
    let built = fs::read_dir(crates).unwrap().map(|entry| entry.unwrap());
    let zt = built.filter(|entry| {
        let name = entry.file_name().into_string().unwrap_or_default();
        name.starts_with("libzt-") && name.ends_with(".rlib")
    });
    let newest = zt.max_by_key(|entry| entry.metadata().and_then(|it| it.modified()).unwrap());
    newest.expect("zt, built for this test").path()
}

/// `path:line:column: error: ..`, and not the sum of all errors.
pub(crate) fn is_error(line: &str) -> bool {
    let error =
        line.contains(": error: ") || line.contains(": error[") || line.starts_with("error");
    error && !line.starts_with("error: aborting")
}

/// Does `work` on all items, on as many threads as there are cores.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Option<R> + Sync,
) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(result) = work(item) {
                        done.lock().unwrap().push(result);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap()
}
