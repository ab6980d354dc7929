//! Exactly one access rule.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::{Ident, Path};
use zt_core::contract::Method;
use zt_core::grammar::{Pattern, Segment};

use super::{scopes, waiver, words};
use crate::diag::Sink;
use crate::keys;
use crate::model::Access;
use crate::parse::arguments::{Argument, split};
use crate::parse::shown::shown;
use crate::suggest;

/// The words that say who may call.
const ACCESS: [&str; 3] = ["scopes", "authenticated", "public"];

/// Words of other frameworks, and of later versions, that say who may call.
const ACCESS_ELSEWHERE: [&str; 7] =
    ["roles", "role", "elevated", "auth", "allow", "permissions", "requires"];

/// The endpoint that the rule is for.
pub(crate) struct Subject<'a> {
    pub(crate) method: Method,
    /// Of a message, what clients call it.
    pub(crate) message: Option<&'a str>,
    pub(crate) pattern: Option<&'a Pattern>,
    pub(crate) name: &'a Ident,
}

impl Subject<'_> {
    /// What its scope is probably called: `NotesRead` for a GET of `/notes/{note}`. No macro sees what there is.
    fn likely_scope(&self) -> String {
        if let Some(message) = self.message {
            return scopes::type_name(message);
        }
        let segments = self.pattern.into_iter().flat_map(Pattern::segments);
        let mut literals = segments.filter_map(|segment| match segment {
            Segment::Literal(text) => Some(text.to_owned()),
            Segment::Param(_) => None,
        });
        let things = literals.next().unwrap_or_else(|| things(&self.name.unraw().to_string()));
        let effect = if self.method.changes() { "Write" } else { "Read" };
        format!("{}{effect}", scopes::type_name(&things))
    }
}

/// `get_order` → `orders`
fn things(handler: &str) -> String {
    match handler.rsplit_once('_') {
        Some((_, thing)) if !thing.ends_with('s') => format!("{thing}s"),
        Some((_, things)) => things.to_owned(),
        None => handler.to_owned(),
    }
}

/// `written` are all arguments, `known` those whose word exists.
pub(crate) fn access(
    subject: &Subject<'_>,
    written: &[Argument],
    known: &[Argument],
    sink: &mut Sink,
) -> Option<Access> {
    let mut rules = known.iter().filter(|argument| is_access(argument));
    let Some(rule) = rules.next() else {
        if !written.iter().any(means_access) {
            no_access_rule(subject, sink);
        }
        return None;
    };
    for second in rules {
        two_access_rules(rule, second, sink);
        read(second, sink);
    }
    read(rule, sink)
}

fn is_access(argument: &Argument) -> bool {
    argument.key().is_some_and(|key| ACCESS.iter().any(|access| key == access))
}

/// An unknown word that was meant as the access rule is told already.
fn means_access(argument: &Argument) -> bool {
    argument.key().is_some_and(|key| {
        let word = key.to_string();
        ACCESS_ELSEWHERE.contains(&word.as_str()) || suggest::meant(&word, &ACCESS).is_some()
    })
}

fn no_access_rule(subject: &Subject<'_>, sink: &mut Sink) {
    let (name, scope) = (subject.name, subject.likely_scope());
    if subject.method == Method::Message {
        let what = format!("message `{name}` does not say who may say it");
        let why = "without a rule everybody could say it who may listen on the socket";
        let help = format!("add `scopes({scope})` or `authenticated(why = \"..\")`");
        sink.push(name, "ZT0101", what, why, help);
        return;
    }
    sink.push(
        name,
        "ZT0101",
        format!("endpoint `{name}` does not say who may call it"),
        "without a rule anyone who finds the URL could call it",
        format!("add `scopes({scope})`, `authenticated(why = \"..\")` or `public(why = \"..\")`"),
    );
}

fn two_access_rules(first: &Argument, second: &Argument, sink: &mut Sink) {
    let (Some(one), Some(other)) = (first.key(), second.key()) else { return };
    let same = one == "scopes" && other == "scopes";
    let help = match (first, second) {
        (Argument::Called { group: left, .. }, Argument::Called { group: right, .. }) if same => {
            let both = format!("{}, {}", shown(&left.stream()), shown(&right.stream()));
            format!(
                "write `scopes({both})` where both are needed, `scopes(any({both}))` where one is enough"
            )
        }
        _ if one == other => format!("drop one `{one}`"),
        _ => format!("drop `{one}`, or drop `{other}`"),
    };
    let what = if one == other {
        format!("the access rule `{one}` is given twice")
    } else {
        format!("two access rules, `{one}` and `{other}`")
    };
    sink.push(
        other,
        "ZT0102",
        what,
        "a reader would take the stricter one for the rule, a caller would find the weaker one",
        help,
    );
}

fn read(rule: &Argument, sink: &mut Sink) -> Option<Access> {
    let (word, group) = words::called(rule, keys::ENDPOINT, sink)?;
    let arguments = split(group.stream());
    match word.to_string().as_str() {
        "scopes" => {
            let clauses = scopes::clauses(word, group, sink)?;
            Some(Access::Scopes { word: word.span(), clauses })
        }
        "authenticated" => waiver::waiver(word, arguments, sink).map(Access::Authenticated),
        _ => public(word, arguments, sink),
    }
}

fn public(word: &Ident, arguments: Vec<Argument>, sink: &mut Sink) -> Option<Access> {
    match arguments.as_slice() {
        [Argument::Word(probe)] if probe == "probe" => Some(Access::Probe { word: probe.span() }),
        _ => waiver::waiver(word, arguments, sink).map(Access::Public),
    }
}

/// A public endpoint knows no caller: a rule about the caller's credential has nothing to look at.
/// ZT0135: a place is no caller.
pub(crate) fn network_without_caller(networks: &[Path], sink: &mut Sink) {
    let names: Vec<_> = networks.iter().map(shown).collect();
    let network = match names.as_slice() {
        [only] => format!("network({only})"),
        several => format!("network(any({}))", several.join(", ")),
    };
    let Some(first) = networks.first() else { return };
    sink.push(
        first,
        "ZT0135",
        format!("`{network}` is the only rule of a public endpoint"),
        "an address is no caller: whoever has a foothold in the network gets in, and nobody can say who it was",
        format!("say who may call: `scopes(OrdersRead), {network}`; or drop `network`"),
    );
}

pub(crate) fn credential_rule_without_caller(word: &str, at: Span, sink: &mut Sink) {
    sink.push(
        at,
        "ZT0126",
        format!("`{word}` on a public endpoint"),
        "a public endpoint asks for no credential, so the rule would never refuse anyone",
        format!("drop `{word}`, or say who may call: `scopes(OrdersRead)`"),
    );
}
