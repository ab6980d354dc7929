//! Token soup for the macros: the first byte says which macro, a NUL parts the annotation from the item.
//!
//! None panics, none loses the item silently, and what carries no error is a program.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use zt_core::contract::Method;

use crate::{derive, expand, grammar, store};

/// Deeper than anybody writes; rustc has a limit of its own.
const DEEPEST: usize = 32;
const LONGEST: usize = 8 * 1024;

type Attribute = fn(TokenStream, TokenStream) -> TokenStream;
type Derive = fn(TokenStream) -> TokenStream;

const ATTRIBUTES: [Attribute; 12] = [
    |rules, item| expand::endpoint(Method::Get, rules, item),
    |rules, item| expand::endpoint(Method::Head, rules, item),
    |rules, item| expand::endpoint(Method::Post, rules, item),
    |rules, item| expand::endpoint(Method::Put, rules, item),
    |rules, item| expand::endpoint(Method::Patch, rules, item),
    |rules, item| expand::endpoint(Method::Delete, rules, item),
    expand::group,
    expand::service,
    expand::main,
    store::expand,
    expand::decoy,
    |rules, item| expand::endpoint(Method::Message, rules, item),
];

const NAMES: [&str; 12] = [
    "get", "head", "post", "put", "patch", "delete", "group", "service", "main", "store", "decoy",
    "message",
];

const DERIVES: [Derive; 14] = [
    derive::scope::expand,
    derive::action::expand,
    derive::id::expand,
    derive::resource::expand,
    derive::disclose::expand,
    derive::input::expand,
    derive::argument::expand,
    derive::acr::expand,
    derive::issuer::expand,
    derive::device::expand,
    derive::network::expand,
    derive::onward::expand,
    derive::role::expand,
    derive::segment::expand,
];

pub(crate) fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some((first, text)) = text.split_at_checked(1) else { return };
    let (rules, item) = text.split_once('\0').unwrap_or((text, ""));
    grammar::run(rules);
    let number = usize::from(first.as_bytes()[0]) % (ATTRIBUTES.len() + DERIVES.len());
    let (Some(rules), Some(item)) = (tokens(rules), tokens(item)) else { return };
    let expanded = match ATTRIBUTES.get(number) {
        Some(attribute) => attribute(rules, item.clone()),
        None => DERIVES[number - ATTRIBUTES.len()](item.clone()),
    };
    assert!(item.is_empty() || !expanded.is_empty(), "an item was lost without an error");
    let text = expanded.to_string();
    if !text.contains("compile_error") && is_file(&item) {
        assert!(is_file(&expanded), "no error, and no program either:\n{text}");
    }
}

fn is_file(tokens: &TokenStream) -> bool {
    syn::parse2::<syn::File>(tokens.clone()).is_ok()
}

fn tokens(text: &str) -> Option<TokenStream> {
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            '(' | '[' | '{' | '<' | '&' | '*' | '!' | '-' => depth += 1,
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
    }
    text.parse().ok().filter(|_| text.len() <= LONGEST)
}

/// Annotations with their items, from the ui tests: everything that was ever worth an error.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in [tests.join("ui"), tests.join("tests/pass")] {
        collect(&folder, &mut seeds);
    }
    seeds
}

fn collect(folder: &Path, seeds: &mut Vec<Vec<u8>>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, seeds);
        } else if path.extension().is_some_and(|it| it == "rs") {
            seeds.extend(annotations(&fs::read_to_string(&path).expect("a text")));
        }
    }
}

/// What stands behind each `#[zt::..(` and each `#[derive(..)]`, to the end of its item.
fn annotations(file: &str) -> Vec<Vec<u8>> {
    let blocks = file.split("\n\n").filter(|block| block.len() < LONGEST);
    blocks.filter_map(seed).collect()
}

fn seed(block: &str) -> Option<Vec<u8>> {
    if let Some((before, rest)) = block.split_once("#[zt::") {
        let name = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let number = NAMES.iter().position(|it| *it == name)?;
        let (rules, item) = rest.split_once("]\n")?;
        let rules = rules.strip_prefix(name)?.trim_start_matches('(').trim_end_matches(')');
        return Some(format!("{}{rules}\0{before}{item}", marker(number)).into_bytes());
    }
    let names = [
        "Scope", "Action", "Id", "Resource", "Disclose", "Input", "Argument", "Acr", "Issuer",
        "Device", "Network",
    ];
    let (before, rest) = block.split_once("#[derive(")?;
    let (derived, item) = rest.split_once(")]\n")?;
    let number = names.iter().position(|name| derived.contains(name))?;
    Some(format!("{}\0{before}{item}", marker(ATTRIBUTES.len() + number)).into_bytes())
}

/// A printable first byte that stands for this macro.
fn marker(number: usize) -> char {
    let count = ATTRIBUTES.len() + DERIVES.len();
    let byte = (b'a'..=b'z').find(|byte| usize::from(*byte) % count == number);
    byte.map(char::from).expect("26 letters for 21 macros")
}
