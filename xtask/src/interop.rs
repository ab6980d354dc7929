//! `cargo xtask interop-tools`: the programs that the interop tests run. What is missing is installed where that is
//! possible without asking anybody: by root, from Debian's packages, whose versions its release fixes. A release whose
//! node is too old gets one of npm's, of the version below.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::tools;

/// A program, and how to see that it is there.
struct Tool {
    name: &'static str,
    ask: &'static [&'static str],
    /// The least major version that will do.
    oldest: u32,
    packages: &'static [&'static str],
}

const TOOLS: [Tool; 8] = [
    Tool { name: "node", ask: &["--version"], oldest: 20, packages: &["nodejs"] },
    Tool { name: "npm", ask: &["--version"], oldest: 0, packages: &["npm"] },
    Tool { name: "curl", ask: &["--version"], oldest: 0, packages: &["curl"] },
    Tool { name: "openssl", ask: &["version"], oldest: 0, packages: &["openssl"] },
    Tool { name: "prlimit", ask: &["--version"], oldest: 0, packages: &["util-linux"] },
    Tool { name: "redis-server", ask: &["--version"], oldest: 0, packages: &["redis-server"] },
    Tool { name: "nginx", ask: &["-v"], oldest: 0, packages: &["nginx-light"] },
    Tool {
        name: "python3",
        ask: &["-c", "import cryptography, ensurepip, venv; print(cryptography.__version__)"],
        oldest: 0,
        packages: &["python3", "python3-cryptography", "python3-venv"],
    },
];

/// What npm installs where Debian's node is older than the authorization server can do with.
const NODE_OF_NPM: &str = "node@20.20.2";

/// What pip installs where `python3` isn't Debian's, which alone finds Debian's packages.
const CRYPTOGRAPHY_OF_PIP: &str = "cryptography==48.0.0";

pub(crate) fn run(_: &Path) -> Result<(), Failure> {
    let missing: Vec<_> = TOOLS.iter().filter(|tool| !tool.is_there()).collect();
    if missing.is_empty() {
        println!(
            "   node, npm, curl, openssl, prlimit, redis-server, nginx and python3 with cryptography and venv are there"
        );
        return Ok(());
    }
    if !may_install()? {
        return Err(Failure::new(format!(
            "the interop tests need {}: install that, or on Debian run `cargo xtask interop-tools` as root",
            wanted(&missing)
        )));
    }
    println!("   missing: {}", wanted(&missing));
    apt_get(&["update", "--quiet"])?;
    let mut install = vec!["install", "--quiet", "--yes", "--no-install-recommends"];
    install.extend(missing.iter().flat_map(|tool| tool.packages));
    apt_get(&install)?;
    if missing.iter().any(|tool| tool.name == "node" && !tool.is_there()) {
        announced(Command::new("npm").args(["install", "--global", "--no-audit", NODE_OF_NPM]))?;
    }
    if missing.iter().any(|tool| tool.name == "python3" && !tool.is_there()) {
        let pip = ["-m", "pip", "install", "--quiet", CRYPTOGRAPHY_OF_PIP];
        announced(Command::new("python3").args(pip))?;
    }
    let still: Vec<_> = missing.into_iter().filter(|tool| !tool.is_there()).collect();
    if still.is_empty() {
        return Ok(());
    }
    let wanted = wanted(&still);
    Err(Failure::new(format!("the interop tests need {wanted}, which can't be had here")))
}

impl Tool {
    fn is_there(&self) -> bool {
        let mut ask = Command::new(self.name);
        let output = ask.args(self.ask).stdin(Stdio::null()).output();
        output.is_ok_and(|output| {
            let said = String::from_utf8_lossy(&output.stdout);
            output.status.success() && (self.oldest == 0 || major(&said) >= Some(self.oldest))
        })
    }
}

/// `v20.19.2` is 20.
fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// `node 20 or later, npm`.
fn wanted(tools: &[&Tool]) -> String {
    let wanted = tools.iter().map(|tool| match (tool.name, tool.oldest) {
        ("python3", _) => "python3 with cryptography and venv".to_owned(),
        (name, 0) => name.to_owned(),
        (name, oldest) => format!("{name} {oldest} or later"),
    });
    wanted.collect::<Vec<_>>().join(", ")
}

/// Whether we are root on a system with apt-get.
fn may_install() -> Result<bool, Failure> {
    let user = tools::output(Command::new("id").arg("-u"))?;
    let mut ask = Command::new("apt-get");
    let has_apt = ask.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    Ok(user.trim() == "0" && has_apt.is_ok_and(|status| status.success()))
}

fn apt_get(arguments: &[&str]) -> Result<(), Failure> {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    announced(&mut command)
}

fn announced(command: &mut Command) -> Result<(), Failure> {
    println!("   {}", tools::line(command));
    tools::run(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_by_its_first_number() {
        for (said, expected) in
            [("v20.19.2\n", Some(20)), ("9.2.0", Some(9)), ("", None), ("vX", None)]
        {
            assert_eq!(major(said), expected, "{said:?}");
        }
    }

    #[test]
    fn what_is_missing_is_said_in_words() {
        let all: Vec<_> = TOOLS.iter().collect();
        assert_eq!(
            wanted(&all),
            "node 20 or later, npm, curl, openssl, prlimit, redis-server, nginx, python3 with cryptography and venv"
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_missing() {
        let tool = Tool { name: "zt-no-such-program", ask: &[], oldest: 0, packages: &[] };
        assert!(!tool.is_there());
        let old = Tool { name: "echo", ask: &["v18.20.4"], oldest: 20, packages: &[] };
        assert!(!old.is_there());
        let new = Tool { name: "echo", ask: &["v20.19.2"], oldest: 20, packages: &[] };
        assert!(new.is_there());
    }
}
