//! What can be wrong with a path pattern, in words.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::Fault;
use super::pattern::{MAX_LENGTH, is_keyword, is_param_name};
use crate::path::MAX_SEGMENTS;

/// Why a path pattern, or a group's prefix, was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternFault {
    /// No pattern.
    Empty,
    /// It doesn't start with a slash.
    NoLeadingSlash {
        /// The pattern.
        text: String,
    },
    /// It ends with a slash.
    TrailingSlash {
        /// The pattern.
        text: String,
    },
    /// Two slashes in a row.
    DoubleSlash,
    /// A parameter that would swallow several segments.
    Tail {
        /// The segment.
        text: String,
    },
    /// A parameter with text around it, `{id}.json`.
    PartialParam {
        /// The segment.
        text: String,
    },
    /// `{}`
    EmptyParam,
    /// The style of another framework, `:id` or `<id>`.
    OldParam {
        /// The segment.
        text: String,
    },
    /// A brace without its partner.
    UnbalancedBrace {
        /// The segment.
        text: String,
    },
    /// A parameter's name that is no lower-case identifier.
    ParamName {
        /// The name.
        name: String,
    },
    /// A parameter's name that Rust keeps for itself.
    Keyword {
        /// The name.
        name: String,
    },
    /// Two parameters of one name.
    RepeatedParam {
        /// The name.
        name: String,
    },
    /// `.` or `..`
    DotSegment {
        /// The segment.
        text: String,
    },
    /// Percent-encoding.
    Percent,
    /// A query.
    Query,
    /// A fragment.
    Fragment,
    /// A character outside ASCII.
    NotAscii(char),
    /// Another character that a literal segment can't hold.
    Character(char),
    /// More than [`MAX_LENGTH`] bytes.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// More segments than a request's path may have.
    TooManySegments {
        /// How many there are.
        count: usize,
    },
    /// A group's prefix with a parameter.
    ParamInPrefix {
        /// The name.
        name: String,
    },
    /// A group's prefix that is `/` alone.
    RootPrefix,
}

impl fmt::Display for PatternFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the path is empty"),
            Self::NoLeadingSlash { .. } => write!(f, "the path does not start with `/`"),
            Self::TrailingSlash { .. } => write!(f, "the path ends with `/`"),
            Self::DoubleSlash => write!(f, "the path has `//`, an empty segment"),
            Self::Tail { text } => write!(f, "`{text}` would match any number of segments"),
            Self::PartialParam { text } => write!(f, "`{text}` mixes a parameter with other text"),
            Self::EmptyParam => write!(f, "`{{}}` is a parameter without a name"),
            Self::OldParam { text } => write!(f, "`{text}` is another framework's parameter"),
            Self::UnbalancedBrace { text } => write!(f, "`{text}` has a brace without its partner"),
            Self::ParamName { name } => write!(f, "`{name}` can't be a parameter's name"),
            Self::Keyword { name } => {
                write!(f, "`{name}` is a word of Rust and can't name an argument")
            }
            Self::RepeatedParam { name } => write!(f, "the path has the parameter `{name}` twice"),
            Self::DotSegment { text } => write!(f, "`{text}` is no segment of a path"),
            Self::Percent => write!(f, "the path has `%`, percent-encoding"),
            Self::Query => write!(f, "the path has `?`, a query"),
            Self::Fragment => write!(f, "the path has `#`, a fragment"),
            Self::NotAscii(character) => {
                write!(f, "the path has `{}`, not ASCII", character.escape_debug())
            }
            Self::Character(character) => write!(f, "the path has `{}`", character.escape_debug()),
            Self::TooLong { length } => {
                write!(f, "the path has {length} bytes, more than {MAX_LENGTH}")
            }
            Self::TooManySegments { count } => {
                write!(f, "the path has {count} segments, more than {MAX_SEGMENTS}")
            }
            Self::ParamInPrefix { name } => {
                write!(f, "a group's prefix has the parameter `{{{name}}}`")
            }
            Self::RootPrefix => write!(f, "a group's prefix is `/`, which is none"),
        }
    }
}

impl core::error::Error for PatternFault {}

impl Fault for PatternFault {
    fn help(&self) -> String {
        match self {
            Self::NoLeadingSlash { text } => format!("write \"/{text}\""),
            Self::TrailingSlash { text } => format!("write \"{}\"", text.trim_end_matches('/')),
            Self::DoubleSlash => "write one `/` between two segments".to_string(),
            Self::Tail { text } => {
                format!("write `{}`, which matches one segment", param_like(text))
            }
            Self::PartialParam { text } => {
                format!("write `{}` as a segment of its own", param_like(between_braces(text)))
            }
            Self::EmptyParam => "write the name of the handler's argument, like `{id}`".to_string(),
            Self::OldParam { text } | Self::UnbalancedBrace { text } => {
                format!("write `{}`", param_like(text))
            }
            Self::ParamName { name } | Self::Keyword { name } => {
                format!(
                    "write `{}`: lower-case letters, digits and `_`, from a letter on",
                    param_like(name)
                )
            }
            Self::RepeatedParam { name } => {
                format!("give one of them another name, like `{{other_{name}}}`")
            }
            Self::Percent | Self::NotAscii(_) | Self::Character(_) => {
                "write letters, digits and `-` `.` `_` `~`".to_string()
            }
            Self::Query => "take the query as an argument, `&Query<T>`".to_string(),
            Self::TooLong { .. } | Self::TooManySegments { .. } => {
                "write a shorter path".to_string()
            }
            Self::ParamInPrefix { name } => {
                format!("write `{{{name}}}` in the endpoints' own paths")
            }
            Self::RootPrefix => "write what the paths have in common, like \"/orders\"".to_string(),
            Self::Empty | Self::DotSegment { .. } | Self::Fragment => {
                "write a path like \"/orders/{order}\"".to_string()
            }
        }
    }
}

/// What stands between the first pair of braces.
pub(super) fn between_braces(text: &str) -> &str {
    text.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map_or(text, |(name, _)| name)
}

/// The parameter that `:id`, `<int:id>`, `{*rest}`, `{orderId:[0-9]+}` and their kin mean.
pub(super) fn param_like(text: &str) -> String {
    let typed =
        text.strip_prefix('<').and_then(|rest| rest.split_once(':')).map_or(text, |(_, name)| name);
    let name = typed.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let name: String =
        name.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect();
    let name = snake_case(&name);
    match name.as_str() {
        name if !is_param_name(name) => "{id}".to_string(),
        name if is_keyword(name) => format!("{{{name}_id}}"),
        name => format!("{{{name}}}"),
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && snake.ends_with(|c: char| c.is_ascii_lowercase()) {
            snake.push('_');
        }
        snake.push(if character == '-' { '_' } else { character.to_ascii_lowercase() });
    }
    snake
}
