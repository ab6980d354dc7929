//! `segment = Admin`: the isolated part of a service that something belongs to. One, and a type.

use quote::ToTokens as _;
use syn::Path;

use super::{scopes, words};
use crate::diag::Sink;
use crate::keys::Key;
use crate::parse::arguments::{Argument, split};

/// Reads the word; `keys` are the words of the annotation.
pub(crate) fn segment(argument: &Argument, keys: &[Key], sink: &mut Sink) -> Option<Path> {
    let Argument::Assigned { value, .. } = argument else {
        words::wrong_shape(argument, keys, sink);
        return None;
    };
    match split(value.clone()).as_slice() {
        [Argument::Literal(literal)] => {
            as_text(&Argument::Literal(literal.clone()), "segment = ", sink);
            None
        }
        _ => syn::parse2(value.clone()).ok().or_else(|| {
            words::wrong_shape(argument, keys, sink);
            None
        }),
    }
}

/// ZT0942: a text where a type is meant. `before` is what stands before the type.
pub(crate) fn as_text(argument: &Argument, before: &str, sink: &mut Sink) {
    let text = argument.to_token_stream().to_string();
    let name = scopes::named_after(&text).unwrap_or_else(|| "Admin".to_owned());
    sink.push(
        argument,
        "ZT0942",
        format!("{text} is no segment that is declared"),
        "a name with a typo in it would compile, and be a part of the service that nobody set apart",
        format!("name the type that has #[derive(Segment)]: `{before}{name}`"),
    );
}
