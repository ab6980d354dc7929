//! B-09: what the manifest says of each endpoint's access is what the gate decides.

use std::collections::BTreeMap;

use zt::testing::TestCaller;
use zt::{Manifest, Service as _};
use zt_manifest::Access;

use crate::fixture::house::holding_named;
use crate::fixture::{ACME, ALICE, House, Office, in_house, routes};

/// What a reader of the document expects.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Admitted,
    Nobody,
    Insufficient,
}

/// `None` holds no token at all.
fn expected(access: &Access, held: Option<&[&str]>) -> Verdict {
    let Some(held) = held else {
        let open = matches!(access, Access::Public(_) | Access::Probe);
        return if open { Verdict::Admitted } else { Verdict::Nobody };
    };
    match access {
        Access::Scopes(clauses) => {
            let holds = |clause: &Vec<String>| clause.iter().any(|it| held.contains(&it.as_str()));
            if clauses.iter().all(holds) { Verdict::Admitted } else { Verdict::Insufficient }
        }
        Access::Authenticated(_) | Access::Public(_) | Access::Probe => Verdict::Admitted,
    }
}

const fn decided(status: u16) -> Verdict {
    match status {
        401 => Verdict::Nobody,
        403 => Verdict::Insufficient,
        _ => Verdict::Admitted,
    }
}

/// All sets of at most `most` of these.
fn subsets<'s>(scopes: &[&'s str], most: usize) -> Vec<Vec<&'s str>> {
    let mut all = vec![Vec::new()];
    for scope in scopes {
        let with: Vec<Vec<&str>> = all
            .iter()
            .filter(|set| set.len() < most)
            .map(|set| set.iter().copied().chain([*scope]).collect())
            .collect();
        all.extend(with);
    }
    all
}

fn access(manifest: &Manifest) -> BTreeMap<&str, &Access> {
    manifest.endpoints.iter().map(|it| (it.name.as_str(), &it.access)).collect()
}

fn caller<'h>(house: &'h House, held: Option<&[&str]>) -> TestCaller<'h> {
    let Some(held) = held else { return house.app.anonymous() };
    let somebody = house.app.as_caller(ALICE).in_tenant(ACME);
    held.iter().fold(somebody, |caller, scope| holding_named(caller, scope))
}

#[test]
fn b09_the_gate_decides_what_the_manifest_says_for_every_set_of_up_to_four_scopes() {
    let manifest = Office::manifest().unwrap();
    let scopes: Vec<&str> = manifest.scopes.iter().map(|it| it.name.as_str()).collect();
    let access = access(&manifest);
    let sets = subsets(&scopes, 4);
    assert_eq!((scopes.len(), sets.len()), (7, 99));
    in_house(async |house| {
        for held in sets.iter().map(|set| Some(set.as_slice())).chain([None]) {
            let caller = caller(house, held);
            for route in routes() {
                // Without a body and its type: those that read one stop behind the decision.
                let answer = route.with(&caller, route.method(), route.sample.target, "").await;
                let expected = expected(access[route.name()], held);
                assert_eq!(decided(answer.status()), expected, "{}, {held:?}", route.name());
                house.rest();
            }
        }
    });
}
