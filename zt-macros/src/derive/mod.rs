//! The derives. Each file goes its way from tokens to tokens: parse → model → rules → expand.

pub(crate) mod action;
pub(crate) mod argument;
pub(crate) mod disclose;
mod effect;
pub(crate) mod id;
pub(crate) mod input;
mod item;
pub(crate) mod resource;
pub(crate) mod scope;
#[cfg(test)]
mod testing;
pub(crate) mod vocabulary;
mod wire;
pub(crate) mod words;
