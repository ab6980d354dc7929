//! A request as it will be written, with a placeholder for the token.

use std::fmt::Write as _;

use crate::callers::{Bound, Credential};

/// Where the token goes.
pub(crate) const TOKEN: &str = "{token}";

/// A request. It holds no secret, so it can be printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    /// In their order; the host comes first and by itself.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<(String, String)>,
    /// Written as it is, in the place of everything above.
    pub(crate) raw: Option<String>,
    pub(crate) credential: Option<Credential>,
    /// It asks to go on as a WebSocket.
    pub(crate) upgrade: Option<Upgrade>,
    /// It comes from an address that is in none of the service's networks.
    pub(crate) is_from_elsewhere: bool,
}

/// What follows once a WebSocket is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Upgrade {
    /// Nothing: that it was opened is answer enough.
    Open,
    /// This message is said, with the body as its parameters.
    Say(String),
    /// This text is said.
    Text(String),
}

/// RFC 6455 §4.1
const HANDSHAKE: &str = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: None,
            raw: None,
            credential: None,
            upgrade: None,
            is_from_elsewhere: false,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, media: &str, text: &str) -> Self {
        self.body = Some((media.to_owned(), text.to_owned()));
        self
    }

    /// With a bearer token (RFC 6750 §2.1).
    pub(crate) fn bearing(self, credential: Credential) -> Self {
        self.header("authorization", &format!("Bearer {TOKEN}")).holding(credential)
    }

    /// With a token for wherever the placeholder stands.
    pub(crate) fn holding(mut self, credential: Credential) -> Self {
        self.credential = Some(credential);
        self
    }

    pub(crate) fn with_method(self, method: &str) -> Self {
        Self { method: method.to_owned(), ..self }
    }

    /// From an address that is in none of the service's networks.
    pub(crate) fn sent_from_elsewhere(self) -> Self {
        Self { is_from_elsewhere: true, ..self }
    }

    /// As the opening of a WebSocket.
    pub(crate) fn upgrading(self, upgrade: Upgrade) -> Self {
        Self { upgrade: Some(upgrade), ..self }
    }

    /// What is said once the WebSocket is open (JSON-RPC 2.0 §4).
    pub(crate) fn said(&self) -> Option<String> {
        match self.upgrade.as_ref()? {
            Upgrade::Open => None,
            Upgrade::Text(text) => Some(text.clone()),
            Upgrade::Say(name) => {
                let params = self.body.as_ref().map_or("{}", |(_, body)| body.as_str());
                Some(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{name}","params":{params}}}"#))
            }
        }
    }

    /// Exactly these bytes.
    pub(crate) fn raw(text: String) -> Self {
        Self { raw: Some(text), ..Self::new("", "") }
    }

    /// What goes over the wire, but for the token.
    pub(crate) fn text(&self, host: &str) -> String {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let mut text = format!("{} {} HTTP/1.1\r\nhost: {host}\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        if self.upgrade.is_some() {
            text.push_str(HANDSHAKE);
            text.push_str("\r\n");
            return text;
        }
        match &self.body {
            Some((media, body)) => {
                let length = body.len();
                let _ =
                    write!(text, "content-type: {media}\r\ncontent-length: {length}\r\n\r\n{body}");
            }
            None if matches!(self.method.as_str(), "POST" | "PUT" | "PATCH") => {
                text.push_str("content-length: 0\r\n\r\n");
            }
            None => text.push_str("\r\n"),
        }
        text
    }

    /// A line to paste that sends it again; `$TOKEN` stands for the credential, and `$PROOF` for what proves its key.
    #[must_use]
    pub fn to_curl(&self, address: &str) -> String {
        let line = self.to_curl_bearing(address);
        match self.credential.as_ref().and_then(|it| it.bound) {
            Some(Bound::Dpop(proof)) if proof.scheme() != "Bearer" => {
                let line = line.replace("Bearer $TOKEN", "DPoP $TOKEN");
                if self.raw.is_some() { line } else { format!("{line} -H \"dpop: $PROOF\"") }
            }
            _ => line,
        }
    }

    fn to_curl_bearing(&self, address: &str) -> String {
        let shown = |text: &str| quoted(&text.replace(TOKEN, "$TOKEN"));
        if let Some(raw) = &self.raw {
            let escaped = raw.replace('\\', "\\\\").replace('%', "%%");
            let escaped = escaped.replace('\r', "\\r").replace('\n', "\\n");
            let (host, port) = address.rsplit_once(':').unwrap_or((address, "80"));
            return format!("printf {} | nc {host} {port}", shown(&escaped));
        }
        if self.upgrade.is_some() {
            return self.to_websocat(address, shown);
        }
        let mut line = format!("curl -i --path-as-is -X {} ", quoted(&self.method));
        line.push_str(&shown(&format!("http://{address}{}", self.target)));
        for (name, value) in &self.headers {
            let _ = write!(line, " -H {}", shown(&format!("{name}: {value}")));
        }
        if let Some((media, body)) = &self.body {
            let _ = write!(
                line,
                " -H {} -d {}",
                quoted(&format!("content-type: {media}")),
                shown(body)
            );
        }
        line
    }
}

impl Request {
    /// curl opens a WebSocket and says nothing over it.
    fn to_websocat(&self, address: &str, shown: impl Fn(&str) -> String) -> String {
        let mut line = match self.said() {
            Some(said) => format!("echo {} | websocat -1 ", shown(&said)),
            None => "websocat ".to_owned(),
        };
        for (name, value) in &self.headers {
            let _ = write!(line, "-H {} ", shown(&format!("{name}: {value}")));
        }
        line + &shown(&format!("ws://{address}{}", self.target))
    }
}

/// For a shell: double quotes where the token has to be filled in, single ones elsewhere.
fn quoted(text: &str) -> String {
    if text.contains("$TOKEN") {
        return format!(
            "\"{}\"",
            text.replace('\\', "\\\\").replace('"', "\\\"").replace('`', "\\`")
        );
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callers::{Wanted, Who};

    #[test]
    fn a_request_is_written_with_its_length() {
        let request =
            Request::new("POST", "/notes").header("x-a", "1").body("application/json", "{}");
        let expected = "POST /notes HTTP/1.1\r\nhost: h\r\nx-a: 1\r\ncontent-type: application/json\r\n\
                        content-length: 2\r\n\r\n{}";
        assert_eq!(request.text("h"), expected);
        assert_eq!(Request::new("GET", "/").text("h"), "GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    }

    #[test]
    fn b12_a_message_is_said_once_its_socket_is_open() {
        let request = Request::new("GET", "/talk")
            .header("x-a", "1")
            .body("application/json", "{\"a\":1}")
            .upgrading(Upgrade::Say("cancel".to_owned()));
        let text = request.text("h");
        assert!(
            text.starts_with("GET /talk HTTP/1.1\r\nhost: h\r\nx-a: 1\r\nconnection: upgrade\r\n")
        );
        assert!(text.ends_with("\r\n\r\n") && !text.contains("content-"), "{text}");
        let said = r#"{"jsonrpc":"2.0","id":1,"method":"cancel","params":{"a":1}}"#;
        assert_eq!(request.said().as_deref(), Some(said));
        let line = format!("echo '{said}' | websocat -1 -H 'x-a: 1' 'ws://127.0.0.1:80/talk'");
        assert_eq!(request.to_curl("127.0.0.1:80"), line);
        let opened = Request::new("GET", "/talk").upgrading(Upgrade::Open);
        assert_eq!(
            (opened.said(), opened.to_curl("a:1")),
            (None, "websocat 'ws://a:1/talk'".to_owned())
        );
    }

    #[test]
    fn l03_what_is_printed_has_a_name_in_the_place_of_the_token() {
        let bearing =
            Request::new("GET", "/notes/1").bearing(Credential::of(Who::Owner, Wanted::default()));
        assert_eq!(
            bearing.to_curl("127.0.0.1:80"),
            "curl -i --path-as-is -X 'GET' 'http://127.0.0.1:80/notes/1' -H \"authorization: Bearer $TOKEN\""
        );
        let raw =
            Request::raw("GET / HTTP/1.1\r\nauthorization: Bearer {token}\r\n\r\n".to_owned());
        assert_eq!(
            raw.to_curl("127.0.0.1:80"),
            "printf \"GET / HTTP/1.1\\\\r\\\\nauthorization: Bearer $TOKEN\\\\r\\\\n\\\\r\\\\n\" | nc 127.0.0.1 80"
        );
    }
}
