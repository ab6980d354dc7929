//! The lock beside the service: what changed, who answers for it, and what that means as findings.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use zt_core::grammar::Date;
use zt_manifest::Manifest;

use crate::failure::Failure;
use crate::finding::{
    APPROVAL_INVALID, APPROVAL_RAN_OUT, APPROVAL_UNUSED, Finding, LOCK_BEHIND, NO_LOCK, Place,
    WIDER,
};
use crate::permissions::{
    self, Approval, ApprovalFault, Approvals, Change, Facts, InForce, Lock, Review, Subject,
    compare, facts, review,
};
use crate::project::{Package, Project, Selection};

/// Where lock, approvals and configuration are: beside the Cargo.toml of the service, unless they are named.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Files {
    /// The lock [default: zt.lock beside the package's Cargo.toml]
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// The approvals [default: zt-approvals.toml beside the lock]
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
    /// The configuration that the service is deployed with [default: zt.toml beside the lock]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The lock beside the service.
#[derive(Debug)]
pub(crate) struct Drift {
    pub(crate) file: PathBuf,
    shown: String,
    shown_approvals: String,
    lock_text: Option<String>,
    lock: Lock,
    now: Facts,
    review: Review,
    today: Date,
    places: Vec<(Subject, Place)>,
}

impl Drift {
    pub(crate) fn read(
        project: &Project,
        selection: &Selection,
        files: &Files,
        manifest: &Manifest,
        today: Date,
    ) -> Result<Self, Failure> {
        Self::against(project, selection, files, None, manifest, today)
    }

    /// The same against another lock: that of the branch into which a change goes.
    pub(crate) fn against(
        project: &Project,
        selection: &Selection,
        files: &Files,
        base: Option<&Path>,
        manifest: &Manifest,
        today: Date,
    ) -> Result<Self, Failure> {
        let package = project.service(selection)?;
        let folder = package.map_or_else(|| project.root.clone(), |it| it.folder.clone());
        let named = |file: &Option<PathBuf>, name: &str, beside: &Path| {
            file.clone().unwrap_or_else(|| beside.join(name))
        };
        let file = named(&files.lock, "zt.lock", &folder);
        let beside = file.parent().map_or_else(|| folder.clone(), Path::to_owned);
        let approvals_file = named(&files.approvals, "zt-approvals.toml", &beside);
        let configuration = named(&files.config, "zt.toml", &folder);
        let lock_text = text(base.unwrap_or(&file), base.is_some())?;
        let lock = match &lock_text {
            Some(text) => Lock::read(text).map_err(|fault| Failure::at(&file, fault))?,
            None => Lock::default(),
        };
        let approvals = match text(&approvals_file, files.approvals.is_some())? {
            Some(text) => Approvals::read(&text)
                .map_err(|error| Failure::at(&approvals_file, error.to_string()))?,
            None => Approvals::default(),
        };
        let configuration_text = text(&configuration, files.config.is_some())?.unwrap_or_default();
        let configuration = permissions::configuration(&configuration_text)
            .map_err(|fault| Failure::at(&configuration, fault))?;
        let now = facts(manifest, configuration);
        let changes = if lock_text.is_some() { compare(&lock.facts, &now) } else { Vec::new() };
        let review = review(changes, &approvals, &lock.approved, today);
        Ok(Self {
            shown: project.shown(&file),
            shown_approvals: project.shown(&approvals_file),
            file,
            lock_text,
            lock,
            now,
            review,
            today,
            places: places(project, package, manifest),
        })
    }

    pub(crate) fn has_lock(&self) -> bool {
        self.lock_text.is_some()
    }

    /// Everything that changed.
    pub(crate) fn changes(&self) -> Vec<Change> {
        let review = &self.review;
        let refused = review.refused.iter().map(|it| &it.0);
        let approved = review.approved.iter().map(|it| &it.0);
        refused.chain(approved).chain(&review.free).cloned().collect()
    }

    /// What keeps a new lock from being written.
    pub(crate) fn refusals(&self) -> Vec<Finding> {
        let refused = self.review.refused.iter();
        refused.map(|(change, fault)| self.refusal(change, fault.as_ref())).collect()
    }

    /// The lock as it is now, with the approvals that it rests on.
    pub(crate) fn next(&self) -> Lock {
        let approved = self.review.approved.iter().map(|(change, it)| InForce::new(change, it));
        let mut approved: Vec<_> = approved.collect();
        let is_new = |it: &&InForce| {
            !approved
                .iter()
                .any(|new| (&new.kind, &new.name, &new.aspect) == (&it.kind, &it.name, &it.aspect))
        };
        let standing = self.lock.approved.iter().filter(|it| it.stands(&self.now)).filter(is_new);
        let standing: Vec<_> = standing.cloned().collect();
        approved.extend(standing);
        approved.sort_by(|a, b| (&a.kind, &a.name, &a.aspect).cmp(&(&b.kind, &b.name, &b.aspect)));
        Lock { facts: self.now.clone(), approved }
    }

    /// Everything that `check` has to say; `writes` is false when another lock than the own was compared.
    pub(crate) fn findings(&self, is_own: bool) -> Vec<Finding> {
        if !self.has_lock() {
            let mend = "cargo zt lock";
            return vec![NO_LOCK.at(Place::file(&self.shown), "there is no zt.lock", mend)];
        }
        let mut found = self.refusals();
        found.extend(self.review.unused.iter().map(|it| self.unused(it)));
        found.extend(self.run_out());
        let open = self.review.approved.len() + self.review.free.len();
        if is_own && open > 0 && self.review.refused.is_empty() {
            found.push(self.behind());
        }
        found
    }

    fn refusal(&self, change: &Change, fault: Option<&ApprovalFault>) -> Finding {
        let place = self.place(&change.subject);
        let approvals = Place::file(&self.shown_approvals);
        match fault {
            None => WIDER.at(place, change.sentence.clone(), entry(change, &self.shown_approvals)),
            Some(ApprovalFault::Expired { until }) => {
                let what = format!("the approval of this change ended on {until}: {change}");
                APPROVAL_RAN_OUT.at(
                    approvals,
                    what,
                    "take the change back, or agree to a later day: `until = \"..\"`",
                )
            }
            Some(ApprovalFault::Invalid { what, mend }) => {
                let what = format!("the approval {} does not count, {what}: {change}", change.id());
                APPROVAL_INVALID.at(approvals, what, mend.clone())
            }
        }
    }

    fn unused(&self, approval: &Approval) -> Finding {
        let what = format!(
            "the approval {} is of nothing that changed: {}",
            approval.change, approval.what
        );
        let mend = "take it away";
        APPROVAL_UNUSED.at(Place::file(&self.shown_approvals), what, mend)
    }

    /// Widenings in force whose day is gone.
    fn run_out(&self) -> Vec<Finding> {
        let gone =
            self.lock.approved.iter().filter(|it| it.stands(&self.now) && it.ran_out(self.today));
        gone.map(|it| {
            let what = format!("what {} approved until {} is still so: {}", it.who, it.until, it.what);
            let mend = "take the change back, then `cargo zt lock`; what is wanted for longer is approved anew";
            APPROVAL_RAN_OUT.at(Place::file(&self.shown), what, mend)
        })
        .collect()
    }

    fn behind(&self) -> Finding {
        let changes = self.review.approved.iter().map(|it| (&it.0, "approved"));
        let changes = changes.chain(self.review.free.iter().map(|it| (it, it.class.word())));
        let told: Vec<_> = changes.map(|(it, class)| format!("{it} ({class})")).collect();
        let what = format!("zt.lock is behind the service: {}", told.join("; "));
        LOCK_BEHIND.at(Place::file(&self.shown), what, "cargo zt lock")
    }

    /// An endpoint's own line; anything else where the lock speaks of it.
    fn place(&self, subject: &Subject) -> Place {
        if let Some((_, place)) = self.places.iter().find(|it| it.0 == *subject) {
            return place.clone();
        }
        let name = subject.to_string();
        let text = self.lock_text.as_deref().unwrap_or_default();
        let at = text.lines().position(|it| it.starts_with('[') && it.contains(&name));
        Place { line: at.map_or(1, |at| at + 1), ..Place::file(&self.shown) }
    }
}

/// What to paste to approve a change.
fn entry(change: &Change, file: &str) -> String {
    format!(
        "take the change back, or let somebody answer for it in {file}:\n\n[[approved]]\nchange = \"{}\"\n\
         what = {}\nwho = \"\"\nwhy = \"\"\nuntil = \"\"\n",
        change.id(),
        toml::Value::String(change.sentence.clone()),
    )
}

fn text(file: &Path, must_be_there: bool) -> Result<Option<String>, Failure> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_be_there => Ok(None),
        Err(error) => Err(Failure::at(file, error)),
    }
}

/// The lines of endpoints, whose files the manifest names from the root of their package.
fn places(
    project: &Project,
    package: Option<&Package>,
    manifest: &Manifest,
) -> Vec<(Subject, Place)> {
    let endpoints = manifest.endpoints.iter();
    endpoints
        .map(|it| (Subject::Endpoint(permissions::route(it)), shown(project, package, &it.place)))
        .collect()
}

/// A place of the manifest as it is shown.
pub(crate) fn shown(
    project: &Project,
    service: Option<&Package>,
    place: &zt_manifest::Place,
) -> Place {
    let krate = place.module.split("::").next().unwrap_or_default();
    let of_crate = project.packages.iter().find(|it| it.targets.iter().any(|it| it.name == krate));
    let folder = of_crate.or(service).map(|it| it.folder.clone()).unwrap_or_default();
    let file = project.shown(&folder.join(&place.file));
    Place { line: usize::try_from(place.line).unwrap_or(1), ..Place::file(file) }
}
