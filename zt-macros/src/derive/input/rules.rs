//! One function, one rule, one code.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DataEnum, DeriveInput, Field, Fields, FieldsNamed, Type};

use super::bounds;
use super::model::{Bounded, Bounds, Shape, Taken};
use crate::derive::item;
use crate::derive::vocabulary::{CRATE, Vocabulary, Words};
use crate::derive::wire::{self, Codes, Name, RENAME};
use crate::derive::with::{self, WITH};
use crate::diag::Sink;
use crate::keys::Key;
use crate::paths::Runtime;

const LENGTH: Key = Key { name: "length", example: "length(max = 500)" };
const RANGE: Key = Key { name: "range", example: "range(min = 1, max = 100)" };
const ITEMS: Key = Key { name: "items", example: "items(max = 20)" };

pub(super) const FIELD_WORDS: &[Key] = &[LENGTH, RANGE, ITEMS, WITH, RENAME];

static INPUT: Vocabulary =
    Vocabulary { attribute: "input", words: &[CRATE, WITH], literals: false };
static FIELD: Vocabulary = Vocabulary { attribute: "input", words: FIELD_WORDS, literals: false };
static VALUE: Vocabulary =
    Vocabulary { attribute: "input", words: &[LENGTH, RANGE, ITEMS, WITH], literals: false };
static VARIANT: Vocabulary =
    Vocabulary { attribute: "input", words: &[RENAME, WITH], literals: false };

const NO_FIELD: (&str, &str) = ("ZT0721", "input");

const CODES: Codes = Codes { unfit: "ZT0718", doubled: "ZT0714" };

pub(super) fn read(item: &DeriveInput, sink: &mut Sink) -> (Runtime, Option<Shape>) {
    refuse_generics(item, sink);
    refuse_serde(&item.attrs, sink);
    let words = Words::read(&item.attrs, &INPUT, sink);
    with::refuse(words.as_ref(), NO_FIELD, sink);
    let runtime = words.map_or_else(Runtime::default, |words| words.runtime(sink));
    (runtime, shape(item, sink))
}

/// ZT0716
fn refuse_generics(item: &DeriveInput, sink: &mut Sink) {
    let what = format!("the input `{}` has parameters", item.ident);
    let why = "what may come in would depend on whoever names the type; borrowed text has no bound of its own";
    let help = item::without_parameters(item);
    item::refuse_generics(&item.generics, ("ZT0716", what, why, &help), sink);
}

/// ZT0717
fn refuse_serde(attributes: &[Attribute], sink: &mut Sink) {
    let why = "zt reads inputs itself: what serde was told to refuse would come in";
    let help = "drop `#[serde(..)]`; for another name write `#[input(rename = \"..\")]`; unknown fields are refused anyway";
    item::refuse_serde(attributes, ("ZT0717", why, help), sink);
}

fn shape(item: &DeriveInput, sink: &mut Sink) -> Option<Shape> {
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(object(&item.ident, fields, sink)),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                fields.unnamed.first().map(|field| Shape::Value(value(field, sink)))
            }
            Fields::Unnamed(_) | Fields::Unit => misshapen(item, sink),
        },
        Data::Enum(data) if !data.variants.is_empty() => words(item, data, sink),
        Data::Enum(_) | Data::Union(_) => misshapen(item, sink),
    }
}

/// ZT0715
fn misshapen(item: &DeriveInput, sink: &mut Sink) -> Option<Shape> {
    sink.push(
        &item.ident,
        "ZT0715",
        format!("`{}` has a shape that can't come in", item.ident),
        "each value that comes in has one name and one reading",
        item::listed_by_name(item, true),
    );
    None
}

fn object(input: &Ident, fields: &FieldsNamed, sink: &mut Sink) -> Shape {
    let taken: Vec<_> = fields.named.iter().filter_map(|field| taken(input, field, sink)).collect();
    wire::refuse_doubled(taken.iter().map(|(name, _)| name), &CODES, sink);
    Shape::Object(taken.into_iter().map(|(_, taken)| taken).collect())
}

fn taken(input: &Ident, field: &Field, sink: &mut Sink) -> Option<(Name, Taken)> {
    refuse_serde(&field.attrs, sink);
    let ident = field.ident.clone()?;
    let words = Words::read(&field.attrs, &FIELD, sink);
    let name = wire::name(&ident, words.as_ref(), &CODES, sink);
    let wire = name.text.clone();
    let (value, holds_itself) = (bounded(field, words.as_ref(), sink), names(&field.ty, input));
    let with = words.as_ref().and_then(|words| with::read(words, sink));
    Some((name, Taken { field: ident, wire, value, holds_itself, with }))
}

/// Whether a type has this name in it, or `Self`.
fn names(field: &Type, input: &Ident) -> bool {
    fn any(tokens: TokenStream, input: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == *input || word == "Self",
            TokenTree::Group(group) => any(group.stream(), input),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    any(field.to_token_stream(), input)
}

fn value(field: &Field, sink: &mut Sink) -> Bounded {
    refuse_serde(&field.attrs, sink);
    let words = Words::read(&field.attrs, &VALUE, sink);
    with::refuse(words.as_ref(), NO_FIELD, sink);
    bounded(field, words.as_ref(), sink)
}

fn bounded(field: &Field, words: Option<&Words>, sink: &mut Sink) -> Bounded {
    let bounds = words.map_or_else(Bounds::default, |words| bounds::read(words, sink));
    Bounded { at: field.ty.span(), bounds }
}

fn words(item: &DeriveInput, data: &DataEnum, sink: &mut Sink) -> Option<Shape> {
    if data.variants.iter().any(|variant| !matches!(variant.fields, Fields::Unit)) {
        return misshapen(item, sink);
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
