//! The user's workspace: which packages are built on zt, under which name, and where their sources are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId, TargetKind};
use clap::Args;

use crate::failure::Failure;

/// The package that services depend on.
const RUNTIME: &str = "zt-runtime";

/// The framework of applications that may move.
const ACTIX: &str = "actix-web";

/// Its library, for those who don't rename it.
const LIBRARY: &str = "zt";

/// What is built, as for `cargo build`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Selection {
    /// The package of the service; without it, all that are built on zt.
    #[arg(long, short)]
    pub(crate) package: Option<String>,
    /// The program of the service.
    #[arg(long)]
    pub(crate) bin: Option<String>,
    /// Build as for release.
    #[arg(long, short)]
    pub(crate) release: bool,
    /// Build with this profile.
    #[arg(long)]
    pub(crate) profile: Option<String>,
    /// Build with these features.
    #[arg(long, short = 'F')]
    pub(crate) features: Vec<String>,
    /// Build with all features.
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Build without the default features.
    #[arg(long)]
    pub(crate) no_default_features: bool,
    /// The Cargo.toml of package or workspace.
    #[arg(long)]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Take the service's manifest from this file in the place of building it.
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<PathBuf>,
}

impl Selection {
    /// What every cargo command has to be told about what to build.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut arguments = Vec::new();
        let mut add =
            |name: &str, value: &str| arguments.extend([name.to_owned(), value.to_owned()]);
        if let Some(profile) = &self.profile {
            add("--profile", profile);
        }
        for features in &self.features {
            add("--features", features);
        }
        if let Some(path) = &self.manifest_path {
            add("--manifest-path", &path.to_string_lossy());
        }
        let switches = [
            (self.release, "--release"),
            (self.all_features, "--all-features"),
            (self.no_default_features, "--no-default-features"),
        ];
        arguments.extend(switches.iter().filter(|it| it.0).map(|it| it.1.to_owned()));
        arguments
    }
}

/// The part of a workspace that is built on zt.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// What is checked.
    pub(crate) packages: Vec<Package>,
    /// Every library in the graph, by the name that paths have.
    pub(crate) crates: BTreeSet<String>,
}

/// A workspace member that depends on zt.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// The names that zt has in its sources.
    pub(crate) zt: BTreeSet<String>,
    /// The names that its other dependencies have.
    pub(crate) others: BTreeSet<String>,
    /// Libraries and programs.
    pub(crate) targets: Vec<Target>,
}

/// A library or a program.
#[derive(Debug)]
pub(crate) struct Target {
    /// As paths spell it.
    pub(crate) name: String,
    pub(crate) root: PathBuf,
    pub(crate) is_program: bool,
}

impl Project {
    pub(crate) fn read(selection: &Selection) -> Result<Self, Failure> {
        Self::of(&metadata(selection.manifest_path.as_deref())?, selection)
    }

    /// The part of a workspace that is built on actix-web, with or without zt.
    pub(crate) fn read_actix(
        package: Option<&str>,
        manifest_path: Option<&Path>,
    ) -> Result<Self, Failure> {
        let metadata = metadata(manifest_path)?;
        let wanted = wanted(&metadata, package)?;
        let members = metadata.workspace_packages().into_iter();
        let on_actix = |it: &&cargo_metadata::Package| {
            let mut shipped = it.dependencies.iter().filter(|it| it.kind == DependencyKind::Normal);
            shipped.any(|it| it.name == ACTIX)
        };
        let packages = members.filter(|it| wanted.contains(&it.id)).filter(on_actix).map(described);
        let packages: Vec<_> = packages.collect();
        if packages.is_empty() {
            let what = package.map_or_else(
                || format!("no package here depends on {ACTIX}"),
                |name| format!("neither `{name}` nor what it is built from depends on {ACTIX}"),
            );
            return Err(Failure::new(format!("{what}: there is nothing to assess")));
        }
        Ok(Self::with(&metadata, packages))
    }

    fn of(metadata: &Metadata, selection: &Selection) -> Result<Self, Failure> {
        let wanted = wanted(metadata, selection.package.as_deref())?;
        let members = metadata.workspace_packages().into_iter();
        let packages: Vec<_> =
            members.filter(|it| wanted.contains(&it.id)).filter_map(package).collect();
        if packages.is_empty() {
            return Err(Failure::new(match &selection.package {
                Some(name) => {
                    format!("`{name}` does not depend on {RUNTIME}: there is nothing to check")
                }
                None => format!("no package here depends on {RUNTIME}: there is nothing to check"),
            }));
        }
        Ok(Self::with(metadata, packages))
    }

    fn with(metadata: &Metadata, packages: Vec<Package>) -> Self {
        let libraries = metadata.packages.iter().flat_map(|it| &it.targets);
        let libraries = libraries.filter(|it| it.is_lib() || it.is_proc_macro());
        Self {
            root: metadata.workspace_root.clone().into(),
            target: metadata.target_directory.clone().into(),
            packages,
            crates: libraries.map(|it| it.name.replace('-', "_")).collect(),
        }
    }

    /// The path as it is shown: from the workspace's root, with `/`.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }

    /// The one package whose program is the service.
    pub(crate) fn service(&self, selection: &Selection) -> Result<Option<&Package>, Failure> {
        let has = |package: &&Package| match (&selection.package, &selection.bin) {
            (Some(name), _) => package.name == *name,
            (None, Some(bin)) => {
                package.targets.iter().any(|it| it.is_program && it.name == bin.replace('-', "_"))
            }
            (None, None) => package.targets.iter().any(|it| it.is_program),
        };
        let candidates: Vec<_> = self.packages.iter().filter(has).collect();
        match candidates.as_slice() {
            [] => Ok(None),
            [one] => Ok(one.targets.iter().any(|it| it.is_program).then_some(*one)),
            several => {
                let names: Vec<_> = several.iter().map(|it| it.name.as_str()).collect();
                Err(Failure::new(format!(
                    "several packages have a program ({}): say which with `--package`",
                    names.join(", ")
                )))
            }
        }
    }
}

fn metadata(manifest_path: Option<&Path>) -> Result<Metadata, Failure> {
    let mut command = MetadataCommand::new();
    if let Some(path) = manifest_path {
        command.manifest_path(path);
    }
    // Of the packages for other platforms nothing is read, and they may never have been downloaded.
    command.other_options(["--filter-platform", "host-tuple"].map(str::to_owned));
    command.exec().map_err(|error| Failure::new(error.to_string()))
}

/// All members, or one with all that it is built from.
fn wanted(metadata: &Metadata, name: Option<&str>) -> Result<BTreeSet<PackageId>, Failure> {
    let members = metadata.workspace_packages();
    let Some(name) = name else { return Ok(members.iter().map(|it| it.id.clone()).collect()) };
    let start = members.iter().find(|it| it.name.as_str() == name);
    let start =
        start.ok_or_else(|| Failure::new(format!("`{name}` is no member of this workspace")))?;
    let nodes: BTreeMap<_, _> = metadata
        .resolve
        .iter()
        .flat_map(|it| &it.nodes)
        .map(|node| (&node.id, &node.dependencies))
        .collect();
    let mut found = BTreeSet::new();
    let mut next = vec![start.id.clone()];
    while let Some(id) = next.pop() {
        if let Some(needs) = nodes.get(&id).filter(|_| !found.contains(&id)) {
            next.extend(needs.iter().cloned());
        }
        found.insert(id);
    }
    Ok(found)
}

/// A package, if it is built on zt.
fn package(package: &cargo_metadata::Package) -> Option<Package> {
    Some(described(package)).filter(|it| !it.zt.is_empty())
}

fn described(package: &cargo_metadata::Package) -> Package {
    let shipped = package.dependencies.iter().filter(|it| it.kind == DependencyKind::Normal);
    let (ours, others): (Vec<_>, Vec<_>) = shipped.partition(|it| it.name == RUNTIME);
    let spelled = |name: &str| name.replace('-', "_");
    let zt: BTreeSet<_> =
        ours.iter().map(|it| spelled(it.rename.as_deref().unwrap_or(LIBRARY))).collect();
    let others =
        others.iter().map(|it| spelled(it.rename.as_deref().unwrap_or(&it.name))).collect();
    let targets = package.targets.iter().filter(|it| it.is_lib() || it.is_bin());
    let targets = targets.map(|it| Target {
        name: spelled(&it.name),
        root: it.src_path.clone().into(),
        is_program: it.kind.contains(&TargetKind::Bin),
    });
    Package {
        name: package.name.to_string(),
        folder: package.manifest_path.parent().map(Into::into).unwrap_or_default(),
        zt,
        others,
        targets: targets.collect(),
    }
}
