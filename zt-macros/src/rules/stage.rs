//! `stage = advanced`: the floor of a service.

use proc_macro2::{Ident, Span};
use zt_core::stage::Stage;

use super::words;
use crate::diag::Sink;
use crate::keys;
use crate::parse::arguments::Argument;
use crate::parse::shown::shown;
use crate::suggest;

/// The stage, and where it stands.
pub(crate) fn stage(argument: &Argument, sink: &mut Sink) -> Option<(Stage, Span)> {
    let Argument::Assigned { key, value } = argument else {
        words::wrong_shape(argument, keys::SERVICE, sink);
        return None;
    };
    let written = value.to_string();
    if let Some(stage) = Stage::parse(&written) {
        return Some((stage, words::value_span(value, key.span())));
    }
    let unquoted = written.trim_matches('"');
    let help = match Stage::parse(unquoted) {
        Some(stage) => format!("write `stage = {}`, without quotes", stage.as_str()),
        None => suggest::help(&unquoted.to_lowercase(), &Stage::ALL.map(Stage::as_str)),
    };
    sink.push(
        value,
        "ZT0953",
        format!("{} is no stage", quoted(&written)),
        "a floor that nobody knows holds nothing up",
        help,
    );
    None
}

/// Takes it out where it would hold nothing up: `place` is what it was written on.
pub(crate) fn without(written: Vec<Argument>, place: &str, sink: &mut Sink) -> Vec<Argument> {
    let is_stage = |rule: &Argument| rule.key().is_some_and(|key| key == "stage");
    let (stages, others): (Vec<_>, Vec<_>) = written.into_iter().partition(is_stage);
    for (key, rule) in stages.iter().filter_map(|rule| Some((rule.key()?, rule))) {
        elsewhere(key, rule, place, sink);
    }
    others
}

fn elsewhere(key: &Ident, rule: &Argument, place: &str, sink: &mut Sink) {
    sink.push(
        key,
        "ZT0954",
        format!("`stage` on {place}"),
        "a service is as safe as its weakest endpoint, so the floor is laid under all of them",
        format!(
            "drop it here, and write it at the service: `#[zt::service({}, endpoints(..))]`",
            shown(rule)
        ),
    );
}

fn quoted(written: &str) -> String {
    if written.starts_with('"') { written.to_owned() } else { format!("`{written}`") }
}
