//! What is remembered of tokens: that their signature is good under a key, and what they say (requirement C-06).
//!
//! Off unless the configuration says how many. Everything else is held against each request anew: times, audience, issuer,
//! whether the key still counts, revocation, binding, and what the claims mean here. The hash of the whole token stands for
//! it, so the memory holds no token.

use std::fmt;
use std::sync::Arc;

use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};

use super::claims::Claims;
use super::confirmation::Thumbprint;
use super::jws::Content;
use super::paseto::Footer;

type Digest = [u8; 32];

/// The tokens that are remembered, over all workers. It is sharded: no lock is everybody's.
#[derive(Clone, Default)]
pub(crate) struct Memory(Option<Arc<Cache<Digest, Arc<Proved>>>>);

/// A token whose signature was good.
pub(crate) enum Proved {
    Jwt {
        content: Arc<Content>,
        /// The key that signed it (RFC 7638).
        key: Thumbprint,
    },
    Paseto {
        /// With the id of the key that signed it, which is made of the key itself (PASERK `k4.pid`).
        footer: Footer,
        claims: Box<Claims>,
    },
}

impl Memory {
    /// One for so many tokens; the least used make room.
    pub(crate) fn for_tokens(most: Option<usize>) -> Self {
        Self(most.map(|most| Arc::new(Cache::new(most))))
    }

    pub(super) fn find(&self, token: &str) -> Option<Arc<Proved>> {
        self.0.as_ref()?.get(&digest(token))
    }

    pub(super) fn remember(&self, token: &str, proved: impl FnOnce() -> Proved) {
        if let Some(cache) = &self.0 {
            cache.insert(digest(token), Arc::new(proved()));
        }
    }
}

fn digest(token: &str) -> Digest {
    Digest::from(Sha256::digest(token.as_bytes()))
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("most", &self.0.as_ref().map(|cache| cache.capacity()))
            .finish()
    }
}
