//! PASETO of foreign makers at zt, and zt's at foreign readers (P-01 to P-08, X33).

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{Timestamp, ToSpan as _};
use oidc::{DeskRead, Oidc};
use serde_json::{Value, json};
use tempfile::TempDir;
use zt::Service as _;

use super::desk::Desk;
use super::issuer::AUDIENCE;
use super::{node, python};

const ISSUER: &str = "https://issuer.example.test";
const IMPLICIT: &str = "tenant=acme";

/// Who makes tokens, and of which purpose. `paseto` makes no local ones.
const MAKERS: [(&str, &str); 5] = [
    ("pyseto", "public"),
    ("pyseto", "local"),
    ("paseto", "public"),
    ("paseto-ts", "public"),
    ("paseto-ts", "local"),
];

/// Keys of both purposes, made by pyseto.
struct Keys {
    folder: TempDir,
    all: Value,
}

/// A token to be made.
#[derive(Clone)]
struct Order {
    claims: Value,
    footer: String,
    implicit: &'static str,
}

impl Keys {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        node::printed(mint(folder.path()).arg("public"), "mint.py");
        let text = fs::read_to_string(folder.path().join("keys.json")).unwrap();
        Self { folder, all: serde_json::from_str(&text).unwrap() }
    }

    fn text(&self, purpose: &str, name: &str) -> &str {
        self.all[purpose][name].as_str().expect("a key")
    }

    /// Its key as PASERK, with which it makes tokens.
    fn making(&self, purpose: &str) -> String {
        if purpose == "local" {
            return self.text("local", "paserk").to_owned();
        }
        let hex = [self.text("public", "secret_hex"), self.text("public", "public_hex")].concat();
        format!("k4.secret.{}", URL_SAFE_NO_PAD.encode(bytes(&hex)))
    }

    fn order(&self, purpose: &str) -> Order {
        let now = Timestamp::now();
        let text = |moment: Timestamp| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Order {
            claims: json!({
                "iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "scope": "read", "jti": "a1",
                "iat": text(now), "exp": text(now + 5.minutes()),
            }),
            footer: json!({ "kid": self.text(purpose, "kid") }).to_string(),
            implicit: IMPLICIT,
        }
    }

    fn make(&self, (maker, purpose): (&str, &str), order: &Order) -> String {
        let (claims, footer) = (order.claims.to_string(), order.footer.as_str());
        if maker == "pyseto" {
            let mut mint = mint(self.folder.path());
            mint.args([purpose, "--claims", &claims, "--footer", footer]);
            let printed = node::printed(mint.args(["--implicit", order.implicit]), "mint.py");
            let made: Value = serde_json::from_str(&printed).unwrap();
            return made["token"].as_str().expect("a token").to_owned();
        }
        let key = self.making(purpose);
        let made = javascript(&["make", maker, purpose, &key, &claims, footer, order.implicit]);
        made.trim().to_owned()
    }

    /// The service that trusts these keys, both or the public one alone.
    fn desk(&self, shares: bool) -> Desk {
        let file = self.folder.path().join("shared");
        fs::write(&file, format!("{}\n", self.text("local", "paserk"))).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let mut settings =
            vec![("ZT_KEYS", self.text("public", "paserk")), ("ZT_IMPLICIT", IMPLICIT)];
        if shares {
            settings.push(("ZT_LOCAL_KEYS", file.to_str().unwrap()));
        }
        Desk::start_for(ISSUER, &settings)
    }
}

fn mint(folder: &Path) -> Command {
    let mut mint = python::command();
    let script = node::paseto().join("mint.py");
    mint.arg(script).arg("--key").arg(folder.join("keys.json"));
    mint
}

fn javascript(arguments: &[&str]) -> String {
    node::eval_in(node::paseto(), include_str!("paseto.mjs"), arguments)
}

/// What a foreign reader makes of a token: its claims, or a fault.
fn read(reader: &str, key: &str, token: &str, implicit: &str) -> Value {
    let printed = if reader == "pyseto" {
        let script = ["-c", include_str!("paseto.py"), "public", key, token, implicit];
        node::printed(python::command().args(script), "paseto.py")
    } else {
        javascript(&["read", reader, "public", key, token, "-", implicit])
    };
    serde_json::from_str(&printed).unwrap()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pair = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(pair).collect()
}

/// Refused on the wire as any bad token, and for this reason in the audit log.
#[track_caller]
fn refused(desk: &Desk, token: &str, reason: &str) {
    let before = desk.audit().len();
    let answer = desk.send("GET", "/read", token);
    assert_eq!(answer.status, 401, "{reason}: {answer:?}");
    assert!(answer.challenge().contains(r#"error="invalid_token""#), "{answer:?}");
    let told = (0..200).find_map(|_| {
        thread::sleep(Duration::from_millis(10));
        desk.audit().get(before).cloned()
    });
    assert_eq!(told.expect("an audit line")["reason"], reason);
}

#[test]
fn p01_tokens_of_every_maker_are_accepted() {
    let keys = Keys::new();
    let desk = keys.desk(true);
    for maker in MAKERS {
        let order = keys.order(maker.1);
        let answer = desk.send("GET", "/read", &keys.make(maker, &order));
        assert_eq!(answer.status, 200, "{maker:?}: {answer:?}");
        let answer = desk.send("POST", "/write", &keys.make(maker, &order));
        assert_eq!(answer.status, 403, "{maker:?}: {answer:?}");
    }
}

#[test]
fn p01_local_tokens_are_refused_where_no_key_is_shared() {
    let keys = Keys::new();
    let desk = keys.desk(false);
    for maker in MAKERS {
        let token = keys.make(maker, &keys.order(maker.1));
        match maker.1 {
            "local" => refused(&desk, &token, "not_v4_public"),
            _ => assert_eq!(desk.send("GET", "/read", &token).status, 200, "{maker:?}"),
        }
    }
}

// One change each, of tokens that count otherwise.
#[test]
fn x33_tokens_of_every_maker_are_refused_after_one_change() {
    let (keys, others) = (Keys::new(), Keys::new());
    let desk = keys.desk(true);
    for maker in MAKERS {
        let (_, purpose) = maker;
        let (order, proof) = (keys.order(purpose), broken(purpose));
        let good = keys.make(maker, &order);
        assert_eq!(desk.send("GET", "/read", &good).status, 200, "{maker:?}");

        let kid = json!({ "kid": others.text(purpose, "kid") }).to_string();
        refused(&desk, &keys.make(maker, &Order { footer: kid, ..order.clone() }), "unknown_key");
        refused(&desk, &others.make(maker, &order), proof);
        refused(&desk, &keys.make(maker, &Order { implicit: "tenant=b", ..order.clone() }), proof);
        refused(&desk, &keys.make(maker, &Order { implicit: "", ..order.clone() }), proof);

        let mut bound = order.clone();
        bound.claims["cnf"] = json!({ "jkt": URL_SAFE_NO_PAD.encode([0; 32]) });
        refused(&desk, &keys.make(maker, &bound), "bound_token_as_bearer");

        let other = if purpose == "local" { "public" } else { "local" };
        refused(&desk, &good.replacen(purpose, other, 1), "unknown_key");
        refused(&desk, &good.replacen("v4", "v2", 1), "not_v4_public");
        let (rest, _) = good.rsplit_once('.').expect("a footer");
        refused(&desk, rest, "footer_malformed");
        let footer = order.footer.replace('}', r#","a":1}"#);
        refused(&desk, &format!("{rest}.{}", URL_SAFE_NO_PAD.encode(footer)), proof);
        refused(&desk, &shortened(&good), proof);
    }
}

/// Without the last bytes of its signature or tag, and still well spelled.
fn shortened(token: &str) -> String {
    let mut parts: Vec<_> = token.split('.').collect();
    let whole = parts[2];
    parts[2] = &whole[..whole.len() / 4 * 4 - 8];
    parts.join(".")
}

/// How a token of that purpose fails that nobody with its key made as it is.
fn broken(purpose: &str) -> &'static str {
    if purpose == "local" { "bad_tag" } else { "bad_signature" }
}

// The public key taken as a shared one: whoever reads it could make tokens.
#[test]
fn x33_a_foreign_local_token_under_the_public_key_is_refused() {
    let keys = Keys::new();
    let desk = keys.desk(true);
    let public = URL_SAFE_NO_PAD.encode(bytes(keys.text("public", "public_hex")));
    for (purpose, reason) in [("public", "unknown_key"), ("local", "bad_tag")] {
        let Order { claims, implicit, .. } = keys.order("local");
        let footer = json!({ "kid": keys.text(purpose, "kid") }).to_string();
        let (claims, key) = (claims.to_string(), format!("k4.local.{public}"));
        // paseto-ts refuses a footer that names a key of the other purpose, pyseto looks at none.
        let token = if purpose == "local" {
            javascript(&["make", "paseto-ts", "local", &key, &claims, &footer, implicit])
        } else {
            under_pyseto(keys.text("public", "public_hex"), &claims, &footer, implicit)
        };
        refused(&desk, token.trim(), reason);
    }
}

fn under_pyseto(hex: &str, claims: &str, footer: &str, implicit: &str) -> String {
    let script = "import sys, pyseto\n\
        key, claims, footer, implicit = sys.argv[1:]\n\
        key = pyseto.Key.new(4, 'local', bytes.fromhex(key))\n\
        print(pyseto.encode(key, claims.encode(), footer.encode(), implicit.encode()).decode())";
    let arguments = ["-c", script, hex, claims, footer, implicit];
    node::printed(python::command().args(arguments), "a script")
}

/// zt's own authority signs its name along, so a reader that doesn't know it reads nothing.
#[test]
fn p06_foreign_readers_verify_what_zt_signs() {
    let folder = tempfile::tempdir().unwrap();
    let (file, state) = (folder.path().join("zt.toml"), folder.path().join("state"));
    let audit = folder.path().join("audit.jsonl");
    let text = format!("profile = \"development\"\nstate = {state:?}\naudit = {audit:?}\n");
    fs::write(&file, text).unwrap();
    let app = Oidc::from_config_file(&file).unwrap();
    let authority = app.development().expect("an authority");
    let token = authority.token_for("alice").holding::<DeskRead>().issue().unwrap();

    let secret = fs::read_to_string(state.join("development-authority.key")).unwrap();
    let secret = secret.trim().strip_prefix("k4.secret.").expect("a key");
    let public = URL_SAFE_NO_PAD.decode(secret).unwrap()[32..].to_vec();
    let paserk = format!("k4.public.{}", URL_SAFE_NO_PAD.encode(&public));
    let hex: String = public.iter().map(|byte| format!("{byte:02x}")).collect();

    for (reader, key) in [("pyseto", &hex), ("paseto", &paserk), ("paseto-ts", &paserk)] {
        let claims = read(reader, key, &token, "dev:Oidc");
        assert_eq!(claims["claims"]["sub"], "alice", "{reader}: {claims}");
        assert_eq!(claims["claims"]["scope"], "read", "{reader}: {claims}");
        for (token, implicit) in [(&*token, ""), (&token[..token.len() - 4], "dev:Oidc")] {
            let fault = read(reader, key, token, implicit);
            assert!(fault["fault"].is_string(), "{reader}: {fault}");
        }
    }
    let keys = json!({ "public": { "paserk": paserk } }).to_string();
    fs::write(folder.path().join("keys.json"), keys).unwrap();
    verify_mjs_refuses(&folder.path().join("keys.json"), &token);
}

/// The makers' own verifier knows no implicit assertion.
fn verify_mjs_refuses(keys: &Path, token: &str) {
    let mut node = Command::new("node");
    node.current_dir(node::paseto()).arg("verify.mjs").arg(keys).args(["public", token]);
    let output = node.output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains(r#""ok":false"#), "{output:?}");
}
