//! One endpoint with the valid request that its attacks start from.

use serde_json::{Map, Value};
use zt_manifest::{Access, Answer, Binding, Endpoint, Manifest, Method, Proof};

use crate::callers::{Bound, Credential, Wanted, Who};
use crate::proof;
use crate::request::{Request, Upgrade};
use crate::sample::Samples;

pub(crate) const JSON: &str = "application/json";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// An endpoint and its valid request.
#[derive(Debug, Clone)]
pub(crate) struct Case<'m> {
    pub(crate) endpoint: &'m Endpoint,
    pub(crate) manifest: &'m Manifest,
    pub(crate) samples: &'m Samples,
    /// The socket over which it is said, where it is a message.
    socket: Option<&'m Endpoint>,
    /// The path, filled in, and the query.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) media: Option<String>,
    pub(crate) fields: Map<String, Value>,
    body: Option<String>,
}

impl<'m> Case<'m> {
    /// `Err` says what is missing of the samples.
    pub(crate) fn of(
        manifest: &'m Manifest,
        endpoint: &'m Endpoint,
        samples: &'m Samples,
    ) -> Result<Self, String> {
        let socket = socket_of(manifest, endpoint)?;
        let path = path(socket.unwrap_or(endpoint), samples)?;
        let query = match &endpoint.query {
            Some(fields) => urlencoded(&samples.fields(&endpoint.name, fields).ok_or("a query")?),
            None => String::new(),
        };
        let mut case = Self {
            endpoint,
            manifest,
            samples,
            socket,
            path,
            query,
            media: None,
            fields: Map::new(),
            body: None,
        };
        case.fill_body()?;
        Ok(case)
    }

    fn fill_body(&mut self) -> Result<(), String> {
        let name = &self.endpoint.name;
        if let Some((media, body)) = self.samples.body_of(name) {
            (self.media, self.body) = (Some(media.clone()), Some(body.clone()));
            return Ok(());
        }
        let Some(body) = &self.endpoint.body else { return Ok(()) };
        self.fields = self.samples.fields(name, &body.fields).ok_or("a body")?;
        self.body = Some(match body.media.as_str() {
            JSON => Value::Object(self.fields.clone()).to_string(),
            FORM => urlencoded(&self.fields),
            _ => return Err(format!("a body of {}", body.media)),
        });
        self.media = Some(body.media.clone());
        Ok(())
    }

    /// The path with its query.
    pub(crate) fn target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    pub(crate) fn method(&self) -> &'static str {
        method(self.endpoint.method)
    }

    pub(crate) fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The valid request without a credential.
    pub(crate) fn anonymous(&self) -> Request {
        self.to(&self.target())
    }

    /// The same to another target.
    pub(crate) fn to(&self, target: &str) -> Request {
        let request = match self.upgrade() {
            Some(upgrade) => Request::new("GET", target).upgrading(upgrade),
            None => Request::new(self.method(), target),
        };
        let headers = self.samples.headers_of(&self.endpoint.name).iter();
        let request = headers.fold(request, |request, (name, value)| request.header(name, value));
        match (&self.media, &self.body) {
            (Some(media), Some(body)) => request.body(media, body),
            _ => request,
        }
    }

    /// What a WebSocket is opened for, where that is what the endpoint takes.
    fn upgrade(&self) -> Option<Upgrade> {
        if let Some((_, name)) = self.endpoint.path.rsplit_once('#') {
            return Some(Upgrade::Say(name.to_owned()));
        }
        self.is_socket().then_some(Upgrade::Open)
    }

    /// Whether it is a WebSocket.
    pub(crate) const fn is_socket(&self) -> bool {
        matches!(self.endpoint.answer, Answer::Stream { socket: true, .. })
    }

    /// Whether it is said over a WebSocket.
    pub(crate) const fn is_message(&self) -> bool {
        self.socket.is_some()
    }

    /// The same with another body.
    pub(crate) fn with_body(&self, media: &str, body: &str) -> Request {
        self.anonymous().body(media, body)
    }

    /// The valid request by somebody who holds all that the endpoint asks for.
    pub(crate) fn by(&self, who: Who) -> Request {
        self.bearing(self.anonymous(), who)
    }

    /// Who may send it.
    pub(crate) fn caller(&self) -> Who {
        self.samples.caller(&self.endpoint.name)
    }

    pub(crate) fn bearing(&self, request: Request, who: Who) -> Request {
        if self.is_open() { request } else { request.bearing(self.credential(who, self.needed())) }
    }

    /// A credential with these scopes, and with all else that the endpoint asks for.
    pub(crate) fn credential(&self, who: Who, scopes: Vec<String>) -> Credential {
        self.holding(who, self.wanted(scopes))
    }

    /// What a token with these scopes has to say of its holder's login, device and issuer.
    pub(crate) fn wanted(&self, scopes: Vec<String>) -> Wanted {
        let proof = self.strictest();
        let logged_in = proof.auth_age_ms.is_some() || !proof.acr.is_empty();
        let first = |all: &[String]| all.first().cloned();
        let [acr, issuer, device] = [&proof.acr, &proof.issuer, &proof.device].map(|it| first(it));
        Wanted { scopes, logged_in, acr, issuer, device, segment: self.segment() }
    }

    /// Which segment's tokens the endpoint takes, where there are several.
    fn segment(&self) -> Option<String> {
        (self.manifest.segments.len() > 1).then(|| self.endpoint.segment.clone())
    }

    /// Such a token, bound to a key where the endpoint asks for one.
    pub(crate) fn holding(&self, who: Who, wanted: Wanted) -> Credential {
        let (credential, proof) = (Credential::of(who, wanted), self.strictest());
        // A request that is signed by the token's key proves that key, too.
        match (proof.signed, proof.bound) {
            (true, _) => credential.bound(Bound::Signature),
            (_, true) => credential.bound(Bound::Dpop(proof::Proof::Good)),
            _ => credential,
        }
    }

    /// Which credentials count. A message's caller has to be let into its socket first.
    fn strictest(&self) -> Proof {
        let mut proof = self.endpoint.proof.clone();
        let Some(socket) = self.socket.map(|it| &it.proof) else { return proof };
        proof.bound |= socket.bound;
        proof.signed |= socket.signed;
        proof.auth_age_ms = proof.auth_age_ms.or(socket.auth_age_ms);
        for (own, others) in [
            (&mut proof.acr, &socket.acr),
            (&mut proof.issuer, &socket.issuer),
            (&mut proof.device, &socket.device),
        ] {
            if own.is_empty() {
                own.clone_from(others);
            }
        }
        proof
    }

    /// The credential of whoever may send the valid request.
    pub(crate) fn whole(&self) -> Credential {
        self.credential(self.caller(), self.needed())
    }

    /// One scope of each clause, and those that open the socket of a message.
    pub(crate) fn needed(&self) -> Vec<String> {
        let mut needed = needed_of(self.endpoint);
        for scope in self.socket.map(needed_of).unwrap_or_default() {
            if !needed.contains(&scope) {
                needed.push(scope);
            }
        }
        needed
    }

    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.endpoint.access, Access::Public(_) | Access::Probe)
    }

    pub(crate) const fn wants_scopes(&self) -> bool {
        matches!(self.endpoint.access, Access::Scopes(_))
    }

    /// The path's parameters that are ids of objects: their names, and what the request has there.
    pub(crate) fn objects_in_path(&self) -> Vec<(&'m str, String)> {
        let parameters = self.endpoint.parameters.iter();
        let objects = parameters.filter_map(|it| match &it.binding {
            Binding::Object(object) => {
                let id = self.samples.id(&self.endpoint.name, object)?;
                Some((it.name.as_str(), id.to_owned()))
            }
            _ => None,
        });
        objects.collect()
    }

    /// The path with another text for one of its parameters.
    pub(crate) fn path_with(&self, parameter: &str, text: &str) -> Option<String> {
        let given = |name: &str| {
            if name == parameter {
                Ok(text.to_owned())
            } else {
                value_of(self.endpoint, name, self.samples)
            }
        };
        filled(&self.endpoint.path, given).ok()
    }
}

/// The socket of a message; `None` for what isn't one.
fn socket_of<'m>(
    manifest: &'m Manifest,
    endpoint: &Endpoint,
) -> Result<Option<&'m Endpoint>, String> {
    let Some((path, _)) = endpoint.path.rsplit_once('#') else { return Ok(None) };
    let socket = |it: &&Endpoint| it.path == path && it.method == Method::Get;
    manifest.endpoints.iter().find(socket).map(Some).ok_or_else(|| "its socket".to_owned())
}

fn needed_of(endpoint: &Endpoint) -> Vec<String> {
    match &endpoint.access {
        Access::Scopes(clauses) => clauses.iter().filter_map(|it| it.first().cloned()).collect(),
        _ => Vec::new(),
    }
}

pub(crate) const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Message => "MESSAGE",
    }
}

fn path(endpoint: &Endpoint, samples: &Samples) -> Result<String, String> {
    filled(&endpoint.path, |name| value_of(endpoint, name, samples))
}

fn filled(pattern: &str, value: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let segments = pattern.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        name.map_or_else(|| Ok(segment.to_owned()), &value)
    });
    Ok(segments.collect::<Result<Vec<_>, _>>()?.join("/"))
}

fn value_of(endpoint: &Endpoint, name: &str, samples: &Samples) -> Result<String, String> {
    let parameter = endpoint.parameters.iter().find(|it| it.name == name);
    let text = match parameter.map(|it| &it.binding) {
        Some(Binding::Object(object)) => samples.id(&endpoint.name, object).map(str::to_owned),
        Some(Binding::OwnSubject) => Some(samples.subject().to_owned()),
        Some(Binding::OwnTenant) => Some(samples.tenant().to_owned()),
        Some(Binding::Open { kind, .. }) => {
            samples.of_kind(&endpoint.name, name, kind).map(|value| plain(&value))
        }
        None => None,
    };
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| percent_encoded(&text)).ok_or_else(|| format!("a value for {{{name}}}"))
}

/// RFC 3986 §2.3: what isn't unreserved is encoded.
fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(encode).collect()
}

pub(crate) fn urlencoded(fields: &Map<String, Value>) -> String {
    let pairs = fields.iter().flat_map(|(name, value)| {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        let name = percent_encoded(name);
        values.into_iter().map(move |value| format!("{name}={}", percent_encoded(&plain(&value))))
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether these scopes are one of each clause.
pub(crate) fn holds_each(held: &[String], clauses: &[Vec<String>]) -> bool {
    clauses.iter().all(|clause| clause.iter().any(|scope| held.contains(scope)))
}
