//! The foreign authorization server, its control port, and the foreign client that fetches tokens from it.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;

use serde_json::Value;

use super::http::{Answer, Request};
use super::node;
use super::process::{Process, three_ports};

/// The audience of its tokens.
pub(crate) const AUDIENCE: &str = "https://api.example.test";

/// Where it is asked about tokens.
const INTROSPECTION: &str = "/token/introspection";

/// A running authorization server with keys of its own.
pub(crate) struct Issuer {
    _process: Process,
    port: u16,
}

impl Issuer {
    pub(crate) fn start() -> Self {
        for _ in 0..10 {
            // Somebody else may take a port before the server does; then it ends, and others are tried.
            let port = three_ports();
            let mut server = node::command();
            server.arg("as.mjs").stderr(Stdio::null());
            for (name, port) in [("PORT", port), ("TLS_PORT", port + 1), ("CTRL_PORT", port + 2)] {
                server.env(name, port.to_string());
            }
            let ready = |line: &str| line.contains("\"ready\":true").then_some(());
            if let Some((process, ())) = Process::start(&mut server, ready) {
                return Self { _process: process, port };
            }
        }
        panic!("the authorization server doesn't start: try `PORT=9400 node as.mjs` by hand")
    }

    /// Its `iss`.
    pub(crate) fn name(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Fetches a token; see the head of token.mjs.
    pub(crate) fn token(&self, arguments: &[&str]) -> Token {
        let name = self.name();
        let mut all = vec!["token.mjs", "--issuer", name.as_str()];
        all.extend(arguments);
        Token(serde_json::from_str(&node::run(&all)).expect("one line of JSON"))
    }

    /// A token of one of the clients, for these scopes.
    pub(crate) fn token_of(&self, client: &str, scope: &str) -> Token {
        self.token(&["--client", client, "--scope", scope])
    }

    /// New keys; see the head of as.mjs.
    pub(crate) fn rotate(&self, mode: &str) {
        self.control("POST", &format!("/rotate?mode={mode}"));
    }

    /// From now on its key endpoint answers otherwise: `status=503`, `delay=2000`, `huge=..`, `close`.
    pub(crate) fn break_keys(&self, how: &str) {
        self.control("POST", &format!("/fault?path=/jwks&{how}"));
    }

    /// Nothing is broken any more, and counting starts anew.
    pub(crate) fn reset(&self) {
        self.control("POST", "/reset");
    }

    /// How often its keys were fetched since the last reset.
    pub(crate) fn key_fetches(&self) -> u64 {
        self.control("GET", "/stats").json()["stats"]["/jwks"].as_u64().unwrap_or(0)
    }

    /// From now on it answers otherwise when it is asked about a token; see [`Self::break_keys`].
    pub(crate) fn break_introspection(&self, how: &str) {
        self.control("POST", &format!("/fault?path={INTROSPECTION}&{how}"));
    }

    /// How often it was asked about tokens since the last reset.
    pub(crate) fn introspections(&self) -> u64 {
        self.control("GET", "/stats").json()["stats"][INTROSPECTION].as_u64().unwrap_or(0)
    }

    /// Where it asks for client certificates.
    pub(crate) fn tls(&self) -> String {
        format!("https://127.0.0.1:{}", self.port + 1)
    }

    /// Where its private keys are: for tokens that it would never make, signed as its own are.
    pub(crate) fn private_keys(&self) -> String {
        format!("http://127.0.0.1:{}/keys", self.port + 2)
    }

    fn control(&self, method: &str, target: &str) -> Answer {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port + 2));
        let answer = Request::new(method, target).send(address);
        assert_eq!(answer.status, 200, "{method} {target}: {answer:?}");
        answer
    }
}

/// What the client printed: the token, and with `--call` what came of it.
#[derive(Debug)]
pub(crate) struct Token(pub(crate) Value);

impl Token {
    pub(crate) fn text(&self) -> &str {
        self.0["access_token"].as_str().expect("a token")
    }

    pub(crate) fn algorithm(&self) -> &str {
        self.0["header"]["alg"].as_str().expect("a JWT")
    }

    /// The status that the client's own call got.
    pub(crate) fn called(&self) -> u64 {
        self.0["call"]["status"].as_u64().unwrap_or_else(|| panic!("no call in {self:?}"))
    }
}
