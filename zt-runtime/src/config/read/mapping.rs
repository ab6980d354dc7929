//! What an issuer calls things: its claims, and their values.

use figment::value::Value;

use super::Reader;
use crate::identity::jwt::claims::{KindClaim, Mapping};
use crate::identity::{Kind, Pair, Translation, Words};

impl Reader {
    pub(super) fn mapping(&mut self) -> Mapping {
        let usual = Mapping::default();
        let mut claim = |key, usual| self.text(key).map_or(usual, String::into_boxed_str);
        Mapping {
            scope: claim("scope_claim", usual.scope),
            roles: claim("roles_claim", usual.roles),
            client: claim("client_claim", usual.client),
            tenant: claim("tenant_claim", usual.tenant),
            token_id: claim("token_id_claim", usual.token_id),
            kind: self.kind_claim(),
            device: self.text("device_claim").map(String::into_boxed_str),
        }
    }

    pub(super) fn words(&mut self) -> Words {
        Words {
            acr: self.translation("acr_values").unwrap_or_default(),
            device: self.translation("device_values").unwrap_or_default(),
            role: self.translation("role_values").unwrap_or_default(),
        }
    }

    fn kind_claim(&mut self) -> Option<KindClaim> {
        let values = self.translation("kind_values");
        let is_kind = |ours: &str| ours.parse::<Kind>().is_ok();
        if values.as_ref().is_some_and(|values| !values.translated().all(is_kind)) {
            self.wrong("kind_values");
        }
        if values.is_some() && self.find("kind_claim").is_none() {
            self.missing("kind_claim", "without it `kind_values` does nothing");
        }
        let claim = self.text("kind_claim")?.into_boxed_str();
        Some(KindClaim { claim, values: values.unwrap_or_default() })
    }

    /// A table of our words with theirs, or pairs as the environment has them.
    fn translation(&mut self, key: &'static str) -> Option<Translation> {
        let pairs: Option<Vec<Vec<Pair>>> = match self.find(key)? {
            Value::Dict(_, table) => {
                table.iter().map(|(ours, theirs)| pairs_of(ours, theirs)).collect()
            }
            Value::String(_, text) => text.split(',').map(pair).collect(),
            _ => None,
        };
        let Some(pairs) = pairs.map(|pairs| pairs.concat()).filter(|pairs| !pairs.is_empty())
        else {
            self.wrong(key);
            return None;
        };
        match Translation::new(pairs) {
            Ok(translation) => Some(translation),
            Err(theirs) => {
                self.fault(
                    key,
                    format!("{theirs:?} stands for two things, and can be only one of them"),
                );
                None
            }
        }
    }
}

/// `mfa = "2"`, or `mfa = ["2", "phr"]`.
fn pairs_of(ours: &str, theirs: &Value) -> Option<Vec<Pair>> {
    let word = |text: &str| (!text.trim().is_empty()).then(|| (ours.into(), text.into()));
    match theirs {
        Value::String(_, text) => Some(vec![word(text)?]),
        Value::Array(_, items) if !items.is_empty() => {
            items.iter().map(|item| word(item.as_str()?)).collect()
        }
        _ => None,
    }
}

/// `mfa=2`.
fn pair(text: &str) -> Option<Vec<Pair>> {
    let (ours, theirs) = text.split_once('=')?;
    let (ours, theirs) = (ours.trim(), theirs.trim());
    (!ours.is_empty() && !theirs.is_empty()).then(|| vec![(ours.into(), theirs.into())])
}
