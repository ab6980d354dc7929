//! One function, one rule, one code.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, Type};

use super::model::{Draft, Policy, Tenancy};
use crate::derive::item;
use crate::derive::vocabulary::{CRATE, Vocabulary, Words};
use crate::diag::Sink;
use crate::keys::Key;
use crate::parse::arguments::split;
use crate::parse::shown::shown;
use crate::paths::Runtime;
use crate::suggest;

static WORDS: Vocabulary = Vocabulary {
    attribute: "resource",
    words: &[
        Key { name: "id", example: "id = OrderId" },
        Key { name: "store", example: "store = Orders" },
        Key { name: "load", example: "load = Orders::find" },
        Key { name: "tenancy", example: "tenancy = single" },
        Key { name: "owner", example: "owner = buyer" },
        Key { name: "owner_may", example: "owner_may(Read)" },
        CRATE,
    ],
    literals: false,
};

const NEEDED: [&str; 4] = ["id", "store", "load", "tenancy"];

pub(super) fn read(item: &DeriveInput, sink: &mut Sink) -> Draft {
    let help = format!("drop `{}`: an id names one row of one type", item::parameters(item));
    let what = format!("the resource `{}` has type parameters", item.ident);
    let why = "a proof of one of its types would open the others";
    item::refuse_generics(&item.generics, ("ZT0419", what, why, &help), sink);
    let fields = named_fields(item, sink);
    let words = Words::read(&item.attrs, &WORDS, sink);
    let words = words.unwrap_or_else(|| Words::none(&WORDS, item.ident.span()));
    need_words(item, &words, sink);
    Draft {
        runtime: runtime(&words, sink),
        id: words.value("id", sink),
        store: words.value("store", sink),
        load: words.value("load", sink),
        tenancy: tenancy(item, &words, &fields, sink),
        policy: policy(item, &words, &fields, sink),
    }
}

fn runtime(words: &Words, sink: &mut Sink) -> Runtime {
    words.runtime(sink)
}

/// ZT0418
fn named_fields(item: &DeriveInput, sink: &mut Sink) -> Option<Vec<Ident>> {
    if let Data::Struct(data) = &item.data
        && let Fields::Named(fields) = &data.fields
    {
        return Some(fields.named.iter().filter_map(|field| field.ident.clone()).collect());
    }
    sink.push(
        &item.ident,
        "ZT0418",
        format!("the resource `{}` is no struct with named fields", item.ident),
        "owner and tenant are found by the names of fields; without names nobody owns it",
        format!("pub struct {} {{ id: OrderId, buyer: Subject }}", item.ident),
    );
    None
}

/// ZT0411: all that is missing in one error, with the words to paste.
fn need_words(item: &DeriveInput, words: &Words, sink: &mut Sink) {
    let missing: Vec<_> = NEEDED.into_iter().filter(|name| words.lacks(name)).collect();
    if missing.is_empty() {
        return;
    }
    let shown: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
    let paste: Vec<_> = missing.iter().map(|name| example(name, &item.ident)).collect();
    let paste = paste.join(", ");
    let whole = missing.len() == NEEDED.len();
    let help = if whole { format!("#[resource({paste})]") } else { format!("add `{paste}`") };
    sink.push(
        words.at,
        "ZT0411",
        format!("the resource `{}` does not say its {}", item.ident, shown.join(", ")),
        "the gate loads the object and compares its tenant before a handler runs; it can't guess how",
        help,
    );
}

fn example(word: &str, resource: &Ident) -> String {
    match word {
        "id" => format!("id = {resource}Id"),
        "store" => format!("store = {resource}s"),
        "load" => format!("load = {resource}s::find"),
        _ => "tenancy = single".to_owned(),
    }
}

fn tenancy(
    item: &DeriveInput,
    words: &Words,
    fields: &Option<Vec<Ident>>,
    sink: &mut Sink,
) -> Option<Tenancy> {
    let named: Ident = words.value("tenancy", sink)?;
    if named != "single" {
        return field(item, named, fields, &["single"], sink).map(Tenancy::Field);
    }
    if fields.iter().flatten().any(|field| field == "single") {
        sink.push(
            &named,
            "ZT0414",
            format!("`single` is a field of `{}` and the word for no tenants", item.ident),
            "one reader sees a tenant compared where the other knows that none is",
            "give the field another name, and put it here: `tenancy = tenant`",
        );
        return None;
    }
    Some(Tenancy::Single)
}

/// ZT0414
fn field(
    item: &DeriveInput,
    named: Ident,
    fields: &Option<Vec<Ident>>,
    others: &[&str],
    sink: &mut Sink,
) -> Option<Ident> {
    // What is no struct with named fields has been told already.
    let fields = fields.as_ref()?;
    if fields.contains(&named) {
        return Some(named);
    }
    let known: Vec<_> = fields.iter().map(ToString::to_string).collect();
    let known: Vec<_> = others.iter().copied().chain(known.iter().map(String::as_str)).collect();
    sink.push(
        &named,
        "ZT0414",
        format!("`{}` has no field `{named}`", item.ident),
        "a caller is compared with this field; with none to compare, nobody would be refused",
        suggest::help(&named.to_string(), &known),
    );
    None
}

/// ZT0412 and ZT0413: an owner and what the owner may do go together.
fn policy(
    item: &DeriveInput,
    words: &Words,
    fields: &Option<Vec<Ident>>,
    sink: &mut Sink,
) -> Policy {
    let owner: Option<Ident> = words.value("owner", sink);
    let owner = owner.and_then(|owner| field(item, owner, fields, &[], sink));
    let may = actions(words, sink);
    if let Some(key) = words.key("owner_may").filter(|_| words.lacks("owner")) {
        let what = format!("`owner_may` of `{}` without `owner`", item.ident);
        let why = "with nobody to compare the caller with, everybody would be the owner";
        let help = format!("name the field that holds the owner: `owner = {}`", likely_owner(item));
        sink.push(key, "ZT0412", what, why, help);
    }
    if let Some(key) = words.key("owner").filter(|_| words.lacks("owner_may")) {
        let what = format!("`owner` of `{}` without `owner_may`", item.ident);
        let why = "an owner who may do nothing is compared with nobody: the word does nothing";
        sink.push(key, "ZT0413", what, why, "say what the owner may do: `owner_may(Read)`");
    }
    match owner.zip(may) {
        Some((field, may)) => Policy::Owner { field, may },
        None => Policy::Elsewhere,
    }
}

/// The field that holds a subject.
fn likely_owner(item: &DeriveInput) -> String {
    let Data::Struct(data) = &item.data else { return "owner".to_owned() };
    let subject = data.fields.iter().find(|field| match &field.ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Subject"),
        _ => false,
    });
    let name = subject.and_then(|field| field.ident.as_ref());
    name.map_or_else(|| "owner".to_owned(), ToString::to_string)
}

/// ZT0415: each action once.
fn actions(words: &Words, sink: &mut Sink) -> Option<Vec<Type>> {
    let group = words.list("owner_may", sink)?;
    let arguments = split(group.stream());
    let actions: Vec<_> = arguments
        .iter()
        .filter_map(|argument| syn::parse2::<Type>(argument.to_token_stream()).ok())
        .collect();
    if arguments.is_empty() || actions.len() < arguments.len() {
        words.find("owner_may").into_iter().for_each(|word| words.wrong_shape(word, sink));
    }
    let mut seen = BTreeSet::new();
    for action in &actions {
        let name = action.to_token_stream().to_string();
        if !seen.insert(name) {
            let what = format!("the owner may `{}` twice", shown(action));
            let why = "of two equal words one was meant to be another: an action stays undecided";
            let help = format!("drop one `{}`, or name the action that was meant", shown(action));
            sink.push(action, "ZT0415", what, why, help);
        }
    }
    Some(actions)
}
