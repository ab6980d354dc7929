//! Example oidc as a program of its own, told by its environment where it is and whose tokens count.

use std::cell::Cell;
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
    /// Where it speaks TLS, if it does.
    pub(crate) tls: Option<SocketAddr>,
    folder: TempDir,
}

impl Desk {
    pub(crate) fn start(issuer: &Issuer) -> Self {
        Self::start_with(issuer, &[])
    }

    /// With further settings. What is tried here on purpose is told, and not answered.
    pub(crate) fn start_with(issuer: &Issuer, settings: &[(&str, &str)]) -> Self {
        Self::start_for(&issuer.name(), settings)
    }

    /// For the tokens of an issuer of this name.
    pub(crate) fn start_for(issuer: &str, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_interop-desk"));
        program
            .current_dir(folder.path())
            .env_clear()
            .env("ZT_LISTEN", "127.0.0.1:0")
            .env("ZT_ISSUER", issuer)
            .env("ZT_AUDIENCE", AUDIENCE)
            .env("ZT_STATE", folder.path().join("state"))
            .env("ZT_AUDIT", folder.path().join("audit.jsonl"))
            .env("ZT_WATCH_SCOPE_PROBING_REACT", "alert")
            .env("ZT_WATCH_CREDENTIAL_STUFFING_REACT", "alert")
            .envs(settings.iter().copied())
            .stderr(Stdio::inherit());
        let speaks_tls = settings.iter().any(|(name, _)| *name == "ZT_TLS_LISTEN");
        let plain = Cell::new(None);
        // Without TLS first, then with it.
        let ready = |line: &str| {
            if let Some(address) = line.strip_prefix("listening on http://") {
                plain.set(address.parse().ok());
                return if speaks_tls { None } else { Some(None) };
            }
            line.strip_prefix("listening on https://").map(|address| address.parse().ok())
        };
        let (process, tls) = Process::start(&mut program, ready).expect("the service starts");
        let address = plain.get().expect("an address");
        Self { _process: process, address, tls, folder }
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

    /// The decisions in the audit log up to now.
    pub(crate) fn audit(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join("audit.jsonl")).unwrap();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["event"] == "decision").collect()
    }
}
