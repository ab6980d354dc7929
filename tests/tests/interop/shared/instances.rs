//! A service of which several instances run, each for real, with a configuration, a state folder and an audit log of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zt::Revocations;
use zt::prelude::*;

use crate::fixture::issuer::{AUDIENCE, IMPLICIT, ISSUER, Issuer, claims};
use crate::fixture::runs::Runs;
use crate::fixture::wire::{Wire, WireAnswer, exchange};

/// Look parcels up.
#[derive(Scope)]
#[scope("parcels:read", reads)]
struct ParcelsRead;

/// One that somebody waits for.
#[derive(Disclose)]
#[disclose(plain)]
struct Parcel {
    number: u64,
}

/// Seldom.
#[zt::get("/few", scopes(ParcelsRead), rate("20/hour"))]
async fn few(runs: Data<Runs>) -> NoContent {
    runs.add("few");
    NoContent
}

/// As often as one likes.
#[zt::get("/many", scopes(ParcelsRead))]
async fn many(runs: Data<Runs>) -> NoContent {
    runs.add("many");
    NoContent
}

/// For everybody.
#[zt::get("/open", public(why = "everybody may know the opening hours"), rate("20/hour", by = ip))]
async fn open(runs: Data<Runs>) -> NoContent {
    runs.add("open");
    NoContent
}

/// What comes in.
#[zt::get("/feed", scopes(ParcelsRead), stream(recheck = "1m"))]
async fn feed(events: &Events<Parcel>) -> Streamed {
    let stream = events.open();
    stream.send_plain(Parcel { number: 1 }).await;
    Ok(stream.stay_open().await)
}

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// Parcels of the tests.
#[zt::service(rate("100000/s"), endpoints(few, many, open, feed, health))]
struct Parcels;

/// One of them. It ends with the test's process.
pub(crate) struct Instance {
    pub(crate) address: SocketAddr,
    pub(crate) revocations: Revocations,
    pub(crate) runs: Runs,
    folder: tempfile::TempDir,
}

impl Instance {
    /// One that shares what is at `shared`.
    pub(crate) fn start(issuer: &Issuer, shared: &str) -> Self {
        Self::try_start(issuer, &format!("shared = {shared:?}\n"), true).unwrap()
    }

    pub(crate) fn try_start(issuer: &Issuer, more: &str, handed_in: bool) -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zt.toml");
        let (state, audit) = (folder.path().join("state"), folder.path().join("audit.jsonl"));
        let keys = issuer.public();
        let text = format!(
            "listen = \"127.0.0.1:0\"\nstate = {state:?}\naudit = {audit:?}\nissuer = {ISSUER:?}\n\
             audience = {AUDIENCE:?}\nkeys = [{keys:?}]\nimplicit = {IMPLICIT:?}\n\
             public_origin = \"https://parcels.example\"\n{more}"
        );
        std::fs::write(&file, text).unwrap();
        let runs = Runs::default();
        let (said, heard) = mpsc::channel();
        let of_runs = runs.clone();
        thread::spawn(move || {
            zt::testing::block_on(async move {
                let app = Parcels::from_config_file(file).unwrap().data(of_runs);
                let app = if handed_in { app.shared(zt_redis::Redis) } else { app };
                let revocations = app.revocations().clone();
                match app.bind() {
                    Ok(server) => {
                        said.send(Ok((server.address(), revocations))).unwrap();
                        server.serve().await.unwrap();
                    }
                    Err(error) => said.send(Err(error.to_string())).unwrap(),
                }
            });
        });
        let started =
            heard.recv_timeout(Duration::from_secs(60)).expect("it starts or says why not");
        started.map(|(address, revocations)| Self { address, revocations, runs, folder })
    }

    pub(crate) fn audit(&self) -> PathBuf {
        self.folder.path().join("audit.jsonl")
    }

    /// The reasons of the decisions in the log, once there are so many; what else is in it has none.
    pub(crate) fn reasons(&self, count: usize) -> Vec<String> {
        until(|| {
            let text = std::fs::read_to_string(self.audit()).unwrap_or_default();
            let records = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            let reasons: Vec<_> =
                records.filter_map(|record| Some(record["reason"].as_str()?.to_owned())).collect();
            (reasons.len() >= count).then_some(reasons)
        })
    }

    pub(crate) fn get(&self, path: &str, headers: &str) -> WireAnswer {
        let answer = exchange(self.address, request(path, headers));
        answer.expect("an answer")
    }

    /// The same over a connection that stays open.
    pub(crate) fn opens(&self, path: &str, headers: &str) -> Wire {
        let mut wire = Wire::open(self.address);
        wire.send(request(path, headers));
        wire
    }
}

pub(crate) fn request(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n")
}

/// Tries until it succeeds, for as long as no machine should take.
#[track_caller]
pub(crate) fn until<T>(try_it: impl Fn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = try_it() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it never came about");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Somebody with a token, and with a key to which it is bound or not.
pub(crate) struct Caller {
    key: EncodingKey,
    token: String,
    bound: bool,
}

impl Caller {
    pub(crate) fn bearer(issuer: &Issuer, id: &str) -> Self {
        Self::new(issuer, id, false)
    }

    pub(crate) fn bound(issuer: &Issuer, id: &str) -> Self {
        Self::new(issuer, id, true)
    }

    fn new(issuer: &Issuer, id: &str, bound: bool) -> Self {
        let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let key = EncodingKey::from_ec_der(&pair.serialize_der());
        let mut claims = claims("parcels:read");
        claims["jti"] = json!(id);
        if bound {
            let thumbprint = jwk(&key).thumbprint(ThumbprintHash::SHA256).unwrap();
            claims["cnf"] = json!({ "jkt": thumbprint });
        }
        Self { token: issuer.sign(&claims), key, bound }
    }

    /// What it sends, with a proof of its own where its token is bound.
    pub(crate) fn headers(&self, path: &str, nonce: &str) -> String {
        if !self.bound {
            return format!("authorization: Bearer {}\r\n", self.token);
        }
        let claims = json!({
            "jti": format!("{:032x}", fastrand::u128(..)), "htm": "GET",
            "htu": format!("https://parcels.example{path}"),
            "iat": jiff::Timestamp::now().as_second(), "nonce": nonce,
            "ath": URL_SAFE_NO_PAD.encode(Sha256::digest(&self.token)),
        });
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("dpop+jwt".to_owned());
        header.jwk = Some(jwk(&self.key));
        let proof = jsonwebtoken::encode(&header, &claims, &self.key).unwrap();
        format!("authorization: DPoP {}\r\ndpop: {proof}\r\n", self.token)
    }

    /// The nonce that an instance gives for a proof without one.
    pub(crate) fn nonce_of(&self, instance: &Instance) -> String {
        self.told_nonce(instance).expect("a nonce")
    }

    pub(crate) fn told_nonce(&self, instance: &Instance) -> Option<String> {
        let answer = instance.get("/many", &self.headers("/many", ""));
        answer.header("dpop-nonce").map(str::to_owned)
    }
}

fn jwk(key: &EncodingKey) -> Jwk {
    Jwk::from_encoding_key(key, Algorithm::ES256).unwrap()
}
