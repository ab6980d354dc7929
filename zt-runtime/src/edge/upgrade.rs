//! Whether a request asks to go on as a WebSocket (RFC 6455 §4.2.1).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Incoming;
use crate::endpoint::HeaderSource;
use crate::problem::Refusal;

/// What a client's key is the spelling of.
const KEY_BYTES: usize = 16;

/// Whether it asks for a socket, with nothing missing and nothing said twice. A body that goes on in another protocol has no
/// length, whatever another header says of it (X23). Other upgrades may be offered, and aren't taken (RFC 9110 §7.8).
pub(super) fn asks_for_a_socket(incoming: &Incoming) -> Result<bool, Refusal> {
    let headers = &*incoming.headers;
    let names_websocket = |value: &&[u8]| contains(&value.to_ascii_lowercase(), b"websocket");
    if !headers.values("upgrade").iter().any(names_websocket) {
        return Ok(false);
    }
    let is_whole = incoming.may_upgrade
        && incoming.method == "GET"
        && one(headers, "upgrade").is_some_and(|value| value.eq_ignore_ascii_case(b"websocket"))
        && lists_upgrade(headers)
        && one(headers, "sec-websocket-version") == Some(b"13")
        && one(headers, "sec-websocket-key").is_some_and(is_key)
        // Whoever waits for a 100 would read it for the answer to the upgrade.
        && headers.values("expect").is_empty()
        && headers.values("content-length").is_empty()
        && headers.values("transfer-encoding").is_empty();
    is_whole.then_some(true).ok_or(Refusal::MalformedRequest("upgrade"))
}

fn one<'h>(headers: &'h dyn HeaderSource, name: &str) -> Option<&'h [u8]> {
    match headers.values(name).as_slice() {
        [value] => Some(*value),
        _ => None,
    }
}

fn lists_upgrade(headers: &dyn HeaderSource) -> bool {
    let listed = headers.values("connection");
    let mut options = listed.iter().flat_map(|value| value.split(|byte| *byte == b','));
    options.any(|option| option.trim_ascii().eq_ignore_ascii_case(b"upgrade"))
}

fn is_key(value: &[u8]) -> bool {
    BASE64_STANDARD.decode(value).is_ok_and(|key| key.len() == KEY_BYTES)
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::Headers;

    const WHOLE: [(&str, &str); 4] = [
        ("connection", "keep-alive, Upgrade"),
        ("upgrade", "WebSocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    fn asks(method: &str, headers: &[(&str, &str)]) -> Result<bool, Refusal> {
        let mut source = Headers::default();
        headers.iter().for_each(|(name, value)| source.add(name, *value));
        let incoming = Incoming {
            method: method.to_owned(),
            header_bytes: source.bytes(),
            headers: Box::new(source),
            may_upgrade: true,
            ..Incoming::nothing()
        };
        asks_for_a_socket(&incoming)
    }

    #[test]
    fn x21_a_handshake_is_whole() {
        assert_eq!(asks("GET", &WHOLE), Ok(true));
        assert_eq!(asks("GET", &[]), Ok(false));
        assert_eq!(asks("POST", &[("upgrade", "h2c"), ("connection", "upgrade")]), Ok(false));
        for missing in 0..WHOLE.len() {
            let mut headers = WHOLE.to_vec();
            let (name, _) = headers.remove(missing);
            let expected = if name == "upgrade" { Ok(false) } else { REFUSED };
            assert_eq!(asks("GET", &headers), expected, "{name}");
        }
        for method in ["POST", "HEAD", "get", "CONNECT"] {
            assert_eq!(asks(method, &WHOLE), REFUSED, "{method}");
        }
    }

    #[test]
    fn x23_a_handshake_with_two_readings_is_none() {
        for (name, value) in [
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("expect", "100-continue"),
            ("content-length", "0"),
            ("content-length", "5"),
            ("transfer-encoding", "chunked"),
        ] {
            let headers = [&WHOLE[..], &[(name, value)]].concat();
            assert_eq!(asks("GET", &headers), REFUSED, "{name}: {value}");
        }
        for (name, value) in [
            ("upgrade", "websocket, h2c"),
            ("upgrade", "websockets"),
            ("connection", "keep-alive"),
            ("connection", "not-upgrade"),
            ("sec-websocket-version", "8"),
            ("sec-websocket-version", "13, 8"),
            ("sec-websocket-key", ""),
            ("sec-websocket-key", "dGhlIHNhbXBsZQ=="),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ"),
            ("sec-websocket-key", "!GhlIHNhbXBsZSBub25jZQ=="),
        ] {
            let mut headers = WHOLE.to_vec();
            headers.retain(|(known, _)| *known != name);
            headers.push((name, value));
            assert_eq!(asks("GET", &headers), REFUSED, "{name}: {value}");
        }
    }

    const REFUSED: Result<bool, Refusal> = Err(Refusal::MalformedRequest("upgrade"));
}
