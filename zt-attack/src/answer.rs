//! What came back over the wire.

use serde_json::Value;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as much of it as is read.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of this name (lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, if it is some.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as text, for looking into.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether the service did what was asked. An opened WebSocket is that, too.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 101 | 200..=399)
    }

    /// The body without what differs from one occurrence to the next (RFC 9457's `instance`).
    pub(crate) fn without_instance(&self) -> Vec<u8> {
        match self.json() {
            Some(Value::Object(mut members)) => {
                members.remove("instance");
                Value::Object(members).to_string().into_bytes()
            }
            _ => self.body.clone(),
        }
    }
}
