//! `Signature-Input`, `Signature` and `Content-Digest`, a line each.
//!
//! With a token that names no key nobody is let in, whatever they say; and a body goes on only where its digest is
//! the right one.

use zt::testing::TestRequest;

use crate::front_door::ask;

const BODY: &str = r#"{"text":"a"}"#;
const DIGEST: &str = "YZPJdYWg9zHOe1ALtp0kdoFq+xTI2VrI5uhl9oDp5Dg=";

pub(crate) fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let (input, signature, digest) = (lines.next(), lines.next(), lines.next());
    let with = |request: TestRequest, name: &str, value: Option<&str>| match value {
        None | Some("") => request,
        Some(value) => request.header(name, value),
    };
    let sealed = ask(async |house| {
        let token = format!("Bearer {}", house.token);
        let request = house.app.anonymous().post("/sealed").header("authorization", &token);
        let request = with(request, "signature-input", input);
        let request = with(request, "signature", signature);
        with(request, "content-digest", digest).body("application/json", BODY).await
    });
    let status = sealed.status();
    assert!(status == 401 || status == 400, "{status} for a token that names no key");
    let written = ask(async |house| {
        let token = format!("Bearer {}", house.token);
        let request = house.app.anonymous().post("/notes").header("authorization", &token);
        with(request, "content-digest", digest).body("application/json", BODY).await
    });
    let status = written.status();
    let digest = digest.unwrap_or_default();
    let may_count = digest.is_empty() || digest.contains("sha-");
    assert!(status == 400 || (status == 204 && may_count), "{status} for {digest:?}");
}

/// One that would count but for its key, and what is near it.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let input = concat!(
        r#"sig=("@method" "@target-uri" "authorization" "content-digest");created=1893456000"#,
        r#";nonce="n";keyid="k";tag="zt""#,
    );
    let right = format!("{input}\nsig=:AAAA:\nsha-256=:{DIGEST}:");
    super::texts(&[
        &right,
        input,
        "",
        "\n\nsha-256=:AAAA:",
        "\n\nsha-512=:AAAA:, md5=:AAAA:",
        "\n\nmd5=:AAAA:",
        "sig=()\nsig=::",
        "sig=();tag=\"zt\"\nsig=1",
        "sig=(\"@query-param\";name=\"a\");tag=\"zt\"\nsig=:AAAA:",
        "sig=(\"a\";sf \"a\";bs \"a\";key=\"b\" \"a\";tr;req);tag=\"zt\"",
        "a=();tag=\"zt\", b=();tag=\"zt\"\na=:AAAA:, b=:AAAA:",
        "sig=(\"@method\");created=1.5;expires=@1;alg=?1;tag=zt;x=%\"a\"",
        "sig=((((((((((",
    ])
}
