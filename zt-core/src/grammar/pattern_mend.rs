//! The path that was meant by one that was refused.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::pattern::{Pattern, Prefix};
use super::pattern_fault::{between_braces, param_like};
use super::{Fault, PatternFault};

/// A path has at most so many mistakes before it is easier to write it anew.
const MOST: usize = 8;

impl PatternFault {
    /// The way out as a fragment, with the whole path to write where it can be told.
    pub fn help_for(&self, path: &str) -> String {
        let pattern = || mended(path, |path| Pattern::parse(path).err());
        let prefix = || mended(path, |path| Prefix::parse(path).err());
        match self {
            Self::RootPrefix => self.help(),
            Self::ParamInPrefix { name } => prefix().map_or_else(
                || self.help(),
                |path| format!("write \"{path}\", and {{{name}}} in the endpoints' own paths"),
            ),
            Self::Query => pattern().map_or_else(
                || self.help(),
                |path| format!("write \"{path}\", and take the query as an argument, `&Query<T>`"),
            ),
            _ => pattern().map_or_else(|| self.help(), |path| format!("write \"{path}\"")),
        }
    }
}

fn mended(path: &str, fault: impl Fn(&str) -> Option<PatternFault>) -> Option<String> {
    let mut path = path.to_string();
    for _ in 0..MOST {
        match fault(&path) {
            Some(fault) => path = mend(&path, &fault)?,
            None => return Some(path),
        }
    }
    None
}

/// One mistake less, unless that would be a guess.
fn mend(path: &str, fault: &PatternFault) -> Option<String> {
    let mended = match fault {
        PatternFault::Empty => "/".to_string(),
        PatternFault::NoLeadingSlash { .. } => format!("/{path}"),
        PatternFault::TrailingSlash { .. } => path.trim_end_matches('/').to_string(),
        PatternFault::DoubleSlash => path.replace("//", "/"),
        PatternFault::Tail { text }
        | PatternFault::OldParam { text }
        | PatternFault::UnbalancedBrace { text } => replaced(path, text, &param_like(text)),
        PatternFault::PartialParam { text } => replaced(path, text, &apart(text)),
        PatternFault::EmptyParam => replaced(path, "{}", "{id}"),
        PatternFault::ParamName { name } | PatternFault::Keyword { name } => {
            replaced(path, &format!("{{{name}}}"), &param_like(name))
        }
        PatternFault::RepeatedParam { name } => second_renamed(path, name)?,
        PatternFault::DotSegment { text } => replaced(path, text, ""),
        PatternFault::Query => before(path, '?'),
        PatternFault::Fragment => before(path, '#'),
        PatternFault::Percent => without_percent(path),
        PatternFault::NotAscii(character) | PatternFault::Character(character) => {
            path.replace(*character, "-")
        }
        PatternFault::ParamInPrefix { name } => replaced(path, &format!("{{{name}}}"), name),
        PatternFault::TooLong { .. }
        | PatternFault::TooManySegments { .. }
        | PatternFault::RootPrefix => return None,
    };
    Some(mended)
}

/// A segment replaced, or taken out.
fn replaced(path: &str, segment: &str, by: &str) -> String {
    let segments = path.split('/').map(|it| if it == segment { by } else { it });
    let kept: Vec<_> = segments.filter(|it| !it.is_empty()).collect();
    format!("/{}", kept.join("/"))
}

/// `order-{order}` → `order/{order}`; what follows a parameter is a format that was asked for, `.json`.
fn apart(segment: &str) -> String {
    let literal = segment.split('{').next().unwrap_or_default();
    let literal = literal.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let param = param_like(between_braces(segment));
    if literal.is_empty() { param } else { format!("{literal}/{param}") }
}

fn second_renamed(path: &str, name: &str) -> Option<String> {
    let param = format!("{{{name}}}");
    let (start, rest) = path.split_once(&param)?;
    Some(format!("{start}{param}{}", rest.replacen(&param, &format!("{{other_{name}}}"), 1)))
}

fn before(path: &str, mark: char) -> String {
    path.split(mark).next().unwrap_or_default().to_string()
}

/// `%2f` → `-`
fn without_percent(path: &str) -> String {
    let mut parts = path.split('%');
    let mut plain = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let hex = part.chars().take(2).take_while(char::is_ascii_hexdigit).count();
        plain.push('-');
        plain.extend(part.chars().skip(hex));
    }
    plain
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn help(path: &str) -> String {
        Pattern::parse(path).unwrap_err().help_for(path)
    }

    #[test]
    fn b07_the_whole_path_to_write_is_told() {
        for (wrong, right) in [
            ("", "/"),
            ("orders", "/orders"),
            ("/orders/", "/orders"),
            ("/orders//open", "/orders/open"),
            ("/../orders", "/orders"),
            ("/<order>", "/{order}"),
            ("/orders/:order/items/:item", "/orders/{order}/items/{item}"),
            ("/{order", "/{order}"),
            ("/{}", "/{id}"),
            ("/{*rest}", "/{rest}"),
            ("/order-{order}", "/order/{order}"),
            ("/orders/{order}.json", "/orders/{order}"),
            ("/{type}", "/{type_id}"),
            ("/{_order}", "/{order}"),
            ("/{order}/{order}", "/{order}/{other_order}"),
            ("/orders#open", "/orders"),
            ("/orders%2fopen", "/orders-open"),
            ("/bücher", "/b-cher"),
        ] {
            assert_eq!(help(wrong), format!("write \"{right}\""), "{wrong}");
        }
        let query = "write \"/orders\", and take the query as an argument, `&Query<T>`";
        assert_eq!(help("/orders?open"), query);
    }

    #[test]
    fn a_prefix_has_its_parameters_in_the_endpoints() {
        let help = |prefix: &str| Prefix::parse(prefix).unwrap_err().help_for(prefix);
        let shop = "write \"/shop\", and {shop} in the endpoints' own paths";
        assert_eq!(help("/{shop}"), shop);
        assert!(help("/").contains("\"/orders\""));
    }

    proptest! {
        #[test]
        fn whatever_is_told_to_be_written_is_a_path(path in "[/a-z{}:<>*.?#%é]{0,20}") {
            if let Some(mended) = mended(&path, |path| Pattern::parse(path).err()) {
                prop_assert!(Pattern::parse(&mended).is_ok(), "{mended}");
            }
        }
    }
}
