//! The source file as its package knows it: what `file!()` says depends on where the package lies and on who builds it.

use std::path::{Path, PathBuf};

/// The file of the annotation, from the root of its package, with `/`. `None` where the compiler doesn't tell.
pub(super) fn file() -> Option<String> {
    if !proc_macro::is_available() {
        return None;
    }
    let file = proc_macro::Span::call_site().local_file()?;
    let folder = std::env::current_dir().ok()?;
    #[allow(clippy::disallowed_methods, reason = "cargo says by it which package is compiled")]
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    of_package(&folder.join(file), package.as_deref().unwrap_or(&folder))
}

/// A file from elsewhere, as a build script writes one, is known by its name alone: its folder differs with each machine.
fn of_package(file: &Path, package: &Path) -> Option<String> {
    let Ok(inside) = file.strip_prefix(package) else {
        return file.file_name().map(|name| name.to_string_lossy().into_owned());
    };
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_from_its_package() {
        let said = |file, package| of_package(Path::new(file), Path::new(package));
        for (file, package) in [
            ("/home/ann/shop/src/api.rs", "/home/ann/shop"),
            ("/src/src/api.rs", "/src"),
            ("/ci/work/crates/shop/src/api.rs", "/ci/work/crates/shop/"),
        ] {
            assert_eq!(said(file, package).as_deref(), Some("src/api.rs"));
        }
        assert_eq!(
            said("/tmp/target/out-71f3/api.rs", "/home/ann/shop").as_deref(),
            Some("api.rs")
        );
        assert_eq!(said("/", "/home/ann/shop"), None);
    }

    #[test]
    fn outside_of_the_compiler_nothing_is_told() {
        assert_eq!(file(), None);
    }
}
