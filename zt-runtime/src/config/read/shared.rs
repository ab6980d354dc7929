//! The store that instances share.

use std::path::Path;
use std::sync::Arc;

use url::Url;

use super::Reader;
use crate::Secret;
use crate::config::{SharedConfig, files};

const BESIDE: [&str; 3] = ["shared_user", "shared_secret", "shared_ca"];

impl Reader {
    /// What knows the store says whether its address is a good one. That there is no secret in it is seen here.
    pub(super) fn shared(&mut self) -> Option<SharedConfig> {
        if self.find("shared").is_none() {
            self.shared_alone();
            return None;
        }
        let address = self.parsed("shared", plain_address);
        let secret = self.find("shared_secret").is_some().then(|| self.secret("shared_secret"));
        let secret = secret.flatten().map(|secret| Arc::new(Secret::new((*secret).clone())));
        if secret.is_none()
            && self.find("shared_user").is_some()
            && self.find("shared_secret").is_none()
        {
            self.missing("shared_secret", "a user without a password is nobody");
        }
        let user = self.text("shared_user");
        let ca = self.text("shared_ca").and_then(|path| self.shared_ca(&path));
        Some(SharedConfig { address: address?, user, secret, ca })
    }

    /// Settings that do nothing without the address.
    fn shared_alone(&mut self) {
        let beside = BESIDE.into_iter().find(|key| self.find(key).is_some());
        if let Some(key) = beside {
            self.missing("shared", &format!("without it `{key}` does nothing"));
        }
    }

    fn shared_ca(&mut self, path: &str) -> Option<Vec<u8>> {
        let certificates = self.certificates("shared_ca", path)?;
        self.all_readable("shared_ca", &certificates).then_some(())?;
        files::read_public_file(Path::new(path)).ok()
    }
}

/// An address of a machine, with neither name nor password in it.
fn plain_address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_plain = url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    is_plain.then(|| url.as_str().to_owned())
}
