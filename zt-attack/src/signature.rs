//! Signed requests (RFC 9421), for endpoints that take no others.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::key::{Key, used_once};

/// The headers that sign the request which is written in `text`: for its address, its token and its body.
pub(crate) fn headers(key: &Key, text: &str, origin: &str, now: i64) -> String {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let mut words = head.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut covered =
        vec![("@method", method.to_owned()), ("@target-uri", format!("{origin}{target}"))];
    let bearer = head.lines().find_map(|line| line.strip_prefix("authorization: "));
    covered.extend(bearer.map(|value| ("authorization", value.to_owned())));
    let mut headers = String::new();
    if !body.is_empty() {
        let sum = format!("sha-256=:{}:", STANDARD.encode(digest(&SHA256, body.as_bytes())));
        headers = format!("content-digest: {sum}\r\n");
        covered.push(("content-digest", sum));
    }
    let names: Vec<_> = covered.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let (names, nonce, keyid) = (names.join(" "), used_once(16), key.thumbprint());
    let input = format!("({names});created={now};nonce=\"{nonce}\";keyid=\"{keyid}\";tag=\"zt\"");
    let lines = covered.iter().map(|(name, value)| format!("\"{name}\": {value}\n"));
    let base = format!("{}\"@signature-params\": {input}", lines.collect::<String>());
    let signature = STANDARD.encode(key.sign(base.as_bytes()));
    format!("{headers}signature-input: sig={input}\r\nsignature: sig=:{signature}:\r\n")
}
