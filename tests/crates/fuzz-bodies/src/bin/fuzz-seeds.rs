//! Writes the seeds of all fuzz targets: `fuzz-seeds FOLDER` makes a folder for each.
#![allow(clippy::print_stdout, reason = "a command's output is what it is for")]

use std::fs;
use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("usage: fuzz-seeds FOLDER"))?;
    for target in fuzz_bodies::TARGETS {
        let home = folder.join(target.name);
        fs::create_dir_all(&home)?;
        let seeds = (target.seeds)();
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(home.join(format!("seed-{number:03}")), seed)?;
        }
        println!("{}: {} seeds", target.name, seeds.len());
    }
    Ok(())
}
