//! `fn main` that runs the user's async one.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::parse::function::Function;
use crate::paths::Runtime;

/// The function without `async`, its body handed to the runtime.
pub(crate) fn main(runtime: &Runtime, function: &Function) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let (name, output) = (&signature.ident, &signature.output);
    let run = runtime.private("run");
    quote_spanned! {Span::mixed_site()=>
        #(#attributes)*
        #visibility fn #name() #output {
            #run(async move #body)
        }
    }
}
