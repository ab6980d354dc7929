//! ZT2005: a policy that differs from build to build; ZT2006: an endpoint that some builds lack.

use proc_macro2::{Span, TokenTree};
use quote::ToTokens as _;
use syn::Item;

use super::{Unit, place, tokens};
use crate::finding::{CONDITIONAL_ENDPOINT, CONDITIONAL_POLICY, Finding};

pub(super) fn check(unit: &Unit) -> Vec<Finding> {
    let mut findings = policies(unit);
    findings.extend(endpoints(unit));
    findings
}

fn policies(unit: &Unit) -> Vec<Finding> {
    let mut found = Vec::new();
    for module in &unit.modules {
        for item in &module.items {
            let Item::Impl(block) = item else { continue };
            let decides = |name| {
                let of = super::stores::trait_of(block);
                of.is_some_and(|path| unit.names.is_zt(&module.path, path, name))
            };
            let name = if decides("Authorize") {
                "Authorize"
            } else if decides("Within") {
                "Within"
            } else {
                continue;
            };
            for (word, span) in conditions(block) {
                let what = format!("`{word}` in an `impl {name}`");
                let mend = "decide by what the caller holds: `caller.holds::<Support>()`";
                found.push(CONDITIONAL_POLICY.at(place(module, span), what, mend));
            }
        }
    }
    found
}

/// `#[cfg(..)]`, `cfg_attr`, `cfg!`, `option_env!`, `env!`: whatever makes one build differ from another.
fn conditions(block: &syn::ItemImpl) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut last: Option<(String, Span)> = None;
    tokens::walk(block.to_token_stream(), &mut |token, before| {
        match token {
            TokenTree::Punct(it) if it.as_char() == '!' => found.extend(
                last.take()
                    .filter(|(word, _)| ["cfg", "option_env", "env"].contains(&word.as_str())),
            ),
            TokenTree::Ident(it) if before.is_empty() && (it == "cfg" || it == "cfg_attr") => {
                found.push((it.to_string(), it.span()));
            }
            _ => {}
        }
        last = match token {
            TokenTree::Ident(it) => Some((it.to_string(), it.span())),
            _ => None,
        };
    });
    found
}

fn endpoints(unit: &Unit) -> Vec<Finding> {
    let hidden = unit.annotations.endpoints.iter().filter(|it| it.conditional);
    hidden
        .map(|endpoint| {
            let what = format!("the endpoint `{}` is in some builds only", endpoint.name);
            let mend = "drop the `cfg`, and leave the endpoint out of a service of its own: `#[zt::service(endpoints(..))]`";
            CONDITIONAL_ENDPOINT.at(endpoint.place.clone(), what, mend)
        })
        .collect()
}
