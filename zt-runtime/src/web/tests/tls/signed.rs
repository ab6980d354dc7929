//! Requests that are signed with the key of their connection's certificate.

use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::testing::fixture::Write;

/// A POST that is signed with the key of a certificate, whose thumbprint its token names.
fn signed_post(issued: &Issued, origin: &str, token: &str, keyid: &str, nonce: &str) -> String {
    let created = 1_893_456_000; // When every test runs.
    let input = format!(
        r#"("@method" "@target-uri" "authorization");created={created};nonce="{nonce}";keyid="{keyid}";tag="zt""#
    );
    let base = format!(
        "\"@method\": POST\n\"@target-uri\": {origin}/signed\n\"authorization\": Bearer {token}\n\"@signature-params\": {input}"
    );
    let key = jsonwebtoken::EncodingKey::from_ec_der(&issued.key.serialize_der());
    let signature =
        jsonwebtoken::crypto::sign(base.as_bytes(), &key, jsonwebtoken::Algorithm::ES256).unwrap();
    let signature = STANDARD.encode(URL_SAFE_NO_PAD.decode(signature).unwrap());
    format!(
        "POST /signed HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         signature-input: sig={input}\r\nsignature: sig=:{signature}:\r\n\r\n"
    )
}

// The certificate's key signs too: not another's, and not where the connection doesn't show it.
#[test]
fn s11_a_token_that_names_a_certificate_is_signed_for_by_its_key() {
    let (setup, shop) = (Setup::new(), shop());
    let (own, other) = (setup.ca.client(), setup.ca.client());
    let x5t = |issued: &Issued| URL_SAFE_NO_PAD.encode(Sha256::digest(issued.certificate.der()));
    let token = shop.token_for("alice").holding::<Write>();
    let token = token.issue_bound(&serde_json::json!({ "x5t#S256": x5t(&own) }));
    let server = shop.serve_with(setup.tls(true));
    let origin = format!("https://localhost:{}", server.address().port());
    shop.gate().listens_on(server.address(), true);
    let ask = |shown: Option<&Issued>, request: &str| {
        let mut stream = connect(server.address(), &Arc::new(setup.client(shown)));
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.get(9..12).unwrap().to_owned()
    };
    let good = signed_post(&own, &origin, &token, &x5t(&own), "n1");
    assert_eq!(ask(Some(&own), &good), "201");
    assert_eq!(ask(Some(&own), &good), "401");
    let shown = signed_post(&own, &origin, &token, &x5t(&own), "n2");
    assert_eq!(ask(Some(&other), &shown), "401");
    assert_eq!(ask(None, &shown), "401");
    let of_other = signed_post(&other, &origin, &token, &x5t(&own), "n3");
    assert_eq!(ask(Some(&own), &of_other), "401");
    let named_other = signed_post(&own, &origin, &token, &x5t(&other), "n4");
    assert_eq!(ask(Some(&own), &named_other), "401");
    let reasons = [
        "ok",
        "signature_replayed",
        "signature_without_key",
        "signature_without_key",
        "signature_wrong",
        "signature_wrong_key",
    ];
    assert_eq!(crate::web::tests::reasons(&shop), reasons);
}
