//! `cargo xtask bless`: what the compiler and the macros print today becomes what is expected.

use std::path::Path;

use crate::failure::Failure;
use crate::tools;

pub(crate) fn run(root: &Path) -> Result<(), Failure> {
    bless(root, "ui", ("TRYBUILD", "overwrite"))?;
    bless(root, "expand", ("BLESS", "1"))?;
    println!("\nwritten: read `git diff tests` line by line, each change is a change for users");
    Ok(())
}

fn bless(root: &Path, binary: &str, (switch, value): (&str, &str)) -> Result<(), Failure> {
    let mut command = tools::cargo(root, ["test", "--package", "zt-tests", "--test", binary]);
    command.env(switch, value);
    println!("== {}", tools::line(&command));
    tools::run(&mut command)
}
