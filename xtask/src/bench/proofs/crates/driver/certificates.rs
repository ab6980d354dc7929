//! One CA, the service's certificate and a workload's.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, SanType,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::server::write_secret;

pub const WORKLOAD: &str = "spiffe://things.example/billing";

pub struct Certificates {
    folder: PathBuf,
}

impl Certificates {
    pub fn write(folder: &Path) -> Self {
        let certificates = Self { folder: folder.to_owned() };
        let mut ca = named("bench");
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().expect("a key"));
        let ca = ca.expect("a CA");
        fs::write(certificates.path("ca.pem"), ca.pem()).expect("a file");
        let localhost = SanType::DnsName("localhost".try_into().expect("a name"));
        certificates.issue("service", localhost, ExtendedKeyUsagePurpose::ServerAuth, &ca);
        let workload = SanType::URI(WORKLOAD.try_into().expect("a name"));
        certificates.issue("workload", workload, ExtendedKeyUsagePurpose::ClientAuth, &ca);
        certificates
    }

    fn issue(
        &self,
        file: &str,
        name: SanType,
        usage: ExtendedKeyUsagePurpose,
        ca: &CertifiedIssuer<'_, KeyPair>,
    ) {
        let key = KeyPair::generate().expect("a key");
        let mut params = named(file);
        params.subject_alt_names = vec![name];
        params.extended_key_usages = vec![usage];
        let certificate = params.signed_by(&key, ca).expect("a certificate");
        fs::write(self.path(&format!("{file}.pem")), certificate.pem()).expect("a file");
        write_secret(&self.path(&format!("{file}.key")), &key.serialize_pem());
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A client that shows the workload's.
    pub fn client(&self) -> Arc<ClientConfig> {
        let certificate =
            |name| CertificateDer::from_pem_file(self.path(name)).expect("a certificate");
        let mut roots = RootCertStore::empty();
        roots.add(certificate("ca.pem")).expect("a CA");
        let key = PrivateKeyDer::from_pem_file(self.path("workload.key")).expect("a key");
        let builder = ClientConfig::builder().with_root_certificates(roots);
        let config = builder.with_client_auth_cert(vec![certificate("workload.pem")], key);
        Arc::new(config.expect("a client"))
    }
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.distinguished_name.push(DnType::CommonName, name);
    params
}
