//! Texts that stand in the source as they are.

use syn::{Expr, Lit};

pub(super) fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Paren(it) => text(&it.expr),
        Expr::Reference(it) => text(&it.expr),
        _ => None,
    }
}
