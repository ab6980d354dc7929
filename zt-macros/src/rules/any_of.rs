//! `acr = Mfa`, `acr = any(Mfa, Passkey)`, `network(any(Office, Vpn))`: types of one vocabulary, any of which is enough. One at
//! least, none twice.

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Path;

use super::{scopes, words};
use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::parse::arguments::{Argument, split};
use crate::parse::shown::shown;
use crate::suggest;

/// A vocabulary that a rule names words of.
pub(super) struct Vocabulary {
    /// The word of the rule.
    pub(super) key: &'static str,
    /// The derive that makes a type a word of it.
    derive: &'static str,
    noun: &'static str,
    /// Two types, to paste where the user named none.
    types: [&'static str; 2],
    /// Why a list of none is no rule.
    why_some: &'static str,
    /// Why it isn't written as text.
    why_a_type: &'static str,
    /// Why nothing else can stand there.
    why_one: &'static str,
    /// Why there is `any` and no `all`.
    why_no_all: &'static str,
    shape: Shape,
}

/// How a list is written.
#[derive(Clone, Copy)]
enum Shape {
    /// `acr = Mfa`
    Assigned,
    /// `network(Office)`
    Called,
}

pub(super) const ACR: Vocabulary = Vocabulary {
    key: "acr",
    derive: "Acr",
    noun: "way to log in",
    types: ["Mfa", "Passkey"],
    why_some: "a list of none would take a login of any kind",
    why_a_type: "a value with a typo in it would compile, and ask for a login that no issuer offers",
    why_one: "what isn't one value can't be compared with the one in a token",
    why_no_all: "a token names one way",
    shape: Shape::Assigned,
};

pub(super) const ISSUER: Vocabulary = Vocabulary {
    key: "issuer",
    derive: "Issuer",
    noun: "issuer",
    types: ["Corp", "Partner"],
    why_some: "a list of none would take the tokens of every issuer",
    why_a_type: "a name with a typo in it would compile, and ask for an issuer that nobody configured",
    why_one: "what isn't one name can't be compared with the issuer of a token",
    why_no_all: "a token has one issuer",
    shape: Shape::Assigned,
};

pub(super) const DEVICE: Vocabulary = Vocabulary {
    key: "device",
    derive: "Device",
    noun: "device",
    types: ["Managed", "Shared"],
    why_some: "a list of none would take a call from any device",
    why_a_type: "a value with a typo in it would compile, and ask for a device that no token names",
    why_one: "what isn't one value can't be compared with the one in a token",
    why_no_all: "a token names one device",
    shape: Shape::Assigned,
};

pub(super) const NETWORK: Vocabulary = Vocabulary {
    key: "network",
    derive: "Network",
    noun: "network",
    types: ["Office", "Vpn"],
    why_some: "a list of none would take a call from everywhere",
    why_a_type: "prefixes differ from place to place, so they stand in the configuration, under a name with one spelling",
    why_one: "what isn't one name can't be found in the configuration",
    why_no_all: "a call comes from one place",
    shape: Shape::Called,
};

/// What stands behind the comma in `acr = Mfa, Passkey` is an argument of its own, and was meant for the list. It is told,
/// and the list goes on as it was meant; whether all was well comes along.
pub(super) fn without_any(mut arguments: Vec<Argument>, sink: &mut Sink) -> (Vec<Argument>, bool) {
    let mut well = true;
    for Vocabulary { key, .. } in [ACR, ISSUER, DEVICE] {
        let is_list =
            |it: &Argument| matches!(it, Argument::Assigned { key: word, .. } if word == key);
        let Some(at) = arguments.iter().position(is_list) else { continue };
        let strays = arguments.iter().skip(at + 1).take_while(|it| is_type(it)).count();
        if strays > 0 {
            let parts: Vec<_> = arguments.drain(at..=at + strays).collect();
            arguments.extend(as_meant(key, &parts, sink));
            well = false;
        }
    }
    (arguments, well)
}

/// A path, or a word that begins like a type and isn't a slip of one that is known.
fn is_type(argument: &Argument) -> bool {
    match argument {
        Argument::Word(word) => {
            let word = word.to_string();
            let is_slip = suggest::meant(&word, &keys::names(keys::PROOF)).is_some();
            word.starts_with(|first: char| first.is_uppercase()) && !is_slip
        }
        Argument::Other(tokens) => syn::parse2::<Path>(tokens.clone()).is_ok(),
        _ => false,
    }
}

/// `any(..)` of the list's own members and of those behind it.
fn as_meant(key: &str, parts: &[Argument], sink: &mut Sink) -> Option<Argument> {
    let [Argument::Assigned { key: word, value }, strays @ ..] = parts else { return None };
    let mut members = match split(value.clone()).as_slice() {
        [Argument::Called { key, group }] if key == "any" => split(group.stream()),
        own => own.to_vec(),
    };
    members.extend_from_slice(strays);
    let any = quote!(any(#(#members),*));
    let all: TokenStream = parts.iter().map(ToTokens::to_token_stream).collect();
    let why = "a rule that can't be read can't be enforced";
    let help = format!("write `{key} = {}`", shown(&any));
    sink.push(&all, "ZT0128", format!("`{key}` isn't written like this"), why, help);
    Some(Argument::Assigned { key: word.clone(), value: any })
}

impl Vocabulary {
    /// `network(Office)` and `network(any(Office, Vpn))`, a word of the annotation itself.
    pub(super) fn read_called(
        &self,
        argument: &Argument,
        keys: &[Key],
        sink: &mut Sink,
    ) -> Option<Vec<Path>> {
        let (word, list) = match argument {
            Argument::Called { key, group } => (key, group.stream()),
            Argument::Assigned { value, .. } => {
                self.misshapen(argument, &shown(value), sink);
                return None;
            }
            _ => {
                words::wrong_shape(argument, keys, sink);
                return None;
            }
        };
        match split(list.clone()).as_slice() {
            [] => {
                words::says_nothing(word, keys, sink);
                None
            }
            [Argument::Called { key, group }] if key == "any" => self.any(key, group, sink),
            [only] => Some(vec![self.member(only, sink)?]),
            _ => {
                self.misshapen(argument, &format!("any({})", shown(&list)), sink);
                None
            }
        }
    }

    /// ZT0128, with what was meant.
    fn misshapen(&self, argument: &Argument, list: &str, sink: &mut Sink) {
        let what = format!("`{}` isn't written like this", self.key);
        let why = "a rule that can't be read can't be enforced";
        sink.push(argument, "ZT0128", what, why, format!("write `{}`", self.written(list)));
    }

    /// The word with its list.
    fn written(&self, list: &str) -> String {
        match self.shape {
            Shape::Assigned => format!("{} = {list}", self.key),
            Shape::Called => format!("{}({list})", self.key),
        }
    }

    pub(super) fn read(&self, argument: &Argument, sink: &mut Sink) -> Option<Vec<Path>> {
        let Argument::Assigned { value, .. } = argument else {
            self.called(argument, sink);
            return None;
        };
        match split(value.clone()).as_slice() {
            [Argument::Called { key, group }] if key == "any" => self.any(key, group, sink),
            [only] => Some(vec![self.member(only, sink)?]),
            _ => {
                words::wrong_shape(argument, keys::PROOF, sink);
                None
            }
        }
    }

    /// `acr(Mfa)` and `acr` alone.
    fn called(&self, argument: &Argument, sink: &mut Sink) {
        let Argument::Called { group, .. } = argument else {
            return words::wrong_shape(argument, keys::PROOF, sink);
        };
        let list = match split(group.stream()).as_slice() {
            [only @ Argument::Word(_)] => shown(only),
            [_, _, ..] => format!("any({})", shown(&group.stream())),
            _ => return words::wrong_shape(argument, keys::PROOF, sink),
        };
        self.misshapen(argument, &list, sink);
    }

    fn any(&self, word: &Ident, group: &Group, sink: &mut Sink) -> Option<Vec<Path>> {
        let members = split(group.stream());
        match members.as_slice() {
            [] => self.nothing(word, sink),
            [only] => self.any_of_one(word, only, sink),
            _ => {}
        }
        let paths: Vec<_> = members.iter().filter_map(|member| self.member(member, sink)).collect();
        none_twice(&paths, sink);
        (paths.len() == members.len() && paths.len() > 1).then_some(paths)
    }

    fn member(&self, argument: &Argument, sink: &mut Sink) -> Option<Path> {
        if let Argument::Literal(literal) = argument {
            self.as_text(argument, &literal.to_string(), sink);
            return None;
        }
        let tokens = argument.to_token_stream();
        let path = syn::parse2::<Path>(tokens.clone()).ok();
        if path.is_none() {
            self.no_type(argument, &tokens, sink);
        }
        path
    }

    fn nothing(&self, word: &Ident, sink: &mut Sink) {
        let Self { key, noun, types: [first, _], why_some, .. } = self;
        let help = format!("name one: `{}`, or leave `{key}` out", self.written(first));
        sink.push(word, "ZT0103", format!("`{word}()` names no {noun}"), why_some, help);
    }

    fn any_of_one(&self, word: &Ident, only: &Argument, sink: &mut Sink) {
        let only = shown(only);
        sink.push(
            word,
            "ZT0131",
            format!("`any({only})` offers no choice"),
            "a choice of one reads like more ways in than there are",
            format!("write `{}`, or name the other one", self.written(&only)),
        );
    }

    fn as_text(&self, argument: &Argument, text: &str, sink: &mut Sink) {
        let Self { derive, noun, types: [first, _], why_a_type, .. } = self;
        let name = scopes::named_after(text).unwrap_or_else(|| (*first).to_owned());
        let what = format!("{text} is no {noun} that is declared");
        let written = self.written(&name);
        let help = format!("name the type that has #[derive({derive})]: `{written}`");
        sink.push(argument, "ZT0105", what, why_a_type, help);
    }

    fn no_type(&self, argument: &Argument, tokens: &TokenStream, sink: &mut Sink) {
        let Self { noun, why_one, why_no_all, .. } = self;
        let any = |list: &str| self.written(&format!("any({list})"));
        let help = match (argument, scopes::alternatives(tokens)) {
            (Argument::Called { group, .. }, _) => {
                format!("{why_no_all}: write `{}`", any(&shown(&group.stream())))
            }
            (_, Some(listed)) => {
                match listed.split_once("`any(").and_then(|it| it.1.split_once(")`")) {
                    Some((members, _)) => format!("write `{}`", any(members)),
                    None => self.any_of_types(),
                }
            }
            _ => self.any_of_types(),
        };
        let what = format!("`{}` is no {noun}", shown(tokens));
        sink.push(argument, "ZT0106", what, why_one, help);
    }

    fn any_of_types(&self) -> String {
        let Self { derive, types: [first, second], .. } = self;
        let list = self.written(&format!("any({first}, {second})"));
        format!("name the types that have #[derive({derive})]: `{list}`")
    }
}

pub(crate) fn none_twice(paths: &[Path], sink: &mut Sink) {
    let mut seen = Vec::new();
    for path in paths {
        let name = shown(path);
        if seen.contains(&name) {
            sink.push(
                path,
                "ZT0104",
                format!("`{name}` is named twice"),
                "the second one changes nothing: perhaps another one was meant",
                format!("drop one `{name}`, or name the one that you mean"),
            );
        }
        seen.push(name);
    }
}
