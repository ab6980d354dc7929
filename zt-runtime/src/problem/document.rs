//! The problem document itself.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::reply::Response;

pub(super) struct Document<'a> {
    pub(super) status: u16,
    /// The last part of `urn:zt:problem:…`; without it the type is `about:blank`.
    pub(super) kind: Option<&'static str>,
    pub(super) title: &'static str,
    pub(super) detail: Option<&'static str>,
    /// The request's trace id, which an operator finds in log and audit.
    pub(super) trace: &'a str,
    pub(super) members: &'a [(&'static str, Value)],
}

impl Document<'_> {
    /// The response with the document, `headers` and the two that every refusal has.
    pub(super) fn into_response(self, mut headers: Vec<(&'static str, String)>) -> Response {
        headers.push(("content-type", "application/problem+json".to_owned()));
        // A cached refusal would outlive its cause, and a cache that keys on the URL alone would give it to others.
        headers.push(("cache-control", "no-store".to_owned()));
        let body = Bytes::from(Value::Object(self.members()).to_string());
        Response::whole(self.status, headers, body)
    }

    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
        for (name, value) in self.members {
            set(name, value.clone());
        }
        set(
            "type",
            self.kind.map_or_else(
                || "about:blank".into(),
                |kind| format!("urn:zt:problem:{kind}").into(),
            ),
        );
        set("title", self.title.into());
        set("status", self.status.into());
        if let Some(detail) = self.detail {
            set("detail", detail.into());
        }
        set("instance", format!("urn:zt:trace:{}", self.trace).into());
        members
    }
}
