//! The TLS listener's settings: everything that is wrong with them and their files is told at start.

use std::os::fd::AsRawFd as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::{faults, load};
use crate::config::TlsVersion;
use crate::testing::pki::{Ca, Issued, written};

pub(super) struct Files {
    folder: tempfile::TempDir,
    pub(super) ca: Ca,
    server: Issued,
}

impl Files {
    pub(super) fn new() -> Self {
        let ca = Ca::new("a CA");
        let server = ca.server();
        Self { folder: tempfile::tempdir().unwrap(), ca, server }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn cert(&self) -> String {
        written(self.path(), "cert.pem", &self.server.certificate.pem(), 0o644)
    }

    pub(super) fn key(&self, mode: u32) -> String {
        written(self.path(), "key.pem", &self.server.key.serialize_pem(), mode)
    }

    fn with(&self, cert: &str, key: &str, more: &[(&str, &str)]) -> Result<super::Config, String> {
        let usual = [
            ("ZT_PROFILE", "development"),
            ("ZT_TLS_LISTEN", "127.0.0.1:0"),
            ("ZT_TLS_CERT", cert),
            ("ZT_TLS_KEY", key),
        ];
        load(&[&usual, more].concat())
    }

    pub(super) fn fault(&self, cert: &str, key: &str, more: &[(&str, &str)]) -> String {
        let told = self.with(cert, key, more).unwrap_err();
        assert!(told.contains("1 fault\n"), "{told}");
        assert!(!told.contains("PRIVATE KEY"), "{told}");
        told
    }
}

#[test]
fn g08_the_oldest_tls_is_said_by_its_number() {
    let files = Files::new();
    let (cert, key) = (files.cert(), files.key(0o600));
    for (said, oldest) in [("1.2", TlsVersion::V1_2), ("1.3", TlsVersion::V1_3)] {
        let config = files.with(&cert, &key, &[("ZT_TLS_MIN_VERSION", said)]).unwrap();
        assert_eq!(config.tls.unwrap().oldest, oldest);
    }
    for wrong in ["1.1", "1.0", "3", "TLSv1.2", "1.2,1.3"] {
        let told = files.fault(&cert, &key, &[("ZT_TLS_MIN_VERSION", wrong)]);
        assert!(told.contains("expected `1.3` or `1.2`"), "{told}");
    }
    let alone = load(&[("ZT_PROFILE", "development"), ("ZT_TLS_MIN_VERSION", "1.2")]).unwrap_err();
    assert!(alone.contains("ZT_TLS_LISTEN: missing"), "{alone}");
}

#[test]
fn g08_a_listener_with_tls_is_read() {
    let files = Files::new();
    let config = files.with(&files.cert(), &files.key(0o600), &[]).unwrap();
    let tls = config.tls.unwrap();
    assert_eq!(tls.listen.to_string(), "127.0.0.1:0");
    assert!(tls.clients.is_none());
    assert_eq!(tls.oldest, TlsVersion::V1_3);
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    let ca = written(files.path(), "ca.pem", &files.ca.certificate.pem(), 0o644);
    let more = [("ZT_TLS_CLIENT_CA", ca.as_str())];
    let config = files.with(&files.cert(), &files.key(0o400), &more).unwrap();
    assert_eq!(config.tls.unwrap().clients.unwrap().ca.len(), 1);
    assert!(load(&[("ZT_PROFILE", "development")]).unwrap().tls.is_none());
}

#[test]
fn g08_all_of_it_is_needed_and_told_at_once() {
    let told = faults(&[("ZT_PROFILE", "development"), ("ZT_TLS_CLIENT_CA", "/nowhere/ca.pem")]);
    for part in [
        "4 faults",
        "ZT_TLS_LISTEN: missing: without it the other settings of TLS do nothing; expected an address",
        "ZT_TLS_CERT: missing; expected a file",
        "ZT_TLS_KEY: missing; expected a file",
        "ZT_TLS_CLIENT_CA: found \"/nowhere/ca.pem\", which can't be read: No such file",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let told = faults(&[("ZT_PROFILE", "development"), ("ZT_TLS_LISTEN", "8443")]);
    assert!(told.contains("3 faults") && told.contains("ZT_TLS_LISTEN: found \"8443\""), "{told}");
}

// K-05.
#[test]
fn k05_a_key_that_others_can_use_is_refused() {
    let files = Files::new();
    for mode in [0o644, 0o640, 0o604, 0o660, 0o700] {
        let told = files.fault(&files.cert(), &files.key(mode), &[]);
        assert!(told.contains("ZT_TLS_KEY: ") && told.contains("chmod 600"), "{mode:o}: {told}");
        assert!(told.contains(&format!("others can use it (mode {mode:04o})")), "{told}");
    }
    files.key(0o600);
    let link = files.path().join("link.pem");
    symlink(files.path().join("key.pem"), &link).unwrap();
    let told = files.fault(&files.cert(), link.to_str().unwrap(), &[]);
    assert!(told.contains("this is a link"), "{told}");
    let told = files.fault(&files.cert(), files.path().to_str().unwrap(), &[]);
    assert!(told.contains("no plain file"), "{told}");
}

#[test]
fn k05_a_key_comes_through_an_inherited_descriptor() {
    let files = Files::new();
    let open = |mode| std::fs::File::open(files.key(mode)).unwrap();
    let good = open(0o600);
    let place = format!("fd:{}", good.as_raw_fd());
    assert!(files.with(&files.cert(), &place, &[]).is_ok());
    let wide = open(0o644);
    let told = files.fault(&files.cert(), &format!("fd:{}", wide.as_raw_fd()), &[]);
    assert!(told.contains("is a file that others can use (mode 0644)"), "{told}");
    for place in ["fd:", "fd:0", "fd:2", "fd:+3", "fd:x", "fd:3/../4", "fd:65536"] {
        let told = files.fault(&files.cert(), place, &[]);
        assert!(told.contains("expected `fd:` with the number"), "{place}: {told}");
    }
    let told = files.fault(&files.cert(), "fd:65535", &[]);
    assert!(told.contains("descriptor 65535 can't be read"), "{told}");
}

#[test]
fn k05_a_key_in_the_place_of_its_file_is_not_repeated() {
    let files = Files::new();
    let pem = files.server.key.serialize_pem();
    let told = files.fault(&files.cert(), &pem, &[]);
    assert!(told.contains("ZT_TLS_KEY: found a key itself"), "{told}");
    let told = files.fault(&pem, &files.key(0o600), &[]);
    assert!(told.contains("ZT_TLS_CERT: found PEM itself"), "{told}");
    let bare: String = pem.lines().filter(|line| !line.contains("--")).collect();
    let told = files.fault(&files.cert(), &bare, &[]);
    assert!(told.contains("the file can't be opened") && !told.contains(&bare), "{told}");
}

#[test]
fn g08_files_that_hold_something_else_are_refused() {
    let files = Files::new();
    let (cert, key) = (files.cert(), files.key(0o600));
    let other = |name: &str, text: &str| written(files.path(), name, text, 0o600);
    let empty = other("empty.pem", "");
    let broken = other("broken.pem", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n");
    let no_der =
        other("no_der.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let both =
        other("both.pem", &(files.server.certificate.pem() + &files.server.key.serialize_pem()));
    for (cert, part) in [
        (empty.as_str(), "found no certificate in"),
        (&broken, "found broken PEM in"),
        (&no_der, "certificate 1 of the file can't be read"),
        (&both, "found a private key in"),
        ("/dev/null", "it is no file"),
    ] {
        let told = files.fault(cert, &key, &[]);
        assert!(told.contains("ZT_TLS_CERT: ") && told.contains(part), "{part} in {told}");
    }
    let two = other("two.pem", &files.server.key.serialize_pem().repeat(2));
    let stranger = other("stranger.pem", &files.ca.server().key.serialize_pem());
    let odd = other("odd.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    let long = other("long.pem", &"x".repeat(300_000));
    for (key, part) in [
        (empty.as_str(), "found no private key"),
        (&cert, "found no private key"),
        (&two, "more than one private key"),
        (&stranger, "this key doesn't belong to the first certificate"),
        (&odd, "a key of an unknown kind"),
        (&long, "more than 262144 bytes"),
    ] {
        if key == cert {
            // As its owner would have it, so that only its content is wrong.
            other("cert.pem", &files.server.certificate.pem());
        }
        let told = files.fault(&cert, key, &[]);
        assert!(told.contains("ZT_TLS_KEY: ") && told.contains(part), "{part} in {told}");
    }
}

#[test]
fn s07_only_a_ca_vouches_for_clients() {
    let files = Files::new();
    let client = files.ca.client().certificate.pem();
    let mixed = files.ca.certificate.pem() + &client;
    for (text, part) in [(client, "found certificate 1 in"), (mixed, "found certificate 2 in")] {
        let path = written(files.path(), "ca.pem", &text, 0o644);
        let more = [("ZT_TLS_CLIENT_CA", path.as_str())];
        let told = files.fault(&files.cert(), &files.key(0o600), &more);
        assert!(told.contains(part) && told.contains("that is no CA's"), "{told}");
    }
}

#[test]
fn development_with_tls_is_loopback_too() {
    let files = Files::new();
    let (cert, key) = (files.cert(), files.key(0o600));
    let told = faults(&[
        ("ZT_PROFILE", "development"),
        ("ZT_TLS_LISTEN", "0.0.0.0:8443"),
        ("ZT_TLS_CERT", &cert),
        ("ZT_TLS_KEY", &key),
    ]);
    assert!(told.contains("ZT_TLS_LISTEN: found 0.0.0.0:8443, expected a loopback"), "{told}");
}

#[test]
fn g10_hosts_are_needed_for_a_tls_listener_that_others_reach() {
    let files = Files::new();
    let (cert, key, signer) = (files.cert(), files.key(0o600), super::key());
    let issuer = [
        ("ZT_ISSUER", "https://i.example"),
        ("ZT_AUDIENCE", "https://shop.example"),
        ("ZT_KEYS", signer.as_str()),
        ("ZT_TLS_LISTEN", "0.0.0.0:8443"),
        ("ZT_TLS_CERT", &cert),
        ("ZT_TLS_KEY", &key),
    ];
    let told = faults(&issuer);
    assert!(
        told.contains("ZT_HOSTS: missing: others than this machine can reach 0.0.0.0:8443"),
        "{told}"
    );
    assert!(load(&[&issuer[..], &[("ZT_HOSTS", "shop.example")]].concat()).is_ok());
}
