//! `proof(max_age = "10m", auth_age = "15m", acr = any(Mfa, Passkey), bound, issuer = Corp, signed, device = Managed)`.

use super::any_of::{ACR, DEVICE, ISSUER, Vocabulary, without_any};
use super::limits::{duration, optional};
use super::words;
use crate::diag::Sink;
use crate::keys::{self, Key};
use crate::model::Proof;
use crate::parse::arguments::{Argument, split};

pub(super) fn proof(argument: &Argument, keys: &[Key], sink: &mut Sink) -> Option<Proof> {
    let (word, group) = words::called(argument, keys, sink)?;
    let (arguments, well) = without_any(split(group.stream()), sink);
    let arguments = words::inside(word, arguments, keys::PROOF, keys, sink);
    let mut age = |word| optional(&arguments, word, |age| duration(age, keys::PROOF, sink));
    let (max_age, auth_age) = (age("max_age"), age("auth_age"));
    let mut listed = |of: &Vocabulary| optional(&arguments, of.key, |list| of.read(list, sink));
    let (acr, issuer, device) = (listed(&ACR), listed(&ISSUER), listed(&DEVICE));
    let mut said = |flag: &Flag| optional(&arguments, flag.key, |said| flag.read(said, sink));
    let (bound, signed) = (said(&BOUND), said(&SIGNED));
    let proof = Proof {
        word: word.span(),
        max_age: max_age?,
        auth_age: auth_age?,
        acr: acr?.unwrap_or_default(),
        bound: bound?.is_some(),
        issuer: issuer?.unwrap_or_default(),
        signed: signed?.is_some(),
        device: device?.unwrap_or_default(),
    };
    well.then_some(proof)
}

/// A word by itself. `bound = false` looks as if an endpoint could drop what its group demands.
struct Flag {
    key: &'static str,
    /// What holds where nobody says the word.
    otherwise: &'static str,
}

const BOUND: Flag = Flag { key: "bound", otherwise: "a token needs no key" };
const SIGNED: Flag = Flag { key: "signed", otherwise: "a request needs no signature" };

impl Flag {
    fn read(&self, argument: &Argument, sink: &mut Sink) -> Option<()> {
        let Self { key, otherwise } = self;
        match argument {
            Argument::Word(_) => return Some(()),
            Argument::Assigned { value, .. } if value.to_string() == "false" => sink.push(
                argument,
                "ZT0128",
                format!("`{key}` can't be switched off"),
                "what a group or a service demands of credentials holds for all of its endpoints",
                format!("leave `{key}` out: where nobody says it, {otherwise}"),
            ),
            _ => sink.push(
                argument,
                "ZT0128",
                format!("`{key}` isn't written like this"),
                "a rule that can't be read can't be enforced",
                format!("write `proof({key})`"),
            ),
        }
        None
    }
}
