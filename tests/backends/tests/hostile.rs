//! That the graph is as hostile as it is meant to be: left to themselves, neither can choose. In a process of its own, since
//! jsonwebtoken keeps what it first found.

use std::panic::catch_unwind;

use jsonwebtoken::{EncodingKey, Header};

#[test]
fn neither_chooses_by_itself() {
    let sign = || jsonwebtoken::encode(&Header::default(), &(), &EncodingKey::from_secret(b"a"));
    assert!(catch_unwind(sign).is_err());
    assert!(catch_unwind(rustls::ClientConfig::builder).is_err());
}
