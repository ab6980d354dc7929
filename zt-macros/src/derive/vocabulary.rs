//! What a helper attribute says: `#[resource(id = OrderId, owner_may(Read, Cancel))]` is two words.

use proc_macro2::{Group, Ident, Literal, Span};
use syn::parse::Parse;
use syn::{Attribute, Meta};

use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::parse::arguments::{Argument, split};
use crate::paths::Runtime;
use crate::rules::words;
use crate::suggest;

pub(crate) const CRATE: Key = Key { name: "crate", example: "crate = \"my_zt\"" };

/// What one attribute may say.
pub(crate) struct Vocabulary {
    /// `resource` of `#[resource(..)]`.
    pub(crate) attribute: &'static str,
    pub(crate) words: &'static [Key],
    /// Whether a literal without a key belongs here.
    pub(crate) literals: bool,
}

/// What an item says in one attribute, each word once.
pub(crate) struct Words {
    vocabulary: &'static Vocabulary,
    said: Vec<Argument>,
    pub(crate) literals: Vec<Literal>,
    /// Known words that a misspelt one stands for: they aren't missing.
    meant: Vec<&'static str>,
    /// Something could not be read at all: nothing is called missing then.
    pub(crate) broken: bool,
    /// Where the attribute's name stands.
    pub(crate) at: Span,
}

impl Words {
    /// Reads every `#[attribute(..)]` of an item; `None` if there is none.
    pub(crate) fn read(
        attributes: &[Attribute],
        vocabulary: &'static Vocabulary,
        sink: &mut Sink,
    ) -> Option<Self> {
        let ours = |it: &&Attribute| it.path().is_ident(vocabulary.attribute);
        let ours: Vec<_> = attributes.iter().filter(ours).collect();
        let mut words = Self::none(vocabulary, span_of_name(ours.first()?));
        let mut arguments = Vec::new();
        for attribute in ours {
            match &attribute.meta {
                Meta::List(list) => arguments.extend(split(list.tokens.clone())),
                Meta::Path(_) | Meta::NameValue(_) => words.says_nothing(attribute, sink),
            }
        }
        words.take(arguments, sink);
        Some(words)
    }

    /// An attribute that says nothing.
    pub(crate) fn none(vocabulary: &'static Vocabulary, at: Span) -> Self {
        let (said, literals, meant) = (Vec::new(), Vec::new(), Vec::new());
        Self { vocabulary, said, literals, meant, broken: false, at }
    }

    /// What stands in the parentheses of an attribute macro.
    pub(crate) fn of_arguments(
        arguments: Vec<Argument>,
        vocabulary: &'static Vocabulary,
        sink: &mut Sink,
    ) -> Self {
        let mut words = Self::none(vocabulary, Span::call_site());
        words.take(arguments, sink);
        words
    }

    fn take(&mut self, arguments: Vec<Argument>, sink: &mut Sink) {
        let mut others = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Literal(literal) if self.vocabulary.literals => {
                    self.literals.push(literal)
                }
                other => others.push(other),
            }
        }
        self.broken |= others.iter().any(|argument| argument.key().is_none());
        let known = keys::names(self.vocabulary.words);
        let written = others.iter().filter_map(Argument::key).map(ToString::to_string);
        let unknown = written.filter(|word| !known.contains(&word.as_str()));
        self.meant = unknown.filter_map(|word| suggest::meant(&word, &known)).collect();
        self.said = words::known(others, self.vocabulary.words, &[], sink);
    }

    fn says_nothing(&mut self, attribute: &Attribute, sink: &mut Sink) {
        self.broken = true;
        let name = self.vocabulary.attribute;
        let example = self.vocabulary.words.first().map_or("..", |key| key.example);
        sink.push(
            attribute.path(),
            "ZT0127",
            format!("`{name}` says nothing"),
            "a rule without effect lies to its reader",
            format!("write `#[{name}({example})]`, or leave it out"),
        );
    }

    /// Where the word stands.
    pub(crate) fn find(&self, name: &str) -> Option<&Argument> {
        words::first(&self.said, name)
    }

    /// The word itself, to underline it.
    pub(crate) fn key(&self, name: &str) -> Option<&Ident> {
        self.find(name).and_then(Argument::key)
    }

    /// Whether nobody said the word, nor tried to.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        !self.broken && self.find(name).is_none() && !self.meant.contains(&name)
    }

    /// `plain`: whether the word is there.
    pub(crate) fn flag(&self, name: &str, sink: &mut Sink) -> bool {
        let Some(argument) = self.find(name) else { return false };
        if !matches!(argument, Argument::Word(_)) {
            self.wrong_shape(argument, sink);
        }
        true
    }

    /// `id = OrderId`: the value, read as what is asked for.
    pub(crate) fn value<T: Parse>(&self, name: &str, sink: &mut Sink) -> Option<T> {
        let argument = self.find(name)?;
        let read = match argument {
            Argument::Assigned { value, .. } => syn::parse2(value.clone()).ok(),
            _ => None,
        };
        if read.is_none() {
            self.wrong_shape(argument, sink);
        }
        read
    }

    /// `owner_may(Read, Cancel)`: what stands in the parentheses.
    pub(crate) fn list(&self, name: &str, sink: &mut Sink) -> Option<&Group> {
        match self.find(name)? {
            Argument::Called { group, .. } => Some(group),
            other => {
                self.wrong_shape(other, sink);
                None
            }
        }
    }

    /// `crate = "my_zt"`: how generated code reaches the runtime.
    pub(crate) fn runtime(&self, sink: &mut Sink) -> Runtime {
        words::runtime(&self.said, self.vocabulary.words, sink)
    }

    pub(crate) fn wrong_shape(&self, argument: &Argument, sink: &mut Sink) {
        words::wrong_shape(argument, self.vocabulary.words, sink);
    }
}

fn span_of_name(attribute: &Attribute) -> Span {
    attribute.path().get_ident().map_or_else(Span::call_site, Ident::span)
}
