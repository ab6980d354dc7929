#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::*;
use crate::clock::Clock;
use crate::config::{AuditConfig, AuditTarget};
use crate::testing::pki::{Ca, Issued};

/// Files with a pair, and who follows them.
struct World {
    folder: tempfile::TempDir,
    current: Arc<Current>,
    follower: Follower,
}

impl World {
    fn with(issued: &Issued) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), Some(issued), Some(issued));
        let files = files_in(folder.path());
        let current = Current::new(Arc::new(files.read().unwrap()));
        let follower = Follower { current: Arc::downgrade(&current), files, told: None };
        Self { folder, current, follower }
    }

    fn shows(&self, issued: &Issued) -> bool {
        self.current.pair.load().cert.first() == Some(issued.certificate.der())
    }
}

fn files_in(folder: &Path) -> CertificateFiles {
    let [chain, key] = ["cert.pem", "key.pem"].map(|name| folder.join(name).display().to_string());
    CertificateFiles::of(&chain, &key).unwrap()
}

fn write(folder: &Path, cert: Option<&Issued>, key: Option<&Issued>) {
    let (cert_file, key_file) = (folder.join("cert.pem"), folder.join("key.pem"));
    if let Some(issued) = cert {
        fs::write(cert_file, issued.certificate.pem()).unwrap();
    }
    if let Some(issued) = key {
        fs::write(&key_file, issued.key.serialize_pem()).unwrap();
        fs::set_permissions(key_file, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn g08_a_new_pair_counts_once_it_is_whole() {
    let ca = Ca::new("a CA");
    let (old, new) = (ca.server(), ca.server());
    let mut world = World::with(&old);
    assert_eq!(world.follower.look(), Look::Same);
    // The certificate is there before its key.
    write(world.folder.path(), Some(&new), None);
    assert_eq!(world.follower.look(), Look::Same);
    assert!(world.shows(&old) && world.follower.told.is_some());
    write(world.folder.path(), None, Some(&new));
    let digest = hex(&Sha256::digest(new.certificate.der()));
    assert_eq!(world.follower.look(), Look::New(digest));
    assert!(world.shows(&new) && world.follower.told.is_none());
    assert_eq!(world.follower.look(), Look::Same);
}

#[test]
fn x30_a_broken_pair_leaves_the_one_before() {
    let ca = Ca::new("a CA");
    let old = ca.server();
    let mut world = World::with(&old);
    let (cert, key) = (world.folder.path().join("cert.pem"), world.folder.path().join("key.pem"));
    for broken in ["", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        fs::write(&cert, broken).unwrap();
        assert_eq!(world.follower.look(), Look::Same, "{broken}");
        assert!(world.shows(&old), "{broken}");
    }
    fs::remove_file(&cert).unwrap();
    assert_eq!(world.follower.look(), Look::Same);
    write(world.folder.path(), Some(&ca.server()), Some(&old));
    assert_eq!(world.follower.look(), Look::Same);
    // What others can read is no secret any more.
    let new = ca.server();
    write(world.folder.path(), Some(&new), Some(&new));
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(world.follower.look(), Look::Same);
    let told = world.follower.told.clone().unwrap();
    assert!(world.shows(&old) && !told.contains("BEGIN"), "{told}");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(world.follower.look(), Look::New(_)) && world.shows(&new));
}

#[test]
fn nobody_follows_for_a_listener_that_is_gone() {
    let ca = Ca::new("a CA");
    let World { folder: _folder, current, mut follower } = World::with(&ca.server());
    drop(current);
    assert_eq!(follower.look(), Look::Over);
}

// L-02: a service that was stopped holds its log no longer, and the next can write to it.
#[test]
fn whoever_follows_lets_go_of_the_log_with_the_listener() {
    let ca = Ca::new("a CA");
    let World { folder: _folder, current, follower } = World::with(&ca.server());
    let folder = tempfile::tempdir().unwrap();
    let target = AuditTarget::File(folder.path().join("audit.jsonl"));
    let config = AuditConfig { target, ..AuditConfig::stderr() };
    let open = || Audit::open(&config, &Clock::system());
    current.follow(follower.files, open().unwrap()).unwrap();
    drop(current);
    assert!(open().is_ok());
}
