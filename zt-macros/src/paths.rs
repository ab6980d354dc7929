//! The only place that spells the runtime's name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::LitStr;

use crate::diag::Sink;

/// How generated code reaches the runtime: `::zt`, or what `crate = ".."` says.
#[derive(Clone)]
pub(crate) struct Runtime {
    root: TokenStream,
}

impl Default for Runtime {
    fn default() -> Self {
        Self { root: quote_spanned!(Span::mixed_site()=> ::zt) }
    }
}

impl Runtime {
    /// Reads the literal of `crate = "path::to::zt"`.
    pub(crate) fn named(path: &LitStr, sink: &mut Sink) -> Self {
        match path.parse_with(syn::Path::parse_mod_style) {
            Ok(named) => Self { root: named.into_token_stream() },
            Err(_) => {
                sink.push(
                    path,
                    "ZT0133",
                    format!("`{}` is no path to zt", path.value()),
                    "the generated code reaches the runtime by this path",
                    "write the name that your Cargo.toml gives to zt: `crate = \"my_zt\"`",
                );
                Self::default()
            }
        }
    }

    /// A public item of the runtime: `::zt::Scope`.
    pub(crate) fn public(&self, name: &str) -> TokenStream {
        item(&self.root, name, Span::mixed_site())
    }

    /// The same, underlined at the user's code when the compiler has something to say about it.
    pub(crate) fn public_at(&self, name: &str, at: Span) -> TokenStream {
        item(&self.root_at(at), name, at_user(at))
    }

    /// An item behind the door for generated code: `::zt::__private::Contract`.
    pub(crate) fn private(&self, name: &str) -> TokenStream {
        private_item(&self.root, name, Span::mixed_site())
    }

    /// The same, underlined at the user's code.
    pub(crate) fn private_at(&self, name: &str, at: Span) -> TokenStream {
        private_item(&self.root_at(at), name, at_user(at))
    }

    /// The root, shown elsewhere: a path is underlined from its first token on.
    fn root_at(&self, at: Span) -> TokenStream {
        let moved = self.root.clone().into_iter().map(|mut token| {
            token.set_span(token.span().located_at(at));
            token
        });
        moved.collect()
    }
}

fn item(root: &TokenStream, name: &str, at: Span) -> TokenStream {
    let name = Ident::new(name, at);
    quote_spanned!(at=> #root::#name)
}

fn private_item(root: &TokenStream, name: &str, at: Span) -> TokenStream {
    let door = Ident::new(if DEMANDS.contains(&name) { "demands" } else { "__private" }, at);
    let name = Ident::new(name, at);
    quote_spanned!(at=> #root::#door::#name)
}

/// What rustc may print when a demand isn't met stands under a name in words, not behind the door.
const DEMANDS: [&str; 28] = [
    "No",
    "OnlyTheGate",
    "Or",
    "argument",
    "input_field",
    "input_field_with",
    "message_argument",
    "message_own",
    "need_items",
    "need_left_out",
    "need_length",
    "need_proof",
    "need_range",
    "need_socket",
    "open_param",
    "own",
    "own_to_change",
    "own_to_read",
    "probe_argument",
    "respond",
    "respond_message",
    "respond_probe",
    "respond_stream",
    "show",
    "show_with",
    "tied_to_change",
    "tied_to_read",
    "within",
];

/// Generated code that is shown at the user's, yet keeps clear of the user's local names.
pub(crate) fn at_user(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn zt0133_a_renamed_runtime_needs_a_path() {
        let mut sink = Sink::new();
        let literal = LitStr::new("my_zt::inner", Span::call_site());
        let runtime = Runtime::named(&literal, &mut sink);
        assert_eq!(runtime.public("Scope").to_string(), "my_zt :: inner :: Scope");
        assert!(sink.is_empty());

        let runtime = Runtime::named(&LitStr::new("a b", Span::call_site()), &mut sink);
        assert_eq!(runtime.private("Cx").to_string(), ":: zt :: __private :: Cx");
        assert!(sink.texts().concat().contains("ZT0133"));
    }
}
