//! The development authority: anybody who can start the service can be anybody, so it exists on loopback only.

use crate::clock::Clock;
use crate::config::DevelopmentProfile;
use crate::config::state::StateFolder;
use crate::identity::keyring::Keyring;
use crate::identity::{Issuer, Kind, Subject};

use super::fault::AuthorityFault;
use super::local::{LocalAuthority, TokenBuilder};
use super::signer::Signer;

/// What it calls itself, in issuer and footer.
pub(crate) const DEVELOPMENT: &str = "dev";

const KEY_FILE: &str = "development-authority.key";

/// Issues tokens on the developer's own machine, so that a new service can be called before there is an issuer.
///
/// It runs only where `profile = "development"` is configured and the service listens on loopback. Its tokens say
/// `dev`, and every other profile refuses them.
#[derive(Debug)]
pub struct Development(LocalAuthority);

impl Development {
    /// Starts with the key of the state folder, or makes one (mode 0600). The profile is the proof that the
    /// configuration says `development` and loopback.
    pub(crate) fn open(
        _: &DevelopmentProfile,
        state: &StateFolder,
        service: &str,
        clock: Clock,
    ) -> Result<Self, AuthorityFault> {
        Ok(Self(LocalAuthority::new(open_key(state)?, DEVELOPMENT, service, clock)))
    }

    /// A token for somebody: `development.token_for("alice").holding::<NotesRead>().issue()?`.
    pub fn token_for(&self, name: &str) -> TokenBuilder<'_> {
        self.0.token_for(name)
    }

    /// The person that a token for `name` stands for, as rows of a database name their owner.
    ///
    /// # Errors
    /// The name is empty, too long, or holds characters that nobody sees.
    pub fn person(&self, name: &str) -> Result<Subject, AuthorityFault> {
        self.0.subject(name, Kind::Person)
    }

    /// What its tokens say in `iss` and `aud`, such as `dev:shop`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.name()
    }

    pub(crate) fn issuer(&self) -> Issuer {
        self.0.issuer()
    }
}

/// Refuses to run for real with the development authority's key among the trusted ones.
pub(crate) fn refuse_development_key(
    state: &StateFolder,
    keys: &Keyring,
) -> Result<(), AuthorityFault> {
    match read_key(state)? {
        Some(signer) if keys.holds(&signer.key_id()) => {
            Err(AuthorityFault::DevelopmentKeyTrusted(state.path_of(KEY_FILE)))
        }
        _ => Ok(()),
    }
}

fn open_key(state: &StateFolder) -> Result<Signer, AuthorityFault> {
    if let Some(signer) = read_key(state)? {
        return Ok(signer);
    }
    let signer = Signer::generate()?;
    if state.create_secret(KEY_FILE, &signer.to_paserk())? {
        return Ok(signer);
    }
    // Another process of this user was quicker: both use its key.
    read_key(state)?.ok_or_else(|| AuthorityFault::Key(state.path_of(KEY_FILE)))
}

fn read_key(state: &StateFolder) -> Result<Option<Signer>, AuthorityFault> {
    let Some(text) = state.read_secret(KEY_FILE)? else { return Ok(None) };
    let signer = Signer::from_paserk(text.expose());
    signer.map(Some).ok_or_else(|| AuthorityFault::Key(state.path_of(KEY_FILE)))
}
