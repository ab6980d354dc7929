//! Certificates for tests: CAs, and what they issue.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, SanType,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

use crate::config::{Clients, TlsConfig, TlsVersion};
use crate::crypto;
use crate::identity::{ListedWorkload, Tenant, WorkloadId};

/// Who issues certificates.
pub(crate) struct Ca {
    pub(crate) certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate with its key.
pub(crate) struct Issued {
    pub(crate) certificate: Certificate,
    pub(crate) key: KeyPair,
}

impl Ca {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// A CA that this one vouches for.
    pub(crate) fn intermediate(&self, name: &str) -> Self {
        let mut params = named(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// A client with this one name.
    pub(crate) fn client_named(&self, name: SanType) -> Issued {
        self.issue(&client_named(name))
    }

    pub(crate) fn issue(&self, params: &CertificateParams) -> Issued {
        let key = KeyPair::generate().unwrap();
        Issued { certificate: params.signed_by(&key, &self.issuer).unwrap(), key }
    }

    /// For `localhost`.
    pub(crate) fn server(&self) -> Issued {
        let mut params = named("a server");
        params.subject_alt_names = vec![dns("localhost")];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(&params)
    }

    pub(crate) fn client(&self) -> Issued {
        self.issue(&client())
    }

    /// What a service is configured with that has a certificate of this CA. If it asks clients, this CA vouches for
    /// them too.
    pub(crate) fn listener(&self, asks: bool) -> TlsConfig {
        let server = self.server();
        let certified = CertifiedKey::from_der(server.chain(), server.key(), &crypto::tls());
        TlsConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            certified: Arc::new(certified.unwrap()),
            files: None,
            clients: asks.then(|| self.clients()),
            oldest: TlsVersion::V1_3,
        }
    }

    /// For whom this CA vouches, with nobody listed.
    pub(crate) fn clients(&self) -> Clients {
        Clients { ca: Arc::new(self.roots()), workloads: Vec::new(), proxies: Vec::new() }
    }

    /// The same, with workloads by id and scopes, and proxies.
    pub(crate) fn clients_listing(&self, workloads: &[(&str, &str)], proxies: &[&str]) -> Clients {
        let id = |id: &str| WorkloadId::parse(id).unwrap();
        let workload = |(name, scopes): &(&str, &str)| {
            let tenant = Some(Tenant::new("acme").unwrap());
            ListedWorkload::new(
                id(name),
                tenant,
                [scopes, ""],
                [format!("`{name}`"), String::new()],
            )
            .unwrap()
        };
        let workloads = workloads.iter().map(workload).collect();
        Clients { workloads, proxies: proxies.iter().copied().map(id).collect(), ..self.clients() }
    }

    /// A client that believes this CA, with the certificate that it shows when it is asked.
    pub(crate) fn client_of(
        &self,
        shown: Option<&Issued>,
        version: &'static SupportedProtocolVersion,
    ) -> ClientConfig {
        let builder = ClientConfig::builder_with_provider(crypto::tls())
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(self.roots());
        match shown {
            None => builder.with_no_client_auth(),
            Some(issued) => builder.with_client_auth_cert(issued.chain(), issued.key()).unwrap(),
        }
    }

    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.der().clone()).unwrap();
        roots
    }
}

impl Issued {
    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.certificate.der().clone()]
    }

    pub(crate) fn key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.serialize_der()).into()
    }
}

/// What a client's certificate says.
pub(crate) fn client() -> CertificateParams {
    let mut params = named("x,CN=admin");
    params.subject_alt_names = vec![uri("spiffe://shop.example/web"), dns("web.shop.example")];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params
}

/// What a client's certificate says that has this one name.
pub(crate) fn client_named(name: SanType) -> CertificateParams {
    let mut params = client();
    params.subject_alt_names = vec![name];
    params
}

pub(crate) fn uri(name: &str) -> SanType {
    SanType::URI(name.try_into().unwrap())
}

pub(crate) fn dns(name: &str) -> SanType {
    SanType::DnsName(name.try_into().unwrap())
}

pub(crate) fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// Writes a file of this mode, and says where.
pub(crate) fn written(folder: &Path, name: &str, text: &str, mode: u32) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path.to_str().unwrap().to_owned()
}
