//! What a helper attribute may say, and what is told about everything else.

use proc_macro2::{Ident, Literal, Span};
use syn::parse::Parse;
use syn::{Attribute, LitStr};

use super::words::{self, Item, Value, Word};
use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::paths::Runtime;
use crate::suggest;

pub(crate) const CRATE: Key = Key { name: "crate", example: "crate = \"my_zt\"" };

const WITHOUT_EFFECT: &str = "a word without effect lies to whoever reads it as a rule";
const TWO_READINGS: &str = "a rule that can be read in two ways is a rule that somebody reads wrongly";

/// The words of one attribute, and the codes of its mistakes.
pub(crate) struct Vocabulary {
    /// `resource` of `#[resource(..)]`.
    pub(crate) attribute: &'static str,
    pub(crate) words: &'static [Key],
    /// Whether a literal without a key belongs here.
    pub(crate) literals: bool,
    /// The code of a word that nobody knows.
    pub(crate) unknown: &'static str,
    /// The code of a word that is known, but said twice or with a value that can't be read.
    pub(crate) unreadable: &'static str,
}

impl Vocabulary {
    fn example(&self, word: &str) -> &'static str {
        keys::example(self.words, word).unwrap_or(CRATE.example)
    }

    fn knows(&self, word: &str) -> bool {
        self.words.iter().any(|key| key.name == word)
    }
}

/// What an item says in one attribute, each word once.
pub(crate) struct Words {
    vocabulary: &'static Vocabulary,
    said: Vec<Word>,
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
        let mut ours = attributes.iter().filter(ours).peekable();
        let mut words = Self::none(vocabulary, span_of_name(ours.peek()?));
        for attribute in ours {
            match words::of_attribute(attribute) {
                Some(items) => words.extend(items, sink),
                None => words.without_parentheses(span_of_name(attribute), sink),
            }
        }
        Some(words)
    }

    /// An attribute that says nothing.
    pub(crate) fn none(vocabulary: &'static Vocabulary, at: Span) -> Self {
        let (said, literals, meant) = (Vec::new(), Vec::new(), Vec::new());
        Self { vocabulary, said, literals, meant, broken: false, at }
    }

    pub(crate) fn extend(&mut self, items: Vec<Item>, sink: &mut Sink) {
        for item in items {
            match item {
                Item::Word(word) => self.word(word, sink),
                Item::Literal(literal) if self.vocabulary.literals => self.literals.push(literal),
                Item::Literal(literal) => self.stray(literal.span(), sink),
                Item::Stray(span) => self.stray(span, sink),
            }
        }
    }

    fn word(&mut self, word: Word, sink: &mut Sink) {
        let name = word.name();
        if !self.vocabulary.knows(&name) {
            self.unknown(&word, sink);
        } else if self.said.iter().any(|said| said.name() == name) {
            let help = format!("keep one: {}", self.vocabulary.example(&name));
            let what = format!("`{name}` is said twice");
            sink.push(word.key.span(), self.vocabulary.unreadable, what, TWO_READINGS, help);
        } else {
            self.said.push(word);
        }
    }

    fn unknown(&mut self, word: &Word, sink: &mut Sink) {
        let (name, known) = (word.name(), keys::names(self.vocabulary.words));
        self.meant.extend(suggest::meant(&name, &known));
        let what = format!("`{name}` is no word of `#[{}(..)]`", self.vocabulary.attribute);
        let help = suggest::help(&name, &known);
        sink.push(word.key.span(), self.vocabulary.unknown, what, WITHOUT_EFFECT, help);
    }

    fn stray(&mut self, span: Span, sink: &mut Sink) {
        self.broken = true;
        let what = format!("`#[{}(..)]` can't be read from here", self.vocabulary.attribute);
        let help = suggest::expected(&self.examples());
        sink.push(span, self.vocabulary.unreadable, what, TWO_READINGS, help);
    }

    fn without_parentheses(&mut self, at: Span, sink: &mut Sink) {
        self.broken = true;
        let attribute = self.vocabulary.attribute;
        let what = format!("`#[{attribute}]` has no words in parentheses");
        let first = self.examples().first().copied().unwrap_or_default();
        let help = format!("#[{attribute}({first})]");
        sink.push(at, self.vocabulary.unreadable, what, WITHOUT_EFFECT, help);
    }

    fn examples(&self) -> Vec<&'static str> {
        self.vocabulary.words.iter().map(|key| key.example).collect()
    }

    /// Where the word stands.
    pub(crate) fn find(&self, name: &str) -> Option<&Word> {
        self.said.iter().find(|word| word.name() == name)
    }

    /// Whether nobody said the word, nor tried to.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        !self.broken && self.find(name).is_none() && !self.meant.contains(&name)
    }

    /// `plain`: whether the word is there.
    pub(crate) fn flag(&self, name: &str, sink: &mut Sink) -> bool {
        let Some(word) = self.find(name) else { return false };
        if !matches!(word.value, Value::Nothing) {
            self.unreadable(word, sink);
        }
        true
    }

    /// `id = OrderId`: the value, read as what is asked for.
    pub(crate) fn value<T: Parse>(&self, name: &str, sink: &mut Sink) -> Option<T> {
        let word = self.find(name)?;
        let read = match &word.value {
            Value::Is(tokens) => syn::parse2(tokens.clone()).ok(),
            Value::Nothing | Value::List(_) => None,
        };
        if read.is_none() {
            self.unreadable(word, sink);
        }
        read
    }

    /// `crate = "my_zt"`: how generated code reaches the runtime.
    pub(crate) fn runtime(&self, sink: &mut Sink) -> Runtime {
        match self.value::<LitStr>(CRATE.name, sink) {
            Some(path) => Runtime::named(&path, sink),
            None => Runtime::default(),
        }
    }

    pub(crate) fn unreadable(&self, word: &Word, sink: &mut Sink) {
        let name = word.name();
        let what = format!("the value of `{name}` can't be read");
        let help = format!("write {}", self.vocabulary.example(&name));
        sink.push(word.value_span(), self.vocabulary.unreadable, what, TWO_READINGS, help);
    }
}

fn span_of_name(attribute: &Attribute) -> Span {
    attribute.path().get_ident().map_or_else(Span::call_site, Ident::span)
}
