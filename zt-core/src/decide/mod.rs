//! placeholder until zt-core lands
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScopeSet([u64; 8]);
#[derive(Debug, Default)]
pub struct ScopeTable;
impl ScopeTable { pub fn parse(&self, _: &str) -> Result<ScopeSet, ()> { Err(()) } }
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facts { Nobody, Somebody { scopes: ScopeSet, token_age_seconds: u64 } }
