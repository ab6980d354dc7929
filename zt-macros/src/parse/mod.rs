//! Tokens → syntax with spans. Decides nothing.

pub(crate) mod arguments;
pub(crate) mod function;
pub(crate) mod unit;
pub(crate) mod shown;
