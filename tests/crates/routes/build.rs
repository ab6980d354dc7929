//! Writes a service for each API of `../shared/interop/routes`.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a build script is told by variables, and answers cargo in lines"
)]

#[path = "src/cnf.rs"]
mod cnf;
#[path = "src/operation.rs"]
mod operation;
#[path = "src/source.rs"]
mod source;

use std::path::{Path, PathBuf};
use std::{env, fs};

use operation::APIS;

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src");
    for api in APIS {
        let file = operation::file(Path::new(env!("CARGO_MANIFEST_DIR")), api);
        println!("cargo::rerun-if-changed={}", file.display());
        // Without the descriptions everything else still builds, and the tests of this crate say what is missing.
        let operations = operation::read(&file).unwrap_or_default();
        let text = source::service(api.module, &operations);
        fs::write(out.join(format!("{}.rs", api.module)), text).expect("the file is written");
    }
}
