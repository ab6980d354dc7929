//! As whom an issuer is asked (RFC 7662 §2.1: whoever asks has to authenticate, or anybody could try tokens).

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;
use url::form_urlencoded::byte_serialize;
use zeroize::Zeroizing;

use crate::Secret;
use crate::outbound::FetchFault;

/// A client id with its secret. Cheap to clone; the secret is overwritten when the last one goes.
#[derive(Clone)]
pub(crate) struct ClientCredentials {
    client: Box<str>,
    /// The value of `Authorization` (`client_secret_basic`).
    basic: Arc<Secret<String>>,
}

impl ClientCredentials {
    /// RFC 6749 §2.3.1: both are form-urlencoded, so that a colon in the id parts nothing.
    pub(crate) fn new(client: &str, secret: &str) -> Self {
        let encoded = |text: &str| Zeroizing::new(byte_serialize(text.as_bytes()).collect());
        let (id, secret): (Zeroizing<String>, Zeroizing<String>) =
            (encoded(client), encoded(secret));
        let pair = Zeroizing::new(format!("{}:{}", *id, *secret));
        let pair = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
        let basic = Arc::new(Secret::new(format!("Basic {}", *pair)));
        Self { client: client.into(), basic }
    }

    /// Marked, so that nothing on the way prints it either.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, FetchFault> {
        let mut value = HeaderValue::from_str(self.basic.expose())
            .map_err(|_| FetchFault::Malformed("the client's id or secret can't be sent"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("client", &self.client).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn t24_id_and_secret_are_encoded_before_they_are_joined() {
        let credentials = ClientCredentials::new("a:b c", "p+ä:%&");
        let value = credentials.authorization().unwrap();
        let pair = value.to_str().unwrap().strip_prefix("Basic ").unwrap();
        let pair = String::from_utf8(STANDARD.decode(pair).unwrap()).unwrap();
        assert_eq!(pair, "a%3Ab+c:p%2B%C3%A4%3A%25%26");
    }

    #[test]
    fn l03_the_secret_prints_nowhere() {
        let credentials = ClientCredentials::new("shop", "hunter2");
        let encoded = STANDARD.encode("shop:hunter2");
        for shown in
            [format!("{credentials:?}"), format!("{:?}", credentials.authorization().unwrap())]
        {
            assert!(!shown.contains("hunter2") && !shown.contains(&encoded), "{shown}");
        }
    }
}
