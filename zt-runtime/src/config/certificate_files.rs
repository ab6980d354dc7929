//! The files of a certificate and its key, which are read again while the service runs.

use std::path::PathBuf;

use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::sign::CertifiedKey;

use super::files;
use super::read::{certificates_in, is_whole, private_key_in};

/// Where a certificate and its private key are.
#[derive(Debug, Clone)]
pub(crate) struct CertificateFiles {
    chain: PathBuf,
    key: String,
}

impl CertificateFiles {
    /// Those that can be read more than once: what was handed over through a descriptor can't.
    pub(crate) fn of(chain: &str, key: &str) -> Option<Self> {
        let again = !key.starts_with("fd:");
        again.then(|| Self { chain: PathBuf::from(chain), key: key.to_owned() })
    }

    /// The pair that is there now, as strictly read as at the start. A fault says nothing of what was found in the key's file.
    pub(crate) fn read(&self) -> Result<CertifiedKey, String> {
        let shown = self.chain.display();
        let chain = files::read_public_file(&self.chain)
            .map_err(|error| format!("{shown} can't be read: {error}"))?;
        let chain = certificates_in(&chain).map_err(|found| format!("{shown} has {found}"))?;
        if chain.is_empty() || !chain.iter().all(|der| is_whole(der)) {
            return Err(format!("{shown} has no certificate that can be read"));
        }
        let key = files::read_secret(&self.key).map_err(|fault| format!("the key: {fault}"))?;
        let key = private_key_in(&key).map_err(|found| format!("the key's file has {found}"))?;
        let key =
            any_supported_type(&key).map_err(|_| "the key is of an unknown kind".to_owned())?;
        let pair = CertifiedKey::new(chain, key);
        pair.keys_match()
            .map_err(|_| format!("the key doesn't belong to the certificate in {shown}"))?;
        Ok(pair)
    }
}
