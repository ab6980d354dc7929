//! Makes the key and the tokens of all servers, then measures what a signature costs by itself.
//!
//! `tokens` prints them, one `name value` a line. `tokens verify JWT-KEY PASERK-KEY JWT PASETO SECONDS` prints
//! nanoseconds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ed25519_compact::{KeyPair, PublicKey, Seed, Signature};
use jiff::{Timestamp, ToSpan};
use pasetors::Public;
use pasetors::keys::{AsymmetricPublicKey, AsymmetricSecretKey};
use pasetors::paserk::{FormatAsPaserk, Id};
use pasetors::token::UntrustedToken;
use pasetors::version4::{PublicToken, V4};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => print_tokens(),
        ["verify", jwt_key, paserk, jwt, paseto, seconds] => {
            let time = Duration::from_secs_f64(seconds.parse().expect("seconds"));
            measure(jwt_key, paserk, jwt, paseto, time);
        }
        _ => panic!("tokens, or tokens verify JWT-KEY PASERK-KEY JWT PASETO SECONDS"),
    }
}

fn print_tokens() {
    let pair = KeyPair::from_seed(Seed::generate());
    let secret = AsymmetricSecretKey::<V4>::from(pair.sk.as_ref()).expect("a secret key");
    let public = AsymmetricPublicKey::<V4>::from(pair.pk.as_ref()).expect("a public key");
    let mut paserk = String::new();
    public.fmt(&mut paserk).expect("a PASERK");
    let mut id = String::new();
    Id::from(&public).fmt(&mut id).expect("an id");
    let footer = json!({ "kid": id }).to_string();
    println!("jwt-key {}\npaserk {paserk}", BASE64.encode(pair.pk.as_ref()));
    for (name, scope) in [("reader", shop::SCOPE), ("stranger", "invoices:read")] {
        let (jwt, paseto) = (jwt(&pair, scope), claims(scope, |time| json!(time.to_string())));
        let paseto = PublicToken::sign(&secret, paseto.as_bytes(), Some(footer.as_bytes()), None);
        println!("jwt-{name} {jwt}\npaseto-{name} {}", paseto.expect("a token"));
    }
}

fn jwt(pair: &KeyPair, scope: &str) -> String {
    let header = BASE64.encode(json!({ "alg": "EdDSA", "typ": "JWT" }).to_string());
    let signed =
        format!("{header}.{}", BASE64.encode(claims(scope, |time| json!(time.as_second()))));
    let signature = pair.sk.sign(&signed, None);
    format!("{signed}.{}", BASE64.encode(signature.as_ref()))
}

/// The same claims for both; only times are spelled differently.
fn claims(scope: &str, spell: impl Fn(Timestamp) -> Value) -> String {
    let now = Timestamp::from_second(Timestamp::now().as_second()).expect("a time");
    let end = now.checked_add(12.hours()).expect("a time");
    json!({
        "iss": shop::ISSUER, "sub": "alice", "aud": shop::AUDIENCE, "jti": "bench-1", "scope": scope,
        "iat": spell(now), "nbf": spell(now), "exp": spell(end),
    })
    .to_string()
}

fn measure(jwt_key: &str, paserk: &str, jwt: &str, paseto: &str, time: Duration) {
    let raw = BASE64.decode(jwt_key).expect("a key");
    let (signed, signature) = jwt.rsplit_once('.').expect("a JWT");
    let key = jsonwebtoken::DecodingKey::from_ed_components(jwt_key).expect("a key");
    println!(
        "jsonwebtoken {}",
        each(time, || {
            let alone = jsonwebtoken::crypto::verify(
                signature,
                signed.as_bytes(),
                &key,
                jsonwebtoken::Algorithm::EdDSA,
            );
            assert!(alone.expect("a check"));
        })
    );
    let bytes = BASE64.decode(signature).expect("a signature");
    let (key, signature) = (PublicKey::from_slice(&raw), Signature::from_slice(&bytes));
    let (key, signature) = (key.expect("a key"), signature.expect("a signature"));
    println!(
        "ed25519-compact {}",
        each(time, || key.verify(black_box(signed), &signature).expect("a signature"))
    );
    let key = AsymmetricPublicKey::<V4>::try_from(paserk).expect("a key");
    println!(
        "pasetors {}",
        each(time, || {
            let token = UntrustedToken::<Public, V4>::try_from(black_box(paseto)).expect("a token");
            PublicToken::verify(&key, &token, None, None).expect("a signature");
        })
    );
}

/// Nanoseconds of the processor's time, as it is measured for the servers: somebody else's turn on it doesn't count.
fn each(time: Duration, mut once: impl FnMut()) -> u128 {
    let (started, spent) = (Instant::now(), cpu_time());
    let mut count = 0_u32;
    while started.elapsed() < time {
        (0..16).for_each(|_| once());
        count += 16;
    }
    (cpu_time() - spent).as_nanos() / u128::from(count)
}

fn cpu_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().expect("a time")
}
