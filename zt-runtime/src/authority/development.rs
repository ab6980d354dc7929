//! The development authority: anybody who can start the service can be anybody, so it exists on loopback only.

use std::collections::BTreeSet;
use std::sync::Arc;

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

/// How the names of its key files start.
const KEY_FILES: &str = "development-authority";

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
        issuers: &BTreeSet<&'static str>,
        clock: Clock,
    ) -> Result<Self, AuthorityFault> {
        let signer = open_key(state, KEY_FILE)?;
        let nameless = LocalAuthority::new(signer, DEVELOPMENT, service, clock);
        let all = issuers.iter().try_fold(nameless, |all, name| {
            Ok::<_, AuthorityFault>(all.with_issuer(name, open_key(state, &key_file_of(name))?))
        });
        all.map(Self)
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

    /// What its tokens say in `aud` where they are for this segment.
    pub(crate) fn audience_of(&self, segment: &str) -> Arc<str> {
        self.0.audience_of(segment)
    }

    pub(crate) fn issuers(&self) -> Vec<Issuer> {
        self.0.issuers()
    }
}

/// Refuses to run for real with a key of the development authority among the trusted ones.
pub(crate) fn refuse_development_key(
    state: &StateFolder,
    keys: &Keyring,
) -> Result<(), AuthorityFault> {
    for file in state.names_starting_with(KEY_FILES)? {
        match read_key(state, &file)? {
            Some(signer) if keys.holds(&signer.key_id()) => {
                return Err(AuthorityFault::DevelopmentKeyTrusted(state.path_of(&file)));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The key of an issuer that rules call `name`, which has small letters, digits and `-` only.
fn key_file_of(name: &str) -> String {
    format!("{KEY_FILES}-{name}.key")
}

fn open_key(state: &StateFolder, file: &str) -> Result<Signer, AuthorityFault> {
    if let Some(signer) = read_key(state, file)? {
        return Ok(signer);
    }
    let signer = Signer::generate()?;
    if state.create_secret(file, &signer.to_paserk())? {
        return Ok(signer);
    }
    // Another process of this user was quicker: both use its key.
    read_key(state, file)?.ok_or_else(|| AuthorityFault::Key(state.path_of(file)))
}

fn read_key(state: &StateFolder, file: &str) -> Result<Option<Signer>, AuthorityFault> {
    let Some(text) = state.read_secret(file)? else { return Ok(None) };
    let signer = Signer::from_paserk(text.expose());
    signer.map(Some).ok_or_else(|| AuthorityFault::Key(state.path_of(file)))
}
