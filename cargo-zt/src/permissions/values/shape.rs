//! What a field can be: `text(0..500)`, `object(Order, Cancel, writes)`. Fields within fields have keys of their own, so
//! that one line says one thing.

use std::collections::BTreeSet;
use std::fmt;

use zt_manifest::{Effect, Kind};

use super::{Access, effect, effect_word};
use crate::permissions::order::Within;

/// What a field can be, without the fields within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Text {
        min: u32,
        max: Option<u32>,
    },
    Secret {
        min: u32,
        max: Option<u32>,
    },
    Choice(BTreeSet<String>),
    Whole(Range),
    Number(Range),
    Decimal(Range),
    Truth,
    Id(String),
    Fresh(String),
    Object {
        resource: String,
        action: String,
        effect: Effect,
    },
    List {
        max: Option<u32>,
        nulls: bool,
    },
    Fields,
    /// The fields of the type of this name, which stands around it.
    Again(String),
    Format(String),
}

/// Bounds as decimal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    min: Option<String>,
    max: Option<String>,
}

impl Shape {
    pub(crate) fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Text { min, max } => Self::Text { min: *min, max: *max },
            Kind::Secret { min, max } => Self::Secret { min: *min, max: *max },
            Kind::Choice(words) => Self::Choice(words.iter().cloned().collect()),
            Kind::Whole { min, max } => Self::Whole(Range { min: min.clone(), max: max.clone() }),
            Kind::Number { min, max } => Self::Number(Range { min: min.clone(), max: max.clone() }),
            Kind::Decimal { min, max } => {
                Self::Decimal(Range { min: min.clone(), max: max.clone() })
            }
            Kind::Truth => Self::Truth,
            Kind::Id(name) => Self::Id(name.clone()),
            Kind::Fresh(name) => Self::Fresh(name.clone()),
            Kind::Object(object) => Self::object(object),
            Kind::List { max, nulls, .. } => Self::List { max: *max, nulls: *nulls },
            Kind::Fields(_) => Self::Fields,
            Kind::Again(name) => Self::Again(name.clone()),
            Kind::Format(name) => Self::Format(name.clone()),
        }
    }

    pub(crate) fn object(object: &zt_manifest::Object) -> Self {
        let zt_manifest::Object { resource, action, effect } = object.clone();
        Self::Object { resource, action, effect }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let Some((word, inner)) = text.split_once('(') else {
            return match text {
                "truth" => Some(Self::Truth),
                "fields" => Some(Self::Fields),
                _ => None,
            };
        };
        let inner = inner.strip_suffix(')')?;
        match word {
            "text" => lengths(inner).map(|(min, max)| Self::Text { min, max }),
            "secret" => lengths(inner).map(|(min, max)| Self::Secret { min, max }),
            "choice" => serde_json::from_str(inner).ok().map(Self::Choice),
            "whole" => Range::parse(inner).map(Self::Whole),
            "number" => Range::parse(inner).map(Self::Number),
            "decimal" => Range::parse(inner).map(Self::Decimal),
            "again" => Some(Self::Again(inner.to_owned())),
            "id" => Some(Self::Id(inner.to_owned())),
            "fresh" => Some(Self::Fresh(inner.to_owned())),
            "object" => object(inner),
            "list" => {
                let bare = inner.strip_suffix(", nulls");
                let (_, max) = lengths(bare.unwrap_or(inner))?;
                Some(Self::List { max, nulls: bare.is_some() })
            }
            "format" => Some(Self::Format(inner.to_owned())),
            _ => None,
        }
    }
}

fn lengths(text: &str) -> Option<(u32, Option<u32>)> {
    let (min, max) = text.split_once("..")?;
    let max = if max.is_empty() { None } else { Some(max.parse().ok()?) };
    Some((min.parse().ok()?, max))
}

fn object(text: &str) -> Option<Shape> {
    let (resource, rest) = text.split_once(", ")?;
    let (action, word) = rest.split_once(", ")?;
    let (resource, action) = (resource.to_owned(), action.to_owned());
    Some(Shape::Object { resource, action, effect: effect(word)? })
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let (min, max) = text.split_once("..")?;
        let bound = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Self { min: bound(min), max: bound(max) })
    }

    fn within(&self, other: &Self) -> bool {
        let above = match (&other.min, &self.min) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(outer), Some(inner)) => at_most(outer, inner),
        };
        let below = match (&self.max, &other.max) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(inner), Some(outer)) => at_most(inner, outer),
        };
        above && below
    }
}

/// Whether one decimal text is at most the other. What can't be read is only as large as itself.
fn at_most(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match (one.parse::<i128>(), other.parse::<i128>()) {
        (Ok(one), Ok(other)) => one <= other,
        _ => matches!((one.parse::<f64>(), other.parse::<f64>()), (Ok(a), Ok(b)) if a <= b),
    }
}

impl Within for Shape {
    fn within(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text { min, max }, Self::Text { min: least, max: most })
            | (Self::Secret { min, max }, Self::Secret { min: least, max: most }) => {
                least <= min && fewer(*max, *most)
            }
            (Self::Choice(mine), Self::Choice(others)) => mine.is_subset(others),
            (Self::Whole(mine), Self::Whole(others))
            | (Self::Number(mine), Self::Number(others))
            | (Self::Decimal(mine), Self::Decimal(others)) => mine.within(others),
            (Self::List { max, nulls }, Self::List { max: most, nulls: others }) => {
                fewer(*max, *most) && (!nulls || *others)
            }
            _ => self == other,
        }
    }
}

fn fewer(max: Option<u32>, most: Option<u32>) -> bool {
    most.is_none_or(|most| max.is_some_and(|max| max <= most))
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = |max: &Option<u32>| max.map(|max| max.to_string()).unwrap_or_default();
        match self {
            Self::Text { min, max } => write!(f, "text({min}..{})", most(max)),
            Self::Secret { min, max } => write!(f, "secret({min}..{})", most(max)),
            Self::Choice(words) => {
                write!(f, "choice({})", serde_json::to_string(words).map_err(|_| fmt::Error)?)
            }
            Self::Whole(range) => write!(f, "whole({range})"),
            Self::Number(range) => write!(f, "number({range})"),
            Self::Decimal(range) => write!(f, "decimal({range})"),
            Self::Truth => f.write_str("truth"),
            Self::Id(name) => write!(f, "id({name})"),
            Self::Fresh(name) => write!(f, "fresh({name})"),
            Self::Object { resource, action, effect } => {
                write!(f, "object({resource}, {action}, {})", effect_word(*effect))
            }
            Self::List { max, nulls } => {
                write!(f, "list(0..{}{})", most(max), if *nulls { ", nulls" } else { "" })
            }
            Self::Fields => f.write_str("fields"),
            Self::Again(name) => write!(f, "again({name})"),
            Self::Format(name) => write!(f, "format({name})"),
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |bound: &Option<String>| bound.clone().unwrap_or_default();
        write!(f, "{}..{}", bound(&self.min), bound(&self.max))
    }
}

/// A field of an input: what may be left out accepts more than what must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) shape: Shape,
    pub(crate) optional: bool,
    /// Whom it is for, where not for every caller.
    pub(crate) with: Option<Access>,
}

const WITH: &str = ", for callers with ";

impl Given {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // The last one: no scope has a space in it. A word of a choice may hold the same, and then the rest is no shape.
        let for_some = text.rsplit_once(WITH).and_then(|(text, scopes)| {
            let with = Some(Access::scopes_only(scopes)?);
            Some(Self { with, ..Self::for_all(text)? })
        });
        for_some.or_else(|| Self::for_all(text))
    }

    fn for_all(text: &str) -> Option<Self> {
        let bare = text.strip_suffix(", optional");
        let shape = Shape::parse(bare.unwrap_or(text))?;
        Some(Self { shape, optional: bare.is_some(), with: None })
    }

    /// Whom it is for, in a sentence.
    pub(crate) fn who(&self) -> String {
        self.with.as_ref().map_or_else(|| "every caller".to_owned(), Access::who)
    }

    /// Whether nothing but whom it is for differs.
    pub(crate) fn is_for_others_than(&self, other: &Self) -> bool {
        self.with != other.with && Self { with: other.with.clone(), ..self.clone() } == *other
    }

    fn is_for_nobody_more(&self, other: &Self) -> bool {
        match (&self.with, &other.with) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(mine), Some(others)) => mine.within(others),
        }
    }
}

impl Within for Given {
    fn within(&self, other: &Self) -> bool {
        self.shape.within(&other.shape)
            && (!self.optional || other.optional)
            && self.is_for_nobody_more(other)
    }
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.shape, if self.optional { ", optional" } else { "" })?;
        match &self.with {
            Some(scopes) => write!(f, "{WITH}{scopes}"),
            None => Ok(()),
        }
    }
}

/// A field of a view: what it may hold and for whom it is matters, and neither bounds nor absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown(pub(crate) Given);

impl Within for Shown {
    fn within(&self, other: &Self) -> bool {
        self.0.is_for_nobody_more(&other.0) && self.shows_no_more(other)
    }
}

impl Shown {
    fn shows_no_more(&self, other: &Self) -> bool {
        match (&self.0.shape, &other.0.shape) {
            (Shape::Text { .. }, Shape::Text { .. })
            | (Shape::Whole(_), Shape::Whole(_))
            | (Shape::Number(_), Shape::Number(_))
            | (Shape::Decimal(_), Shape::Decimal(_))
            | (Shape::List { .. }, Shape::List { .. }) => true,
            (mine, others) => mine.within(others),
        }
    }
}
