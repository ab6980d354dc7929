//! Servers, tokens and load, each a crate of one or two files.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::sum::Signatures;
use super::zt_routes;
use crate::bench::cpu;
use crate::bench::crates::{Built, Crate};
use crate::failure::Failure;
use crate::tools;

/// As in `crates/shop.rs`, which all servers share.
pub(super) const ISSUER: &str = "https://id.example";
pub(super) const AUDIENCE: &str = "https://shop.example";
pub(super) const GROUP: usize = 50;

const SHOP: &str = "shop = { path = \"../shop\" }\n";
const ACTIX: &str =
    "actix-web = { version = \"4.18.1\", default-features = false, features = [\"macros\"] }\n";
// The backend that zt turns on: with a second one in the same graph jsonwebtoken wouldn't know which to take.
const JSONWEBTOKEN: &str = "jsonwebtoken = { version = \"11.1.0\", default-features = false, \
                            features = [\"aws_lc_rs\"] }\n";
const PASETORS: &str = "pasetors = { version = \"0.8.1\", default-features = false, features = \
                        [\"std\", \"v4\", \"paserk\"] }\n";
const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }\n";
const SERDE_JSON: &str = "serde_json = \"1\"\n";

/// Whose versions a reader wants to know.
const NAMED: [&str; 8] = [
    "actix-http",
    "actix-web",
    "actix-web-grants",
    "actix-web-httpauth",
    "axum",
    "ed25519-compact",
    "jsonwebtoken",
    "pasetors",
];

pub(super) struct Workspace(Built);

/// What `tokens` printed: names and values.
pub(super) struct Tokens(Vec<(String, String)>);

impl Tokens {
    fn read(printed: &str) -> Self {
        let pairs = printed.lines().filter_map(|line| line.split_once(' '));
        Self(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    pub(super) fn find(&self, name: &str) -> Result<&str, Failure> {
        let found = self.0.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
        found.ok_or_else(|| Failure::new(format!("the program `tokens` made no {name}")))
    }
}

fn one_file(name: &str, dependencies: &[&str], text: &str) -> Crate {
    let files = vec![("main.rs".to_owned(), text.to_owned())];
    Crate { name: name.to_owned(), dependencies: dependencies.concat(), files }
}

fn crates(root: &Path, routes: &[usize]) -> Vec<Crate> {
    let jwt = || ("jwt.rs".to_owned(), include_str!("crates/jwt.rs").to_owned());
    let shop = [("lib.rs".to_owned(), include_str!("crates/shop.rs").to_owned())];
    let mut grants = one_file(
        "grants",
        &[
            ACTIX,
            "actix-web-grants = \"4.1.2\"\nactix-web-httpauth = \"0.8.3\"\n",
            JSONWEBTOKEN,
            SERDE,
            SHOP,
        ],
        include_str!("crates/grants.rs"),
    );
    grants.files.push(jwt());
    let mut axum = one_file(
        "axum",
        &[
            "axum = { version = \"0.8.9\", default-features = false, features = [\"http1\", \"json\", \"tokio\"] }\n",
            "tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt\"] }\n",
            JSONWEBTOKEN,
            SERDE,
            SHOP,
        ],
        include_str!("crates/axum.rs"),
    );
    axum.files.push(jwt());
    let mut all = vec![
        Crate { name: "shop".to_owned(), dependencies: SERDE.to_owned(), files: shop.into() },
        one_file("plain", &[ACTIX, SHOP], include_str!("crates/plain.rs")),
        grants,
        axum,
        one_file(
            "pasetors",
            &[ACTIX, PASETORS, SERDE, SERDE_JSON, SHOP],
            include_str!("crates/pasetors.rs"),
        ),
        one_file(
            "tokens",
            &[
                "base64 = \"0.22.1\"\ned25519-compact = \"2.3.1\"\njiff = \"1.0.1\"\n",
                "rustix = { version = \"1.1\", features = [\"time\"] }\n",
                JSONWEBTOKEN,
                PASETORS,
                SERDE_JSON,
                SHOP,
            ],
            include_str!("crates/tokens.rs"),
        ),
        one_file("load", &["socket2 = \"0.6\"\n"], include_str!("crates/load.rs")),
    ];
    let runtime = root.join("zt-runtime");
    let dependencies = format!("zt-runtime = {{ path = {runtime:?} }}\n{SHOP}");
    all.extend(routes.iter().map(|routes| Crate {
        name: format!("zt-{routes}"),
        dependencies: dependencies.clone(),
        files: zt_routes::files(*routes),
    }));
    all
}

impl Workspace {
    pub(super) fn build(root: &Path, home: &Path, routes: &[usize]) -> Result<Self, Failure> {
        Built::build(root, home, &crates(root, routes)).map(Self)
    }

    pub(super) fn folder(&self) -> &Path {
        self.0.folder()
    }

    pub(super) fn program(&self, package: &str) -> PathBuf {
        self.0.program(package)
    }

    pub(super) fn state_folder(&self) -> PathBuf {
        self.folder().join("state")
    }

    /// A file that is not there yet.
    pub(super) fn fresh_file(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.folder().join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::at(&path, error)),
            _ => Ok(path),
        }
    }

    pub(super) fn tokens(&self) -> Result<Tokens, Failure> {
        let printed = tools::output(&mut std::process::Command::new(self.program("bench-tokens")))?;
        Ok(Tokens::read(&printed))
    }

    pub(super) fn signatures(
        &self,
        tokens: &Tokens,
        cpu: usize,
        seconds: f64,
    ) -> Result<Signatures, Failure> {
        let mut command = cpu::pinned(cpu, &self.program("bench-tokens"));
        command.arg("verify");
        for name in ["jwt-key", "paserk", "jwt-reader", "paseto-reader"] {
            command.arg(tokens.find(name)?);
        }
        let printed = tools::output(command.arg(seconds.to_string()))?;
        Signatures::read(&printed)
            .ok_or_else(|| Failure::new("the program `tokens` measured no signature"))
    }

    pub(super) fn versions(&self) -> Result<String, Failure> {
        self.0.versions(&NAMED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_by_their_names() {
        let tokens = Tokens::read("paserk k4.public.x\njwt-reader a.b.c\n");
        assert_eq!(tokens.find("jwt-reader").ok(), Some("a.b.c"));
        assert!(tokens.find("jwt").is_err());
    }

    #[test]
    fn each_number_of_routes_has_a_service_of_its_own() {
        let crates = crates(Path::new("here"), &[10, 5000]);
        let names: Vec<_> = crates.iter().map(|it| it.name.as_str()).collect();
        assert!(names.ends_with(&["load", "zt-10", "zt-5000"]), "{names:?}");
    }

    #[test]
    fn what_the_servers_share_is_what_is_asked_for() {
        let shop = include_str!("crates/shop.rs");
        for line in [
            format!("ISSUER: &str = {ISSUER:?}"),
            format!("AUDIENCE: &str = {AUDIENCE:?}"),
            format!("GROUP: usize = {GROUP}"),
        ] {
            assert!(shop.contains(&line), "{line}");
        }
    }
}
