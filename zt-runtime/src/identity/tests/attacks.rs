//! X02, X08, X32, X33: whatever is wrong with a token, it is `invalid_token`, and before any crypto where it can be.

use pasetors::keys::SymmetricKey;
use pasetors::version4::{LocalToken, V4};

use super::*;

/// The text between two dots.
fn part(token: &str, index: usize) -> String {
    token.split('.').nth(index).unwrap().to_owned()
}

// P-01.
#[test]
fn x33_another_version_or_purpose_is_refused_by_its_name() {
    let world = World::new();
    let token = world.sign(&claims().to_string());
    let rest = token.strip_prefix("v4.public.").unwrap();
    for prefix in [
        "v1.public.",
        "v2.public.",
        "v3.public.",
        "v5.public.",
        "v4.local.",
        "V4.public.",
        "v4.Public.",
        "v4.PUBLIC.",
        "v4.public-",
        "v04.public.",
        "v4..public.",
        ".v4.public.",
        "k4.public.",
        "",
    ] {
        assert_eq!(world.refused(&format!("{prefix}{rest}")), "not_v4_public", "{prefix}");
    }
}

// P-02: the public key, which is public, taken as a symmetric one.
#[test]
fn x33_a_local_token_made_with_the_public_key_is_refused() {
    let world = World::new();
    let public = keyring::PublicKey::try_from(world.signer.public_paserk().as_str()).unwrap();
    let key = SymmetricKey::<V4>::from(public.as_bytes()).unwrap();
    let footer = world.footer();
    let payload = claims().to_string();
    let token =
        LocalToken::encrypt(&key, payload.as_bytes(), Some(footer.as_bytes()), None).unwrap();
    assert_eq!(world.refused(&token), "not_v4_public");
    world.refused(&token.replacen("local", "public", 1));
}

// X02: tokens of JWT, with and without a signature.
#[test]
fn x02_a_token_without_a_signature_is_refused() {
    let world = World::new();
    let token = world.sign(&claims().to_string());
    let payload = "eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIn0";
    for head in [
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJOb25lIn0",
        "eyJhbGciOiJuT25FIn0",
        "e30",
        "eyJhbGciOiJIUzI1NiJ9",
    ] {
        assert_eq!(world.refused(&format!("{head}.{payload}.")), "not_v4_public");
        assert_eq!(world.refused(&format!("{head}.{payload}")), "not_v4_public");
    }
    let footer = part(&token, 3);
    assert_eq!(world.refused("v4.public."), "token_malformed");
    assert_eq!(world.refused(&format!("v4.public.{payload}.{footer}")), "token_malformed");
    assert_eq!(world.refused(&format!("v4.public..{footer}")), "token_malformed");
    let zeros = format!("{payload}{}", "A".repeat(86));
    world.refused(&format!("v4.public.{zeros}.{footer}"));
}

#[test]
fn x33_a_token_that_lost_or_changed_a_character_is_refused() {
    let world = World::new();
    let token = world.sign(&claims().to_string());
    for length in 0..token.len() {
        // No characters at all are no token but a malformed request.
        if length > 0 {
            world.refused(token.get(..length).unwrap());
        }
        let mut changed = token.clone().into_bytes();
        changed[length] = if changed[length] == b'A' { b'B' } else { b'A' };
        world.refused(&String::from_utf8(changed).unwrap());
    }
    for extra in ["A", ".", ".A", "=", "==", "~"] {
        assert!(
            matches!(world.verify(&format!("{token}{extra}")), Err(Refusal::InvalidToken(_))),
            "{extra}"
        );
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// T-12: where the last character of a part carries bits that nobody reads, only zero is right.
#[test]
fn t12_base64_with_left_over_bits_or_padding_is_refused() {
    let world = World::new();
    let mut tried = 0;
    for length in 0..3 {
        let token = world.sign(&with(json!({"pad": "x".repeat(length)})).to_string());
        let (mut body, footer) = (part(&token, 2), part(&token, 3));
        assert_eq!(world.refused(&format!("v4.public.{body}.{footer}=")), "token_malformed");
        if body.len() % 4 == 0 {
            continue;
        }
        let last =
            ALPHABET.iter().position(|char| *char == body.as_bytes()[body.len() - 1]).unwrap();
        body.pop();
        let next = char::from(ALPHABET[last ^ 1]);
        assert_eq!(world.refused(&format!("v4.public.{body}{next}.{footer}")), "token_malformed");
        tried += 1;
    }
    assert_eq!(tried, 2);
}

// P-03: the footer names a key, and can neither bring nor change one.
#[test]
fn x33_the_footer_can_not_choose_who_is_trusted() {
    let world = World::new();
    let attacker = World::new();
    let payload = claims().to_string();
    let ours = world.footer();
    let theirs = attacker.footer();
    // Signed by the attacker under our key's name, and under his own.
    assert_eq!(world.refused(&attacker.sign_with(&payload, &ours, b"")), "bad_signature");
    assert_eq!(world.refused(&attacker.sign_with(&payload, &theirs, b"")), "unknown_key");
    // The footers of two good tokens swapped.
    let good = world.sign(&payload);
    let foreign = attacker.sign(&payload);
    let swapped = format!("v4.public.{}.{}", part(&foreign, 2), part(&good, 3));
    assert_eq!(world.refused(&swapped), "bad_signature");
    // The key itself, in many a place.
    let public = attacker.signer.public_paserk();
    for footer in [
        json!({"kid": public}),
        json!({"kid": attacker.signer.key_id(), "key": public}),
        json!({"kid": attacker.signer.key_id(), "wpk": public}),
        json!({"k4.public": public}),
    ] {
        world.refused(&attacker.sign_with(&payload, &footer.to_string(), b""));
    }
}

// T-10, X05.
#[test]
fn x05_a_key_id_is_looked_up_exactly_or_not_found() {
    let world = World::new();
    let id = world.signer.key_id();
    for kid in [
        "../../dev/null",
        "file:///dev/null",
        "' OR 1=1",
        "http://169.254.169.254/",
        "\0",
        "",
        " ",
        &id.to_lowercase(),
        &format!("{id} "),
        &format!("{id}\0"),
        id.get(..20).unwrap(),
        &"k".repeat(4000),
    ] {
        let footer = json!({"kid": kid}).to_string();
        assert_eq!(
            world.refused(&world.sign_with(&claims().to_string(), &footer, b"")),
            "unknown_key",
            "{kid}"
        );
    }
}

// P-04.
#[test]
fn p04_a_footer_that_is_deep_wide_doubled_or_no_object_is_refused() {
    let world = World::new();
    let id = world.signer.key_id();
    let wide = (0..600).map(|number| format!(",\"{number}\":0")).collect::<String>();
    for footer in [
        String::new(),
        id.clone(),
        format!("\"{id}\""),
        format!("[\"{id}\"]"),
        "{}".to_owned(),
        "{\"kid\":null}".to_owned(),
        format!("{{\"kid\":[\"{id}\"]}}"),
        format!("{{\"kid\":\"{id}\",\"kid\":\"{id}\"}}"),
        format!("{{\"kid\":\"x\",\"k\\u0069d\":\"{id}\"}}"),
        format!("{{\"kid\":\"{id}\",\"x\":{{}}}}"),
        format!("{{\"kid\":\"{id}\",\"x\":[]}}"),
        format!("{{\"kid\":\"{id}\",\"x\":{}}}", "[".repeat(3000)),
        format!("{{\"kid\":\"{id}\"{wide}}}"),
        format!("{{\"kid\":\"{id}\"}} {{}}"),
        format!("{{\"kid\":\"{id}\",\"authority\":7}}"),
        "\u{feff}{}".to_owned(),
    ] {
        let token = world.sign_with(&claims().to_string(), &footer, b"");
        assert_eq!(world.refused(&token), "footer_malformed", "{footer:.80}");
    }
}

// P-06: a token of another tenant, or another audience, under the same key.
#[test]
fn p06_the_implicit_assertion_must_be_ours() {
    let mut world = World::new();
    world.trust_mut().implicit = Box::from(b"tenant-a|api".as_slice());
    let payload = claims().to_string();
    world.verify(&world.sign_with(&payload, &world.footer(), b"tenant-a|api")).unwrap();
    for other in [b"".as_slice(), b"tenant-b|api", b"tenant-a|api ", b"tenant-a"] {
        assert_eq!(
            world.refused(&world.sign_with(&payload, &world.footer(), other)),
            "bad_signature"
        );
    }
}

// P-07, T-11, X08.
#[test]
fn p07_a_payload_that_is_no_plain_object_is_refused() {
    let world = World::new();
    let good = claims().to_string();
    let inner = good.strip_prefix('{').unwrap();
    for payload in [
        "[]".to_owned(),
        "null".to_owned(),
        "\"x\"".to_owned(),
        format!("[{good}]"),
        format!("{good}{good}"),
        format!("{good}x"),
        format!("\u{feff}{good}"),
        format!("{{\"scope\":\"orders:write\",{inner}"),
        format!("{{\"sub\":\"bob\",{inner}"),
        format!("{{\"s\\u0075b\":\"bob\",{inner}"),
        format!("{{\"x\":1,\"x\":2,{inner}"),
        format!("{{\"x\":{{\"y\":1,\"y\":1}},{inner}"),
        format!("{{\"x\":{}{},{inner}", "[".repeat(16), "]".repeat(16)),
        format!("{{\"x\":{},{inner}", "[".repeat(2000)),
        format!("{{\"x\":1e309,{inner}"),
        "[\"https://issuer.example\",\"alice\"]".to_owned(),
    ] {
        assert_eq!(world.refused(&world.sign(&payload)), "payload_malformed", "{payload:.60}");
    }
    let not_utf8 = world.signer.sign_bytes(b"{\"\xff\":1}", world.footer().as_bytes(), b"");
    world.refused(&not_utf8);
    // What we don't know isn't our concern, as long as it is well formed.
    world
        .verify(&world.sign(&format!("{{\"x\":{}{},{inner}", "[".repeat(15), "]".repeat(15))))
        .unwrap();
}

// T-16.
#[test]
fn x32_a_scope_of_another_shape_is_refused() {
    let world = World::new();
    for scope in
        [json!(["orders:read"]), json!({"orders:read": true}), json!(7), json!(true), json!(null)]
    {
        assert_eq!(world.refused_with(json!({"scope": {"set": scope}})), "payload_malformed");
    }
    for scope in [
        " ",
        "orders:read ",
        " orders:read",
        "orders:read  orders:write",
        "orders:read\torders:write",
        "orders:read\norders:write",
        "orders:read\u{a0}orders:write",
    ] {
        assert_eq!(world.refused_with(json!({"scope": scope})), "scope_malformed", "{scope:?}");
    }
}

// T-16: near misses and wildcards grant nothing, and neither do no scopes at all.
#[test]
fn x32_a_scope_that_only_looks_like_ours_grants_nothing() {
    let world = World::new();
    for scope in [
        "",
        "orders",
        "orders:rea",
        "orders:readwrite",
        "ORDERS:READ",
        "Orders:Read",
        "*",
        "orders:*",
        "orders:read:all",
        "orders:read,orders:write",
        "orders",
    ] {
        let identity =
            world.verify(&world.sign(&with(json!({"scope": scope})).to_string())).unwrap();
        assert!(!identity.holds::<Read>() && !identity.holds::<Write>(), "{scope}");
        assert!(identity.scope_set == ScopeSet::default(), "{scope}");
    }
    let none = world.verify(&world.sign(&with(json!({"scope": null})).to_string())).unwrap();
    assert!(!none.holds::<Read>() && none.scope_set == ScopeSet::default());
}

// S-01, RFC 9449 §7.2.
#[test]
fn s01_a_bound_token_is_no_bearer_token() {
    let world = World::new();
    let thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
    let bound = json!({"cnf": {"jkt": thumbprint}});
    assert_eq!(world.refused_with(bound), "bound_token_as_bearer");
    assert_eq!(world.refused_with(json!({"cnf": {"jkt": "x"}})), "confirmation_malformed");
}

#[test]
fn t11_a_long_token_is_refused_before_it_is_decoded() {
    let world = World::new();
    let token = world.sign(&with(json!({"pad": "x".repeat(8000)})).to_string());
    assert_eq!(world.refused(&token), "token_too_long");
}

// T-15: under the neutral element as key, R = the neutral element and S = 0 fit every message.
#[test]
fn t15_a_weak_key_verifies_nothing() {
    let mut point = [0_u8; 32];
    point[0] = 1;
    let weak = keyring::PublicKey::from(&point).unwrap();
    let mut signed = claims().to_string().into_bytes();
    signed.extend_from_slice(&point);
    signed.extend_from_slice(&[0; 32]);
    let token = format!("v4.public.{}", base64url(&signed));
    assert_eq!(
        crate::identity::paseto::Unverified::parse(&token).unwrap().verify(&weak, b""),
        Err("bad_signature")
    );
}

fn base64url(bytes: &[u8]) -> String {
    let encode = |chunk: &[u8]| {
        let bits = chunk
            .iter()
            .enumerate()
            .fold(0_u32, |bits, (index, byte)| bits | u32::from(*byte) << (16 - 8 * index));
        (0..=chunk.len())
            .map(|index| char::from(ALPHABET[(bits >> (18 - 6 * index)) as usize & 63]))
            .collect::<String>()
    };
    bytes.chunks(3).map(encode).collect()
}
