//! The path: a string literal, first of all arguments.

use quote::ToTokens;
use syn::LitStr;
use zt_core::contract::Method;
use zt_core::grammar::Pattern;

use crate::diag::{Sink, Underline};
use crate::parse::arguments::{Argument, string_of};
use crate::parse::shown::shown;

/// Takes the path off the front of the arguments.
pub(crate) fn take(arguments: &mut Vec<Argument>) -> Option<LitStr> {
    let Some(Argument::Literal(literal)) = arguments.first() else { return None };
    let path = string_of(literal)?;
    arguments.remove(0);
    Some(path)
}

/// The endpoint's pattern.
pub(crate) fn pattern(
    method: Method,
    path: Option<&LitStr>,
    arguments: &mut Vec<Argument>,
    sink: &mut Sink,
) -> Option<Pattern> {
    let Some(path) = path else {
        no_path(method, arguments, sink);
        return None;
    };
    match Pattern::parse(&path.value()) {
        Ok(pattern) => Some(pattern),
        Err(fault) => {
            let why = "a path that can be read in two ways is guarded in one of them only";
            sink.push(path, "ZT0114", fault.to_string(), why, fault.help_for(&path.value()));
            None
        }
    }
}

/// A path that stands elsewhere, or isn't a string, is taken out of the arguments: it is told here and nowhere else.
fn no_path(method: Method, arguments: &mut Vec<Argument>, sink: &mut Sink) {
    let word = method.as_str().to_ascii_lowercase();
    let why = "the rule hangs on the handler, and the handler on its path: without one it answers nothing";
    let stray = arguments.iter().position(|argument| argument.key().is_none());
    let stray = stray.map(|at| arguments.remove(at));
    let rules: Vec<_> = arguments.iter().map(|rule| format!(", {}", shown(rule))).collect();
    let path = stray.as_ref().and_then(stray_path).unwrap_or_else(|| "/orders".to_owned());
    let help = format!("#[zt::{word}(\"{path}\"{})]", rules.concat());
    match stray {
        Some(stray) => {
            let shown = stray.to_token_stream().to_string();
            let what = match stray_path(&stray) {
                Some(_) => format!("the path `{shown}` does not come first"),
                None => format!("`{shown}` stands where the path belongs"),
            };
            sink.push(&stray, "ZT0115", what, why, help);
        }
        None => {
            let under = arguments.first().map(Underline::from);
            let under = under.unwrap_or_else(|| proc_macro2::Span::call_site().into());
            sink.push(under, "ZT0115", format!("`{word}` has no path"), why, help);
        }
    }
}

/// A path in the wrong place.
fn stray_path(stray: &Argument) -> Option<String> {
    let Argument::Literal(literal) = stray else { return None };
    let path = string_of(literal)?.value();
    Pattern::parse(&path).is_ok().then_some(path)
}
