//! One function, one rule, one code.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned as _;
use syn::{Data, DataEnum, DeriveInput, Field, Fields, FieldsNamed, Ident, Type};

use super::model::{Draft, Of, Shape, Shown};
use crate::derive::item;
use crate::derive::vocabulary::{CRATE, Vocabulary, Words};
use crate::derive::wire::{self, Codes, Name, RENAME};
use crate::derive::with::{self, WITH};
use crate::diag::Sink;
use crate::keys::Key;
use crate::paths::Runtime;

const OF: Key = Key { name: "of", example: "of = Order" };
const PLAIN: Key = Key { name: "plain", example: "plain" };
const NEVER: Key = Key { name: "never", example: "never" };

static VIEW: Vocabulary =
    Vocabulary { attribute: "disclose", words: &[OF, PLAIN, WITH, CRATE], literals: false };
static FIELD: Vocabulary =
    Vocabulary { attribute: "disclose", words: &[NEVER, WITH, RENAME], literals: false };
static VARIANT: Vocabulary =
    Vocabulary { attribute: "disclose", words: &[RENAME, WITH], literals: false };

const NO_FIELD: (&str, &str) = ("ZT0623", "disclose");

const CODES: Codes = Codes { unfit: "ZT0620", doubled: "ZT0615" };

pub(super) fn read(item: &DeriveInput, sink: &mut Sink) -> Draft {
    refuse_generics(item, sink);
    refuse_serde(&item.attrs, sink);
    let is_resource = refuse_resource(item, sink);
    let words = Words::read(&item.attrs, &VIEW, sink);
    with::refuse(words.as_ref(), NO_FIELD, sink);
    let runtime = words.as_ref().map_or_else(Runtime::default, |words| words.runtime(sink));
    let words = words.unwrap_or_else(|| Words::none(&VIEW, item.ident.span()));
    let of = of(item, &words, is_resource, sink);
    let shape = shape(item, &of, sink);
    Draft { runtime, is_resource, of, shape }
}

/// ZT0616
fn refuse_generics(item: &DeriveInput, sink: &mut Sink) {
    let what = format!("the view `{}` has parameters", item.ident);
    let why = "whatever is put in for a parameter goes out, listed by nobody";
    let help = item::without_parameters(item);
    item::refuse_generics(&item.generics, ("ZT0616", what, why, &help), sink);
}

/// ZT0618
fn refuse_serde(attributes: &[syn::Attribute], sink: &mut Sink) {
    let why = "zt writes views itself: a field that serde was told to skip would go out";
    let help = "write `#[disclose(never)]` or `#[disclose(rename = \"..\")]` instead";
    item::refuse_serde(attributes, ("ZT0618", why, help), sink);
}

/// ZT0619
fn refuse_resource(item: &DeriveInput, sink: &mut Sink) -> bool {
    let resource = item.attrs.iter().find(|it| it.path().is_ident("resource"));
    if resource.is_some() {
        let at = item.attrs.iter().find(|it| it.path().is_ident("disclose"));
        let what = format!("`{}` is a resource and a view at once", item.ident);
        let why = "a resource that goes out whole takes every field with it that is ever added";
        let written = at.map_or_else(|| "#[disclose(..)]".to_owned(), crate::parse::shown::shown);
        let help = format!(
            "drop `Disclose` and `{written}`, and write `#[derive(Disclose)] #[disclose(of = {0})] pub struct {0}View {{ .. }}`",
            item.ident
        );
        match at {
            Some(attribute) => sink.push(attribute.path(), "ZT0619", what, why, help),
            None => sink.push(&item.ident, "ZT0619", what, why, help),
        }
    }
    resource.is_some()
}

/// ZT0611 and ZT0612
fn of(item: &DeriveInput, words: &Words, is_resource: bool, sink: &mut Sink) -> Option<Of> {
    let plain = words.flag(PLAIN.name, sink);
    let of: Option<Type> = words.value(OF.name, sink);
    match (of, plain) {
        (Some(of), false) => Some(Of::Resource(Box::new(of))),
        (None, true) => Some(Of::Plain),
        (Some(of), true) => {
            let both = words.key(PLAIN.name).map(ToTokens::to_token_stream).unwrap_or_default();
            let what =
                format!("the view `{}` is said to be `of` a resource and `plain`", item.ident);
            let why = "a plain view goes out without evidence that the caller may see the resource";
            sink.push(
                &both,
                "ZT0612",
                what,
                why,
                "drop `plain` if it shows the resource, else drop `of`",
            );
            Some(Of::Resource(Box::new(of)))
        }
        (None, false) => {
            if !is_resource && words.lacks(OF.name) && words.lacks(PLAIN.name) {
                let what = format!("the view `{}` does not say what it shows", item.ident);
                let why =
                    "a view of a resource goes out only with the proof that the caller may see it";
                let name = item.ident.to_string();
                let of = name.strip_suffix("View").filter(|it| !it.is_empty()).unwrap_or("Order");
                let help = format!(
                    "write `#[disclose(of = {of})]`, or `#[disclose(plain)]` if it shows no resource"
                );
                sink.push(words.at, "ZT0611", what, why, help);
            }
            None
        }
    }
}

fn shape(item: &DeriveInput, of: &Option<Of>, sink: &mut Sink) -> Option<Shape> {
    let of_resource = matches!(of, Some(Of::Resource(_)));
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(object(item, fields, sink)),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 && !of_resource => {
                fields.unnamed.first().map(|field| value(field, sink))
            }
            Fields::Unnamed(_) | Fields::Unit => misshapen(item, of_resource, sink),
        },
        Data::Enum(data) if !of_resource && !data.variants.is_empty() => words(item, data, sink),
        Data::Enum(_) | Data::Union(_) => misshapen(item, of_resource, sink),
    }
}

/// ZT0617
fn misshapen(item: &DeriveInput, of_resource: bool, sink: &mut Sink) -> Option<Shape> {
    let what = match of_resource {
        true => format!("`{}` shows a resource, but is no struct with named fields", item.ident),
        false => format!("`{}` has a shape that can't go out", item.ident),
    };
    let why = "what goes out is listed by name; a place without a name is read as whatever stands there next";
    let help = item::listed_by_name(item, !of_resource);
    sink.push(&item.ident, "ZT0617", what, why, help);
    None
}

fn object(item: &DeriveInput, fields: &FieldsNamed, sink: &mut Sink) -> Shape {
    let named: Vec<_> = fields.named.iter().filter_map(|field| shown(field, sink)).collect();
    if named.is_empty() && !fields.named.is_empty() {
        let what = format!("the view `{}` shows none of its fields", item.ident);
        let why = "a view that never shows anything hides that the endpoint has no answer";
        sink.push(&item.ident, "ZT0614", what, why, "show one: drop its `#[disclose(never)]`");
    }
    wire::refuse_doubled(named.iter().map(|(name, _)| name), &CODES, sink);
    Shape::Object(named.into_iter().map(|(_, shown)| shown).collect())
}

/// A field that is shown.
fn shown(field: &Field, sink: &mut Sink) -> Option<(Name, Shown)> {
    refuse_serde(&field.attrs, sink);
    let ident = field.ident.clone()?;
    let words = Words::read(&field.attrs, &FIELD, sink);
    let never = words.as_ref().is_some_and(|words| words.flag(NEVER.name, sink));
    let name = wire::name(&ident, words.as_ref(), &CODES, sink);
    if let Some(rename) = words.as_ref().and_then(|words| words.key(RENAME.name)).filter(|_| never)
    {
        let what = format!("`rename` does nothing for `{ident}`, which is never shown");
        without_effect(rename, &what, "drop `rename`, or drop `never` to show the field", sink);
    }
    let with = words.as_ref().and_then(|words| with::read(words, sink));
    if let (Some(with), true) = (&with, never) {
        shown_and_never(&ident, with.at, sink);
    }
    let shown = Shown { field: ident, wire: name.text.clone(), at: field.ty.span(), with };
    (!never).then_some((name, shown))
}

/// ZT0622
fn shown_and_never(field: &Ident, at: Span, sink: &mut Sink) {
    let what = format!("`{field}` is shown to some by `with`, and by `never` to nobody");
    let why = "of two rules that differ, its reader believes the one that doesn't hold";
    let help = "drop `never` to show it to those who hold the scope, or drop `with`";
    sink.push(at, "ZT0622", what, why, help);
}

/// ZT0621
fn without_effect(at: &impl ToTokens, what: &str, help: &str, sink: &mut Sink) {
    let why = "a word without effect lies to whoever reads it as a rule";
    sink.push(&at.to_token_stream(), "ZT0621", what, why, help);
}

/// A newtype goes out as its value.
fn value(field: &Field, sink: &mut Sink) -> Shape {
    refuse_serde(&field.attrs, sink);
    for attribute in field.attrs.iter().filter(|it| it.path().is_ident("disclose")) {
        let help = "drop `#[disclose(..)]`: a newtype is its value";
        without_effect(attribute.path(), "`#[disclose(..)]` does nothing in a newtype", help, sink);
    }
    Shape::Value(field.ty.span())
}

fn words(item: &DeriveInput, data: &DataEnum, sink: &mut Sink) -> Option<Shape> {
    if data.variants.iter().any(|variant| !matches!(variant.fields, Fields::Unit)) {
        return misshapen(item, false, sink);
    }
    let names = data.variants.iter().map(|variant| {
        refuse_serde(&variant.attrs, sink);
        let words = Words::read(&variant.attrs, &VARIANT, sink);
        with::refuse(words.as_ref(), NO_FIELD, sink);
        wire::variant(&variant.ident, words.as_ref(), &CODES, sink)
    });
    let names: Vec<_> = names.collect();
    wire::refuse_doubled(names.iter(), &CODES, sink);
    let idents = data.variants.iter().map(|variant| variant.ident.clone());
    Some(Shape::Words(idents.zip(names.into_iter().map(|name| name.text)).collect()))
}
