//! A running service, on a processor of its own.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::certificates::{Certificates, WORKLOAD};
use crate::issuer::{AUDIENCE, Issuer, PASETO_ISSUER, SCOPES, paserk, secret};

pub struct Server {
    pub address: SocketAddr,
    pub tls: SocketAddr,
    process: Child,
    /// A pipe that is closed would be an error for whoever writes to it.
    _printed: BufReader<ChildStdout>,
}

impl Server {
    /// With 0, it remembers no token.
    pub fn start(
        service: &str,
        processor: &str,
        folder: &Path,
        issuer: &Issuer,
        certificates: &Certificates,
        remember: u32,
    ) -> Self {
        let folder = folder.join(format!("remember-{remember}"));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("zt.toml"), configuration(&folder, issuer, certificates, remember))
            .expect("a file");
        let errors = File::create(folder.join("stderr")).expect("a file");
        let mut process = Command::new("taskset")
            .args(["--cpu-list", processor, service])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .expect("taskset is there");
        let mut printed = BufReader::new(process.stdout.take().expect("a pipe"));
        let [address, tls] = ["http", "https"].map(|scheme| {
            address(&mut printed, scheme).unwrap_or_else(|| {
                let said = fs::read_to_string(folder.join("stderr")).unwrap_or_default();
                panic!("the service doesn't start: {said}")
            })
        });
        Self { address, tls, process, _printed: printed }
    }

    /// What all its threads have spent so far, in nanoseconds. Exact while it waits for the next request.
    pub fn spent(&self) -> u64 {
        let threads = format!("/proc/{}/task", self.process.id());
        let threads = fs::read_dir(threads).expect("a process").flatten();
        threads.filter_map(|thread| spent_by(&thread.path())).sum()
    }
}

/// proc(5), schedstat: nanoseconds on a processor, as of the last time that the thread waited.
pub fn spent_by(thread: &Path) -> Option<u64> {
    let text = fs::read_to_string(thread.join("schedstat")).ok()?;
    text.split(' ').next()?.parse().ok()
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that is gone already was noticed by its caller.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn address(printed: &mut BufReader<ChildStdout>, scheme: &str) -> Option<SocketAddr> {
    let mut line = String::new();
    while printed.read_line(&mut line).ok()? > 0 {
        if let Some(address) = line.strip_prefix(&format!("listening on {scheme}://")) {
            return address.trim().parse().ok();
        }
        line.clear();
    }
    None
}

fn configuration(
    folder: &Path,
    issuer: &Issuer,
    certificates: &Certificates,
    remember: u32,
) -> String {
    let shared = folder.join("local_keys");
    write_secret(&shared, &format!("{}\n", paserk(&issuer.shared)));
    let client = folder.join("client_secret");
    write_secret(&client, &secret(&issuer.shared));
    let (name, key) = (issuer.name(), paserk(&issuer.pair.public));
    let remember =
        if remember == 0 { String::new() } else { format!("remember_tokens = {remember}\n") };
    let [ca, cert, private] =
        ["ca.pem", "service.pem", "service.key"].map(|it| certificates.path(it));
    format!(
        r#"listen = "127.0.0.1:0"
tls_listen = "127.0.0.1:0"
tls_cert = {cert:?}
tls_key = {private:?}
tls_client_ca = {ca:?}
state = {state:?}
audit = {audit:?}
{remember}
[issuers.jwt]
issuer = "{name}"
audience = "{AUDIENCE}"
key_set = "{name}/keys"
algorithms = ["ES256", "EdDSA", "PS256", "RS256"]
introspection = "{name}/introspect"
introspection_client = "things"
introspection_secret = {client:?}

[issuers.paseto]
issuer = "{PASETO_ISSUER}"
audience = "{AUDIENCE}"
keys = ["{key}"]
local_keys = {shared:?}

[workloads.billing]
id = "{WORKLOAD}"
scopes = "{SCOPES}"
"#,
        state = folder.join("state"),
        audit = folder.join("audit.jsonl"),
    )
}

/// A file that its owner alone can read.
pub fn write_secret(path: &Path, text: &str) {
    let _ = fs::remove_file(path);
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).expect("a file");
    file.write_all(text.as_bytes()).expect("a file");
}
