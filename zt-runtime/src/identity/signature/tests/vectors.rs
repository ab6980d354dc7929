//! RFC 9421, appendix B: the bases that it prints, and their signatures under the keys of B.1.

use super::*;

/// B.2, the request, as it comes to <https://example.com>.
fn request() -> Sent {
    Sent {
        method: "POST",
        path: "/foo",
        query: "param=Value&Pet=dog",
        over_tls: true,
        has_body: true,
        headers: vec![
            ("host", "example.com".to_owned()),
            ("date", "Tue, 20 Apr 2021 02:07:55 GMT".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("content-digest", format!("sha-512=:{CONTENT}:")),
            ("content-length", "18".to_owned()),
        ],
        covered: Vec::new(),
        target: "",
        parameters: Vec::new(),
    }
}

const CONTENT: &str =
    "WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==";

fn key(jwk: Value) -> PublicKey {
    PublicKey::of_jwk(jwk.as_object().unwrap().clone()).unwrap()
}

fn rsa_pss() -> PublicKey {
    key(json!({ "kty": "RSA", "e": "AQAB", "n": concat!(
        "r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O",
        "3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzd",
        "piy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDO",
        "kFV6-U9nV5oyc6XI2w",
    ) }))
}

fn p256() -> PublicKey {
    key(json!({
        "kty": "EC", "crv": "P-256",
        "x": "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA",
        "y": "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0",
    }))
}

fn ed25519() -> PublicKey {
    key(json!({
        "kty": "OKP", "crv": "Ed25519", "x": "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs",
    }))
}

/// The base that we write of the request with these components.
fn base_of(covered: &[&str], parameters: &str) -> String {
    let sent = request();
    let headers = sent.headers();
    let Sent { method, path, query, over_tls, has_body, .. } = sent;
    let message = Message { method, path, query, over_tls, has_body, headers: &headers };
    let components: Vec<_> = covered
        .iter()
        .map(|name| {
            Component::parse(&sfv::Item::new(sfv::StringRef::from_str(name).unwrap().to_owned()))
        })
        .map(Option::unwrap)
        .collect();
    let covered: Vec<_> = covered.iter().map(|name| format!("\"{name}\"")).collect();
    let text = format!("({}){parameters}", covered.join(" "));
    base::write(&components, &text, &message, &Origin::parse("https://example.com").unwrap())
        .unwrap()
}

/// Whether the key signed the base, and nothing that differs in a bit.
fn signed(key: &PublicKey, base: &str, signature: &str) -> bool {
    let algorithm = Algorithm::of(key).unwrap();
    let mut signature = STANDARD.decode(signature).unwrap();
    let is_signed = algorithm.verifies(key, base, &signature);
    assert!(!algorithm.verifies(key, &format!("{base} "), &signature));
    signature[7] ^= 1;
    assert!(!algorithm.verifies(key, base, &signature));
    is_signed
}

#[test]
fn s11_rfc_9421_b_2_3_full_coverage_with_rsa_pss_sha512() {
    let base = base_of(
        &[
            "date",
            "@method",
            "@path",
            "@query",
            "@authority",
            "content-type",
            "content-digest",
            "content-length",
        ],
        r#";created=1618884473;keyid="test-key-rsa-pss""#,
    );
    let printed = [
        r#""date": Tue, 20 Apr 2021 02:07:55 GMT"#,
        r#""@method": POST"#,
        r#""@path": /foo"#,
        r#""@query": ?param=Value&Pet=dog"#,
        r#""@authority": example.com"#,
        r#""content-type": application/json"#,
        &format!(r#""content-digest": sha-512=:{CONTENT}:"#),
        r#""content-length": 18"#,
        r#""@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss""#,
    ];
    assert_eq!(base, printed.join("\n"));
    let signature = concat!(
        "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38",
        "K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCo",
        "C1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FU",
        "o5fTIztsDZKEgM4cUA==",
    );
    assert!(signed(&rsa_pss(), &base, signature));
}

// It covers nothing, so it would sign no request of ours.
#[test]
fn s11_rfc_9421_b_2_1_rsa_pss_sha512() {
    let base = r#""@signature-params": ();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd""#;
    let signature = concat!(
        "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA",
        "7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0m",
        "KZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO",
        "5Nyt8C8ssinQ98Xw9Q==",
    );
    assert!(signed(&rsa_pss(), base, signature));
}

// It is of a response, so its base isn't one of ours.
#[test]
fn s11_rfc_9421_b_2_4_ecdsa_p256_sha256() {
    let base = [
        r#""@status": 200"#,
        r#""content-type": application/json"#,
        r#""content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:"#,
        r#""content-length": 23"#,
        r#""@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256""#,
    ];
    let signature =
        "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==";
    assert!(signed(&p256(), &base.join("\n"), signature));
}

#[test]
fn s11_rfc_9421_b_2_6_ed25519() {
    let base = base_of(
        &["date", "@method", "@path", "@authority", "content-type", "content-length"],
        r#";created=1618884473;keyid="test-key-ed25519""#,
    );
    let printed = [
        r#""date": Tue, 20 Apr 2021 02:07:55 GMT"#,
        r#""@method": POST"#,
        r#""@path": /foo"#,
        r#""@authority": example.com"#,
        r#""content-type": application/json"#,
        r#""content-length": 18"#,
        r#""@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#,
    ];
    assert_eq!(base, printed.join("\n"));
    let signature =
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    assert!(signed(&ed25519(), &base, signature));
}
