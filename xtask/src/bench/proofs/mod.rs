//! `cargo xtask bench proofs`: what each kind of credential costs, beside the libraries that check it alone.
//!
//! The service and what asks it are programs of their own, built here, each on its processor. The driver makes keys and
//! tokens, answers as their issuer, starts the service, and measures all in turns; here it is put side by side.

mod report;
mod row;

use std::fs;
use std::path::Path;

use clap::Args;

use super::cpu;
use super::crates::{Built, Crate};
use crate::failure::Failure;
use crate::tools;

use report::Report;

#[derive(Debug, Args)]
pub(crate) struct Proofs {
    /// How often all of it is measured; what goes first takes turns.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How often each is done in a round.
    #[arg(long, default_value_t = 4000, value_parser = clap::value_parser!(u32).range(2..=20_000))]
    count: u32,
    /// The processor of the service.
    #[arg(long, default_value_t = 0)]
    server_cpu: usize,
    /// The processor of what asks it, which measures the libraries too.
    #[arg(long, default_value_t = 1)]
    client_cpu: usize,
}

/// Whose versions a reader wants to know.
const NAMED: [&str; 4] = ["aws-lc-rs", "ed25519-compact", "jsonwebtoken", "pasetors"];

pub(crate) fn run(proofs: &Proofs, root: &Path) -> Result<(), Failure> {
    cpu::check(proofs.server_cpu, proofs.client_cpu)?;
    let home = tools::target_directory(root)?.join("bench-proofs");
    let built = Built::build(root, &home, &crates(root))?;
    let folder = home.join("run");
    fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
    println!("measure {} rounds of {} each", proofs.rounds, proofs.count);
    let mut driver = cpu::pinned(proofs.client_cpu, &built.program("bench-driver"));
    driver.arg(built.program("bench-things")).arg(proofs.server_cpu.to_string()).arg(&folder);
    driver.args([proofs.rounds.to_string(), proofs.count.to_string()]);
    let printed = tools::output(&mut driver)?;
    println!("\n{}", Report::read(&printed, built.versions(&NAMED)?)?);
    Ok(())
}

const OF_THE_DRIVER: &str = r#"base64 = "0.23.1"
jiff = { version = "1.0.1", default-features = false, features = ["std", "alloc", "serde"] }
jsonwebtoken = { version = "11.1.0", default-features = false, features = ["aws_lc_rs", "use_pem"] }
pasetors = { version = "0.8.1", default-features = false, features = ["std", "v4", "paserk"] }
rcgen = { version = "0.14.10", default-features = false, features = ["aws_lc_rs", "pem", "crypto"] }
rustls = { version = "0.23", default-features = false, features = ["std", "tls12", "aws_lc_rs"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
sha2 = { version = "0.11", default-features = false }
"#;

fn crates(root: &Path) -> [Crate; 2] {
    let runtime = root.join("zt-runtime");
    let file = |(name, text): (&str, &str)| (format!("{name}.rs"), text.to_owned());
    let service = Crate {
        name: "things".to_owned(),
        dependencies: format!("zt-runtime = {{ path = {runtime:?} }}\n"),
        files: vec![file(("main", include_str!("crates/service.rs")))],
    };
    let driver = [
        ("main", include_str!("crates/driver/main.rs")),
        ("alone", include_str!("crates/driver/alone.rs")),
        ("certificates", include_str!("crates/driver/certificates.rs")),
        ("connection", include_str!("crates/driver/connection.rs")),
        ("issuer", include_str!("crates/driver/issuer.rs")),
        ("keys", include_str!("crates/driver/keys.rs")),
        ("requests", include_str!("crates/driver/requests.rs")),
        ("server", include_str!("crates/driver/server.rs")),
    ];
    let driver = Crate {
        name: "driver".to_owned(),
        dependencies: OF_THE_DRIVER.to_owned(),
        files: driver.map(file).into(),
    };
    [service, driver]
}
