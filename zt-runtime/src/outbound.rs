//! What the service asks of others: an issuer's keys, whether a token still counts, and what it calls for a caller.
//!
//! One thread with a runtime of its own, so that a slow issuer slows no worker, and no answer depends on which worker
//! asked. Nothing is followed, everything is bounded, and nothing but https leaves the machine.

mod reach;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

pub(crate) use reqwest::Method;
use reqwest::dns::Resolve;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, ClientBuilder};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::{Host, Url};

use crate::crypto;
pub(crate) use reach::Reach;

const CONNECT: Duration = Duration::from_secs(3);
const WHOLE: Duration = Duration::from_secs(5);

/// The thread and its client. Cheap to clone; the thread ends with the last one.
#[derive(Clone)]
pub(crate) struct Outbound {
    client: Client,
    runtime: Handle,
    _alive: Arc<oneshot::Sender<()>>,
}

impl Outbound {
    pub(crate) fn start() -> io::Result<Self> {
        crypto::install();
        let client = careful().build().map_err(io::Error::other)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (alive, gone) = oneshot::channel::<()>();
        thread::Builder::new().name("zt-outbound".to_owned()).spawn(move || {
            let _ = runtime.block_on(gone);
        })?;
        Ok(Self { client, runtime: handle, _alive: Arc::new(alive) })
    }

    /// The same thread with connections of its own, which go nowhere else than `reach` says (G-12).
    pub(crate) fn within(&self, reach: Reach) -> io::Result<Self> {
        self.resolving(Arc::new(reach))
    }

    fn resolving(&self, names: Arc<dyn Resolve>) -> io::Result<Self> {
        let client = careful().dns_resolver(names).build().map_err(io::Error::other)?;
        Ok(Self { client, ..self.clone() })
    }

    /// Runs a task on the thread, and waits for it. Who no longer waits ends it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let mut task = Awaited(self.runtime.spawn(task));
        (&mut task.0).await.ok()
    }

    /// Runs a task beside all others.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        drop(self.runtime.spawn(task));
    }

    /// The body at `url`, if the answer is a 200 of at most `most` bytes.
    pub(crate) async fn get(&self, url: &SafeUrl, most: usize) -> Result<Vec<u8>, FetchFault> {
        let request = self.client.get(url.0.clone()).header(ACCEPT, "application/json");
        whole(request.send().await?, most).await
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
        whole(request.send().await?, most).await
    }

    /// The status that answers this body.
    pub(crate) async fn post(
        &self,
        url: &SafeUrl,
        media: &'static str,
        body: Vec<u8>,
    ) -> Result<u16, FetchFault> {
        let request = self.client.post(url.0.clone()).header(ACCEPT, "application/json");
        let response = request.header(CONTENT_TYPE, media).body(body).send().await?;
        Ok(response.status().as_u16())
    }

    /// What comes back, whatever its status, if it has at most `most` bytes.
    pub(crate) async fn send(&self, sent: Sent, most: usize) -> Result<Came, FetchFault> {
        let Sent { method, url, headers, body } = sent;
        let request = self.client.request(method, url).header(ACCEPT, "application/json");
        let request = headers.into_iter().fold(request, |it, (name, value)| it.header(name, value));
        let request = match body {
            Some(json) => request.header(CONTENT_TYPE, "application/json").body(json),
            None => request,
        };
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Came { status, headers, body: read(response, most).await? })
    }
}

/// Nothing is followed, nobody is in between, and nothing takes for ever.
fn careful() -> ClientBuilder {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        .user_agent(concat!("zt/", env!("CARGO_PKG_VERSION")))
}

/// A task that ends when nobody waits for it.
struct Awaited<T>(JoinHandle<T>);

impl<T> Drop for Awaited<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A request to somebody else. What isn't in it isn't sent.
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// JSON.
    pub(crate) body: Option<Vec<u8>>,
}

/// What somebody else answered. Nothing of it is to be trusted.
pub(crate) struct Came {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Came {
    /// The value of a header that came once.
    pub(crate) fn header(&self, name: HeaderName) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(first)
    }

    pub(crate) fn has(&self, name: &HeaderName) -> bool {
        self.headers.contains_key(name)
    }
}

/// The body of a 200.
async fn whole(response: reqwest::Response, most: usize) -> Result<Vec<u8>, FetchFault> {
    match response.status().as_u16() {
        200 => read(response, most).await,
        other => Err(FetchFault::Status(other)),
    }
}

async fn read(mut response: reqwest::Response, most: usize) -> Result<Vec<u8>, FetchFault> {
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

    pub(crate) const fn url(&self) -> &Url {
        &self.0
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
    /// It is in a file, which can't be read.
    File(io::Error),
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
            Self::File(error) => write!(f, "the file can't be read: {error}"),
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
