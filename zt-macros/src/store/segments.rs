//! `segment = Admin`, or `shared(Main, Admin, why = "..")`: whose store it is. One function, one rule, one code.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::Path;

use super::SEGMENT;
use super::model::Segments;
use crate::derive::vocabulary::Words;
use crate::diag::Sink;
use crate::parse::arguments::{Argument, split};
use crate::parse::shown::shown;
use crate::rules::any_of::none_twice;
use crate::rules::{segment, waiver};

/// `None` after a mistake.
pub(super) fn of(words: &Words, sink: &mut Sink) -> Option<Segments> {
    let said =
        words.find(SEGMENT.name).map(|argument| segment::segment(argument, &[SEGMENT], sink));
    let shared = words.key("shared").map(|word| shared(word, words, sink));
    match (said, shared) {
        (None, None) => Some(Segments::Main),
        (Some(one), None) => one.map(Segments::One),
        (None, Some(several)) => several,
        (Some(one), Some(_)) => {
            both(words, one.as_ref(), sink);
            None
        }
    }
}

/// ZT0944
fn both(words: &Words, one: Option<&Path>, sink: &mut Sink) {
    let Some(word) = words.key(SEGMENT.name) else { return };
    let one = one.map_or_else(|| "Admin".to_owned(), shown);
    sink.push(
        word,
        "ZT0944",
        "`segment` beside `shared`",
        "a store that is both one segment's own and shared is read by its reviewers as the first",
        format!("drop `segment = {one}`, or drop `shared` and keep the store for one segment"),
    );
}

/// Types first, then the reason.
fn shared(word: &Ident, words: &Words, sink: &mut Sink) -> Option<Segments> {
    let group = words.list("shared", sink)?;
    let (members, reason): (Vec<_>, Vec<_>) =
        split(group.stream()).into_iter().partition(is_member);
    let paths: Vec<_> = members.iter().filter_map(|member| path(member, sink)).collect();
    none_twice(&paths, sink);
    if members.len() < 2 {
        with_nobody(word, &members, sink);
    }
    let before: String = members.iter().map(|member| format!("{}, ", shown(member))).collect();
    let waiver = waiver::waiver_after(word, &before, reason, sink)?;
    (paths.len() == members.len() && paths.len() > 1).then_some(Segments::Shared(paths, waiver))
}

/// What stands without a key and isn't the reason: a type, or the text of one.
fn is_member(argument: &Argument) -> bool {
    match argument {
        Argument::Literal(literal) => !literal.to_string().contains(' '),
        Argument::Word(_) | Argument::Other(_) => true,
        Argument::Assigned { .. } | Argument::Called { .. } => false,
    }
}

fn path(member: &Argument, sink: &mut Sink) -> Option<Path> {
    if matches!(member, Argument::Literal(_)) {
        segment::as_text(member, "", sink);
        return None;
    }
    let path = syn::parse2(member.to_token_stream()).ok();
    if path.is_none() {
        sink.push(
            member,
            "ZT0942",
            format!("`{}` is no segment", shown(member)),
            "what isn't a segment has no endpoints that could share anything",
            "name the types that have #[derive(Segment)], and `Main`",
        );
    }
    path
}

/// ZT0943: shared by one, or by none.
fn with_nobody(word: &Ident, members: &[Argument], sink: &mut Sink) {
    let (what, help) = match members {
        [only] => (
            format!("`shared` names one segment, `{}`", shown(only)),
            format!(
                "write `segment = {}`, or name the segment that it is shared with",
                shown(only)
            ),
        ),
        _ => (
            "`shared` names no segment".to_owned(),
            "name them before the reason: `shared(Main, Admin, why = \"both read the catalogue\")`"
                .to_owned(),
        ),
    };
    let why = "a wall that is said to have a door, and leads nowhere, hides the doors that do";
    sink.push(word, "ZT0943", what, why, help);
}
