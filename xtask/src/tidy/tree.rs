//! The files of the repository: what git tracks, and what it would track.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::tools;

#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// `None` for what is not text.
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    pub(crate) fn read(root: &Path) -> Result<Self, Failure> {
        let mut tree = Self::default();
        for name in names(root)?.split_terminator('\0') {
            let path = root.join(name);
            match fs::read(&path) {
                Ok(bytes) => _ = tree.files.insert(name.to_owned(), String::from_utf8(bytes).ok()),
                // Deleted in the work tree, not yet in git's index.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                // A link to a folder, or a repository inside this one.
                Err(error) if error.kind() == ErrorKind::IsADirectory => {
                    tree.files.insert(name.trim_end_matches('/').to_owned(), None);
                }
                Err(error) => return Err(Failure::at(&path, error)),
            }
        }
        Ok(tree)
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(name, text)| Some((name.as_str(), text.as_deref()?)))
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.files.get(name)?.as_deref()
    }

    /// Whether there is a file or a folder of this name.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let folder = format!("{name}/");
        name.is_empty()
            || self.files.contains_key(name)
            || self
                .files
                .range(folder.clone()..)
                .next()
                .is_some_and(|(file, _)| file.starts_with(&folder))
    }
}

fn names(root: &Path) -> Result<String, Failure> {
    let mut git = Command::new("git");
    // Where the checks run as somebody else than the checkout's owner, git would refuse.
    git.arg("-c").arg(format!("safe.directory={}", root.display()));
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    tools::output(git.current_dir(root))
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Tree {
    fn from(files: [(&str, &str); N]) -> Self {
        let files = files.map(|(name, text)| (name.to_owned(), Some(text.to_owned())));
        Self { files: files.into() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_git_tracks_or_would_track_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        tools::run(Command::new("git").args(["init", "--quiet"]).current_dir(root)).unwrap();
        fs::create_dir(root.join("inside")).unwrap();
        for (name, bytes) in [
            (".gitignore", &b"ignored"[..]),
            ("ignored", b""),
            ("inside/text.md", b"words"),
            ("picture.png", &[0xff, 0xd8]),
            ("gone.rs", b""),
        ] {
            fs::write(root.join(name), bytes).unwrap();
        }
        tools::run(Command::new("git").args(["add", "gone.rs"]).current_dir(root)).unwrap();
        fs::remove_file(root.join("gone.rs")).unwrap();
        let tree = Tree::read(root).unwrap();
        let texts: Vec<_> = tree.texts().collect();
        assert_eq!(texts, [(".gitignore", "ignored"), ("inside/text.md", "words")]);
        assert!(tree.holds("picture.png") && !tree.holds("gone.rs"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_there_and_is_no_text() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        tools::run(Command::new("git").args(["init", "--quiet"]).current_dir(root)).unwrap();
        fs::create_dir(root.join("folder")).unwrap();
        std::os::unix::fs::symlink("folder", root.join("link")).unwrap();
        let tree = Tree::read(root).unwrap();
        assert!(tree.holds("link") && tree.texts().next().is_none());
    }

    #[test]
    fn files_and_folders_are_found() {
        let tree = Tree::from([("book/src/a.md", ""), ("book/src-b/c.md", "")]);
        for there in ["book", "book/src", "book/src/a.md", "book/src-b", ""] {
            assert!(tree.holds(there), "{there}");
        }
        for missing in ["boo", "book/src/a", "book/src/b.md", "book/src-"] {
            assert!(!tree.holds(missing), "{missing}");
        }
    }
}
