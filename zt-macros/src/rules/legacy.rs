//! `legacy("/old", why = "..", owner = "..", until = "..")`: what an application beside the service still answers.

use proc_macro2::Ident;
use syn::LitStr;
use zt_core::grammar::shape::reaches_into;
use zt_core::grammar::{PatternFault, Prefix};

use super::{path, waiver, words};
use crate::diag::Sink;
use crate::keys;
use crate::model::{Kind, LegacyPath};
use crate::parse::arguments::{Argument, split};

/// Takes `legacy` out of a group, whose list is no place for what isn't guarded.
pub(super) fn on_services_only(
    kind: Kind,
    written: Vec<Argument>,
    sink: &mut Sink,
) -> Vec<Argument> {
    if kind == Kind::Service {
        return written;
    }
    let is_legacy = |it: &Argument| it.key().is_some_and(|key| key == "legacy");
    let (legacy, others): (Vec<_>, Vec<_>) = written.into_iter().partition(is_legacy);
    for (word, rule) in legacy.iter().filter_map(|rule| Some((rule.key()?, rule))) {
        let path = match rule {
            Argument::Called { group, .. } => path::take(&mut split(group.stream())),
            _ => None,
        };
        let path = path.map_or_else(|| "/old".to_owned(), |path| path.value());
        sink.push(
            word,
            "ZT0925",
            "`legacy` on a group",
            "what the old application still answers is no part of a group, and has to be seen where all is listed",
            format!("write it on the service, with the whole path: `#[zt::service(legacy({path:?}, ..), ..)]`"),
        );
    }
    others
}

/// All `legacy(..)` of a service; `None` after a mistake.
pub(super) fn paths(known: &[Argument], sink: &mut Sink) -> Option<Vec<LegacyPath>> {
    let written: Vec<_> = words::all(known, "legacy").collect();
    let mut paths: Vec<LegacyPath> = Vec::new();
    for argument in &written {
        let Some(legacy) = one(argument, sink) else { continue };
        match paths.iter().find(|earlier| is_within(&earlier.path, &legacy.path)) {
            Some(earlier) => within(earlier, &legacy, sink),
            None => paths.push(legacy),
        }
    }
    (paths.len() == written.len()).then_some(paths)
}

fn one(argument: &Argument, sink: &mut Sink) -> Option<LegacyPath> {
    let (word, group) = words::called(argument, keys::SERVICE, sink)?;
    let mut arguments = split(group.stream());
    let Some(literal) = path::take(&mut arguments) else {
        names_nothing(word, sink);
        return None;
    };
    let path = prefix(&literal, sink);
    let waiver = waiver::waiver(word, arguments, sink)?;
    let (Some(owner), Some(until)) = (waiver.owner.clone(), waiver.until) else {
        unlimited(word, &literal, &waiver, sink);
        return None;
    };
    Some(LegacyPath { path: path?, at: literal.span(), why: waiver.why, owner, until })
}

fn names_nothing(word: &Ident, sink: &mut Sink) {
    sink.push(
        word,
        "ZT0920",
        "`legacy` names no path",
        "whatever isn't named is refused, so a waiver for nothing only looks as if something still worked",
        format!("name the path first: `{}`", keys::LEGACY_EXAMPLE),
    );
}

fn prefix(literal: &LitStr, sink: &mut Sink) -> Option<String> {
    let text = literal.value();
    let fault = match Prefix::parse(&text) {
        Ok(prefix) => return Some(prefix.as_str().to_owned()),
        Err(fault) => fault,
    };
    let (what, help) = match &fault {
        PatternFault::RootPrefix => (
            "the legacy path is `/`, which is everything".to_owned(),
            "name what isn't moved yet, one `legacy(..)` for each: `legacy(\"/old\", ..)`"
                .to_owned(),
        ),
        PatternFault::ParamInPrefix { name } => (
            format!("the legacy path has the parameter `{{{name}}}`"),
            format!("write what stands before it, {:?}: all below it is legacy too", before(&text)),
        ),
        fault => (fault.to_string(), fault.help_for(&text)),
    };
    let why =
        "what goes round the gate is exactly what is written here, and everything else is refused";
    sink.push(literal, "ZT0921", what, why, help);
    None
}

/// The literal segments before the first parameter.
fn before(path: &str) -> &str {
    let literal = path.split('{').next().unwrap_or_default().trim_end_matches('/');
    if literal.is_empty() { "/old" } else { literal }
}

fn unlimited(word: &Ident, literal: &LitStr, waiver: &crate::model::Waiver, sink: &mut Sink) {
    let owner = waiver.owner.as_deref().unwrap_or("team-shop");
    let until = waiver.until.map_or_else(|| "2027-06-30".to_owned(), |until| until.to_string());
    let missing = match (&waiver.owner, &waiver.until) {
        (None, None) => "has neither `owner` nor `until`",
        (None, Some(_)) => "has no `owner`",
        _ => "has no `until`",
    };
    sink.push(
        word,
        "ZT0922",
        format!("`legacy({:?}, ..)` {missing}", literal.value()),
        "a path without any rule stays for ever, unless somebody has to move it and there is a day for it",
        format!(
            "write `legacy({:?}, why = {:?}, owner = {owner:?}, until = {until:?})`",
            literal.value(),
            waiver.why
        ),
    );
}

/// Whether one of them lies in the other.
fn is_within(one: &str, other: &str) -> bool {
    reaches_into(one, "", other) || reaches_into(other, "", one)
}

/// The one to drop is underlined.
fn within(earlier: &LegacyPath, later: &LegacyPath, sink: &mut Sink) {
    let is_earlier_inner = earlier.path.len() > later.path.len();
    let (inner, outer) = if is_earlier_inner { (earlier, later) } else { (later, earlier) };
    let what = match inner.path == outer.path {
        true => format!("the legacy path `{}` is given twice", inner.path),
        false => format!("the legacy path `{}` lies within `{}`", inner.path, outer.path),
    };
    sink.push(
        inner.at,
        "ZT0923",
        what,
        "of two waivers for one request, nobody would know whose day and owner count",
        format!("drop `legacy({:?}, ..)`: it is a part of the other one", inner.path),
    );
}
