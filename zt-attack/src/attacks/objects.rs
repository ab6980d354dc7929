//! X18, A-01, A-02: somebody else's objects, in the path, the query and the body, and in lists.

use serde_json::{Map, Value, json};
use zt_manifest::{Answer, Kind, Method};

use crate::callers::Who;
use crate::case::{Case, JSON, urlencoded};
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::Request;
use crate::sample::id_value;

const OBJECTS: &str =
    "whoever counts up the ids reads or changes what belongs to others (OWASP API1:2023)";
const LISTS: &str = "a list that isn't held against the caller shows everybody's objects";

/// No service gives these to an object of its samples.
const MISSING: [&str; 3] =
    ["987654321", "missing-987654321", "7b0c1a52-9d5e-4b7e-8a3c-000000000000"];

/// Who must not reach the owner's objects.
fn others(case: &Case<'_>) -> Vec<(Who, &'static str)> {
    let mut others = vec![(Who::Foreigner, "somebody of another tenant")];
    if !case.samples.is_shared(&case.endpoint.name) {
        others.push((Who::Other, "somebody else"));
    }
    others
}

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let mut steps = in_path(case);
    steps.extend(in_fields(case));
    steps.extend(in_lists(case));
    steps
}

fn in_path(case: &Case<'_>) -> Vec<Step> {
    if case.is_open() || case.objects_in_path().is_empty() {
        return Vec::new();
    }
    let steps = others(case).into_iter().filter_map(|(who, name)| {
        let missing = missing_in_path(case, who)?;
        let tried = format!("the owner's object, asked for by {name}");
        Some(
            Step::new("X18", OBJECTS, tried, case.by(who), Expect::LikeMissing(Box::new(missing)))
                .at(case),
        )
    });
    steps.collect()
}

/// The same request for what isn't there.
fn missing_in_path(case: &Case<'_>, who: Who) -> Option<Request> {
    let (name, id) = case.objects_in_path().pop()?;
    let path = case.path_with(name, like(&id))?;
    let target = if case.query.is_empty() { path } else { format!("{path}?{}", case.query) };
    Some(case.bearing(case.to(&target), who))
}

/// An id of the same spelling: number, text or UUID.
fn like(id: &str) -> &'static str {
    let [number, text, uuid] = MISSING;
    if id.bytes().all(|byte| byte.is_ascii_digit()) {
        number
    } else if id.len() == uuid.len() && id.matches('-').count() == 4 {
        uuid
    } else {
        text
    }
}

/// Objects that a body or a query names. The path's own are the attacker's: there are none, so only what has no object in
/// its path is tried.
fn in_fields(case: &Case<'_>) -> Vec<Step> {
    if case.is_open() || !case.objects_in_path().is_empty() {
        return Vec::new();
    }
    let body = case.endpoint.body.as_ref().map(|body| (Place::Body, &body.fields));
    let query = case.endpoint.query.as_ref().map(|fields| (Place::Query, fields));
    let mut steps = Vec::new();
    for (place, fields) in body.into_iter().chain(query) {
        let names = fields.fields.iter().filter(|field| names_an_object(&field.kind));
        for field in names {
            for (who, name) in others(case) {
                let Some((request, missing)) = place.requests(case, &field.name, who) else {
                    continue;
                };
                let tried = format!("the owner's object in `{}`, named by {name}", field.name);
                let expect = Expect::LikeMissing(Box::new(missing));
                steps.push(Step::new("X18", OBJECTS, tried, request, expect).at(case));
            }
        }
    }
    steps
}

fn names_an_object(kind: &Kind) -> bool {
    match kind {
        Kind::Object(_) => true,
        Kind::List { of, .. } => names_an_object(of),
        _ => false,
    }
}

#[derive(Clone, Copy)]
enum Place {
    Body,
    Query,
}

impl Place {
    /// The owner's id, and one that isn't there.
    fn requests(self, case: &Case<'_>, field: &str, who: Who) -> Option<(Request, Request)> {
        let own = match self {
            Self::Body => case.fields.clone(),
            Self::Query => {
                case.samples.fields(&case.endpoint.name, case.endpoint.query.as_ref()?)?
            }
        };
        let mut other = own.clone();
        let missing = |value: &Value| id_value(like(&value.to_string().replace('"', "")));
        let value = match own.get(field)? {
            Value::Array(items) => json!([missing(items.first()?)]),
            value => missing(value),
        };
        other.insert(field.to_owned(), value);
        Some((self.request(case, &own, who), self.request(case, &other, who)))
    }

    fn request(self, case: &Case<'_>, fields: &Map<String, Value>, who: Who) -> Request {
        let request = match (self, case.media.as_deref()) {
            (Self::Query, _) => case.to(&format!("{}?{}", case.path, urlencoded(fields))),
            (Self::Body, Some(JSON)) => {
                case.with_body(JSON, &Value::Object(fields.clone()).to_string())
            }
            (Self::Body, media) => case.with_body(media.unwrap_or_default(), &urlencoded(fields)),
        };
        case.bearing(request, who)
    }
}

/// A list of views of a resource must not hold the owner's ids where somebody else asks.
fn in_lists(case: &Case<'_>) -> Vec<Step> {
    let Answer::View { many: true, of: Some(resource), shows } = &case.endpoint.answer else {
        return Vec::new();
    };
    if case.is_open() || case.endpoint.method != Method::Get || !case.objects_in_path().is_empty() {
        return Vec::new();
    }
    let Some(texts) = id_texts(case, resource, shows) else { return Vec::new() };
    let steps = others(case).into_iter().map(|(who, name)| {
        let expect = Expect::Without(texts.clone());
        Step::new("X18", LISTS, format!("a list, asked for by {name}"), case.by(who), expect)
            .at(case)
    });
    steps.collect()
}

/// How the owner's object would stand in the list: `"id":7`.
fn id_texts(case: &Case<'_>, resource: &str, shows: &Kind) -> Option<Vec<String>> {
    let wanted = case.manifest.resources.iter().find(|it| it.name == *resource)?;
    let fields = match shows {
        Kind::Fields(fields) => fields,
        Kind::List { of, .. } => match &**of {
            Kind::Fields(fields) => fields,
            _ => return None,
        },
        _ => return None,
    };
    let field = fields.fields.iter().find(|field| field.kind == Kind::Id(wanted.id.clone()))?;
    let object = zt_manifest::Object {
        resource: resource.to_owned(),
        action: String::new(),
        effect: zt_manifest::Effect::Reads,
    };
    let id = case.samples.id(&case.endpoint.name, &object)?;
    let value = |value: &Value| {
        ["", " "]
            .map(|space| [',', '}'].map(|end| format!("\"{}\":{space}{value}{end}", field.name)))
    };
    Some([json!(id), id_value(id)].iter().flat_map(value).flatten().collect())
}
