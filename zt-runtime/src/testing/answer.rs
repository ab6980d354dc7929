//! What a test got.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll};

use bytes::Bytes;
use serde_json::{Value, json};

use crate::reply::Response;
use crate::stream::{Frame, OpenStream};

/// An answer, as a client would have read it.
pub struct TestResponse {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    stream: Option<Box<OpenStream>>,
    /// Events that came while an answer was waited for.
    waiting: VecDeque<Value>,
    said: u64,
}

impl TestResponse {
    pub(super) fn new(response: Response, to_head: bool) -> Self {
        let Response { status, mut headers, body, stream } = response;
        // RFC 9110 §8.6, §9.3.2: a 204 has no length, an answer to HEAD has that of the body which it lacks.
        if status != 204 && status != 304 && stream.is_none() {
            headers.push(("content-length", body.len().to_string()));
        }
        let body = if to_head { Bytes::new() } else { body };
        Self { status, headers, body, stream, waiting: VecDeque::new(), said: 0 }
    }

    /// The status code.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |(known, _): &&(&'static str, String)| known.eq_ignore_ascii_case(name);
        self.headers.iter().find(named).map(|(_, value)| value.as_str())
    }

    /// All headers of this name.
    #[cfg(test)]
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The body.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// Of an answer that is a stream, the next event, once it is there; `None` when the stream is over. What an `EventSource`
    /// would have got as `data`. Dropping the answer goes away, as a client does.
    ///
    /// # Panics
    /// When it is no JSON.
    pub async fn next_event(&mut self) -> Option<Value> {
        if let Some(event) = self.waiting.pop_front() {
            return Some(event);
        }
        loop {
            let frame = poll_fn(|context| self.poll_frame(context)).await?;
            if let Some(event) = event(&frame) {
                return Some(event);
            }
        }
    }

    /// Over an answer that is a socket, says a message and waits for what comes of it: its `result`, or its `error`.
    ///
    /// # Errors
    /// The `error` of JSON-RPC 2.0 §5.1: in its `data` stands the problem.
    ///
    /// # Panics
    /// When it is no socket, or over by then.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub async fn say(&mut self, message: &str, params: &Value) -> Result<Value, Value> {
        self.said += 1;
        let id = self.said;
        let call = json!({ "jsonrpc": "2.0", "method": message, "params": params, "id": id });
        match self.say_text(&call.to_string()).await {
            Some(Value::Object(mut answer)) => match answer.remove("result") {
                Some(result) => Ok(result),
                None => Err(answer.remove("error").unwrap_or_default()),
            },
            _ => panic!("{}: nobody answers `{message}` any more", self.status),
        }
    }

    /// Says a text as it is, and waits for what comes of it; `None` where the socket is over by then.
    ///
    /// # Panics
    /// When it is no socket.
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub async fn say_text(&mut self, text: &str) -> Option<Value> {
        let Some(stream) = self.stream.as_mut().filter(|_| self.status == 101) else {
            panic!("{}: this is no socket", self.status)
        };
        stream.hear(Bytes::copy_from_slice(text.as_bytes()));
        loop {
            match poll_fn(|context| self.poll_frame(context)).await? {
                Frame::Answer(answer) => return Some(parsed(&answer)),
                frame => self.waiting.extend(event(&frame)),
            }
        }
    }

    /// Of an answer that is a stream, the events that are there by now, and whether it is over.
    ///
    /// # Panics
    /// As [`next_event`](Self::next_event).
    pub async fn events_so_far(&mut self) -> (Vec<Value>, bool) {
        let mut events: Vec<_> = self.waiting.drain(..).collect();
        loop {
            let polled = poll_fn(|context| Poll::Ready(self.poll_frame(context))).await;
            match polled {
                Poll::Ready(Some(frame)) => events.extend(event(&frame)),
                Poll::Ready(None) => return (events, true),
                Poll::Pending => return (events, false),
            }
        }
    }

    /// Of an answer that is a stream, whether it is being decided again.
    #[cfg(test)]
    pub(crate) fn is_deciding(&self) -> bool {
        let watch = self.stream.as_ref().and_then(|stream| stream.watch());
        watch.is_some_and(|watch| watch.is_deciding())
    }

    fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<Option<Frame>> {
        match &mut self.stream {
            Some(stream) => stream.poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    /// The body as text.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap_or_else(|error| panic!("the body is no text: {error}"))
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    #[allow(clippy::panic, reason = "a test fails by panicking")]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: the body is no JSON ({error})", self.status))
    }
}

/// What is shown in an event; a sign of life shows nothing.
fn event(frame: &Frame) -> Option<Value> {
    match frame {
        Frame::Event(view) => Some(parsed(view)),
        Frame::Answer(_) | Frame::Alive => None,
    }
}

#[allow(clippy::panic, reason = "a test fails by panicking")]
fn parsed(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap_or_else(|error| panic!("what came is no JSON ({error})"))
}

impl fmt::Debug for TestResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish()
    }
}
