//! The words of a socket: JSON-RPC 2.0. A message is a call with an id, an event a notification.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::problem::Reason;
use crate::reply::Response;

/// The longest id of a call, as it is written.
const LONGEST_ID: usize = 66;

/// What stands around the parameters of a call.
pub(crate) const ENVELOPE: usize = 512;

/// What a client says.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// As they were written; empty where there are none.
    pub(crate) params: Bytes,
}

/// What the answer to a call is known by: a text or an integer, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Id(String);

/// Why a text is no call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoCall {
    /// It is no JSON.
    Unparsed,
    /// It is JSON, and none of JSON-RPC 2.0 §4: another version, a member that isn't known or comes twice, a list of calls.
    Malformed,
    /// It has no id: nobody could tell what came of it (§4.1).
    Unanswerable,
}

/// How a call failed, in the numbers of JSON-RPC 2.0 §5.1; beyond them the status that a request would have got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    ParseError,
    InvalidRequest,
    MethodNotFound,
    Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'t> {
    #[serde(borrow)]
    jsonrpc: Cow<'t, str>,
    #[serde(borrow)]
    method: Cow<'t, str>,
    #[serde(borrow)]
    params: Option<&'t RawValue>,
    #[serde(borrow)]
    id: Option<&'t RawValue>,
}

/// What an id may be. A fraction is none (§4).
#[derive(Deserialize)]
#[serde(untagged)]
enum KnownId<'t> {
    Number(#[expect(dead_code, reason = "only its form counts")] i64),
    Text(#[expect(dead_code, reason = "only its form counts")] Cow<'t, str>),
}

impl Call {
    /// Reads a text. Its parameters are read by whoever knows what they should be.
    pub(crate) fn read(text: &Bytes) -> Result<Self, NoCall> {
        let written: Written<'_> = serde_json::from_slice(text)
            .map_err(|fault| if fault.is_data() { NoCall::Malformed } else { NoCall::Unparsed })?;
        if written.jsonrpc != "2.0" {
            return Err(NoCall::Malformed);
        }
        let id = Id::read(written.id.ok_or(NoCall::Unanswerable)?)?;
        let params = written.params.map(|params| text.slice_ref(params.get().as_bytes()));
        Ok(Self { id, name: written.method.into_owned(), params: params.unwrap_or_default() })
    }
}

impl Id {
    fn read(written: &RawValue) -> Result<Self, NoCall> {
        let text = written.get();
        let known = serde_json::from_str::<KnownId<'_>>(text).is_ok();
        (known && text.len() <= LONGEST_ID).then(|| Self(text.to_owned())).ok_or(NoCall::Malformed)
    }
}

impl NoCall {
    pub(crate) const fn reason(self) -> Reason {
        match self {
            Self::Unparsed => "message_no_json",
            Self::Malformed => "message_malformed",
            Self::Unanswerable => "message_without_id",
        }
    }

    pub(crate) const fn code(self) -> Code {
        match self {
            Self::Unparsed => Code::ParseError,
            Self::Malformed | Self::Unanswerable => Code::InvalidRequest,
        }
    }
}

impl Code {
    const fn number(self, status: u16) -> i32 {
        match (self, status) {
            (Self::ParseError, _) => -32700,
            (Self::InvalidRequest, _) => -32600,
            (Self::MethodNotFound, _) => -32601,
            (Self::Status, 400 | 413 | 422) => -32602,
            (Self::Status, 500..) => -32603,
            (Self::Status, status) => status as i32,
        }
    }
}

/// An event: a notification that the service sends.
pub(crate) fn event(view: &[u8]) -> Bytes {
    [br#"{"jsonrpc":"2.0","method":"event","params":"#, view, b"}"].concat().into()
}

/// What came of a call. Without an id nobody knows which call it was (§5).
pub(crate) fn answer(id: Option<&Id>, code: Code, response: &Response) -> Bytes {
    let id = id.map_or("null", |id| &id.0);
    let body = if response.body.is_empty() { b"null" } else { &*response.body };
    if response.status < 400 {
        let head = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":"#);
        return [head.as_bytes(), body, b"}"].concat().into();
    }
    let (number, headers) = (code.number(response.status), headers(response));
    let message = serde_json::json!(title(body));
    let head = format!(
        r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":{number},"message":{message},"data":{{"headers":{headers},"problem":"#
    );
    [head.as_bytes(), body, b"}}}"].concat().into()
}

/// The problem's title (RFC 9457 §3.1.4): the short summary that §5.1 asks for.
fn title(problem: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Titled {
        title: String,
    }
    serde_json::from_slice::<Titled>(problem).map(|it| it.title).unwrap_or_default()
}

/// What a client of HTTP would be told beside the problem: how it is challenged, when to try again.
fn headers(response: &Response) -> serde_json::Value {
    let told = ["www-authenticate", "retry-after", "accept-signature", "dpop-nonce"];
    let headers = response.headers.iter().filter(|(name, _)| told.contains(name));
    headers
        .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use serde_json::{Value, json};

    use super::*;

    fn read(text: &str) -> Result<Call, NoCall> {
        Call::read(&Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn b12_a_call_is_read_as_it_is_written() {
        let call =
            read(r#" {"id": "a-1", "jsonrpc": "2.0", "method": "cancel", "params": {"a": [1]}} "#)
                .unwrap();
        assert_eq!((call.name.as_str(), &*call.params), ("cancel", &br#"{"a": [1]}"#[..]));
        assert_eq!(call.id, Id("\"a-1\"".to_owned()));
        let call = read(r#"{"jsonrpc":"2.0","method":"x","id":-7}"#).unwrap();
        assert_eq!((call.id, call.params.len()), (Id("-7".to_owned()), 0));
    }

    #[test]
    fn x08_what_has_two_readings_is_no_call() {
        for text in [
            "",
            "x",
            "{",
            "[",
            "\u{feff}{}",
            r#"{"jsonrpc":"2.0","method":"x","id":1}{}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":1"#,
        ] {
            assert_eq!(read(text).unwrap_err(), NoCall::Unparsed, "{text}");
        }
        for text in [
            "1",
            "[]",
            "{}",
            r#"[{"jsonrpc":"2.0","method":"x","id":1}]"#,
            r#"{"method":"x","id":1}"#,
            r#"{"jsonrpc":"1.0","method":"x","id":1}"#,
            r#"{"jsonrpc":2.0,"method":"x","id":1}"#,
            r#"{"jsonrpc":"2.0","id":1}"#,
            r#"{"jsonrpc":"2.0","method":7,"id":1}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":1,"token":"t"}"#,
            r#"{"jsonrpc":"2.0","method":"x","method":"y","id":1}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":1,"id":2}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":1,"params":{},"params":{}}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":1.5}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":1e3}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":true}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":[1]}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":99999999999999999999}"#,
        ] {
            assert_eq!(read(text).unwrap_err(), NoCall::Malformed, "{text}");
        }
        let long = format!(r#"{{"jsonrpc":"2.0","method":"x","id":"{}"}}"#, "i".repeat(65));
        assert_eq!(read(&long).unwrap_err(), NoCall::Malformed);
        for text in
            [r#"{"jsonrpc":"2.0","method":"x"}"#, r#"{"jsonrpc":"2.0","method":"x","id":null}"#]
        {
            assert_eq!(read(text).unwrap_err(), NoCall::Unanswerable, "{text}");
        }
    }

    #[test]
    fn b12_answers_are_of_json_rpc() {
        let said = |id: Option<&Id>, code, response: &Response| -> Value {
            serde_json::from_slice(&answer(id, code, response)).unwrap()
        };
        let id = Id("\"a\\n\"".to_owned());
        let view = Response::whole(201, Vec::new(), Bytes::from_static(b"{\"a\":1}"));
        assert_eq!(
            said(Some(&id), Code::Status, &view),
            json!({ "jsonrpc": "2.0", "id": "a\n", "result": { "a": 1 } })
        );
        assert_eq!(
            said(Some(&id), Code::Status, &Response::empty(204)),
            json!({ "jsonrpc": "2.0", "id": "a\n", "result": null })
        );
        let problem = json!({ "title": "Too \"many\"", "status": 429 });
        let headers = vec![("retry-after", "3".to_owned()), ("content-type", "x".to_owned())];
        let refused = Response::whole(429, headers, problem.to_string().into());
        assert_eq!(
            said(None, Code::Status, &refused),
            json!({ "jsonrpc": "2.0", "id": null, "error": {
                "code": 429, "message": "Too \"many\"",
                "data": { "headers": { "retry-after": "3" }, "problem": problem },
            } })
        );
        assert_eq!(
            serde_json::from_slice::<Value>(&event(b"[1]")).unwrap(),
            json!({ "jsonrpc": "2.0", "method": "event", "params": [1] })
        );
    }

    #[test]
    fn b12_the_numbers_of_json_rpc_come_first() {
        for (code, status, number) in [
            (Code::ParseError, 400, -32700),
            (Code::InvalidRequest, 400, -32600),
            (Code::MethodNotFound, 404, -32601),
            (Code::Status, 400, -32602),
            (Code::Status, 413, -32602),
            (Code::Status, 422, -32602),
            (Code::Status, 500, -32603),
            (Code::Status, 503, -32603),
            (Code::Status, 403, 403),
            (Code::Status, 404, 404),
            (Code::Status, 409, 409),
        ] {
            assert_eq!(code.number(status), number, "{code:?} {status}");
        }
    }
}
