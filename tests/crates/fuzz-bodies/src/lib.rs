//! The bodies of the fuzz targets. Each takes bytes and panics where something doesn't hold. libFuzzer calls them in `fuzz/`,
//! where `cargo xtask soak` lets it run for long; `tests/smoke.rs` calls them in the usual checks, so that they can't rot.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a target finds a fault by panicking"
)]

// zt-macros is a proc-macro crate, whose functions nobody can call from outside. So its modules are compiled in here once
// more, as a plain library's.
extern crate proc_macro;

#[path = "../../../../zt-macros/src/derive/mod.rs"]
mod derive;
#[path = "../../../../zt-macros/src/diag.rs"]
#[allow(dead_code, reason = "what rustc itself calls isn't called here")]
mod diag;
#[path = "../../../../zt-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../../../zt-macros/src/fallback.rs"]
mod fallback;
#[path = "../../../../zt-macros/src/keys.rs"]
mod keys;
#[path = "../../../../zt-macros/src/model/mod.rs"]
mod model;
#[path = "../../../../zt-macros/src/parse/mod.rs"]
mod parse;
#[path = "../../../../zt-macros/src/paths.rs"]
mod paths;
#[path = "../../../../zt-macros/src/rules/mod.rs"]
mod rules;
#[path = "../../../../zt-macros/src/store/mod.rs"]
mod store;
#[path = "../../../../zt-macros/src/suggest.rs"]
mod suggest;

mod annotation;
mod certificate;
mod config;
#[path = "../../../../zt-runtime/src/crypto.rs"]
#[allow(dead_code, reason = "the rest of it is for connections, and there are none here")]
mod crypto;
mod dpop_proof;
mod front_door;
mod grammar;
mod headers;
mod identity;
mod message;
mod path;
mod signature;
mod token;

/// A fuzz target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// As in `fuzz/fuzz_targets/`.
    pub name: &'static str,
    /// Panics where something doesn't hold.
    pub run: fn(&[u8]),
    /// Where chance begins.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: [Target; 9] = [
    Target { name: "path", run: path::run, seeds: path::seeds },
    Target { name: "headers", run: headers::run, seeds: headers::seeds },
    Target { name: "message", run: message::run, seeds: message::seeds },
    Target { name: "token", run: token::run, seeds: token::seeds },
    Target { name: "config", run: config::run, seeds: config::seeds },
    Target { name: "dpop_proof", run: dpop_proof::run, seeds: dpop_proof::seeds },
    Target { name: "signature", run: signature::run, seeds: signature::seeds },
    Target { name: "certificate", run: certificate::run, seeds: certificate::seeds },
    Target { name: "annotation", run: annotation::run, seeds: annotation::seeds },
];

/// Runs the target of this name.
///
/// # Panics
/// Where something doesn't hold, or there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").run)(bytes);
}

/// Texts as seeds.
fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}
