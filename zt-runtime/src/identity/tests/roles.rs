//! Roles: what a token carries of them, and what the service knows.

use zt_core::contract::RoleInfo;
use zt_core::decide::RoleTable;

use super::*;
use crate::identity::Translation;

pub(crate) const SUPPORT: RoleInfo = RoleInfo { name: "support", reason: "Help.", grants: &[READ] };
pub(crate) const ADMIN: RoleInfo =
    RoleInfo { name: "admin", reason: "All.", grants: &[READ, WRITE] };

fn grants(roles: &[RoleInfo]) -> Grants {
    let scopes = ScopeTable::build([READ, WRITE].iter()).unwrap();
    Grants { roles: RoleTable::build(roles, &scopes).unwrap(), scopes }
}

impl World {
    fn with_roles(&self, roles: &Value) -> Result<Identity, Refusal> {
        let token =
            self.sign(&with(json!({ "scope": null, "roles": { "set": roles } })).to_string());
        let verifier = Verifier::new(vec![self.issuer.clone()], self.revocations.clone());
        verify_granting(&grants(&[SUPPORT, ADMIN]), &verifier, &token, &self.clock)
    }

    /// Whether it reads, and whether it writes.
    fn held(&self, roles: &Value) -> (bool, bool) {
        let identity = self.with_roles(roles).unwrap();
        // Both ways to ask say the same.
        let counts = identity.scope_set.len();
        let (reads, writes) = (identity.holds::<Read>(), identity.holds::<Write>());
        assert_eq!(counts, usize::from(reads) + usize::from(writes), "{roles}");
        (reads, writes)
    }
}

#[test]
fn x32_a_token_holds_what_its_roles_grant() {
    let world = World::new();
    for (roles, held) in [
        (json!([]), (false, false)),
        (json!(["support"]), (true, false)),
        (json!(["admin"]), (true, true)),
        (json!(["support", "admin", "support"]), (true, true)),
        (json!(["other", "support", "another"]), (true, false)),
    ] {
        assert_eq!(world.held(&roles), held, "{roles}");
    }
    let identity = world.with_roles(&json!(["x", "support", "admin", "support"])).unwrap();
    assert_eq!(identity.roles().collect::<Vec<_>>(), ["support", "admin"]);
}

#[test]
fn x32_names_of_roles_are_compared_whole() {
    let world = World::new();
    for role in [
        "",
        " support",
        "support ",
        "Support",
        "SUPPORT",
        "suppor",
        "supports",
        "support admin",
        "support,admin",
        "*",
        "orders:read",
        "support\u{a0}",
        "support\n",
        "\"support\"",
    ] {
        assert_eq!(world.held(&json!([role])), (false, false), "{role:?}");
    }
}

#[test]
fn x32_t03_a_list_of_another_type_is_no_list() {
    let world = World::new();
    for roles in [
        json!("support"),
        json!("support admin"),
        json!({ "support": true }),
        json!(true),
        json!(7),
        json!(null),
        json!(["support", 7]),
        json!(["support", null]),
        json!([["support"]]),
        json!([{ "value": "support" }]),
    ] {
        let refused = world.with_roles(&roles).unwrap_err();
        assert_eq!(refused, Refusal::InvalidToken("roles_malformed"), "{roles}");
    }
}

#[test]
fn x32_a_scope_is_no_role_and_a_role_no_scope() {
    let world = World::new();
    assert_eq!(world.held(&json!(["orders:read", "orders:write"])), (false, false));
    let token = world.sign(&with(json!({ "scope": "support admin" })).to_string());
    let verifier = Verifier::new(vec![world.issuer.clone()], world.revocations.clone());
    let known = grants(&[SUPPORT, ADMIN]);
    let identity = verify_granting(&known, &verifier, &token, &world.clock).unwrap();
    assert!(identity.scope_set.is_empty() && !identity.holds::<Read>());
}

#[test]
fn x32_a_service_without_roles_looks_at_none() {
    let world = World::new();
    for roles in [json!(["support"]), json!("support"), json!(null), json!({ "a": [1] })] {
        let claims = with(json!({ "roles": { "set": roles } }));
        let identity = world.verify(&world.sign(&claims.to_string())).unwrap();
        assert!(identity.holds::<Read>() && !identity.holds::<Write>(), "{roles}");
        assert_eq!(identity.roles().count(), 0);
    }
}

#[test]
fn x32_an_issuers_words_for_roles_are_translated_and_no_others_count() {
    let mut world = World::new();
    let pairs = [("support", "Shop.Support"), ("support", "desk"), ("admin", "root")];
    let pairs = pairs.map(|(ours, theirs)| (ours.into(), theirs.into()));
    world.issuer.words.role = Translation::new(pairs.to_vec()).unwrap();
    for (theirs, held) in [
        ("Shop.Support", (true, false)),
        ("desk", (true, false)),
        ("root", (true, true)),
        ("support", (false, false)),
        ("admin", (false, false)),
        ("shop.support", (false, false)),
    ] {
        assert_eq!(world.held(&json!([theirs])), held, "{theirs}");
    }
}

mod workloads {
    use super::*;
    use crate::identity::{ListedWorkload, PeerCertificate, WorkloadId, Workloads};
    use crate::testing::pki::{Ca, uri};

    const BILLING: &str = "spiffe://shop.example/billing";

    fn workloads(scopes: &str, roles: &str) -> Result<Workloads, Vec<String>> {
        let id = WorkloadId::parse(BILLING).unwrap();
        let places = ["`scopes`".to_owned(), "`roles`".to_owned()];
        let listed = ListedWorkload::new(id, None, [scopes, roles], places).unwrap();
        let revocations = Revocations::in_memory(World::new().clock);
        Workloads::new(vec![listed], &grants(&[SUPPORT, ADMIN]), revocations)
    }

    /// Its roles, and whether it reads and writes.
    fn held(scopes: &str, roles: &str) -> (Vec<&'static str>, bool, bool) {
        let issued = Ca::new("a CA").client_named(uri(BILLING));
        let certificate = PeerCertificate::parse(issued.certificate.der()).unwrap();
        let known = workloads(scopes, roles).unwrap();
        let identity = known.identify(&certificate).unwrap().unwrap();
        let (reads, writes) = (identity.holds::<Read>(), identity.holds::<Write>());
        assert_eq!(identity.scope_set.len(), usize::from(reads) + usize::from(writes));
        (identity.roles().collect(), reads, writes)
    }

    #[test]
    fn s08_a_workload_has_the_roles_that_it_is_listed_with() {
        assert_eq!(held("orders:read", ""), (vec![], true, false));
        assert_eq!(held("", "support"), (vec!["support"], true, false));
        assert_eq!(held("orders:write", "support"), (vec!["support"], true, true));
        assert_eq!(held("", "support admin"), (vec!["support", "admin"], true, true));
    }

    #[test]
    fn s08_x32_a_role_that_is_not_there_is_a_slip_of_the_finger() {
        let told = |scopes: &str, roles: &str| workloads(scopes, roles).err().unwrap();
        let said = "`roles`: the service has no role `suport`; did you mean support?";
        assert_eq!(told("", "suport"), [said]);
        assert_eq!(told("orders:raed", "suport").len(), 2);
        for roles in ["Support", "orders:read", " support", "support  admin", "support,admin"] {
            assert!(!told("orders:read", roles).is_empty(), "{roles}");
        }
    }
}
