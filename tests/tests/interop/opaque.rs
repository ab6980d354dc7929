//! Tokens that say nothing themselves: the server is asked about them (RFC 7662).

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use tempfile::TempDir;

use super::desk::Desk;
use super::issuer::{Issuer, Token};
use super::node;

const CLIENT: &str = "rs-introspect";

/// The service, with what it needs to ask.
struct Asking {
    desk: Desk,
    _folder: TempDir,
}

impl Asking {
    fn start(issuer: &Issuer) -> Self {
        Self::start_with(issuer, "rs-introspect-secret-0123456789abcdef0123456789\n")
    }

    fn start_with(issuer: &Issuer, secret: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        fs::write(&file, secret).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let settings = [
            ("ZT_INTROSPECTION_CLIENT", CLIENT),
            ("ZT_INTROSPECTION_SECRET", file.to_str().unwrap()),
        ];
        Self { desk: Desk::start_with(issuer, &settings), _folder: folder }
    }

    fn status(&self, token: &Token) -> u16 {
        self.desk.read(token).status
    }
}

fn opaque(issuer: &Issuer) -> Token {
    let token = issuer.token_of("svc-opaque", "read");
    assert_eq!(token.0["opaque"], true, "{token:?}");
    token
}

/// RFC 7009, by the client that the token was issued to.
fn revoke(issuer: &Issuer, token: &Token) {
    let script = r"
        const [issuer, token] = process.argv.slice(1);
        const pair = 'svc-opaque:svc-opaque-secret-0123456789abcdef0123456789';
        const answer = await fetch(`${issuer}/token/revocation`, { method: 'POST',
          headers: { authorization: `Basic ${btoa(pair)}` }, body: new URLSearchParams({ token }) });
        console.log(answer.status);
    ";
    assert_eq!(node::eval(script, &[&issuer.name(), token.text()]).trim(), "200");
}

#[test]
fn t24_an_opaque_token_counts_as_its_issuer_says() {
    let issuer = Issuer::start();
    let asking = Asking::start(&issuer);
    let token = opaque(&issuer);
    for _ in 0..5 {
        assert_eq!(asking.desk.read(&token).json()["rung"], 0);
    }
    assert_eq!(issuer.introspections(), 1);
    let answer = asking.desk.send("POST", "/write", token.text());
    assert_eq!(answer.status, 403);
    assert!(answer.challenge().contains(r#"scope="write""#), "{answer:?}");
    let other = issuer.token(&[
        "--client",
        "svc-opaque",
        "--scope",
        "read",
        "--aud",
        "https://other.example.test",
    ]);
    for wrong in [other.text(), "made-up", "v4"] {
        let answer = asking.desk.send("GET", "/read", wrong);
        assert_eq!(answer.status, 401, "{answer:?}");
        assert!(answer.challenge().contains(r#"error="invalid_token""#), "{answer:?}");
    }
    assert_eq!(asking.status(&issuer.token_of("svc-es256", "read")), 200, "JWTs count beside");
}

#[test]
fn t23_a_token_that_was_taken_back_is_refused() {
    let issuer = Issuer::start();
    let asking = Asking::start(&issuer);
    let token = opaque(&issuer);
    revoke(&issuer, &token);
    assert_eq!(asking.status(&token), 401);
}

#[test]
fn s01_a_bound_opaque_token_comes_with_a_proof_or_not_at_all() {
    let issuer = Issuer::start();
    let asking = Asking::start(&issuer);
    let url = asking.desk.url("/read");
    let token = issuer.token(&["--client", "svc-opaque", "--dpop", "--call", &url]);
    assert_eq!((&token.0["opaque"], token.called()), (&true.into(), 200), "{token:?}");
    assert_eq!(asking.status(&token), 401);
}

#[test]
fn g14_without_an_answer_nobody_new_comes_in() {
    let issuer = Issuer::start();
    let asking = Asking::start(&issuer);
    let (known, new) = (opaque(&issuer), opaque(&issuer));
    assert_eq!(asking.status(&known), 200);
    for how in ["status=503", "status=302&location=/elsewhere", "close"] {
        issuer.break_introspection(how);
        assert_eq!(asking.status(&new), 503, "{how}");
        assert_eq!(asking.status(&known), 200, "{how}");
    }
    issuer.reset();
    assert_eq!(asking.status(&new), 200);
}

#[test]
fn t24_a_wrong_secret_lets_nobody_in() {
    let issuer = Issuer::start();
    let asking = Asking::start_with(&issuer, "another");
    assert_eq!(asking.status(&opaque(&issuer)), 503);
}
