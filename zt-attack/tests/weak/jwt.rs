//! A gateway that looks at JWTs itself, and gets one thing wrong about them. Nothing behind it knows JWTs, so what gets through
//! got through here.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use zt::Service as _;
use zt_attack::{Altered, Callers, Fault, Faults, Plan, Report, Target, Wanted, Who, attack};

use super::house::{House, samples};
use super::notes::{Flaw, Notes};
use super::proxy::{self, Weakness};

const KEYS: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"a","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;

/// Whether the weakness of this number lets the token in.
pub fn is_believed(attack: &str, token: &str) -> bool {
    let parts: Vec<_> = token.split('.').collect();
    let part = |at: usize| -> Value {
        let bytes = parts.get(at).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    };
    let (header, claims) = (part(0), part(1));
    let has = |name: &str| header.get(name).is_some();
    let alg = header["alg"].as_str().unwrap_or_default();
    match attack {
        "X01" => alg == "HS256",
        "X02" => alg.trim().eq_ignore_ascii_case("none"),
        "X03" => alg == "ES256" && parts.get(2).is_some_and(|it| it.starts_with("AAAAAAAA")),
        "X04" => ["jwk", "jku", "x5u", "x5c"].into_iter().any(has),
        "X05" => header["kid"].as_str().is_some_and(|kid| kid.contains('/')),
        "X06" => header["kid"] != "a",
        "X07" => claims["exp"].is_string(),
        "X08" => has("crit") || parts.len() > 3,
        "X09" => claims["aud"] == "https://other.example" || header["typ"] == "JWT",
        "X32" => claims["scope"].is_object(),
        _ => false,
    }
}

/// Its tokens have the form of JWTs, and nobody behind the gateway takes them.
struct Jwts;

impl Jwts {
    fn made(wanted: &Wanted, altered: Option<&Altered>) -> String {
        let typ = altered.and_then(|it| it.typ).unwrap_or("at+jwt");
        let header = json!({ "alg": "ES256", "kid": "a", "typ": typ });
        let mut claims =
            json!({ "aud": "notes", "exp": 4_102_444_800_u64, "scope": wanted.scopes.join(" ") });
        for (name, value) in altered.into_iter().filter_map(|it| it.claims.as_object()).flatten() {
            claims[name.as_str()] = value.clone();
        }
        let [header, claims] = [header, claims].map(|it| URL_SAFE_NO_PAD.encode(it.to_string()));
        format!("{header}.{claims}.{}", URL_SAFE_NO_PAD.encode([7; 64]))
    }
}

/// Whatever is to fail, nobody notices: the gateway asks nobody.
struct Always;

impl Faults for Always {
    fn begin(&self, fault: Fault) -> bool {
        fault == Fault::Issuer
    }

    fn end(&self) {}
}

impl Callers for Jwts {
    fn token(&self, _: Who, wanted: &Wanted) -> Option<String> {
        Some(Self::made(wanted, None))
    }

    fn altered(&self, _: Who, wanted: &Wanted, altered: &Altered) -> Option<String> {
        Some(Self::made(wanted, Some(altered)))
    }

    fn key_set(&self) -> Option<String> {
        Some(KEYS.to_owned())
    }
}

/// These attacks on one endpoint's worth of tokens, with what the gateway gets wrong.
pub fn attacked(attacks: &[&str], weakness: Option<Weakness>) -> Report {
    let house = House::with(Flaw::None);
    let server = house.0.serve();
    let scopes = ["notes:read", "notes:write"].map(str::to_owned).to_vec();
    let owner = house.token(Who::Owner, &Wanted { scopes, ..Wanted::default() }).unwrap();
    let front = weakness.map(|weakness| proxy::start(server.address(), weakness, owner));
    let address = front.unwrap_or_else(|| server.address());
    let plan = Plan::of(&Notes::manifest().unwrap(), &samples().jwt()).only(attacks);
    let mut pace = || house.0.clock().advance(Duration::from_millis(150));
    let mut target = Target {
        address,
        host: address.to_string(),
        elsewhere: None,
        callers: &Jwts,
        pace: &mut pace,
        at_most: 20_000,
        audit: None,
        faults: Some(&Always),
    };
    attack(&plan, &mut target)
}
