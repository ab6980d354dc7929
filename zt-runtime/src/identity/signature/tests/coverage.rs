//! What a signature has to cover, what it may, and that it is what came.

use super::*;

#[test]
fn s11_a_request_without_a_body_needs_no_digest() {
    let world = World::new();
    let mut sent = world.sent().without("content-digest");
    sent.headers.retain(|(name, _)| *name != "content-digest");
    sent.has_body = false;
    assert!(world.used(&sent.signed(&world.key)).is_ok());
}

#[test]
fn s11_further_components_may_be_covered() {
    let world = World::new();
    let mut sent = world.sent();
    for name in ["@authority", "@scheme", "@path", "@query", "@request-target", "content-type"] {
        sent = sent.covers(name);
    }
    // RFC 9421 §2.1: several lines, blanks around them.
    sent = sent.header("x-many", " a").header("x-many", "b,  c\t").header("x-empty", "");
    sent = sent.covers("x-many").covers("x-empty");
    assert!(world.check(&sent.signed(&world.key)).unwrap().is_some());
    for (name, value) in [("x-many", "d"), ("x-empty", "a"), ("content-type", "text/plain")] {
        let told = world.refused(&sent.signed(&world.key).header(name, value));
        assert_eq!(told, "signature_wrong", "{name}");
    }
}

#[test]
fn s11_each_required_component_is_covered() {
    let world = World::new();
    for name in ["@method", "@target-uri", "authorization", "content-digest"] {
        let told = world.refused_signed(&world.sent().without(name));
        assert_eq!(told, "signature_component_missing", "{name}");
    }
    let proved = world.sent().header("dpop", "proof");
    assert_eq!(world.refused_signed(&proved), "signature_component_missing");
    assert!(world.check(&proved.covers("dpop").signed(&world.key)).is_ok());
    // A body with nothing that holds it to the signature.
    let mut bare = world.sent();
    bare.headers.retain(|(name, _)| *name != "content-digest");
    assert_eq!(world.refused_signed(&bare), "signature_component_absent");
}

// RFC 9421 §5.1: exactly these components, for this request.
#[test]
fn s11_what_is_wanted_is_what_is_needed() {
    let world = World::new();
    let (with_body, mut without) = (world.sent(), world.sent());
    without.headers.retain(|(name, _)| *name != "content-digest");
    without.has_body = false;
    for (sent, covered) in [
        (with_body.clone(), r#""@method" "@target-uri" "authorization" "content-digest""#),
        (
            with_body.header("dpop", "x"),
            r#""@method" "@target-uri" "authorization" "content-digest" "dpop""#,
        ),
        (without, r#""@method" "@target-uri" "authorization""#),
    ] {
        let headers = sent.headers();
        let expected = format!(r#"sig=({covered});created;tag="zt""#);
        assert_eq!(super::super::wanted(&sent.message(&headers)), expected);
    }
}

#[test]
fn s11_what_was_covered_is_what_came() {
    let world = World::new();
    let signed = world.sent().signed(&world.key);
    let change = |change: fn(&mut Sent)| {
        let mut changed = signed.clone();
        change(&mut changed);
        world.refused(&changed)
    };
    assert_eq!(change(|sent| sent.method = "PUT"), "signature_wrong");
    assert_eq!(change(|sent| sent.method = "post"), "signature_wrong");
    assert_eq!(change(|sent| sent.path = "/order"), "signature_wrong");
    assert_eq!(change(|sent| sent.query = "dry=0&x=%2F"), "signature_wrong");
    assert_eq!(change(|sent| sent.query = "dry=1&x=/"), "signature_wrong");
    assert_eq!(change(|sent| sent.query = ""), "signature_wrong");
    assert_eq!(change(|sent| sent.headers[1].1.push('d')), "signature_wrong");
    assert_eq!(change(|sent| sent.headers[3].1.push_str(", x=:AA==:")), "signature_wrong");
    assert_eq!(change(|sent| sent.headers.push(("authorization", "a".into()))), "signature_wrong");
    // What isn't covered may change on the way.
    let proxied = signed.clone().header("via", "1.1 proxy");
    assert!(world.check(&proxied).unwrap().is_some());
}

// As of a DPoP proof: where a request goes is what we know of ourselves, and not what its sender thinks.
#[test]
fn s11_the_address_is_ours_and_not_the_hosts() {
    let world = World::new();
    for target in [
        "https://evil.example/orders?dry=1&x=%2F",
        "http://api.example/orders?dry=1&x=%2F",
        "https://api.example:443/orders?dry=1&x=%2F",
        "https://api.example/orders",
        "https://api.example/orders?dry=1&x=%2f",
        "/orders?dry=1&x=%2F",
    ] {
        let sent = Sent { target, ..world.sent() };
        assert_eq!(world.refused_signed(&sent), "signature_wrong", "{target}");
    }
    let nowhere =
        World { key: Key::ed25519(), ..World::of(Origins::new(None), Replays::new().unwrap()) };
    assert_eq!(nowhere.refused_signed(&nowhere.sent()), "no_public_origin");
    nowhere.signatures.origins.listens_on("127.0.0.1:4711".parse().unwrap(), false);
    for target in
        ["http://127.0.0.1:4711/orders?dry=1&x=%2F", "http://localhost:4711/orders?dry=1&x=%2F"]
    {
        let sent = Sent { target, ..nowhere.sent() };
        assert!(nowhere.check(&sent.signed(&nowhere.key)).is_ok(), "{target}");
    }
}

#[test]
fn s11_a_component_is_known_once_and_plain() {
    let world = World::new();
    for (name, told) in [
        ("@status", "signature_component_unknown"),
        ("@signature-params", "signature_component_unknown"),
        ("@query-param\";name=\"dry", "signature_component_unknown"),
        ("@Method", "signature_component_unknown"),
        ("@", "signature_component_unknown"),
        ("", "signature_component_unknown"),
        ("Content-Type", "signature_component_unknown"),
        ("content type", "signature_component_unknown"),
        ("@method", "signature_malformed"),
        ("authorization", "signature_malformed"),
        ("x-absent", "signature_component_absent"),
    ] {
        assert_eq!(world.refused_signed(&world.sent().covers(name)), told, "{name}");
    }
    let unreadable = world.sent().header("x-odd", "\u{e9}").covers("x-odd");
    assert_eq!(world.refused_signed(&unreadable), "signature_component_unreadable");
    for parameter in ["req", "sf", "bs", "tr", "key=\"a\"", "x"] {
        let signed = world.sent().signed(&world.key);
        let mut changed = signed.clone();
        let place = changed.headers.iter_mut().find(|(name, _)| *name == "signature-input");
        let input = &mut place.unwrap().1;
        *input = input.replace("\"content-digest\"", &format!("\"content-digest\";{parameter}"));
        assert_eq!(world.refused(&changed), "signature_component_unknown", "{parameter}");
    }
    let many = (0..64).fold(world.sent(), |sent, n| sent.covers(format!("x-{n}").leak()));
    assert_eq!(world.refused_signed(&many), "signature_malformed");
}
