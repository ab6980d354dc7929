//! `cargo xtask bless`: what the compiler, the macros and the manifests say today becomes what is expected.

use std::path::Path;

use crate::failure::Failure;
use crate::tools;

/// Tests that write what they find, and the switch that makes them.
const BLESSED: [(&[&str], (&str, &str)); 6] = [
    (&["--package", "zt-tests", "--test", "ui"], ("TRYBUILD", "overwrite")),
    (&["--package", "zt-macros", "--lib", "expand::tests"], ("BLESS", "1")),
    (&["--package", "zt-tests", "--test", "mistakes"], ("BLESS", "1")),
    (&["--package", "quickstart", "--bin", "quickstart", "manifest"], ("BLESS", "1")),
    (&["--package", "zt-tests", "--test", "manifest", "committed"], ("BLESS", "1")),
    (&["--package", "shop", "--test", "mistakes"], ("BLESS", "1")),
];

pub(crate) fn run(root: &Path) -> Result<(), Failure> {
    for (tests, (switch, value)) in BLESSED {
        let mut command = tools::cargo(root, ["test", "--quiet"]);
        command.args(tests).env(switch, value);
        println!("== {}", tools::line(&command));
        tools::run(&mut command)?;
    }
    println!(
        "\nwritten: read `git diff tests book examples` line by line, each change is a change for users"
    );
    Ok(())
}
