//! The generated workspace: servers, tokens and load, each a crate of one or two files.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::cpu;
use super::sum::Signatures;
use super::zt_routes;
use crate::bench::generate::{put, same_versions};
use crate::failure::Failure;
use crate::tools;

/// As in `crates/shop.rs`, which all servers share.
pub(super) const ISSUER: &str = "https://id.example";
pub(super) const AUDIENCE: &str = "https://shop.example";
pub(super) const GROUP: usize = 50;

const SHOP: &str = "shop = { path = \"../shop\" }\n";
const ACTIX: &str =
    "actix-web = { version = \"4.18.1\", default-features = false, features = [\"macros\"] }\n";
const JSONWEBTOKEN: &str = "jsonwebtoken = { version = \"11.1.0\", default-features = false, \
                            features = [\"rust_crypto\"] }\n";
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

pub(super) struct Workspace {
    folder: PathBuf,
    target: PathBuf,
}

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

/// A crate: its name behind `bench-`, its dependencies, its files.
struct Crate {
    name: String,
    dependencies: String,
    files: Vec<(String, String)>,
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
        let workspace = Self { folder: home.join("crates"), target: home.join("target") };
        let crates = crates(root, routes);
        let members: Vec<_> = crates.iter().map(|it| format!("{:?}", it.name)).collect();
        for one in &crates {
            workspace.write(one)?;
        }
        let manifest =
            format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
        put(&workspace.folder.join("Cargo.toml"), &manifest)?;
        if !workspace.folder.join("Cargo.lock").exists() {
            same_versions(root, &workspace.folder)?;
        }
        println!("build {} crates: {}", members.len(), members.join(", "));
        let mut build = tools::cargo(&workspace.folder, ["build", "--release", "--quiet"]);
        build.arg("--workspace").arg("--target-dir").arg(&workspace.target);
        tools::run(&mut build)?;
        Ok(workspace)
    }

    fn write(&self, it: &Crate) -> Result<(), Failure> {
        let folder = self.folder.join(&it.name);
        let source = folder.join("src");
        match fs::remove_dir_all(&source) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Failure::at(&source, error));
            }
            _ => fs::create_dir_all(&source).map_err(|error| Failure::at(&source, error))?,
        }
        // The library is named as it is imported, the programs as nobody else is.
        let prefix = if it.name == "shop" { "" } else { "bench-" };
        let (name, dependencies) = (&it.name, &it.dependencies);
        let manifest = format!(
            "[package]\nname = \"{prefix}{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             publish = false\n\n[dependencies]\n{dependencies}"
        );
        put(&folder.join("Cargo.toml"), &manifest)?;
        it.files.iter().try_for_each(|(name, text)| put(&source.join(name), text))
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn program(&self, package: &str) -> PathBuf {
        self.target.join("release").join(package)
    }

    pub(super) fn state_folder(&self) -> PathBuf {
        self.folder.join("state")
    }

    /// A file that is not there yet.
    pub(super) fn fresh_file(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.folder.join(name);
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

    /// `actix-web 4.18.1, axum 0.8.9, ..`
    pub(super) fn versions(&self) -> Result<String, Failure> {
        let path = self.folder.join("Cargo.lock");
        let text = fs::read_to_string(&path).map_err(|error| Failure::at(&path, error))?;
        Ok(versions(&text))
    }
}

fn versions(lock: &str) -> String {
    let lines: Vec<&str> = lock.lines().collect();
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let pairs = lines.array_windows().filter_map(|[first, second]| {
        let name = first.starts_with("name = ").then(|| quoted(first)).flatten()?;
        let version = second.starts_with("version = ").then(|| quoted(second)).flatten()?;
        NAMED.contains(&name.as_str()).then(|| format!("{name} {version}"))
    });
    pairs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_off_the_lock() {
        let lock = "[[package]]\nname = \"axum\"\nversion = \"0.8.9\"\n\n[[package]]\nname = \
                    \"axum-core\"\nversion = \"0.5.5\"\n\n[[package]]\nname = \"pasetors\"\nversion \
                    = \"0.8.1\"\n";
        assert_eq!(versions(lock), "axum 0.8.9, pasetors 0.8.1");
    }

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
