//! Which certificates of clients count, and for what.

use super::Reader;
use crate::config::Clients;
use crate::config::keys::WORKLOADS;
use crate::identity::{ListedWorkload, Tenant, WorkloadId};

type Named = (String, ListedWorkload);

impl Reader {
    /// Whether anything of it is there.
    pub(super) fn has_clients(&self) -> bool {
        [WORKLOADS.name, "certificate_proxies"].iter().any(|key| self.find(key).is_some())
    }

    /// All of it is read, whatever is missing, so that every fault is told.
    pub(super) fn clients(&mut self) -> Option<Clients> {
        if self.find("tls_client_ca").is_none() && self.has_clients() {
            self.missing(
                "tls_client_ca",
                "without it no client shows a certificate, and `workloads` and `certificate_proxies` do nothing",
            );
        }
        let ca = self.text("tls_client_ca").and_then(|path| self.client_ca(&path));
        let proxies = self.certificate_proxies();
        let workloads = self.workloads(&proxies);
        ca.map(|ca| Clients { ca, workloads, proxies })
    }

    fn certificate_proxies(&mut self) -> Vec<WorkloadId> {
        let Some(names) = self.list("certificate_proxies") else { return Vec::new() };
        let proxies: Option<Vec<_>> = names.iter().map(|name| WorkloadId::parse(name)).collect();
        proxies.unwrap_or_else(|| {
            self.wrong("certificate_proxies");
            Vec::new()
        })
    }

    fn workloads(&mut self, proxies: &[WorkloadId]) -> Vec<ListedWorkload> {
        if self.table.is_some() {
            // Who comes with a certificate alone has no audience that would say which segment it may enter: it is `Main`.
            return Vec::new();
        }
        let named = self.tables(&WORKLOADS, |reader, name| reader.workload(name));
        for (index, (name, workload)) in named.iter().enumerate() {
            if proxies.contains(workload.id()) {
                self.wrong_id(
                    name,
                    "it is in `certificate_proxies` too, and a proxy's certificate never shows a caller; remove one of the two",
                );
            }
            if let Some(first) = first_of(&named, index) {
                self.wrong_id(
                    name,
                    &format!("`workloads.{first}` has it too; one id names one workload"),
                );
            }
        }
        named.into_iter().map(|(_, workload)| workload).collect()
    }

    fn wrong_id(&mut self, name: &str, what: &str) {
        self.within(&WORKLOADS, Some(name), |reader| reader.fault("id", what));
    }

    fn workload(&mut self, name: &str) -> Option<Named> {
        if self.find("id").is_none() {
            self.missing("id", "");
        }
        let id = self.parsed("id", WorkloadId::parse);
        let roles = self.text("roles");
        let scopes = match &roles {
            Some(_) => Some(self.text("scopes").unwrap_or_default()),
            None => self.needed("scopes"),
        };
        let tenant = self.parsed("tenant", |text| Tenant::new(text).ok());
        let places = ["scopes", "roles"].map(|key| self.place_of(key));
        let held = [&*scopes?, &*roles.unwrap_or_default()];
        let listed = ListedWorkload::new(id?, tenant, held, places);
        let listed = listed.map_err(|fault| self.fault("id", fault.to_string())).ok();
        listed.map(|listed| (name.to_owned(), listed))
    }
}

/// The name of the first table with the id of the one at this place, if that is another.
fn first_of(named: &[Named], index: usize) -> Option<&str> {
    let (_, workload) = named.get(index)?;
    let mut before = named.iter().take(index);
    before.find(|(_, other)| other.id() == workload.id()).map(|(name, _)| name.as_str())
}
