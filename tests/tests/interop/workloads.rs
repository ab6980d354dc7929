//! Certificates as the credential, with certificates of openssl, calls of curl, and a proxy of node. The book's listings
//! make and send them.

use std::cell::Cell;
use std::fs;
use std::net::SocketAddr;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::listings::listing;
use super::process::Process;

const PAGE: &str = "workloads.md";

/// What ends TLS in front of the service: it asks for a certificate and passes it on (RFC 9440).
const PROXY: &str = r"
const fs = require('node:fs'), https = require('node:https');
const [ca, cert, key] = ['ca.pem', 'shop.pem', 'shop.key'].map((file) => fs.readFileSync(file));
const [ownCert, ownKey] = ['gateway.pem', 'gateway.key'].map((file) => fs.readFileSync(file));
const options = { ca, cert, key, requestCert: true, rejectUnauthorized: false };
const server = https.createServer(options, (request, response) => {
  const { 'client-cert': _, 'client-cert-chain': __, connection: ___, ...headers } = request.headers;
  const shown = request.socket.getPeerCertificate().raw;
  if (shown) headers['client-cert'] = `:${shown.toString('base64')}:`;
  const target = { method: request.method, headers, ca, cert: ownCert, key: ownKey, agent: false };
  const passed = https.request(process.env.API + request.url, target, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  request.pipe(passed);
});
server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
";

/// The right name, and nobody who vouches for it.
const ROGUE: &str = r"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=rogue -keyout rogue.key -out rogue.pem \
  -addext subjectAltName=URI:spiffe://shop.example/billing -addext extendedKeyUsage=clientAuth
";

/// A shop, where the book's certificates lie.
struct Shop {
    _process: Process,
    folder: TempDir,
    api: String,
}

impl Shop {
    /// The example.
    fn start() -> Self {
        Self::running(
            env!("CARGO_BIN_EXE_interop-shop"),
            &[("ZT_SEGMENTS_ADMIN_LISTEN", "127.0.0.1:0"), ("ZT_NETWORKS", "office=127.0.0.0/8")],
        )
    }

    /// One that takes orders with a certificate alone.
    fn stall() -> Self {
        Self::running(env!("CARGO_BIN_EXE_interop-stall"), &[])
    }

    /// This program, with settings of its own.
    fn running(program: &str, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut openssl = bash(&folder, &listing(PAGE, "Certificates", "console"));
        assert!(openssl.output().unwrap().status.success());
        let toml = ["What is listed", "Behind a proxy"].map(|it| listing(PAGE, it, "toml"));
        let [listed, proxies] = toml;
        fs::write(folder.path().join("zt.toml"), format!("{proxies}\n{listed}")).unwrap();
        let mut program = Command::new(program);
        program
            .current_dir(folder.path())
            .env_clear()
            .env("ZT_PROFILE", "development")
            .env("ZT_LISTEN", "127.0.0.1:0")
            .env("ZT_TLS_LISTEN", "127.0.0.1:0")
            .envs(settings.iter().copied())
            .env("ZT_STATE", folder.path().join("state"))
            .env("ZT_AUDIT", folder.path().join("audit.jsonl"))
            .stderr(Stdio::inherit());
        // Behind the address stands the segment's name.
        let tls = |line: &str| {
            line.strip_prefix("listening on https://")?.split_whitespace().next()?.parse().ok()
        };
        let (process, tls): (_, SocketAddr) = Process::start(&mut program, tls).expect("it starts");
        let api = format!("https://localhost:{}", tls.port());
        Self { _process: process, folder, api }
    }

    /// Runs a listing of the page, and gives what it prints.
    fn run(&self, section: &str) -> Value {
        let output = bash(&self.folder, &listing(PAGE, section, "console"))
            .env("API", &self.api)
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)))
    }

    /// Status and body of what curl reads there as this client.
    fn curl(&self, api: &str, client: &str, arguments: &[&str]) -> (u16, Value) {
        let mut curl = Command::new("curl");
        curl.current_dir(self.folder.path()).args([
            "--silent",
            "--noproxy",
            "*",
            "--cacert",
            "ca.pem",
            "--write-out",
            "\n%{http_code}",
        ]);
        if !client.is_empty() {
            curl.args(["--cert", &format!("{client}.pem"), "--key", &format!("{client}.key")]);
        }
        let (path, more) = arguments.split_first().unwrap();
        let output = curl.args(more).arg(format!("{api}{path}")).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let (body, status) = text.rsplit_once('\n').unwrap();
        (status.parse().unwrap(), serde_json::from_str(body).unwrap_or(Value::Null))
    }

    /// The audit log, once it has so many lines: they are written beside the answers. What the shop asked itself at its start
    /// is left out.
    fn audit(&self, count: usize) -> Vec<Value> {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let text = fs::read_to_string(self.folder.path().join("audit.jsonl")).unwrap();
            let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
            let lines = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
            let lines: Vec<_> = lines
                .filter(|line| line["event"] == "decision" && line["path"] != "/.zt-probe")
                .collect();
            if lines.len() >= count {
                return lines;
            }
            assert!(Instant::now() < deadline, "{text}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn bash(folder: &TempDir, script: &str) -> Command {
    let mut bash = Command::new("bash");
    bash.current_dir(folder.path())
        .env("no_proxy", "localhost")
        .args(["-euo", "pipefail", "-c", script])
        .stdin(Stdio::null());
    bash
}

fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{}\n{out}{err}", output.status)
}

#[test]
fn s08_the_books_certificates_call_as_it_says() {
    let shop = Shop::start();
    let billing = json!({ "name": "spiffe://shop.example/billing", "shop": "acme" });
    assert_eq!(shop.run("A call"), billing);
    assert_eq!(shop.run("Behind a proxy"), billing);
    let audit = shop.audit(2);
    let [direct, behind] = audit.as_slice() else { panic!("{audit:?}") };
    assert_eq!((&direct["workload"], &direct["proxy"]), (&billing["name"], &Value::Null));
    assert_eq!(behind["workload"], billing["name"]);
    assert_eq!(behind["proxy"], "spiffe://shop.example/gateway");
    let thumbprint =
        bash(&shop.folder, &listing(PAGE, "Taking one back", "console")).output().unwrap();
    let token = Sha256::digest(String::from_utf8(thumbprint.stdout).unwrap().trim());
    let token: String = token.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(direct["token"], token, "what is taken back is what the log has the digest of");
    assert_eq!(shop.curl(&shop.api, "gateway", &["/me"]).0, 401);
    assert_eq!(shop.curl(&shop.api, "", &["/me"]).0, 401);
}

// S-08, A-01: an object belongs to the workload that made it, in its tenant.
#[test]
fn s08_a01_a_workload_owns_what_it_made() {
    let shop = Shop::stall();
    let new = json!({ "id": "w-1", "pieces": 2 }).to_string();
    let placing = ["/orders", "--header", "content-type: application/json", "--data", &new];
    let (status, order) = shop.curl(&shop.api, "billing", &placing);
    assert_eq!((status, &order["cents"]), (201, &json!(1800)));
    let read = |client, path| shop.curl(&shop.api, client, &[path]).0;
    assert_eq!(read("billing", "/orders/w-1"), 200);
    assert_eq!(read("reports", "/orders/w-1"), 404, "another workload's");
    assert_eq!(read("billing", "/orders/a-1"), 404, "a person's");
    assert_eq!(read("billing", "/orders/c-1"), 404, "another shop's");
    // What it isn't listed with.
    assert_eq!(shop.curl(&shop.api, "reports", &placing).0, 403);
}

// S-09, S-10: where the rule asks how old a credential is, one that can't tell is too old.
#[test]
fn s09_s10_a_certificate_is_bound_and_has_no_age() {
    let shop = Shop::start();
    let new = json!({ "id": "w-1", "product": 1, "pieces": 2 }).to_string();
    let placing = ["/orders", "--header", "content-type: application/json", "--data", &new];
    let (status, refused) = shop.curl(&shop.api, "billing", &placing);
    assert_eq!((status, &refused["type"]), (401, &json!("urn:zt:problem:token-too-old")));
    // It reads all the same.
    assert_eq!(shop.curl(&shop.api, "billing", &["/orders"]), (200, json!([])));
}

// S-07, X11: a foreign proxy that ends TLS.
#[test]
fn s07_x11_a_proxy_of_node_passes_certificates_on() {
    let shop = Shop::start();
    assert!(bash(&shop.folder, ROGUE).output().unwrap().status.success());
    let mut node = Command::new("node");
    node.current_dir(shop.folder.path()).args(["--eval", PROXY]).env("API", &shop.api);
    let port = Cell::new(0_u16);
    let ready = |line: &str| {
        port.set(line.strip_prefix("listening on ")?.parse().ok()?);
        Some(())
    };
    let (_proxy, ()) = Process::start(&mut node, ready).expect("node starts");
    let proxy = format!("https://localhost:{}", port.get());
    let (status, me) = shop.curl(&proxy, "billing", &["/me"]);
    assert_eq!((status, &me["name"]), (200, &json!("spiffe://shop.example/billing")));
    assert_eq!(shop.curl(&proxy, "gateway", &["/me"]).0, 401, "the proxy's own");
    assert_eq!(shop.curl(&proxy, "", &["/me"]).0, 401);
    // This proxy takes any certificate. The service doesn't.
    let (status, refused) = shop.curl(&proxy, "rogue", &["/me"]);
    assert_eq!((status, &refused["type"]), (401, &json!("urn:zt:problem:invalid-certificate")));
    assert_eq!(shop.audit(4).pop().unwrap()["reason"], "forwarded_certificate_invalid");
}
