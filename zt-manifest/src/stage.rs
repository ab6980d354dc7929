//! How far on the way to zero trust the contracts are.

use serde::{Deserialize, Serialize};

/// A stage, after CISA's model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Somebody is asked who it is.
    Traditional,
    /// Tokens that expire, and a scope for each thing that is done.
    Initial,
    /// Stolen tokens are of no use, and what happens can be proved.
    Advanced,
    /// Access for the moment, watched, taken back at once.
    Optimal,
}

/// What is reached, and what keeps it from more. In a manifest by the contracts alone: configuration can only take away from
/// it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reached {
    /// The highest stage of which all that is decided here holds.
    pub stage: Stage,
    /// The first criterion that doesn't hold, by its id, as in `A2`; `null` where all do.
    pub held_back_by: Option<String>,
}

/// The stage of a service as it runs: its contracts, its configuration, and what it answered when it asked itself. What is
/// decided outside of it (the lock in the pipeline, months of audit) is unknown here, and counts as not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageReport {
    /// The service's name.
    pub service: String,
    /// The stage below which nothing of it may be; `null` where it says none.
    pub floor: Option<Stage>,
    /// What the whole is at.
    pub reached: Reached,
    /// What is decided for the service as a whole, from the lowest stage to the highest.
    pub criteria: Vec<Judged>,
    /// By path, then method.
    pub endpoints: Vec<EndpointStage>,
}

/// The stage of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointStage {
    /// `POST /orders/{order}/cancel`
    pub route: String,
    /// The handler's name.
    pub name: String,
    /// What it is at, with what is decided for the whole.
    pub reached: Reached,
    /// What its contract decides, from the lowest stage to the highest.
    pub criteria: Vec<Judged>,
}

/// One criterion, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// Its id, as in `A2`.
    pub id: String,
    /// The lowest stage that asks for it.
    pub stage: Stage,
    /// What has to hold.
    pub what: String,
    /// Whether it does.
    pub verdict: Verdict,
    /// What that was seen by: a setting, a rule, an answer.
    pub evidence: String,
    /// What to do; `null` where it holds.
    pub mend: Option<String>,
}

/// Whether a criterion holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds.
    Met,
    /// It doesn't.
    Unmet,
    /// There is nothing that it could hold for, and that is certain.
    NotApplicable,
    /// Nobody here can know: it counts as unmet.
    Unknown,
}
