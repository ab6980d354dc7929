//! S-13: types whose values an attacker guesses are compared in constant time, and can't be compared in another way.

use super::finding::Finding;
use super::tree::Tree;

/// Where each stands, and its name.
const COMPARED: [(&str, &str); 2] = [
    ("zt-runtime/src/identity/confirmation.rs", "Thumbprint"),
    ("zt-runtime/src/secret.rs", "Secret"),
];

/// What would compare byte by byte, or let others do it.
const TELLING: [&str; 4] = ["PartialEq", "PartialOrd", "Ord", "Hash"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    COMPARED.into_iter().filter_map(|(file, name)| one(tree, file, name)).collect()
}

fn one(tree: &Tree, file: &str, name: &str) -> Option<Finding> {
    let mend = "compare it with subtle's `ct_eq`, by hand";
    let text = tree.text(file).unwrap_or_default();
    let Some((line, derived)) = declared(text, name) else {
        return Some(Finding::mistake(
            file,
            1,
            format!("`{name}` isn't here any more"),
            "say in tidy where it is",
        ));
    };
    let telling =
        TELLING.into_iter().find(|it| derived.split([',', '(', ')', ' ']).any(|word| word == *it));
    if let Some(telling) = telling {
        return Some(Finding::mistake(file, line, format!("`{name}` derives {telling}"), mend));
    }
    (!text.contains("ct_eq"))
        .then(|| Finding::mistake(file, line, format!("`{name}` is compared"), mend))
}

/// The line of a struct, and the `derive` before it.
fn declared<'t>(text: &'t str, name: &str) -> Option<(usize, &'t str)> {
    let mut derived = "";
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with("#[derive(") {
            derived = line;
        }
        let named = line.split_once("struct ").and_then(|(_, rest)| rest.strip_prefix(name));
        if named.is_some_and(|rest| rest.starts_with(['(', '<', ' ', ';'])) {
            return Some((number, derived));
        }
        if line.starts_with('}') || line.ends_with(';') {
            derived = "";
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(thumbprint: &str) -> usize {
        let secret = "pub struct Secret<T>(T);\n// ct_eq\n";
        let files = [COMPARED[0].0, COMPARED[1].0];
        check(&Tree::from([(files[0], thumbprint), (files[1], secret)])).len()
    }

    #[test]
    fn s13_what_would_compare_byte_by_byte_is_found() {
        assert_eq!(
            finds("#[derive(Clone, Copy)]\npub struct Thumbprint([u8; 32]);\n// ct_eq\n"),
            0
        );
        for bad in [
            "#[derive(Clone, PartialEq)]\npub struct Thumbprint([u8; 32]);\n// ct_eq\n",
            "#[derive(Hash)]\n/// Words.\npub(crate) struct Thumbprint([u8; 32]);\n// ct_eq\n",
            "pub struct Thumbprint([u8; 32]);\n",
            "pub struct Thumbprints;\n// ct_eq\n",
            "",
        ] {
            assert_eq!(finds(bad), 1, "{bad}");
        }
        // Another type's `derive` before it is none of its own.
        let other =
            "#[derive(PartialEq)]\nstruct Other;\npub struct Thumbprint([u8; 32]);\n// ct_eq\n";
        assert_eq!(finds(other), 0);
    }
}
