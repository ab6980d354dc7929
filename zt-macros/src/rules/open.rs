//! `open(page, why = "..")`: a path parameter that is deliberately tied to nobody.

use proc_macro2::Ident;
use zt_core::grammar::Pattern;

use super::{waiver, words};
use crate::diag::Sink;
use crate::keys;
use crate::model::OpenParam;
use crate::parse::arguments::{Argument, split};

/// All `open(..)` of an endpoint. Without a readable pattern nothing is said about its names.
pub(crate) fn params(
    known: &[Argument],
    pattern: Option<&Pattern>,
    sink: &mut Sink,
) -> Option<Vec<OpenParam>> {
    let written: Vec<_> = words::all(known, "open").collect();
    let mut open: Vec<OpenParam> = Vec::new();
    for argument in &written {
        let Some((name, param)) = param(argument, sink) else { continue };
        let in_path =
            pattern.is_none_or(|pattern| pattern.params().any(|known| known == param.name));
        if !in_path {
            not_in_path(&name, pattern, sink);
        } else if open.iter().any(|earlier| earlier.name == param.name) {
            opened_twice(&name, sink);
        } else {
            open.push(param);
        }
    }
    (open.len() == written.len()).then_some(open)
}

fn param(argument: &Argument, sink: &mut Sink) -> Option<(Ident, OpenParam)> {
    let (word, group) = words::called(argument, keys::ENDPOINT, sink)?;
    let mut arguments = split(group.stream());
    let Some(Argument::Word(name)) = arguments.first().cloned() else {
        names_nothing(word, sink);
        return None;
    };
    arguments.remove(0);
    let before = format!("{name}, ");
    let waiver = waiver::waiver_after(word, &before, arguments, sink)?;
    let param = OpenParam { name: name.to_string(), waiver };
    Some((name, param))
}

const WHY: &str = "the waiver would open nothing, while its reader believes that something is open";

fn names_nothing(word: &Ident, sink: &mut Sink) {
    let help = "name the parameter first: `open(page, why = \"pages are the same for everyone\")`";
    sink.push(word, "ZT0117", "`open` names no path parameter", WHY, help);
}

fn not_in_path(name: &Ident, pattern: Option<&Pattern>, sink: &mut Sink) {
    let params: Vec<_> =
        pattern.into_iter().flat_map(Pattern::params).map(|it| it.to_owned()).collect();
    let params: Vec<&str> = params.iter().map(String::as_str).collect();
    let help = if params.is_empty() {
        format!("drop `open({name}, ..)`: the path has no parameters")
    } else {
        crate::suggest::help(&name.to_string(), &params)
    };
    sink.push(
        name,
        "ZT0117",
        format!("`open` names `{name}`, which is not in the path"),
        WHY,
        help,
    );
}

fn opened_twice(name: &Ident, sink: &mut Sink) {
    sink.push(
        name,
        "ZT0118",
        format!("`{name}` is opened twice"),
        "of two reasons nobody would know which one holds",
        format!("drop one `open({name}, ..)`"),
    );
}
