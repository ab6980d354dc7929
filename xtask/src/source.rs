//! Rust source, seen without its comments or its strings. Line numbers stay as they are.

/// The source with every comment blanked.
pub(crate) fn without_comments(source: &str) -> String {
    Scanner::new(source, Strings::Kept).scan()
}

/// The source with every comment and the inside of every string and character blanked.
pub(crate) fn without_comments_and_strings(source: &str) -> String {
    Scanner::new(source, Strings::Blanked).scan()
}

/// The source up to its test module, which stands last in a file.
pub(crate) fn before_tests(source: &str) -> &str {
    let marks = source.match_indices("#[cfg(test)]").map(|(at, _)| source.split_at(at));
    let mut modules = marks.filter(|(before, item)| starts_a_line(before) && opens_a_module(item));
    modules.next().map_or(source, |(before, _)| before)
}

fn starts_a_line(before: &str) -> bool {
    before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
}

fn opens_a_module(item: &str) -> bool {
    let mut lines = item.lines().map(str::trim).filter(|line| !line.starts_with("#["));
    lines.next().is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
}

/// A file that holds nothing but tests.
pub(crate) fn is_test_file(name: &str) -> bool {
    name.starts_with("tests/")
        || name.contains("/tests/")
        || name.ends_with("/tests.rs")
        || name.ends_with("_tests.rs")
}

/// Whether `word` stands at `at` as a whole word, `_` counting as a letter.
pub(crate) fn is_whole_word(text: &str, at: usize, word: &str) -> bool {
    let part_of_a_word = |character: char| character.is_alphanumeric() || character == '_';
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
    !before.is_some_and(part_of_a_word) && !after.is_some_and(part_of_a_word)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    Kept,
    Blanked,
}

struct Scanner<'a> {
    rest: &'a str,
    seen: String,
    strings: Strings,
}

impl<'a> Scanner<'a> {
    fn new(source: &'a str, strings: Strings) -> Self {
        Self { rest: source, seen: String::with_capacity(source.len()), strings }
    }

    fn scan(mut self) -> String {
        while !self.rest.is_empty() {
            if let Some(length) = comment(self.rest) {
                self.blank(length);
            } else if let Some(length) = string(self.rest).or_else(|| character(self.rest)) {
                match self.strings {
                    Strings::Kept => self.keep(length),
                    Strings::Blanked => self.blank(length),
                }
            } else {
                self.keep(self.rest.chars().next().map_or(1, char::len_utf8));
            }
        }
        self.seen
    }

    fn keep(&mut self, length: usize) {
        let token = self.take(length);
        self.seen.push_str(token);
    }

    fn blank(&mut self, length: usize) {
        let token = self.take(length);
        self.seen.extend(token.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (token, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        token
    }
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    rest.starts_with("/*").then(|| block_comment(rest))
}

/// Block comments nest in Rust.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let marks = rest.char_indices().filter_map(|(at, _)| {
        let mark = rest.get(at..at + 2)?;
        (mark == "/*" || mark == "*/").then_some((at, mark))
    });
    let mut free_from = 0;
    for (at, mark) in marks {
        if at < free_from {
            continue;
        }
        free_from = at + 2;
        depth = if mark == "/*" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return free_from;
        }
    }
    rest.len()
}

fn string(rest: &str) -> Option<usize> {
    if let Some(inside) = rest.strip_prefix('"') {
        return Some(1 + escaped(inside, '"'));
    }
    let hashes = rest.strip_prefix('r')?;
    let inside = hashes.trim_start_matches('#');
    let fence = "#".repeat(hashes.len() - inside.len());
    let text = inside.strip_prefix('"')?;
    let end = format!("\"{fence}");
    let length = text.find(&end).map_or(text.len(), |at| at + end.len());
    Some(rest.len() - text.len() + length)
}

/// A character, not a lifetime: those have no closing quote.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let mut characters = inside.chars();
    let first = characters.next()?;
    if first == '\\' {
        return Some(1 + escaped(inside, '\''));
    }
    (characters.next() == Some('\'')).then(|| first.len_utf8() + 2)
}

/// The length up to and with the closing quote.
fn escaped(inside: &str, quote: char) -> usize {
    let mut skip = false;
    for (at, character) in inside.char_indices() {
        if skip {
            skip = false;
        } else if character == '\\' {
            skip = true;
        } else if character == quote {
            return at + 1;
        }
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(seen: &str) -> Vec<&str> {
        seen.split_whitespace().collect()
    }

    #[test]
    fn comments_go_and_strings_stay() {
        let source = "a // b \"c\"\nd /* e /* f */ g */ h \"//i\" r#\"/*\"j\"#\n'\"' // k";
        let seen = without_comments(source);
        assert_eq!(words(&seen), ["a", "d", "h", "\"//i\"", "r#\"/*\"j\"#", "'\"'"]);
        assert_eq!(seen.find("h "), source.find("h "));
    }

    #[test]
    fn strings_and_characters_go_too() {
        let source =
            "a \"b\\\"c\" d '\"' e '\\'' f br\"g\\\" h 'life i r#type j 'k' r##\"l\"#m\"## n";
        let seen = without_comments_and_strings(source);
        let left = ["a", "d", "e", "f", "b", "h", "'life", "i", "r#type", "j", "n"];
        assert_eq!(words(&seen), left);
    }

    #[test]
    fn lines_stay_where_they_are() {
        let source = "/* 1\n2 */ \"3\n4\" // 5\n6";
        assert_eq!(without_comments_and_strings(source).lines().count(), source.lines().count());
        assert_eq!(without_comments_and_strings(source).lines().next_back(), Some("6"));
    }

    #[test]
    fn what_never_ends_ends_with_the_file() {
        for source in ["/* a", "\"a", "r##\"a\"#", "'\\", "a // b"] {
            assert_eq!(without_comments_and_strings(source).len(), source.len(), "{source}");
        }
    }

    #[test]
    fn the_test_module_is_cut_off() {
        assert_eq!(before_tests("a\n#[cfg(test)]\n#[rustfmt::skip]\nmod tests {\n b }"), "a\n");
        let in_a_string = "let mark = \"#[cfg(test)]\nmod tests {\n\";";
        let declared = "a\n#[cfg(test)]\nmod tests;\nb";
        for whole in [in_a_string, declared, "a\n#[cfg(test)]\nuse b;", "mod tests {}"] {
            assert_eq!(before_tests(whole), whole);
        }
    }

    #[test]
    fn files_of_tests_are_known_by_their_name() {
        for name in ["tests/ui.rs", "zt-core/tests/a.rs", "zt-core/src/path/tests.rs"] {
            assert!(is_test_file(name), "{name}");
        }
        assert!(!is_test_file("zt-runtime/src/testing/mod.rs"));
    }

    #[test]
    fn a_word_inside_a_word_is_none() {
        assert!(is_whole_word("a zt b", 2, "zt"));
        assert!(is_whole_word("zt", 0, "zt"));
        assert!(!is_whole_word("a zt_core", 2, "zt"));
        assert!(!is_whole_word("azt", 1, "zt"));
    }
}
