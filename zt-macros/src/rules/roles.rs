//! `roles(Support, Admin)` of a service, and where there is no such rule.

use quote::ToTokens as _;
use syn::Path;

use super::{scopes, words};
use crate::diag::Sink;
use crate::keys;
use crate::parse::arguments::{Argument, split};
use crate::parse::shown::shown;

const ROLES: &str = "roles";

/// The roles that a service lists, none where it says nothing of them; `None` after a mistake.
pub(crate) fn listed(known: &[Argument], sink: &mut Sink) -> Option<Vec<Path>> {
    let Some(argument) = words::first(known, ROLES) else { return Some(Vec::new()) };
    let (word, group) = words::called(argument, keys::SERVICE, sink)?;
    let arguments = split(group.stream());
    if arguments.is_empty() {
        words::says_nothing(word, keys::SERVICE, sink);
    }
    let paths: Vec<_> = arguments.iter().filter_map(|argument| role(argument, sink)).collect();
    none_twice(&paths, sink);
    (!paths.is_empty() && paths.len() == arguments.len()).then_some(paths)
}

/// ZT0335
fn role(argument: &Argument, sink: &mut Sink) -> Option<Path> {
    let path = syn::parse2::<Path>(argument.to_token_stream()).ok();
    if path.is_none() {
        let name = match argument {
            Argument::Literal(text) => scopes::type_name(&text.to_string()),
            _ => "Support".to_owned(),
        };
        let what = format!("`{}` is no role's type", shown(argument));
        let why = "a role's name with a typo in it would compile, and grant nobody anything";
        let help = format!("name the type that has #[derive(Role)]: `roles({name})`");
        sink.push(argument, "ZT0335", what, why, help);
    }
    path
}

/// ZT0334
fn none_twice(paths: &[Path], sink: &mut Sink) {
    let mut seen = Vec::new();
    for path in paths {
        let name = shown(path);
        if seen.contains(&name) {
            let what = format!("the role `{name}` is listed twice");
            let why =
                "the second one changes nothing: perhaps another role was meant, and isn't known";
            let help = format!("drop one `{name}`, or name the role that you mean");
            sink.push(path, "ZT0334", what, why, help);
        }
        seen.push(name);
    }
}

/// ZT0336: endpoints ask for scopes, and a role is what tokens of the whole service may carry.
pub(crate) fn refused(written: Vec<Argument>, on: &str, sink: &mut Sink) -> Vec<Argument> {
    let is_roles = |argument: &Argument| argument.key().is_some_and(|key| key == ROLES);
    let (roles, others): (Vec<_>, Vec<_>) = written.into_iter().partition(is_roles);
    for word in roles.iter().filter_map(Argument::key) {
        let help = if on == "endpoint" {
            "write `scopes(OrdersRead)` here, and let the role grant it: `grants(OrdersRead)`"
        } else {
            "drop `roles` here, and list them at the service: `roles(Support)`"
        };
        let why = "who may do what would stand in two places: an endpoint asks for scopes, and a role says which it grants";
        sink.push(word, "ZT0336", format!("`roles` on {}", with_article(on)), why, help);
    }
    others
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with('e') { "an" } else { "a" };
    format!("{article} {noun}")
}
