//! The doc comment is the reason.

use proc_macro2::Ident;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use crate::diag::Sink;

/// The doc comment as one line, or a mistake at the name.
pub(crate) fn reason(
    noun: &str,
    name: &Ident,
    attributes: &[Attribute],
    sink: &mut Sink,
) -> Option<String> {
    let reason = text(attributes);
    if reason.is_empty() {
        sink.push(
            name,
            "ZT0113",
            format!("{noun} `{name}` has no doc comment"),
            "the doc comment is printed as the reason why it exists; what nobody can explain, nobody will ever remove",
            format!("add a line above: `/// What {name} is for.`"),
        );
        return None;
    }
    Some(reason)
}

/// All doc lines up to the first blank one, joined.
pub(crate) fn text(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for line in attributes.iter().filter_map(doc_line) {
        lines.extend(line.lines().map(|line| line.trim().to_owned()));
    }
    let paragraph =
        lines.iter().skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    paragraph.cloned().collect::<Vec<_>>().join(" ")
}

/// The doc attributes alone.
pub(crate) fn lines(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect()
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(doc) = &attribute.meta else { return None };
    match &doc.value {
        Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) if doc.path.is_ident("doc") => {
            Some(line.value())
        }
        // `#[doc = include_str!("..")]` is expanded later than we are: it counts, its text can't be read.
        Expr::Macro(_) if doc.path.is_ident("doc") => {
            Some("(documented in a file of its own)".to_owned())
        }
        _ => None,
    }
}
