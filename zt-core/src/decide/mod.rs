//! The decision: a compiled rule, the facts about a caller, a verdict. No IO, no clock, no allocation.

mod role_table;
mod rule;
mod scope_set;
mod scope_table;

pub use role_table::{Grants, RoleFault, RoleTable};
pub use rule::{Facts, Rule, StepUp, Verdict, decide};
pub use scope_set::{ScopeIndex, ScopeSet};
pub use scope_table::{ScopeTable, ScopeTextFault, TableFault};

/// The most scopes of one service.
pub const MAX_SCOPES: usize = 512;
