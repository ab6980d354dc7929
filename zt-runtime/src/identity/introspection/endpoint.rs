//! Where the issuer is asked: its metadata says it, or the configuration does.

use tokio::sync::Mutex;
use url::form_urlencoded::Serializer;

use super::ClientCredentials;
use crate::identity::jwt::discovery::Metadata;
use crate::outbound::{FetchFault, Outbound, SafeUrl};

const LARGEST_ANSWER: usize = 64 * 1024;

/// The introspection endpoint of one issuer.
#[derive(Debug)]
pub(crate) struct Endpoint {
    issuer: Box<str>,
    fixed: Option<SafeUrl>,
    /// What the metadata said last. It is asked anew after a failure, for addresses move.
    discovered: Mutex<Option<SafeUrl>>,
}

impl Endpoint {
    pub(crate) fn new(issuer: &str, fixed: Option<SafeUrl>) -> Self {
        Self { issuer: issuer.into(), fixed, discovered: Mutex::new(None) }
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Asks about a token (RFC 7662 §2.1).
    pub(super) async fn ask(
        &self,
        outbound: &Outbound,
        credentials: &ClientCredentials,
        token: &str,
    ) -> Result<Vec<u8>, FetchFault> {
        let url = self.url(outbound).await?;
        let form = Serializer::new(String::new())
            .append_pair("token", token)
            .append_pair("token_type_hint", "access_token")
            .finish();
        let authorization = credentials.authorization()?;
        let answer = outbound.post_form(&url, authorization, form, LARGEST_ANSWER).await;
        if answer.is_err() && self.fixed.is_none() {
            *self.discovered.lock().await = None;
        }
        answer
    }

    /// One question finds it out, and the others wait for that.
    async fn url(&self, outbound: &Outbound) -> Result<SafeUrl, FetchFault> {
        if let Some(fixed) = &self.fixed {
            return Ok(fixed.clone());
        }
        let mut discovered = self.discovered.lock().await;
        if let Some(url) = &*discovered {
            return Ok(url.clone());
        }
        let url = Metadata::fetch(&self.issuer, outbound).await?.introspection()?;
        *discovered = Some(url.clone());
        Ok(url)
    }
}
