//! Path parameters and arguments find each other by name.

use syn::LitStr;

use crate::diag::Sink;

/// Every parameter has its argument. `arguments` are names and the patterns that they stand in.
pub(crate) fn params(
    path: &LitStr,
    params: &[String],
    arguments: &[(String, proc_macro2::Span)],
    sink: &mut Sink,
) {
    for param in params {
        if arguments.iter().any(|(name, _)| name == param) {
            continue;
        }
        let silenced = arguments.iter().find(|(name, _)| name.strip_prefix('_') == Some(param));
        match silenced {
            Some((name, at)) => silenced_argument(param, name, *at, sink),
            None => no_argument(path, param, sink),
        }
    }
}

fn silenced_argument(param: &str, name: &str, at: proc_macro2::Span, sink: &mut Sink) {
    sink.push(
        at,
        "ZT0224",
        format!("argument `{name}` for the path parameter `{{{param}}}`"),
        "path parameters bind to arguments by name; under another name this one would be tied to nobody",
        format!("name it `{param}`"),
    );
}

fn no_argument(path: &LitStr, param: &str, sink: &mut Sink) {
    sink.push(
        path,
        "ZT0223",
        format!("path parameter `{{{param}}}` has no argument"),
        "an id that no argument ties to the caller is read by anyone who counts upwards",
        format!("take `{param}: &Authorized<{}, Read>`", type_name(param)),
    );
}

/// `order_line` → `OrderLine`.
pub(super) fn type_name(param: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    };
    param.split('_').map(capital).collect()
}
