//! Somebody who calls the shop from another address than nginx has, and counts how often.

use std::net::Ipv4Addr;

use reqwest::{Client, Method, StatusCode};

/// Every address that starts with 127 is this machine's. nginx calls from the first of them.
pub(crate) const FROM: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

pub(crate) struct Visitor {
    client: Client,
    sent: u64,
}

impl Visitor {
    pub(crate) fn new() -> zt::Result<Self> {
        // It speaks no TLS here, yet isn't made without. Whoever installed one before is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        Ok(Self {
            client: Client::builder().no_proxy().local_address(Some(FROM.into())).build()?,
            sent: 0,
        })
    }

    /// How many requests were sent, each of which the shop has a record of.
    pub(crate) const fn sent(&self) -> u64 {
        self.sent
    }

    /// One that somebody else sent.
    pub(crate) const fn counts_another(&mut self) {
        self.sent = self.sent.saturating_add(1);
    }

    pub(crate) async fn get(&mut self, url: &str, token: &str) -> zt::Result<StatusCode> {
        self.send(Method::GET, url, &[("authorization", &format!("Bearer {token}"))], "").await
    }

    pub(crate) async fn send(
        &mut self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: &'static str,
    ) -> zt::Result<StatusCode> {
        self.counts_another();
        let mut request = self.client.request(method, url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Ok(request.send().await?.status())
    }
}
