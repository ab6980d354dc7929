//! The stubs that are emitted after an error, so that no second one follows.
