//! Tokens → syntax with spans. Decides nothing.

pub(crate) mod arguments;
pub(crate) mod function;
pub(crate) mod shown;
pub(crate) mod unit;
