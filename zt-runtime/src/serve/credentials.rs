//! What rules ask of credentials, held against what the configuration says of issuers: a rule that nobody could ever meet,
//! and a word that stands for nothing, are found before the first request.

use std::collections::BTreeSet;

use zt_core::contract::RoleInfo;

use super::assemble::Mounted;
use super::fault::Faults;
use crate::config::closest;
use crate::identity::{Issuer, Issuers};

/// The issuers that rules name, for the authorities of development and tests.
pub(crate) fn issuers_asked_for(mounted: &[Mounted]) -> BTreeSet<&'static str> {
    let rules = mounted.iter().map(|mounted| mounted.effective().proof);
    rules.flat_map(|proof| proof.issuer).map(|issuer| issuer.name).collect()
}

pub(super) fn check(
    mounted: &[Mounted],
    roles: &[RoleInfo],
    issuers: &Issuers,
    faults: &mut Faults,
) {
    unknown_issuers(mounted, issuers, faults);
    silent_about_devices(mounted, issuers, faults);
    one_claim_for_two(roles, issuers, faults);
}

/// X32: of what stands in one claim nobody could tell what is a scope and what is a role.
fn one_claim_for_two(roles: &[RoleInfo], issuers: &Issuers, faults: &mut Faults) {
    for issuer in issuers.iter().filter(|_| !roles.is_empty()) {
        if let Some(claim) = issuer.claim_of_scopes_and_roles() {
            faults.add(format!(
                "{}: scopes and roles would both stand in the claim `{claim}`; name another one in {}",
                issuer.setting("scope_claim"),
                issuer.setting("roles_claim")
            ));
        }
    }
}

/// T-04: a rule for the credentials of an issuer that isn't there lets nobody in.
fn unknown_issuers(mounted: &[Mounted], issuers: &Issuers, faults: &mut Faults) {
    let mut told = BTreeSet::new();
    for mounted in mounted {
        for issuer in mounted.effective().proof.issuer {
            let is_known = issuers.iter().any(|known| known.is_called(issuer.name));
            if !is_known && told.insert(issuer.name) {
                let what = format!(
                    "its rule counts on the issuer `{name}`, and the configuration has none of that name; \
                     add a table [issuers.{name}]",
                    name = issuer.name
                );
                faults.at(mounted.contract(), &what);
            }
        }
    }
}

/// A rule for devices, where no issuer whose credentials count says anything of them.
fn silent_about_devices(mounted: &[Mounted], issuers: &Issuers, faults: &mut Faults) {
    for mounted in mounted {
        let proof = mounted.effective().proof;
        let counts = |issuer: &&Issuer| {
            proof.issuer.is_empty() || proof.issuer.iter().any(|asked| issuer.is_called(asked.name))
        };
        if !proof.device.is_empty() && !issuers.iter().filter(counts).any(Issuer::tells_devices) {
            faults.at(
                mounted.contract(),
                "its rule asks for a device, and no issuer says which one a caller has; set `device_claim`",
            );
        }
    }
}

/// Words that are translated and stand in no rule: a typo would let nobody in, or the wrong ones.
/// Over all segments: an issuer says the same in each of them.
pub(super) fn words<'i>(
    mounted: &[Mounted],
    roles: &[RoleInfo],
    segments: impl Iterator<Item = &'i Issuers>,
    faults: &mut Faults,
) {
    let proofs = || mounted.iter().map(|mounted| mounted.effective().proof);
    let acrs: BTreeSet<_> = proofs().flat_map(|proof| proof.acr).map(|acr| acr.name).collect();
    let devices: BTreeSet<_> =
        proofs().flat_map(|proof| proof.device).map(|device| device.name).collect();
    let roles: BTreeSet<_> = roles.iter().map(|role| role.name).collect();
    let mut told = BTreeSet::new();
    for issuer in segments.flat_map(Issuers::iter) {
        if !told.insert(&issuer.terms.issuer) {
            continue;
        }
        let words = [
            ("acr_values", &issuer.words.acr, &acrs, "no rule of the service asks for"),
            ("device_values", &issuer.words.device, &devices, "no rule of the service asks for"),
            ("role_values", &issuer.words.role, &roles, "the service has no role"),
        ];
        for (key, translation, known, what) in words {
            let unknown: BTreeSet<_> =
                translation.translated().filter(|word| !known.contains(word)).collect();
            for word in unknown {
                faults.add(format!("{}: {}", issuer.setting(key), no_such_word(what, word, known)));
            }
        }
    }
}

fn no_such_word(what: &str, word: &str, known: &BTreeSet<&'static str>) -> String {
    let mend = closest(known.iter().copied(), word).map_or_else(
        || "drop it, or name the one that you mean".to_owned(),
        |closest| format!("did you mean {closest:?}?"),
    );
    format!("{what} {word:?}; {mend}")
}
