//! Relative links in README, book and the rest lead to files that are there.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let pages = tree.texts().filter(|(name, _)| name.ends_with(".md"));
    pages.flat_map(|(name, text)| dead(tree, name, text)).collect()
}

fn dead(tree: &Tree, page: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (line, target) in targets(text) {
        let leads_somewhere = resolve(page, target).is_some_and(|file| tree.holds(&file));
        if !leads_somewhere {
            let mend = "correct the path, counted from the page's own folder, or add the file";
            found.push(Finding::mistake(page, line, format!("`{target}` is not there"), mend));
        }
    }
    found
}

/// The targets of relative links and includes, each with its line.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut targets = Vec::new();
    let mut fence: Option<&str> = None;
    for (line, content) in (1..).zip(text.lines()) {
        targets.extend(includes(content).map(|target| (line, target)));
        let mark = ["```", "~~~"].into_iter().find(|mark| content.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => targets.extend(links(content).map(|target| (line, target))),
            _ => {}
        }
    }
    targets
}

/// `[text](target)` and `[name]: target`, outside `code`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let definition = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let inline = line.split('`').step_by(2).flat_map(|prose| prose.split("](").skip(1));
    let inline = inline.map(|rest| rest.split(')').next().unwrap_or(rest));
    inline.chain(definition.map(|(_, target)| target)).filter_map(relative)
}

/// mdBook's `{{#include file:anchor}}` and its kin.
fn includes(line: &str) -> impl Iterator<Item = &str> {
    let calls = line.split("{{#").skip(1).filter_map(|call| call.split("}}").next());
    let files = calls.filter_map(|call| match call.split_once(' ') {
        Some(("include" | "rustdoc_include" | "playground", file)) => file.split(':').next(),
        _ => None,
    });
    files.map(str::trim)
}

fn relative(target: &str) -> Option<&str> {
    let target = target.trim().trim_start_matches('<').split(['>', ' ', '#', '?']).next()?;
    let elsewhere = target.is_empty() || target.contains("://") || target.starts_with("mailto:");
    (!elsewhere).then_some(target)
}

/// The file's name seen from the root; nothing when it leaves the repository.
fn resolve(page: &str, target: &str) -> Option<String> {
    let folder =
        if target.starts_with('/') { "" } else { page.rsplit_once('/').map_or("", |it| it.0) };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dead_in(text: &str) -> Vec<String> {
        let tree = Tree::from([
            ("book/src/a.md", text),
            ("book/src/errors/b.md", ""),
            ("examples/quickstart/src/main.rs", ""),
            ("README.md", "[a](book/src/a.md) [root](.)"),
        ]);
        check(&tree).iter().map(|it| it.to_string().lines().take(1).collect()).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        let text = "[b](errors/b.md#part) [b](<./errors/b.md> \"title\")\n\
                    [code](../../examples/quickstart) [top](/README.md) [here](#below)\n\
                    [web](https://example.org/x) [mail](mailto:a@b)\n\n[r]: ../../README.md\n\
                    ```rust\n{{#include ../../examples/quickstart/src/main.rs:main}}\nx[0](y)\n```\n`[a](b)`";
        assert_eq!(dead_in(text), [""; 0]);
    }

    #[test]
    fn links_that_lead_nowhere_are_found_by_line() {
        let text = "[ok](errors/b.md), [gone](errors/c.md)\n\n[r]: gone.md\n{{#include gone.rs}}";
        assert_eq!(
            dead_in(text),
            [
                "book/src/a.md:1: error: `errors/c.md` is not there",
                "book/src/a.md:3: error: `gone.md` is not there",
                "book/src/a.md:4: error: `gone.rs` is not there"
            ]
        );
    }

    #[test]
    fn a_fence_is_closed_by_its_own_kind() {
        assert_eq!(dead_in("~~~\n```\n[x](gone.md)\n~~~\n"), [""; 0]);
        assert_eq!(dead_in("~~~\n```\n~~~\n[x](gone.md)\n").len(), 1);
    }

    #[test]
    fn a_link_out_of_the_repository_leads_nowhere() {
        assert_eq!(dead_in("[x](../../../README.md)").len(), 1);
    }
}
