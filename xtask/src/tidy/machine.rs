//! No file of the repository knows the machine that it was written on.

use super::finding::Finding;
use super::tree::Tree;

/// Spelled in two halves, or this file would be the first to be found.
const PATHS: [(&str, &str); 4] =
    [("/wo", "rk/"), ("/ro", "ot/"), ("/tmp/", "zt"), ("/ho", "me/user/")];
const HOSTS: [(&str, &str); 6] = [
    ("index.crates", ".io"),
    ("static.crates", ".io"),
    ("registry.npmjs", ".org"),
    ("registry.yarnpkg", ".com"),
    ("files.python", "hosted.org"),
    ("proxy.go", "lang.org"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, text) in tree.texts().filter(|(name, _)| !is_cargo_lock(name)) {
        for (line, content) in (1..).zip(text.lines()) {
            findings.extend(path(name, line, content));
            findings.extend(host(name, line, content));
        }
    }
    findings
}

/// Cargo writes where packages come from; `deny.toml` says that it is one registry.
fn is_cargo_lock(name: &str) -> bool {
    name == "Cargo.lock" || name.ends_with("/Cargo.lock")
}

fn path(name: &str, line: usize, content: &str) -> Option<Finding> {
    let needles = PATHS.iter().map(|(first, second)| format!("{first}{second}"));
    let path = needles.into_iter().find(|needle| starts_a_path(content, needle))?;
    let mend = "write it relative to the repository, or take a temporary folder";
    Some(Finding::mistake(name, line, format!("path of one machine (`{path}`)"), mend))
}

/// `docs` + the needle is a folder of somebody's, not the machine's.
fn starts_a_path(content: &str, needle: &str) -> bool {
    content.match_indices(needle).any(|(at, _)| {
        let before = content.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|character| character.is_alphanumeric() || "._-~}".contains(character))
    })
}

fn host(name: &str, line: usize, content: &str) -> Option<Finding> {
    let mut needles = HOSTS.iter().map(|(first, second)| format!("{first}{second}"));
    let host = needles.find(|needle| content.contains(needle.as_str()))?;
    let mend = "leave the address out: the client knows its registry (npm: `omit-lockfile-registry-resolved`)";
    Some(Finding::mistake(name, line, format!("host of a registry (`{host}`)"), mend))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> usize {
        check(&Tree::from([(name, text)])).len()
    }

    fn whole((first, second): (&str, &str)) -> String {
        format!("{first}{second}")
    }

    #[test]
    fn every_path_is_found_in_any_file() {
        for needle in PATHS.map(whole) {
            assert_eq!(found("book/src/a.md", &format!("a\nopen \"{needle}x\"\n")), 1, "{needle}");
            assert_eq!(found("a.sh", &format!("{needle}main/target")), 1, "{needle}");
        }
    }

    #[test]
    fn a_folder_of_the_repository_is_no_path_of_the_machine() {
        let needle = whole(PATHS[0]);
        assert_eq!(found("a.md", &format!("docs{needle}a ..{needle}b ${{HERE}}{needle}c")), 0);
    }

    #[test]
    fn hosts_are_found_but_for_cargo_s_own_lock_file() {
        for needle in HOSTS.map(whole) {
            let text = format!("\"resolved\": \"https://{needle}/a.tgz\"");
            assert_eq!(found("tools/package-lock.json", &text), 1, "{needle}");
            assert_eq!(found("Cargo.lock", &text), 0);
            assert_eq!(found("fuzz/Cargo.lock", &text), 0);
        }
    }
}
