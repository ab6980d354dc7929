//! What a manifest shows that no single line of source does.

use std::collections::BTreeSet;

use zt_core::grammar::Date;
use zt_core::stage::Stage;
use zt_manifest::{Access, Answer, Binding, Endpoint, Fields, Kind, Manifest, Store, Waiver};

use crate::drift::shown;
use crate::finding::{
    Finding, MANIFEST_WAIVER_RAN_OUT, MANIFEST_WAIVER_WITHOUT_OWNER, NEVER_MOUNTED, Place,
    SCOPE_WITHOUT_ENDPOINT, TOO_MANY_SCOPES, UNPROVED_METHOD,
};
use crate::permissions::route;
use crate::project::{Package, Project};
use crate::source::Scan;
use crate::stages;

/// The manifest, with what is known beside it.
pub(crate) struct Contracts<'a> {
    pub(crate) project: &'a Project,
    pub(crate) package: Option<&'a Package>,
    pub(crate) manifest: &'a Manifest,
    /// What the source says; its waivers are told there.
    pub(crate) scan: Option<&'a Scan>,
    pub(crate) today: Date,
    /// More scopes than this on one endpoint are too many (B-16).
    pub(crate) most_scopes: usize,
    /// The stage that each endpoint has to reach.
    pub(crate) min_stage: Option<Stage>,
}

impl Contracts<'_> {
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for endpoint in &self.manifest.endpoints {
            found.extend(self.waivers_of(endpoint));
            found.extend(self.budget(endpoint));
        }
        found.extend(self.unproved());
        found.extend(self.shared());
        found.extend(self.legacy());
        found.extend(self.scopes());
        found.extend(self.not_served());
        found.extend(stages::findings(self.manifest, self.min_stage, |it| self.place(it)));
        found
    }

    fn waivers_of(&self, endpoint: &Endpoint) -> Vec<Finding> {
        let is_told = self.scan.is_some_and(|scan| {
            scan.endpoints
                .iter()
                .any(|it| it.name == endpoint.name && it.path() == endpoint.place.module)
        });
        if is_told {
            return Vec::new();
        }
        let route = route(endpoint);
        let place = self.place(&endpoint.place);
        let mut waivers = Vec::new();
        match &endpoint.access {
            Access::Authenticated(it) => waivers.push(("authenticated", it)),
            Access::Public(it) => waivers.push(("public", it)),
            Access::Scopes(_) | Access::Probe => {}
        }
        waivers.extend(endpoint.parameters.iter().filter_map(|it| match &it.binding {
            Binding::Open { waiver, .. } => Some(("open", waiver)),
            _ => None,
        }));
        waivers.into_iter().flat_map(|(word, it)| self.waiver(word, &route, it, &place)).collect()
    }

    fn waiver(&self, word: &str, of: &str, waiver: &Waiver, place: &Place) -> Vec<Finding> {
        let mut found = Vec::new();
        if waiver.owner.is_none() {
            let what = format!("the waiver `{word}` of `{of}` has no owner");
            let mend = "say who answers for it: `owner = \"team-shop\"`";
            found.push(MANIFEST_WAIVER_WITHOUT_OWNER.at(place.clone(), what, mend));
        }
        let ended =
            waiver.until.as_deref().filter(|it| Date::parse(it).is_ok_and(|it| it < self.today));
        if let Some(until) = ended {
            let what = format!("the waiver `{word}` of `{of}` ended on {until}");
            let mend = "take the waiver away, or let its owner agree to a later day: `until = \"YYYY-MM-DD\"`";
            found.push(MANIFEST_WAIVER_RAN_OUT.at(place.clone(), what, mend));
        }
        found
    }

    /// Those of a service that was read are told at their lines.
    fn legacy(&self) -> Vec<Finding> {
        let service = &self.manifest.service;
        let place = self.place(&service.place);
        let left = service.legacy.iter().filter(|_| self.scan.is_none());
        left.flat_map(|it| self.waiver("legacy", &it.path, &it.waiver, &place)).collect()
    }

    fn budget(&self, endpoint: &Endpoint) -> Option<Finding> {
        let Access::Scopes(clauses) = &endpoint.access else { return None };
        let count = clauses.iter().flatten().collect::<BTreeSet<_>>().len();
        let what = format!("`{}` names {count} scopes", route(endpoint));
        let mend = "split the endpoint, or declare one scope for what its callers have in common";
        (count > self.most_scopes)
            .then(|| TOO_MANY_SCOPES.at(self.place(&endpoint.place), what, mend))
    }

    fn unproved(&self) -> Vec<Finding> {
        let methods = self
            .manifest
            .stores
            .iter()
            .flat_map(|store| store.unproved.iter().map(move |it| (store, it)));
        methods
            .flat_map(|(store, it)| {
                let name = format!("{}::{}", store.name, it.method);
                let place = self.place(&self.manifest.service.place);
                let what = format!("`{name}` needs no proof: {}", it.waiver.why);
                let mend = "let it take one, `&impl Proves<..>`, as soon as it shows what belongs to somebody";
                let mut found = vec![UNPROVED_METHOD.at(place.clone(), what, mend)];
                if !self.was_read(store) {
                    found.extend(self.waiver("unproved", &name, &it.waiver, &place));
                }
                found
            })
            .collect()
    }

    fn shared(&self) -> Vec<Finding> {
        let place = self.place(&self.manifest.service.place);
        let stores = self.manifest.stores.iter().filter(|it| !self.was_read(it));
        let shared = stores.filter_map(|it| Some((it, it.shared.as_ref()?)));
        shared.flat_map(|(store, it)| self.waiver("shared", &store.name, it, &place)).collect()
    }

    /// The waivers of a store that was read are told at their lines.
    fn was_read(&self, store: &Store) -> bool {
        self.scan.is_some_and(|it| it.stores.contains(&store.name))
    }

    fn scopes(&self) -> Vec<Finding> {
        let clauses = self.manifest.endpoints.iter().filter_map(|it| match &it.access {
            Access::Scopes(clauses) => Some(clauses),
            _ => None,
        });
        let mut named: BTreeSet<_> = clauses.flatten().flatten().collect();
        named.extend(self.manifest.endpoints.iter().flat_map(of_fields).flatten().flatten());
        let idle = self.manifest.scopes.iter().filter(|it| !named.contains(&it.name));
        idle.map(|scope| {
            let grants = self.manifest.roles.iter().find(|role| role.grants.contains(&scope.name));
            let granted = grants.map(|role| format!(", which the role `{}` grants", role.name));
            let what = format!(
                "no endpoint asks for the scope `{}`{}",
                scope.name,
                granted.unwrap_or_default()
            );
            SCOPE_WITHOUT_ENDPOINT.at(
                self.place(&self.manifest.service.place),
                what,
                "demand it, or take it away",
            )
        })
        .collect()
    }

    /// Endpoints in the source that this service lacks, though it is the only one.
    fn not_served(&self) -> Vec<Finding> {
        let Some(scan) = self.scan.filter(|it| it.services == 1) else { return Vec::new() };
        let told: BTreeSet<_> = scan.findings.iter().map(|it| &it.place).collect();
        let missing = scan.endpoints.iter().filter(|it| {
            let served = self.manifest.endpoints.iter().any(|served| served.name == it.name);
            !served && !told.contains(&it.place)
        });
        missing
            .map(|it| {
                let what = format!(
                    "the endpoint `{}` is in the source, but not in the service that was built",
                    it.name
                );
                let mend = format!("list it, `endpoints(.., {})`, or take it away", it.name);
                NEVER_MOUNTED.at(it.place.clone(), what, mend)
            })
            .collect()
    }

    fn place(&self, place: &zt_manifest::Place) -> Place {
        shown(self.project, self.package, place)
    }
}

/// What `with(..)` says of each field of an endpoint.
fn of_fields(endpoint: &Endpoint) -> Vec<&Vec<Vec<String>>> {
    let mut needs = Vec::new();
    let body = endpoint.body.as_ref().map(|body| &body.fields);
    endpoint.query.iter().chain(body).for_each(|fields| each(fields, &mut needs));
    if let Answer::View { shows, .. } | Answer::Stream { shows, .. } = &endpoint.answer {
        inside(shows, &mut needs);
    }
    needs
}

fn each<'m>(fields: &'m Fields, needs: &mut Vec<&'m Vec<Vec<String>>>) {
    for field in &fields.fields {
        needs.push(&field.with);
        inside(&field.kind, needs);
    }
}

fn inside<'m>(kind: &'m Kind, needs: &mut Vec<&'m Vec<Vec<String>>>) {
    match kind {
        Kind::Fields(fields) => each(fields, needs),
        Kind::List { of, .. } => inside(of, needs),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use zt_manifest::{Effect, Field, Role, Scope};

    use super::*;
    use crate::permissions::fixture::shop;

    /// What is found, the source unread or read.
    fn found(manifest: &Manifest, scan: Option<&Scan>) -> Vec<Finding> {
        let (packages, crates) = (Vec::new(), BTreeSet::new());
        let project = Project { root: ".".into(), target: ".".into(), packages, crates };
        let contracts = Contracts {
            project: &project,
            package: None,
            manifest,
            scan,
            today: Date::parse("2026-11-27").unwrap(),
            most_scopes: 8,
            min_stage: None,
        };
        contracts.findings()
    }

    /// The scopes that nothing asks for, with all that is said of each.
    fn idle(change: impl FnOnce(&mut Manifest)) -> Vec<String> {
        let mut manifest = shop();
        for name in ["orders:pii", "orders:cards"] {
            let (name, reason) = (name.to_owned(), "See.".to_owned());
            manifest.scopes.push(Scope {
                name,
                effect: Effect::Reads,
                sensitivity: zt_manifest::Sensitivity::Ordinary,
                reason,
            });
        }
        change(&mut manifest);
        let found = found(&manifest, None).into_iter();
        found.filter(|it| it.code == "ZT2105").map(|it| it.what).collect()
    }

    #[test]
    fn zt2105_a_field_asks_for_scopes_and_a_role_for_none() {
        let asks = |scope: &str| format!("no endpoint asks for the scope `{scope}`");
        assert_eq!(idle(|_| {}), [asks("orders:pii"), asks("orders:cards")]);
        let fields = |it: &mut Manifest| {
            let with = vec![vec!["orders:pii".to_owned()]];
            let order = it.endpoints.iter_mut().find(|it| it.name == "get_order").unwrap();
            let Answer::View { shows: Kind::Fields(fields), .. } = &mut order.answer else {
                panic!("a view")
            };
            let (name, kind) = ("email".to_owned(), Kind::Truth);
            fields.fields.push(Field { name, optional: false, with, kind });
        };
        assert_eq!(idle(fields), [asks("orders:cards")]);
        let streamed = |it: &mut Manifest| {
            fields(it);
            let order = it.endpoints.iter_mut().find(|it| it.name == "get_order").unwrap();
            let Answer::View { of, shows, .. } = order.answer.clone() else { panic!("a view") };
            order.answer = Answer::Stream { of, shows, recheck_ms: 60_000, socket: false };
        };
        assert_eq!(idle(streamed), [asks("orders:cards")]);
        let role = |it: &mut Manifest| {
            let grants = vec!["orders:pii".to_owned(), "orders:read".to_owned()];
            let (name, reason) = ("support".to_owned(), "Help.".to_owned());
            it.roles.push(Role { name, reason, grants });
        };
        let granted = asks("orders:pii") + ", which the role `support` grants";
        assert_eq!(idle(role), [granted, asks("orders:cards")]);
    }
    #[test]
    fn zt2101_zt2102_why_a_store_is_shared() {
        let said = |owner: Option<&str>, until: Option<&str>, scan: Option<&Scan>| {
            let mut manifest = shop();
            let name = manifest.stores[0].name.clone();
            let [owner, until] = [owner, until].map(|it| it.map(str::to_owned));
            manifest.stores[0].shared =
                Some(Waiver { why: "both read it".to_owned(), owner, until });
            let found = found(&manifest, scan).into_iter();
            let of_it = format!("the waiver `shared` of `{name}` ");
            found
                .filter_map(|it| Some((it.code, it.what.strip_prefix(&of_it)?.to_owned())))
                .collect::<Vec<_>>()
        };
        let nobodys = || ("ZT2101", "has no owner".to_owned());
        let ended = || ("ZT2102", "ended on 2026-11-26".to_owned());
        assert_eq!(said(Some("team-shop"), Some("2026-11-27"), None), []);
        assert_eq!(said(None, None, None), [nobodys()]);
        assert_eq!(said(Some("team-shop"), Some("2026-11-26"), None), [ended()]);
        // A store that was read is told at its line; one that a macro made wasn't.
        let mut scan = Scan::default();
        assert_eq!(said(None, Some("2026-11-26"), Some(&scan)), [nobodys(), ended()]);
        scan.stores.extend(shop().stores.into_iter().map(|it| it.name));
        assert_eq!(said(None, Some("2026-11-26"), Some(&scan)), []);
    }
}
