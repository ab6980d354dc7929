//! Text, truth values, options, lists and secrets.

use std::borrow::Cow;

use super::field::Step;
use super::node::Node;
use super::{Field, FieldRules, InputField, Pending};
use crate::secret::Secret;
use zt_manifest::Kind;

impl FieldRules {
    /// What is wrong with `text`, if anything. Lengths are in characters (Unicode scalar values).
    fn text_fault(&self, text: &str) -> Option<Cow<'static, str>> {
        let (shortest, longest) = (self.shortest(), self.longest());
        // As many characters as fit, and one more: a long text isn't counted to its end.
        let length = text.chars().take(longest as usize + 1).count();
        if length > longest as usize {
            return Some(format!("must have at most {longest} characters").into());
        }
        if length < shortest as usize {
            return Some(match shortest {
                1 => "must not be empty".into(),
                _ => format!("must have at least {shortest} characters").into(),
            });
        }
        let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
        text.contains(is_control).then_some("must not have control characters".into())
    }
}

impl InputField for String {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let Field { sent, rules, at } = field;
        let Some(Node::Text(text) | Node::Untyped(text)) = sent else {
            return Field { sent, rules, at }.mismatch("must be a text", |rules| Kind::Text {
                min: rules.shortest(),
                max: Some(rules.longest()),
            });
        };
        if let Some(fault) = rules.text_fault(&text) {
            at.fault(fault);
            return Pending::failed();
        }
        Pending::ready(text.into_owned())
    }
}

impl InputField for Secret<String> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        match field.sent {
            Some(Node::Question(_)) => field.mismatch("must be a text", |rules| Kind::Secret {
                min: rules.shortest(),
                max: Some(rules.longest()),
            }),
            _ => String::read(field).map(Self::new),
        }
    }
}

impl InputField for bool {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        match &field.sent {
            Some(Node::Truth(truth)) => Pending::ready(*truth),
            Some(Node::Untyped(text)) if text == "true" => Pending::ready(true),
            Some(Node::Untyped(text)) if text == "false" => Pending::ready(false),
            _ => field.mismatch("must be true or false", |_| Kind::Truth),
        }
    }
}

/// Absent and `null` are both `None`; [`Patch`](super::Patch) tells them apart.
impl<T: InputField + 'static> InputField for Option<T> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        match &field.sent {
            None | Some(Node::Null) => return Pending::ready(None),
            Some(Node::Question(question)) => question.may_be_absent(),
            Some(_) => {}
        }
        T::read(field).map(Some)
    }
}

/// A list of at most 100 items, unless its rules say otherwise. The other rules count for each item.
impl<T: InputField + 'static> InputField for Vec<T> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let Field { sent, rules, mut at } = field;
        let items = match sent {
            Some(Node::List(items)) => items,
            Some(Node::Question(question)) => {
                question.list(Some(rules.most_items()), |item| {
                    let sent = Some(Node::Question(item));
                    T::read(Field { sent, rules, at: at.below(Step::Index(0)) });
                });
                return Pending::failed();
            }
            sent => return Field { sent, rules, at }.wrong("must be a list"),
        };
        if items.len() > rules.most_items() as usize {
            at.fault(format!("must have at most {} items", rules.most_items()));
            return Pending::failed();
        }
        let read = |(index, item)| {
            T::read(Field { sent: Some(item), rules, at: at.below(Step::Index(index)) })
        };
        Pending::all(items.into_iter().enumerate().map(read).collect())
    }
}

impl<T: InputField + 'static> InputField for Box<T> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        T::read(field).map(Self::new)
    }
}
