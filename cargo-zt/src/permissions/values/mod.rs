//! What stands behind the keys of a lock: each with the one text that it has there, and with its order.

mod access;
mod answer;
mod any_of;
mod binding;
mod bounds;
mod rate;
mod shape;

pub(crate) use access::Access;
pub(crate) use answer::Answer;
pub(crate) use any_of::AnyOf;
pub(crate) use binding::Binding;
pub(crate) use bounds::{Day, Ladder, Length, Millis};
pub(crate) use rate::Rate;
pub(crate) use shape::{Given, Shape, Shown};

use zt_manifest::{Effect, Sensitivity, Stage};

/// As locks spell it.
pub(crate) fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Reads => "reads",
        Effect::Writes => "writes",
    }
}

/// As annotations spell it.
pub(crate) fn sensitivity_word(sensitivity: Sensitivity) -> &'static str {
    match sensitivity {
        Sensitivity::Ordinary => "ordinary",
        Sensitivity::Sensitive => "sensitive",
        Sensitivity::Admin => "admin",
    }
}

/// The same in zt-core, which has its word and its order.
pub(crate) fn core_stage(stage: Stage) -> zt_core::stage::Stage {
    match stage {
        Stage::Traditional => zt_core::stage::Stage::Traditional,
        Stage::Initial => zt_core::stage::Stage::Initial,
        Stage::Advanced => zt_core::stage::Stage::Advanced,
        Stage::Optimal => zt_core::stage::Stage::Optimal,
    }
}

fn effect(word: &str) -> Option<Effect> {
    match word {
        "reads" => Some(Effect::Reads),
        "writes" => Some(Effect::Writes),
        _ => None,
    }
}
