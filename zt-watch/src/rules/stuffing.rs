//! Credential stuffing: many credentials that don't count, from one address, or from its neighbours together.

use super::Rule;
use crate::finding::neighbourhood;
use crate::memory::Often;
use crate::{Detection, Finding, Observation, Settings, Threshold, Watch, nearest_network};

/// So many times what one address may do is for a whole neighbourhood.
const NEIGHBOURS: u32 = 5;

/// Whoever guesses, forges or tries what was taken elsewhere ends here. A token that merely ran out doesn't count: behind one
/// address of an office many do at once.
pub(super) const GUESSES: [&str; 22] = [
    "bad_signature",
    "unknown_key",
    "token_malformed",
    "token_inactive",
    "token_revoked",
    "subject_revoked",
    "wrong_issuer",
    "wrong_audience",
    "wrong_algorithm",
    "wrong_type",
    "wrong_authority",
    "payload_malformed",
    "header_malformed",
    "footer_malformed",
    "ambiguous_key",
    "critical_extension",
    "development_token",
    "life_too_long",
    "certificate_revoked",
    "signature_wrong",
    "dpop_wrong_token",
    "not_v4_public",
];

pub(crate) struct Stuffing {
    addresses: Often,
    neighbourhoods: Often,
}

impl Stuffing {
    pub(crate) fn new(settings: &Settings) -> Self {
        let threshold = settings.of(Detection::CredentialStuffing);
        let wide = Threshold { count: threshold.count.saturating_mul(NEIGHBOURS), ..threshold };
        Self {
            addresses: Often::new(Watch::MOST_KEYS, threshold),
            neighbourhoods: Often::new(Watch::MOST_KEYS, wide),
        }
    }
}

impl Rule for Stuffing {
    fn observe(&mut self, seen: &Observation) -> Option<Finding> {
        let is_guess = seen.is_refused() && GUESSES.contains(&&*seen.reason);
        let peer = seen.peer.filter(|_| is_guess && seen.is_unproved())?;
        let found = |network, count| seen.of_network(Detection::CredentialStuffing, network, count);
        let (near, wide) = (nearest_network(peer), neighbourhood(peer));
        let of_address = self.addresses.add(near, seen.at).map(|count| found(near, count));
        let of_all = self.neighbourhoods.add(wide, seen.at).map(|count| found(wide, count));
        of_all.or(of_address)
    }
}
