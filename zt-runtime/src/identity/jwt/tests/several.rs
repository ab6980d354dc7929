//! Several issuers side by side: none can speak for another (T-04, X06, X09), and each has words of its own.

use super::super::claims::KindClaim;
use zt_core::contract::RoleInfo;
use zt_core::decide::RoleTable;

use super::*;
use crate::authority::LocalAuthority;
use crate::identity::{Kind, Translation, Words};

const PARTNER: &str = "https://partner.example";

/// Two issuers of JWT whose keys have one id, and one of PASETO.
struct Houses {
    corp: Key,
    partner: Key,
    house: LocalAuthority,
    verifier: Verifier,
    clock: Clock,
    _servers: [KeyServer; 2],
}

impl Houses {
    fn new() -> Self {
        let (clock, _) = Clock::manual(Timestamp::from_second(NOW).unwrap());
        let (corp, partner) =
            (Key::generate(Algorithm::ES256, "k1"), Key::generate(Algorithm::ES256, "k1"));
        let servers = [KeyServer::start(&[&corp]), KeyServer::start(&[&partner])];
        let of = |name: &str, iss: &str, server| {
            let trust = trust(iss, server, Algorithms::default(), &clock);
            let issuer = Issuer::nameless(iss, AUDIENCE, Tokens::Jwt(trust));
            Issuer { name: Some(name.into()), ..issuer }
        };
        let house = LocalAuthority::for_test("house", clock.clone()).unwrap();
        let issuers = vec![
            of("corp", ISSUER, &servers[0]),
            house.issuers().remove(0),
            of("partner", PARTNER, &servers[1]),
        ];
        let verifier = Verifier::new(issuers, Revocations::in_memory(clock.clone()));
        Self { corp, partner, house, verifier, clock, _servers: servers }
    }

    fn verify(&self, token: &str) -> Result<Identity, Refusal> {
        let header = format!("Bearer {token}");
        let credential = Credential::read([header.as_bytes()], None)?.expect("a credential");
        let table: Grants = ScopeTable::build([READ].iter()).unwrap().into();
        block_on(self.verifier.verify(&credential, &self.clock, &table))?
            .bound(Presented::default())
    }
}

fn signed(key: &Key, changes: &Value) -> String {
    key.sign(&key.header(), &with(changes))
}

// X09: alice of one issuer isn't alice of another.
#[test]
fn x09_each_issuer_s_tokens_count_as_its_own() {
    let houses = Houses::new();
    let corp = houses.verify(&signed(&houses.corp, &json!({}))).unwrap();
    let partner = houses.verify(&signed(&houses.partner, &json!({"iss": PARTNER}))).unwrap();
    let house = houses.verify(&houses.house.token_for("alice").issue().unwrap()).unwrap();
    assert_eq!(corp.subject().name(), partner.subject().name());
    assert_ne!(corp.subject(), partner.subject());
    assert_ne!(corp.subject(), house.subject());
    let names = [&corp, &partner, &house].map(|identity| identity.issuer_name.as_deref());
    assert_eq!(names, [Some("corp"), Some("partner"), None]);
}

// T-04, X06: the same key id in two issuers, and each with the other's name.
#[test]
fn t04_no_issuer_s_key_signs_for_another() {
    let houses = Houses::new();
    for (key, iss) in [(&houses.partner, ISSUER), (&houses.corp, PARTNER)] {
        let token = signed(key, &json!({"iss": iss}));
        assert!(matches!(houses.verify(&token), Err(Refusal::InvalidToken("bad_signature"))));
    }
    let nobody = signed(&houses.corp, &json!({"iss": "https://nobody.example"}));
    assert!(matches!(houses.verify(&nobody), Err(Refusal::InvalidToken("wrong_issuer"))));
    let house = signed(&houses.corp, &json!({"iss": houses.house.name()}));
    assert!(matches!(houses.verify(&house), Err(Refusal::InvalidToken("wrong_issuer"))));
}

/// A world whose issuer has words of its own.
fn worded() -> World {
    let pairs = |pairs: &[(&str, &str)]| {
        Translation::new(
            pairs.iter().map(|(ours, theirs)| ((*ours).into(), (*theirs).into())).collect(),
        )
        .unwrap()
    };
    let key = Key::generate(Algorithm::ES256, "k1");
    let server = KeyServer::start(&[&key]);
    let (clock, _) = Clock::manual(Timestamp::from_second(NOW).unwrap());
    let mut trust = trust(ISSUER, &server, Algorithms::default(), &clock);
    trust.mapping = Mapping {
        token_id: "uti".into(),
        kind: Some(KindClaim {
            claim: "idtyp".into(),
            values: pairs(&[("client", "app"), ("person", "user")]),
        }),
        device: Some("managed".into()),
        roles: "groups".into(),
        ..Mapping::default()
    };
    let words = Words {
        acr: pairs(&[("urn:acr:mfa", "2"), ("urn:acr:mfa", "3")]),
        device: pairs(&[("managed", "true")]),
        role: pairs(&[("support", "g-17")]),
    };
    let issuer = Issuer { words, ..trusted(trust) };
    let verifier = Verifier::new(vec![issuer], Revocations::in_memory(clock.clone()));
    World { server, key, verifier, clock }
}

#[test]
fn s10_what_an_issuer_says_counts_in_the_service_s_own_words() {
    let world = worded();
    let verify = |changes: &Value| world.verify(&world.sign(&with(changes)));
    let all = json!({"jti": null, "uti": "t1", "acr": "3", "managed": true, "idtyp": "app"});
    let identity = verify(&all).unwrap();
    assert_eq!(
        (identity.acr.as_deref(), identity.device.as_deref()),
        (Some("urn:acr:mfa"), Some("managed"))
    );
    assert_eq!((identity.subject().kind(), identity.token_id()), (Kind::Client, "t1"));
    assert_eq!(identity.acr_values(["urn:acr:mfa", "urn:acr:key"].into_iter()), "2 3");
    // What stands for nothing is nothing, also where it looks like a word of ours.
    for (acr, device) in [("1", "false"), ("urn:acr:mfa", "managed"), ("", "")] {
        let identity = verify(&json!({"uti": "t1", "acr": acr, "managed": device})).unwrap();
        assert_eq!((identity.acr.as_deref(), identity.device.as_deref()), (None, None), "{acr}");
    }
    assert_eq!(verify(&json!({"uti": "t1"})).unwrap().subject().kind(), Kind::Person);
}

#[test]
fn t03_an_unknown_kind_and_wrong_types_are_refused() {
    let world = worded();
    assert_eq!(world.refused_with(&json!({"uti": "t1", "idtyp": "robot"})), "kind_unknown");
    assert_eq!(world.refused_with(&json!({"uti": "t1", "idtyp": "client"})), "kind_unknown");
    for wrong in [
        json!({"idtyp": 1}),
        json!({"managed": 1}),
        json!({"managed": ["true"]}),
        json!({"uti": 7}),
        json!({"uti": null}),
    ] {
        let mut changes = json!({"uti": "t1"});
        changes.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        assert_eq!(world.refused_with(&changes), "payload_malformed", "{wrong}");
    }
}

/// RFC 9068 §2.2.3.1, under the issuer's own name and in its own words.
#[test]
fn x32_roles_are_read_from_the_claim_that_is_set() {
    const SUPPORT: RoleInfo = RoleInfo { name: "support", reason: "Help.", grants: &[READ] };
    let world = worded();
    let scopes = ScopeTable::build([READ].iter()).unwrap();
    let grants = Grants { roles: RoleTable::build(&[SUPPORT], &scopes).unwrap(), scopes };
    let verify = |changes: Value| {
        let all = json!({"jti": null, "uti": "t1", "scope": null});
        let mut changed = all.as_object().unwrap().clone();
        changed.extend(changes.as_object().unwrap().clone());
        let token = world.sign(&with(&Value::Object(changed)));
        world.verify_granting(&token, &grants, Presented::default())
    };
    let count = |changes| verify(changes).unwrap().scope_set.len();
    assert_eq!(count(json!({"groups": ["g-16", "g-17"]})), 1);
    for without in [
        json!({}),
        json!({"groups": []}),
        json!({"groups": ["support"]}),
        json!({"roles": ["g-17"]}),
        json!({"roles": "whatever", "groups": []}),
    ] {
        assert_eq!(count(without.clone()), 0, "{without}");
    }
    for changes in [json!({"groups": "g-17"}), json!({"groups": {"g-17": true}})] {
        let refused = verify(changes).unwrap_err();
        assert_eq!(refused, Refusal::InvalidToken("roles_malformed"));
    }
}
