//! What is answered: `a list of views of Order`.

use std::fmt;

use crate::permissions::order::Within;

/// What an endpoint answers when all is well; the fields have keys of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    View { many: bool, of: Option<String> },
    Stream { of: Option<String> },
    Nothing,
    Download,
    Redirect(String),
}

impl Answer {
    pub(crate) fn of(answer: &zt_manifest::Answer) -> Self {
        match answer {
            zt_manifest::Answer::View { many, of, .. } => {
                Self::View { many: *many, of: of.clone() }
            }
            zt_manifest::Answer::Stream { of, .. } => Self::Stream { of: of.clone() },
            zt_manifest::Answer::Nothing => Self::Nothing,
            zt_manifest::Answer::Download => Self::Download,
            zt_manifest::Answer::Redirect { origin } => Self::Redirect(place(origin).to_owned()),
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(site) = text.strip_prefix("a redirect to ") {
            return Some(Self::Redirect(site.to_owned()));
        }
        let view = |many, of: Option<&str>| Self::View { many, of: of.map(str::to_owned) };
        Some(match text {
            "nothing" => Self::Nothing,
            "a download" => Self::Download,
            "a plain view" => view(false, None),
            "a list of plain views" => view(true, None),
            "a stream of plain views" => Self::Stream { of: None },
            _ if text.starts_with(STREAM) => {
                Self::Stream { of: text.strip_prefix(STREAM).map(str::to_owned) }
            }
            _ => match text.strip_prefix("a list of views of ") {
                Some(of) => view(true, Some(of)),
                None => view(false, Some(text.strip_prefix("a view of ")?)),
            },
        })
    }
}

const STREAM: &str = "a stream of views of ";

/// The empty origin is the service's own.
const fn place(origin: &str) -> &str {
    if origin.is_empty() { "itself" } else { origin }
}

impl Within for Answer {
    fn within(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, _) => true,
            (Self::View { many, of }, Self::View { many: more, of: others }) => {
                // A plain view goes out without evidence, so that anything is within it.
                (!many || *more) && (others.is_none() || of == others)
            }
            // Who may look as often as they like has seen as much of it in the end.
            (Self::View { of, .. }, Self::Stream { of: others })
            | (Self::Stream { of }, Self::Stream { of: others }) => {
                others.is_none() || of == others
            }
            _ => self == other,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Download => f.write_str("a download"),
            Self::Redirect(site) => write!(f, "a redirect to {site}"),
            Self::Stream { of: None } => f.write_str("a stream of plain views"),
            Self::Stream { of: Some(of) } => write!(f, "{STREAM}{of}"),
            Self::View { many: false, of: None } => f.write_str("a plain view"),
            Self::View { many: true, of: None } => f.write_str("a list of plain views"),
            Self::View { many: false, of: Some(of) } => write!(f, "a view of {of}"),
            Self::View { many: true, of: Some(of) } => write!(f, "a list of views of {of}"),
        }
    }
}
