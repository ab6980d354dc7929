//! The two fields, and the parameters in them.

use super::*;

#[test]
fn s11_a_signature_was_made_just_now() {
    let world = World::new();
    let created = |second: i64| world.sent().with("created", Some(&second.to_string()));
    for (second, told) in [
        (NOW - 61, "signature_too_old"),
        (NOW - 120, "signature_too_old"),
        (0, "signature_too_old"),
        (-1, "signature_too_old"),
        (NOW + 11, "signature_from_the_future"),
        (NOW + 120, "signature_from_the_future"),
        (999_999_999_999_999, "signature_from_the_future"),
    ] {
        assert_eq!(world.refused_signed(&created(second)), told, "{second}");
    }
    for second in [NOW - 60, NOW, NOW + 10] {
        assert!(world.check(&created(second).signed(&world.key)).is_ok(), "{second}");
    }
    let expires = |second: i64| world.sent().with("expires", Some(&second.to_string()));
    for second in [NOW, NOW - 1, 0] {
        assert_eq!(world.refused_signed(&expires(second)), "signature_too_old", "{second}");
    }
    assert!(world.check(&expires(NOW + 1).signed(&world.key)).is_ok());
}

#[test]
fn s11_parameters_are_all_there_known_and_of_their_type() {
    let world = World::new();
    for name in ["created", "nonce", "keyid"] {
        assert_eq!(world.refused_signed(&world.sent().with(name, None)), "signature_malformed");
    }
    for (name, value) in [
        ("created", "1800000000.0"),
        ("created", "\"1800000000\""),
        ("created", "@1800000000"),
        ("created", "?1"),
        ("expires", "\"1800000060\""),
        ("nonce", "n1"),
        ("nonce", "\"\""),
        ("nonce", "\"a b\""),
        ("nonce", ":AAAA:"),
        ("nonce", "7"),
        ("keyid", "7"),
        ("alg", "ed25519"),
        ("tag", "zt"),
        ("crit", "1"),
        ("x", "\"y\""),
    ] {
        let told = world.refused_signed(&world.sent().with(name, Some(value)));
        assert_eq!(told, "signature_malformed", "{name}={value}");
    }
    let nonce = |length: usize| Some(format!("\"{}\"", "n".repeat(length)));
    let longest = world.sent().with("nonce", nonce(128).as_deref());
    assert!(world.check(&longest.signed(&world.key)).is_ok());
    let longer = world.sent().with("nonce", nonce(129).as_deref());
    assert_eq!(world.refused_signed(&longer), "signature_malformed");
}

#[test]
fn s11_only_our_tag_is_looked_at_and_once() {
    let world = World::new();
    let sent = world.sent();
    for tag in [None, Some("\"proxy\""), Some("\"ZT\"")] {
        let others = sent.clone().with("tag", tag).signed(&world.key);
        assert!(world.check(&others).unwrap().is_none(), "{tag:?}");
    }
    assert!(world.check(&sent).unwrap().is_none());
    // Beside ours, another's with whatever it likes.
    let beside = sent
        .signed(&world.key)
        .header("signature-input", "proxy=(\"@status\";req \"x\");tag=\"proxy\"")
        .header("signature", "proxy=:AAAA:");
    assert!(world.check(&beside).unwrap().is_some());
    let twice = sent.signed(&world.key).header("signature-input", &format!("b={}", sent.input()));
    assert_eq!(world.refused(&twice), "signature_twice");
    let doubled =
        sent.signed(&world.key).header("signature-input", &format!("sig={}", sent.input()));
    assert_eq!(world.refused(&doubled), "signature_malformed");
}

#[test]
fn s11_fields_are_well_formed() {
    let world = World::new();
    let signed = world.sent().signed(&world.key);
    let change = |field: &str, value: &str| {
        let mut changed = signed.clone();
        changed.headers.retain(|(name, _)| *name != field);
        let field = if field == "signature" { "signature" } else { "signature-input" };
        world.refused(&changed.header(field, value))
    };
    for value in
        ["", "sig", "sig=", "sig=:AAAA", "sig=\"AAAA\"", "sig=(:AAAA:)", "b=:AAAA:", "sig=:A:"]
    {
        assert_eq!(change("signature", value), "signature_malformed", "{value}");
    }
    assert_eq!(change("signature", "sig=::"), "signature_wrong");
    for value in ["sig", "sig=1", "sig=(\"@method\"", "SIG=()", "sig=(a b)x", "a=?2"] {
        assert_eq!(change("signature-input", value), "signature_malformed", "{value}");
    }
    assert_eq!(change("signature-input", "sig=(method);tag=\"zt\""), "signature_component_unknown");
    assert_eq!(change("signature-input", "sig=();tag=\"zt\""), "signature_malformed");
    let mut unsigned = signed;
    unsigned.headers.retain(|(name, _)| *name != "signature");
    assert_eq!(world.refused(&unsigned), "signature_malformed");
}
