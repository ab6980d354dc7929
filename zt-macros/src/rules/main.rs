//! `#[zt::main]`.

use proc_macro2::TokenStream;

use super::words;
use crate::diag::Sink;
use crate::keys;
use crate::parse::arguments::split;
use crate::parse::function::Function;
use crate::paths::Runtime;

/// Checks the annotation and the head of the function.
pub(crate) fn main(rules: TokenStream, function: &Function, sink: &mut Sink) -> Runtime {
    let known = words::known(split(rules), keys::MAIN, &[], sink);
    asynchronous(function, sink);
    alone(function, sink);
    words::runtime(&known, keys::MAIN, sink)
}

fn asynchronous(function: &Function, sink: &mut Sink) {
    let signature = &function.signature;
    if signature.asyncness.is_none() {
        sink.push(
            signature.fn_token.span,
            "ZT0913",
            format!("`{}` is not async", signature.ident),
            "serving waits for requests, which only async code can",
            "write `async fn main() -> zt::Result<()>`",
        );
    }
}

fn alone(function: &Function, sink: &mut Sink) {
    let signature = &function.signature;
    let why = "the operating system calls it, and hands it nothing";
    let help = "write `async fn main() -> zt::Result<()>`, or drop `#[zt::main]`";
    if signature.ident != "main" {
        let what = format!("`{}` is not the program's `main`", signature.ident);
        sink.push(&signature.ident, "ZT0914", what, why, help);
    }
    for argument in &signature.inputs {
        sink.push(argument, "ZT0914", "`main` takes no arguments", why, help);
    }
    for parameter in &signature.generics.params {
        sink.push(parameter, "ZT0914", "`main` can't be generic", why, help);
    }
}
