//! Fields that are for some callers only, held against the endpoint that shows or takes them.

use zt_core::contract::{Effect, Effective, ScopeInfo, Sensitivity};
use zt_manifest::{Answer, Field, Fields, Kind, Object};

use super::noted::Noted;

/// What `with(..)` says of the fields of one endpoint, and which headers it reads.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    /// Every scope that a field needs.
    pub(crate) scopes: Vec<ScopeInfo>,
    /// Each field and what it needs, for the digest of the rule.
    pub(crate) text: String,
    /// The headers that its handler is given, in lower case.
    pub(crate) headers: Vec<&'static str>,
}

/// A field, by its way from the outside in, and what it needs.
struct Found<'n> {
    way: String,
    with: &'n [Vec<String>],
}

impl Guarded {
    pub(super) fn of(noted: &Noted) -> Self {
        let told = |word: &str, fields: Vec<Found<'_>>| -> String {
            fields.iter().map(|it| format!(" {word}.{}={:?}", it.way, it.with)).collect()
        };
        let text = told("shows", shown(noted)) + &told("takes", taken(noted));
        let headers = noted.headers.iter().copied().collect();
        Self { scopes: noted.scopes.clone(), text, headers }
    }
}

/// Rules that would have no effect, or another one than they seem to.
pub(super) fn faults(effective: &Effective, noted: &Noted) -> Vec<String> {
    let contract = effective.contract;
    let (shown, taken) = (shown(noted), taken(noted));
    if contract.access.is_open() {
        return shown.iter().map(never_shown).chain(taken.iter().map(never_taken)).collect();
    }
    let mut faults = Vec::new();
    if !effective.proof.has_second_factor() {
        let is_admins = |it: &&Found<'_>| it.with.iter().any(|it| administers(it, noted));
        let all = shown.iter().chain(&taken);
        faults.extend(all.filter(is_admins).map(token_alone));
    }
    if contract.effect() == Effect::Reads {
        faults.extend(to_change(noted).iter().map(only_asks));
    }
    if contract.effect() == Effect::Writes {
        let reading = taken.iter().filter(|it| !it.with.iter().any(|it| writes(it, noted)));
        faults.extend(reading.map(only_reads));
    }
    faults
}

/// A clause lets nobody in who may only look (B-06).
fn writes(clause: &[String], noted: &Noted) -> bool {
    each_is(clause, noted, |scope| scope.effect == Effect::Writes)
}

/// A clause lets nobody in but administrators.
fn administers(clause: &[String], noted: &Noted) -> bool {
    each_is(clause, noted, |scope| scope.sensitivity == Sensitivity::Admin)
}

fn each_is(clause: &[String], noted: &Noted, is: impl Fn(&ScopeInfo) -> bool) -> bool {
    let of_name = |name: &String| {
        let mut of_name = noted.scopes.iter().filter(|scope| scope.name == name);
        of_name.all(&is)
    };
    clause.iter().all(of_name)
}

fn token_alone(field: &Found<'_>) -> String {
    format!(
        "a token alone opens its field `{}`, which is for callers with {}; add `proof(bound)`, or another of `acr = ..`, \
         `signed` and `device = ..`, to the endpoint or around it",
        field.way,
        needs(field.with)
    )
}

fn never_shown(field: &Found<'_>) -> String {
    format!(
        "it shows `{}` to callers with {} only, and a public endpoint knows no caller: nobody would ever see it; drop the \
         field, or demand a credential",
        field.way,
        needs(field.with)
    )
}

fn never_taken(field: &Found<'_>) -> String {
    format!(
        "it takes `{}` from callers with {} only, and a public endpoint knows no caller: nobody could ever send it; drop \
         the field, or demand a credential",
        field.way,
        needs(field.with)
    )
}

fn only_reads(field: &Found<'_>) -> String {
    format!(
        "it changes data, and takes `{}` from callers with {}, who may only look: what they send would be written; name a \
         scope that writes",
        field.way,
        needs(field.with)
    )
}

/// `a and (b or c)`, in words.
fn needs(clauses: &[Vec<String>]) -> String {
    let clause = |names: &Vec<String>| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
    };
    clauses.iter().map(clause).collect::<Vec<_>>().join(" and ")
}

fn shown(noted: &Noted) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    if let Some(Answer::View { shows, .. } | Answer::Stream { shows, .. }) = &noted.answer {
        inside(String::new(), shows, &mut found);
    }
    found
}

fn taken(noted: &Noted) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let body = noted.body.as_ref().map(|body| &body.fields);
    for fields in noted.query.iter().chain(body) {
        each("", fields, &mut found);
    }
    found
}

/// Where what is taken names objects to change: the way there, resource and action.
fn to_change(noted: &Noted) -> Vec<(String, &Object)> {
    let mut found = Vec::new();
    let body = noted.body.as_ref().map(|body| &body.fields);
    for fields in noted.query.iter().chain(body) {
        for field in &fields.fields {
            objects(field.name.clone(), &field.kind, &mut found);
        }
    }
    found.retain(|(_, object)| object.effect == zt_manifest::Effect::Writes);
    found
}

fn objects<'n>(way: String, kind: &'n Kind, found: &mut Vec<(String, &'n Object)>) {
    match kind {
        Kind::Object(object) => found.push((way, object)),
        Kind::List { of, .. } => objects(format!("{way}[]"), of, found),
        Kind::Fields(fields) => {
            for field in &fields.fields {
                objects(format!("{way}.{}", field.name), &field.kind, found);
            }
        }
        _ => {}
    }
}

fn only_asks((way, object): &(String, &Object)) -> String {
    let Object { resource, action, .. } = object;
    format!(
        "it only reads, and takes in `{way}` objects of `{resource}` for `{action}`, which changes them: who may only look \
         would; drop `reads`, or take them for an action that reads"
    )
}

fn each<'n>(way: &str, fields: &'n Fields, found: &mut Vec<Found<'n>>) {
    for Field { name, with, kind, .. } in &fields.fields {
        let way = if way.is_empty() { name.clone() } else { format!("{way}.{name}") };
        if !with.is_empty() {
            found.push(Found { way: way.clone(), with });
        }
        inside(way, kind, found);
    }
}

fn inside<'n>(way: String, kind: &'n Kind, found: &mut Vec<Found<'n>>) {
    match kind {
        Kind::Fields(fields) => each(&way, fields, found),
        Kind::List { of, .. } => inside(format!("{way}[]"), of, found),
        _ => {}
    }
}
