//! Example oidc as a program of its own, told by its environment where it is and whose tokens count.

use std::fs;
use std::net::SocketAddr;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::http::{Answer, Request};
use super::issuer::{AUDIENCE, Issuer, Token};
use super::process::Process;

/// The running service.
pub(crate) struct Desk {
    _process: Process,
    pub(crate) address: SocketAddr,
    folder: TempDir,
}

impl Desk {
    pub(crate) fn start(issuer: &Issuer) -> Self {
        Self::start_with(issuer, &[])
    }

    /// With further settings.
    pub(crate) fn start_with(issuer: &Issuer, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_interop-desk"));
        program
            .current_dir(folder.path())
            .env_clear()
            .env("ZT_LISTEN", "127.0.0.1:0")
            .env("ZT_ISSUER", issuer.name())
            .env("ZT_AUDIENCE", AUDIENCE)
            .env("ZT_STATE", folder.path().join("state"))
            .env("ZT_AUDIT", folder.path().join("audit.jsonl"))
            .envs(settings.iter().copied())
            .stderr(Stdio::inherit());
        let ready = |line: &str| line.strip_prefix("listening on http://")?.parse().ok();
        let (process, address) = Process::start(&mut program, ready).expect("the service starts");
        Self { _process: process, address, folder }
    }

    /// Where a path is, for a client.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn send(&self, method: &str, path: &str, token: &str) -> Answer {
        let request = Request::new(method, path);
        request.header("authorization", &format!("Bearer {token}")).send(self.address)
    }

    /// GET /read with a bearer token.
    pub(crate) fn read(&self, token: &Token) -> Answer {
        self.send("GET", "/read", token.text())
    }

    /// The audit lines up to now.
    pub(crate) fn audit(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join("audit.jsonl")).unwrap();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}
