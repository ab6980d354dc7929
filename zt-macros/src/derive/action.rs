//! `derive(Action)`: a unit struct, `#[action(writes)]`, and a doc comment.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use super::effect::{Effect, READS, WRITES};
use super::item;
use super::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::paths::Runtime;
use crate::rules::doc;

static WORDS: Vocabulary =
    Vocabulary { attribute: "action", words: &[READS, WRITES, CRATE], literals: false };

struct Action {
    effect: Effect,
    reason: String,
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match item::parse(input) {
        Ok(item) => told(&item, Sink::new()),
        Err(error) => error,
    }
}

fn told(item: &DeriveInput, mut sink: Sink) -> TokenStream {
    let (runtime, action) = read(item, &mut sink);
    let Some(action) = action.filter(|_| sink.is_empty()) else {
        let (errors, stub) = (sink.finish(), stub(&item::for_stub(item), &runtime));
        return mixed!(#errors #stub);
    };
    let (information, marker) =
        (inform(item, &runtime, &action), mark(item, &runtime, action.effect));
    mixed!(#information #marker)
}

fn read(item: &DeriveInput, sink: &mut Sink) -> (Runtime, Option<Action>) {
    item::need_unit_struct(item, "action", sink);
    item::refuse_parameters(item, "action", sink);
    let reason = doc::reason("action", &item.ident, &item.attrs, sink).unwrap_or_default();
    let Some(words) = Words::read(&item.attrs, &WORDS, sink) else {
        let what = format!("the action `{}` does not say whether it writes", item.ident);
        let why = "an endpoint that only asks could change something, if zt had to guess";
        let help = "write `#[action(writes)]` if it changes anything, otherwise `#[action(reads)]`";
        sink.push(&item.ident, "ZT0311", what, why, help);
        return (Runtime::default(), None);
    };
    let effect = Effect::read(&words, "action", &item.ident.to_string(), sink);
    (words.runtime(sink), effect.map(|effect| Action { effect, reason }))
}

fn inform(item: &DeriveInput, runtime: &Runtime, action: &Action) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let (self_type, name) = (item::self_type(item), item.ident.to_string());
    let Action { effect, reason } = action;
    let effect = effect.expand(runtime);
    let (action, info) = (runtime.public("Action"), runtime.private("ActionInfo"));
    mixed! {
        impl #generics #action for #self_type #clause {
            const INFO: #info = #info { name: #name, effect: #effect, reason: #reason };
        }
    }
}

fn mark(item: &DeriveInput, runtime: &Runtime, effect: Effect) -> TokenStream {
    let (generics, _, clause) = item.generics.split_for_impl();
    let self_type = item::self_type(item);
    let marker = match effect {
        Effect::Reads => runtime.public("ReadingAction"),
        Effect::Writes => runtime.public("WritingAction"),
    };
    mixed!(impl #generics #marker for #self_type #clause {})
}

/// After an error it reads and writes, so that no endpoint complains a second time.
fn stub(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    let action = Action { effect: Effect::Writes, reason: String::new() };
    let information = inform(item, runtime, &action);
    let reads = mark(item, runtime, Effect::Reads);
    let writes = mark(item, runtime, Effect::Writes);
    mixed!(#information #reads #writes)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::derive::testing::says;

    #[test]
    fn an_action_has_one_marker() {
        let tokens = super::expand(quote!(
            #[doc = "x"]
            #[action(writes)]
            pub struct Cancel;
        ));
        let text = tokens.to_string();
        assert!(
            text.contains("WritingAction for Cancel") && !text.contains("ReadingAction"),
            "{text}"
        );
        let tokens = super::expand(quote!(
            #[doc = "x"]
            #[action(reads)]
            pub struct Look;
        ));
        assert!(!tokens.to_string().contains("WritingAction"), "{tokens}");
    }

    #[test]
    fn zt0311_an_action_without_attribute() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                struct Cancel;
            ),
            "ZT0311",
        );
    }

    #[test]
    fn zt0314_neither_or_both_effects() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[action()]
                struct Cancel;
            ),
            "ZT0314",
        );
        let both = quote!(
            #[doc = "x"]
            #[action(reads, writes)]
            struct Cancel;
        );
        says(super::expand, both, "ZT0314");
    }

    #[test]
    fn zt0113_an_action_without_reason() {
        says(
            super::expand,
            quote!(
                #[action(writes)]
                struct Cancel;
            ),
            "ZT0113",
        );
    }

    #[test]
    fn zt0316_an_action_with_data() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[action(writes)]
                struct Cancel(u8);
            ),
            "ZT0316",
        );
    }

    #[test]
    fn zt0317_an_action_with_parameters() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[action(writes)]
                struct Cancel<'a>;
            ),
            "ZT0317",
        );
    }

    #[test]
    fn zt0112_an_unknown_word() {
        says(
            super::expand,
            quote!(
                #[doc = "x"]
                #[action(write)]
                struct Cancel;
            ),
            "ZT0112",
        );
    }

    #[test]
    fn zt0112_a_name_has_no_place_in_an_action() {
        let item = quote!(
            #[doc = "x"]
            #[action("cancel", writes)]
            struct Cancel;
        );
        says(super::expand, item, "ZT0112");
    }
}
