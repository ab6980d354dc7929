//! A WebSocket that is open: one message is said, and what comes of it is an answer like that to a request.

use std::io::{self, ErrorKind};
use std::net::TcpStream;

use serde_json::{Map, Value};
use tungstenite::protocol::Role;
use tungstenite::{Error, Message, WebSocket};

use crate::answer::Answer;
use crate::wire::{Given, PATIENCE};

/// More frames without an answer among them are a stream that goes on.
const MOST_FRAMES: usize = 1_000;

/// Says a text on a socket, of which `read` has come already.
///
/// # Errors
/// When the connection breaks otherwise than by its end.
pub(crate) fn say(stream: TcpStream, read: Vec<u8>, text: &str) -> io::Result<Given> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut socket = WebSocket::from_partially_read(stream, read, Role::Client, None);
    // The service may have closed it already: what it said first counts.
    let _ = socket.send(Message::text(text));
    for _ in 0..MOST_FRAMES {
        match socket.read() {
            Ok(Message::Text(frame)) => {
                if let Some(answer) = answer(&frame) {
                    let _ = socket.close(None);
                    return Ok(Given::Answers(vec![answer]));
                }
            }
            Ok(_) => {}
            Err(Error::Io(error))
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                return Ok(Given::Silence);
            }
            // A reset is an end, too.
            Err(_) => return Ok(Given::Closed),
        }
    }
    Ok(Given::Silence)
}

/// What JSON-RPC 2.0 §5 says of a call; events are notifications, and none.
fn answer(frame: &str) -> Option<Answer> {
    let Value::Object(mut said) = serde_json::from_str(frame).ok()? else { return None };
    if !said.contains_key("id") {
        return None;
    }
    if let Some(result) = said.remove("result") {
        return Some(Answer { status: 200, headers: Vec::new(), body: result.to_string().into() });
    }
    let data = said.remove("error")?.get_mut("data").map(Value::take)?;
    let headers = data.get("headers").and_then(Value::as_object).map(named).unwrap_or_default();
    let problem = data.get("problem")?;
    let status = u16::try_from(problem.get("status")?.as_u64()?).ok()?;
    Some(Answer { status, headers, body: problem.to_string().into() })
}

fn named(headers: &Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    headers.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn b12_what_comes_of_a_message_reads_as_an_answer() {
        let result = answer(r#"{"jsonrpc":"2.0","id":1,"result":{"a":1}}"#).unwrap();
        assert_eq!((result.status, result.text().as_str()), (200, "{\"a\":1}"));
        let refused = r#"{"jsonrpc":"2.0","id":null,"error":{"code":429,"message":"x","data":{
            "headers":{"retry-after":"3"},"problem":{"status":429,"title":"x"}}}}"#;
        let refused = answer(refused).unwrap();
        assert_eq!((refused.status, refused.header("retry-after")), (429, Some("3")));
        assert_eq!(answer(r#"{"jsonrpc":"2.0","method":"event","params":{}}"#), None);
        assert_eq!(answer("x"), None);
    }
}
