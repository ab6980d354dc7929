//! What an attack starts from: objects that are there, and a valid request for each endpoint.

use std::collections::{BTreeMap, BTreeSet};

use crate::callers::Who;
use serde_json::{Map, Value, json};
use zt_manifest::{Field, Fields, Kind, Object};

/// What the suite can't know from the manifest.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    objects: BTreeMap<String, String>,
    objects_at: BTreeMap<(String, String), String>,
    values: BTreeMap<(String, String), Value>,
    headers: BTreeMap<String, Vec<(String, String)>>,
    bodies: BTreeMap<String, (String, String)>,
    subject: String,
    tenant: String,
    secrets: Vec<String>,
    staff: BTreeSet<String>,
    tenants: BTreeSet<String>,
    is_jwt: bool,
    has_dpop: bool,
    has_neighbour: bool,
    page: Option<String>,
}

impl Samples {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An object of the owner's, by the name of its resource.
    #[must_use]
    pub fn object(mut self, resource: &str, id: &str) -> Self {
        self.objects.insert(resource.to_owned(), id.to_owned());
        self
    }

    /// Another object of the owner's, for this endpoint alone: one that may be destroyed, say.
    #[must_use]
    pub fn object_at(mut self, endpoint: &str, resource: &str, id: &str) -> Self {
        self.objects_at.insert((endpoint.to_owned(), resource.to_owned()), id.to_owned());
        self
    }

    /// A value for a field of an input, or for a path parameter that is open, where one of the right kind isn't enough.
    #[must_use]
    pub fn value(mut self, endpoint: &str, field: &str, value: Value) -> Self {
        self.values.insert((endpoint.to_owned(), field.to_owned()), value);
        self
    }

    /// A header that the endpoint needs.
    #[must_use]
    pub fn header(mut self, endpoint: &str, name: &str, value: &str) -> Self {
        let headers = self.headers.entry(endpoint.to_owned()).or_default();
        headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A whole body, with its media type, where the suite can't make one: an upload, say.
    #[must_use]
    pub fn body(mut self, endpoint: &str, media: &str, body: &str) -> Self {
        self.bodies.insert(endpoint.to_owned(), (media.to_owned(), body.to_owned()));
        self
    }

    /// The owner's subject name and tenant, for endpoints whose path has them.
    #[must_use]
    pub fn owner(mut self, subject: &str, tenant: &str) -> Self {
        (self.subject, self.tenant) = (subject.to_owned(), tenant.to_owned());
        self
    }

    /// An origin whose pages may call, so that those are tried which look like it: `https://shop.example`.
    #[must_use]
    pub fn page(mut self, origin: &str) -> Self {
        self.page = Some(origin.to_owned());
        self
    }

    /// A text that no answer may ever hold.
    #[must_use]
    pub fn secret(mut self, text: &str) -> Self {
        self.secrets.push(text.to_owned());
        self
    }

    /// This endpoint is for staff: with its scopes others of the same tenant may do what it does, and the owner need not.
    #[must_use]
    pub fn for_staff(mut self, endpoint: &str) -> Self {
        self.staff.insert(endpoint.to_owned());
        self
    }

    /// The object of this endpoint belongs to the whole tenant, whoever of it asks.
    #[must_use]
    pub fn for_the_tenant(mut self, endpoint: &str) -> Self {
        self.tenants.insert(endpoint.to_owned());
        self
    }

    /// Tokens are JWTs (RFC 9068), so what is done to those is tried.
    #[must_use]
    pub fn jwt(mut self) -> Self {
        self.is_jwt = true;
        self
    }

    /// There are tokens that are bound to a key (RFC 9449), so what is done with those is tried everywhere, and not only where
    /// an endpoint asks for them.
    #[must_use]
    pub fn dpop(mut self) -> Self {
        self.has_dpop = true;
        self
    }

    /// The service trusts a second issuer, whose key has the id of the first one's.
    #[must_use]
    pub fn neighbour(mut self) -> Self {
        self.has_neighbour = true;
        self
    }

    pub(crate) const fn has_neighbour(&self) -> bool {
        self.has_neighbour
    }

    pub(crate) const fn has_dpop(&self) -> bool {
        self.has_dpop
    }

    pub(crate) const fn is_jwt(&self) -> bool {
        self.is_jwt
    }

    /// Who sends the valid request.
    pub(crate) fn caller(&self, endpoint: &str) -> Who {
        if self.staff.contains(endpoint) { Who::Other } else { Who::Owner }
    }

    /// Whether others of the same tenant may.
    pub(crate) fn is_shared(&self, endpoint: &str) -> bool {
        self.staff.contains(endpoint) || self.tenants.contains(endpoint)
    }

    /// Whose pages may call.
    pub(crate) fn listed_page(&self) -> Option<&str> {
        self.page.as_deref()
    }

    pub(crate) fn secrets(&self) -> &[String] {
        &self.secrets
    }

    pub(crate) fn subject(&self) -> &str {
        &self.subject
    }

    pub(crate) fn tenant(&self) -> &str {
        &self.tenant
    }

    pub(crate) fn headers_of(&self, endpoint: &str) -> &[(String, String)] {
        self.headers.get(endpoint).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn body_of(&self, endpoint: &str) -> Option<&(String, String)> {
        self.bodies.get(endpoint)
    }

    /// The id of an object of the owner's.
    pub(crate) fn id(&self, endpoint: &str, object: &Object) -> Option<&str> {
        let at = self.objects_at.get(&(endpoint.to_owned(), object.resource.clone()));
        at.or_else(|| self.objects.get(&object.resource)).map(String::as_str)
    }

    /// A valid value of this kind. `None` where only the user can give one.
    pub(crate) fn of_kind(&self, endpoint: &str, name: &str, kind: &Kind) -> Option<Value> {
        if let Some(value) = self.values.get(&(endpoint.to_owned(), name.to_owned())) {
            return Some(value.clone());
        }
        Some(match kind {
            Kind::Text { min, .. } | Kind::Secret { min, .. } => json!(text(*min)),
            Kind::Choice(words) => json!(words.first()?),
            Kind::Whole { min, max } => whole(min.as_deref(), max.as_deref())?,
            Kind::Number { min, max } | Kind::Decimal { min, max } => {
                number(min.as_deref(), max.as_deref())?
            }
            Kind::Truth => json!(true),
            Kind::Object(object) => id_value(self.id(endpoint, object)?),
            Kind::List { of, .. } => json!([self.of_kind(endpoint, name, of)?]),
            Kind::Fields(fields) => Value::Object(self.fields(endpoint, fields)?),
            Kind::Format(format) => json!(of_format(format)?),
            Kind::Id(_) | Kind::Fresh(_) | Kind::Again(_) => return None,
        })
    }

    /// A valid input: every field that has to be there, and the others where they can be made. What only holders of a scope
    /// of its own may send is left out, as it may be.
    pub(crate) fn fields(&self, endpoint: &str, fields: &Fields) -> Option<Map<String, Value>> {
        let mut made = Map::new();
        let for_all = fields.fields.iter().filter(|field| field.with.is_empty());
        for Field { name, optional, kind, .. } in for_all {
            match self.of_kind(endpoint, name, kind) {
                Some(value) => drop(made.insert(name.clone(), value)),
                None if *optional => {}
                None => return None,
            }
        }
        Some(made)
    }
}

fn text(min: u32) -> String {
    let length = usize::try_from(min).unwrap_or(usize::MAX).clamp(1, 10_000);
    "sample ".chars().cycle().take(length).collect::<String>().replace(' ', "-")
}

/// An id on the wire: a number where it is spelled as one.
pub(crate) fn id_value(id: &str) -> Value {
    id.parse::<u64>().map_or_else(|_| json!(id), |number| json!(number))
}

fn whole(min: Option<&str>, max: Option<&str>) -> Option<Value> {
    let bound = |text: Option<&str>| text.map(str::parse::<i64>).transpose().ok();
    let (min, max) = (bound(min)?, bound(max)?);
    Some(json!(min.unwrap_or(1).max(1).min(max.unwrap_or(i64::MAX))))
}

fn number(min: Option<&str>, max: Option<&str>) -> Option<Value> {
    let bound = |text: Option<&str>| text.map(str::parse::<f64>).transpose().ok();
    let (min, max) = (bound(min)?, bound(max)?);
    Some(json!(min.unwrap_or(1.0).max(1.0).min(max.unwrap_or(f64::MAX))))
}

fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "uuid" => "7b0c1a52-9d5e-4b7e-8a3c-2f1d6e5c4b3a",
        "date-time" => "2027-01-31T12:00:00Z",
        "date" => "2027-01-31",
        "time" => "12:00:00",
        "local-date-time" => "2027-01-31T12:00:00",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn made(kind: &Kind) -> Option<Value> {
        Samples::new().object("Order", "7").of_kind("edit", "field", kind)
    }

    #[test]
    fn a_value_keeps_its_bounds() {
        assert_eq!(made(&Kind::Text { min: 3, max: Some(4) }).unwrap(), json!("sam"));
        assert_eq!(made(&Kind::Text { min: 0, max: Some(4) }).unwrap(), json!("s"));
        let bounds = |min: &str, max: &str| (Some(min.to_owned()), Some(max.to_owned()));
        let (min, max) = bounds("5", "9");
        assert_eq!(made(&Kind::Whole { min, max }).unwrap(), json!(5));
        let (min, max) = bounds("-9", "-5");
        assert_eq!(made(&Kind::Whole { min, max }).unwrap(), json!(-5));
        assert_eq!(made(&Kind::Choice(vec!["late".to_owned()])).unwrap(), json!("late"));
    }

    #[test]
    fn an_object_is_one_that_is_there() {
        let object = |resource: &str| {
            let (resource, action) = (resource.to_owned(), "Read".to_owned());
            Kind::Object(Object { resource, action, effect: zt_manifest::Effect::Reads })
        };
        assert_eq!(made(&object("Order")).unwrap(), json!(7));
        assert_eq!(made(&object("Parcel")), None);
        let list = Kind::List { max: Some(3), nulls: false, of: Box::new(object("Order")) };
        assert_eq!(made(&list).unwrap(), json!([7]));
    }

    #[test]
    fn what_only_the_user_knows_is_asked_of_the_user() {
        assert_eq!(made(&Kind::Fresh("OrderId".to_owned())), None);
        let told = Samples::new().value("edit", "field", json!("new"));
        assert_eq!(
            told.of_kind("edit", "field", &Kind::Fresh("OrderId".to_owned())),
            Some(json!("new"))
        );
    }
}
