//! A copy of the source with a mistake in it, through rustc alone: seconds for all ten, where cargo would take minutes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::readme::{Change, Mistake};

/// The first error that the compiler has to say, without what it tells of zt's own source; how many more there are; nothing
/// where it compiles.
pub(crate) fn errors(mistake: &Mistake) -> String {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("src");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &source);
    mistake.changes.iter().for_each(|change| make(folder.path(), change, &mistake.title));
    let said = compiled(folder.path());
    let said = said.replace(&format!("{}/", folder.path().display()), "examples/shop/");
    shortened(&said)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn make(folder: &Path, change: &Change, title: &str) {
    let file = folder.join(&change.file);
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{title}: {file:?}: {error}"));
    let times = text.matches(&change.before).count();
    assert_eq!(times, 1, "{title}: these lines stand once in {}:\n{}", change.file, change.before);
    fs::write(file, text.replacen(&change.before, &change.after, 1)).unwrap();
}

fn compiled(folder: &Path) -> String {
    let crates = crates();
    let library = |name: &str| format!("{name}={}", newest(&crates, name).display());
    let externs = ["zt", "rusqlite", "tokio"].map(library);
    let output = Command::new("rustc")
        .args(["--edition=2024", "--crate-type=lib", "--crate-name=shop", "--emit=metadata"])
        .args(externs.iter().flat_map(|it| ["--extern", it]))
        .arg("-L")
        .arg(format!("dependency={}", crates.display()))
        .arg("-o")
        .arg(folder.join("shop.rmeta"))
        .arg(folder.join("src/lib.rs"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("rustc");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Where this test's own dependencies are.
fn crates() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_owned()
}

fn newest(crates: &Path, name: &str) -> PathBuf {
    let built = fs::read_dir(crates).unwrap().map(|entry| entry.unwrap());
    let libraries = built.filter(|entry| {
        let file = entry.file_name().into_string().unwrap_or_default();
        file.starts_with(&format!("lib{name}-")) && file.ends_with(".rlib")
    });
    let newest = libraries.max_by_key(|it| it.metadata().and_then(|it| it.modified()).unwrap());
    newest.unwrap_or_else(|| panic!("{name}, built for this test")).path()
}

fn shortened(said: &str) -> String {
    let messages: Vec<&str> = said.split("\n\n").filter(|it| it.starts_with("error")).collect();
    let ours = |it: &&&str| !it.starts_with("error: aborting");
    let mut errors = messages.iter().filter(ours);
    let Some(first) = errors.next() else { return String::new() };
    let more = match errors.count() {
        0 => String::new(),
        more => format!("\n(and {more} more)\n"),
    };
    format!("{}{more}", without_zt(first))
}

/// Without the places in zt that the compiler points to: they move with each version.
fn without_zt(message: &str) -> String {
    let mut kept = String::new();
    let mut skipping = false;
    for line in message.lines() {
        let line_below = line.trim_start();
        let of_its_own = ["help: ", "note: "].iter().any(|word| line.starts_with(word))
            || line_below.starts_with("= help: the following other types");
        skipping = of_its_own || (skipping && !line_below.starts_with("= "));
        let about_macros = ["= note: required for", "= note: this error originates"];
        if !skipping && !about_macros.iter().any(|words| line_below.starts_with(words)) {
            kept += &format!("{}\n", line.trim_end());
        }
    }
    kept
}
