//! Puts the book's pages of all codes into the program, so that `cargo zt explain` needs no checkout.
#![allow(clippy::print_stdout, reason = "this is how a build script talks to cargo")]
#![allow(clippy::disallowed_methods, reason = "cargo hands the folder in by the environment")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const FOLDERS: [&str; 2] = ["../book/src/errors", "../book/src/findings"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut pages = Vec::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let Some(code) = path.file_stem().and_then(|it| it.to_str()) else { continue };
            if path.extension().is_some_and(|it| it == "md") {
                println!("cargo::rerun-if-changed={}", path.display());
                pages.push((code.to_owned(), fs::canonicalize(&path)?));
            }
        }
    }
    pages.sort();
    let mut table = String::from("&[\n");
    for (code, path) in pages {
        writeln!(table, "    Page {{ code: {code:?}, text: include_str!({path:?}) }},")?;
    }
    table.push_str("]\n");
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("pages.rs"), table)?;
    Ok(())
}
