//! What the service itself asks of others: an issuer's keys, and whether a token still counts.
//!
//! One thread with a runtime of its own, so that a slow issuer slows no worker, and no answer depends on which worker
//! asked. Nothing is followed, everything is bounded, and nothing but https leaves the machine.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use url::{Host, Url};

use crate::crypto;

const CONNECT: Duration = Duration::from_secs(3);
const WHOLE: Duration = Duration::from_secs(5);

/// The thread and its client. Cheap to clone; the thread ends with the last one.
#[derive(Clone)]
pub(crate) struct Outbound {
    client: reqwest::Client,
    runtime: Handle,
    _alive: Arc<oneshot::Sender<()>>,
}

impl Outbound {
    pub(crate) fn start() -> io::Result<Self> {
        crypto::install();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .user_agent(concat!("zt/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(io::Error::other)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (alive, gone) = oneshot::channel::<()>();
        thread::Builder::new().name("zt-outbound".to_owned()).spawn(move || {
            let _ = runtime.block_on(gone);
        })?;
        Ok(Self { client, runtime: handle, _alive: Arc::new(alive) })
    }

    /// Runs a task beside all others.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        drop(self.runtime.spawn(task));
    }

    /// The body at `url`, if the answer is a 200 of at most `most` bytes.
    pub(crate) async fn get(&self, url: &SafeUrl, most: usize) -> Result<Vec<u8>, FetchFault> {
        let request = self.client.get(url.0.clone()).header(ACCEPT, "application/json");
        read(request.send().await?, most).await
    }

    /// The body that answers a form sent to `url`, if the answer is a 200 of at most `most` bytes. `authorization` is
    /// sent there and nowhere else, for nothing is followed.
    pub(crate) async fn post_form(
        &self,
        url: &SafeUrl,
        authorization: HeaderValue,
        form: String,
        most: usize,
    ) -> Result<Vec<u8>, FetchFault> {
        let request = self.client.post(url.0.clone()).header(ACCEPT, "application/json");
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.header(AUTHORIZATION, authorization).body(form);
        read(request.send().await?, most).await
    }
}

async fn read(mut response: reqwest::Response, most: usize) -> Result<Vec<u8>, FetchFault> {
    if response.status().as_u16() != 200 {
        return Err(FetchFault::Status(response.status().as_u16()));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > most {
            return Err(FetchFault::TooLarge(most));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbound")
    }
}

/// An address that may be asked: https, or http on this very machine; no name or password in it, no fragment.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SafeUrl(Url);

impl SafeUrl {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_loopback = match url.host()? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let may_be_asked = url.scheme() == "https" || (url.scheme() == "http" && is_loopback);
        let is_plain =
            url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        (may_be_asked && is_plain).then_some(Self(url))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why nothing usable came back.
#[derive(Debug)]
pub(crate) enum FetchFault {
    /// No connection, no answer in time, no TLS.
    Io(reqwest::Error),
    /// The answer is no 200; a redirect is none.
    Status(u16),
    /// More than this was sent.
    TooLarge(usize),
    /// The answer isn't what was asked for.
    Malformed(&'static str),
}

impl From<reqwest::Error> for FetchFault {
    fn from(error: reqwest::Error) -> Self {
        // The address is the service's own and stands beside each message.
        Self::Io(error.without_url())
    }
}

impl fmt::Display for FetchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Status(status) => write!(f, "answered {status}, expected 200"),
            Self::TooLarge(most) => write!(f, "sent more than {most} bytes"),
            Self::Malformed(what) => f.write_str(what),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // T-14, G-12.
    #[test]
    fn t14_nothing_but_https_leaves_the_machine() {
        for good in [
            "https://id.example/jwks",
            "https://id.example:8443",
            "http://127.0.0.1:9400/jwks",
            "http://[::1]:9400",
            "http://localhost/",
        ] {
            assert!(SafeUrl::parse(good).is_some(), "{good}");
        }
        for bad in [
            "http://id.example/jwks",
            "http://localhost.example/",
            "http://127.0.0.1.example/",
            "http://169.254.169.254/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "https://user@id.example/",
            "https://:x@id.example/",
            "https://id.example/#x",
            "id.example",
            "",
        ] {
            assert!(SafeUrl::parse(bad).is_none(), "{bad}");
        }
    }
}
