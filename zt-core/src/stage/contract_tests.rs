use super::*;
use crate::contract::fixtures::{EXEMPT, MANAGED, MFA, OFFICE, READ, VPN, WRITE, contract};
use crate::contract::{Effect, Method, NetworkInfo, ScopeInfo, Sensitivity, Waiver};
use crate::grammar::Date;
use alloc::vec::Vec;

const SENSITIVE: ScopeInfo = ScopeInfo { sensitivity: Sensitivity::Sensitive, ..READ };
const ADMIN: ScopeInfo = ScopeInfo { sensitivity: Sensitivity::Admin, ..WRITE };
const OWNED: Waiver =
    Waiver { owner: Some("team-shop"), until: Some(Date::from_ymd(2030, 1, 1)), ..EXEMPT };

const READING: Contract = contract("get_order");
const CHANGING: Contract = Contract {
    method: Method::Post,
    access: Access::Scopes(&[&[WRITE]]),
    ..contract("cancel_order")
};

const fn minutes(minutes: u64) -> Option<Span> {
    Some(Span::from_millis(minutes * 60_000))
}

const BOUND: ProofRule = ProofRule { bound: true, ..ProofRule::NONE };

/// From everywhere.
fn gaps(contract: &Contract, proof: ProofRule) -> Gaps {
    super::gaps(contract, proof, &[])
}

fn ids(contract: &Contract, proof: ProofRule) -> Vec<&'static str> {
    ids_within(contract, proof, &[])
}

fn ids_within(contract: &Contract, proof: ProofRule, network: &[NetworkInfo]) -> Vec<&'static str> {
    let gaps = super::gaps(contract, proof, network);
    Gap::ALL.into_iter().filter(|gap| gaps.has(*gap)).map(|gap| gap.criterion().id).collect()
}

#[test]
fn d09_each_gap_is_a_criterion_that_contracts_decide() {
    let ids = Gap::ALL.map(|gap| gap.criterion().id);
    assert_eq!(ids, ["I3", "A2", "A3", "A11", "AW", "O1", "O2"]);
    assert!(Gap::ALL.is_sorted_by_key(|gap| gap.criterion().stage));
}

#[test]
fn d09_what_reads_needs_a_scope_to_be_advanced_and_a_key_to_be_optimal() {
    assert_eq!(ids(&READING, ProofRule::NONE), ["O1", "O2"]);
    assert_eq!(gaps(&READING, ProofRule::NONE).reached(), Stage::Advanced);
    let optimal = ProofRule { max_age: minutes(5), ..BOUND };
    assert_eq!(ids(&READING, optimal), [""; 0]);
    assert_eq!(gaps(&READING, optimal).reached(), Stage::Optimal);
    assert_eq!(ids(&READING, ProofRule { max_age: minutes(6), ..BOUND }), ["O2"]);
}

#[test]
fn d09_what_changes_data_is_sensitive() {
    assert_eq!(ids(&CHANGING, ProofRule::NONE), ["A2", "A3", "A11", "O1", "O2"]);
    assert_eq!(gaps(&CHANGING, ProofRule::NONE).reached(), Stage::Initial);
    let advanced = ProofRule { max_age: minutes(10), ..BOUND };
    assert_eq!(ids(&CHANGING, advanced), ["O2"]);
    assert_eq!(gaps(&CHANGING, advanced).reached(), Stage::Advanced);
    // A POST that only asks changes nothing.
    let asking = Contract { asks: true, access: Access::Scopes(&[&[READ]]), ..CHANGING };
    assert_eq!(ids(&asking, ProofRule::NONE), ["O1", "O2"]);
}

#[test]
fn d09_a_step_up_asks_for_something_of_the_last_hour() {
    let lacks = |proof: ProofRule| ids(&CHANGING, proof).contains(&"A3");
    for proof in [
        ProofRule { max_age: minutes(60), ..BOUND },
        ProofRule { auth_age: minutes(60), ..BOUND },
        ProofRule { acr: &[MFA], ..BOUND },
    ] {
        assert!(!lacks(proof), "{proof:?}");
    }
    for proof in [
        BOUND,
        ProofRule { max_age: minutes(61), ..BOUND },
        ProofRule { auth_age: minutes(24 * 60), ..BOUND },
        ProofRule { signed: true, device: &[MANAGED], ..BOUND },
    ] {
        assert!(lacks(proof), "{proof:?}");
    }
}

#[test]
fn d09_two_things_beside_the_token() {
    let lacks = |proof: ProofRule| ids(&CHANGING, proof).contains(&"A11");
    for proof in [
        ProofRule { signed: true, ..BOUND },
        ProofRule { device: &[MANAGED], ..BOUND },
        ProofRule { auth_age: minutes(10), ..BOUND },
        ProofRule { signed: true, device: &[MANAGED], ..ProofRule::NONE },
    ] {
        assert!(!lacks(proof), "{proof:?}");
    }
    // How somebody logged in stands in the token; an old token is no thing of its own.
    for proof in [
        ProofRule { acr: &[MFA], ..BOUND },
        ProofRule { max_age: minutes(90), ..BOUND },
        ProofRule { max_age: minutes(10), auth_age: minutes(10), ..ProofRule::NONE },
    ] {
        assert!(lacks(proof), "{proof:?}");
    }
}

// ASVS 8.4.2: where a call comes from counts beside something else, and never by itself.
#[test]
fn a12_g05_a_network_is_one_thing_of_two() {
    let lacks = |proof, network| ids_within(&CHANGING, proof, network).contains(&"A11");
    assert!(!lacks(BOUND, &[OFFICE]) && lacks(BOUND, &[]));
    assert!(!lacks(ProofRule { max_age: minutes(10), ..ProofRule::NONE }, &[OFFICE]));
    assert!(lacks(ProofRule::NONE, &[OFFICE]) && lacks(ProofRule::NONE, &[OFFICE, VPN]));
    // It is no login and no key.
    let alone = ids_within(&CHANGING, ProofRule::NONE, &[OFFICE]);
    assert_eq!(alone, ["A2", "A3", "A11", "O1", "O2"]);
}

#[test]
fn d09_a_scope_that_everybody_needs_makes_it_sensitive() {
    let with = |access| Contract { access, ..READING };
    let (alone, beside, either): (&[&[_]], &[&[_]], &[&[_]]) =
        (&[&[SENSITIVE]], &[&[READ], &[SENSITIVE]], &[&[SENSITIVE, ADMIN]]);
    for clauses in [alone, beside, either] {
        assert_eq!(ids(&with(Access::Scopes(clauses)), BOUND), ["A3", "A11", "O2"], "{clauses:?}");
    }
    // Who has the plain scope gets in without the other.
    assert_eq!(ids(&with(Access::Scopes(&[&[READ, ADMIN]])), BOUND), ["O2"]);
    let both = with(Access::Scopes(&[&[READ, ADMIN]]));
    assert_eq!(both.sensitivity(), Sensitivity::Ordinary);
}

#[test]
fn d09_administration_is_not_for_the_moment() {
    let admin = Contract { access: Access::Scopes(&[&[ADMIN]]), ..READING };
    let strict = ProofRule { max_age: minutes(1), signed: true, ..BOUND };
    assert_eq!(ids(&admin, strict), ["O2"]);
}

// Anti-gaming: opening an endpoint is no way up, unless somebody answers for it until a day.
#[test]
fn d09_waivers_without_owner_and_day_end_at_initial() {
    let with = |access| Contract { access, ..READING };
    for waiver in [EXEMPT, Waiver { until: None, ..OWNED }, Waiver { owner: None, ..OWNED }] {
        assert_eq!(gaps(&with(Access::Public(waiver)), BOUND).reached(), Stage::Initial);
    }
    assert_eq!(ids(&with(Access::Public(OWNED)), ProofRule::NONE), [""; 0]);
    assert_eq!(ids(&with(Access::Probe), ProofRule::NONE), [""; 0]);
    assert_eq!(ids(&with(Access::Authenticated(OWNED)), ProofRule::NONE), ["I3", "O1", "O2"]);
    assert_eq!(gaps(&with(Access::Authenticated(OWNED)), BOUND).reached(), Stage::Traditional);
    let open = OpenParam { name: "page", waiver: EXEMPT };
    let open: &[OpenParam] = crate::contract::fixtures::leak([open]);
    assert_eq!(ids(&Contract { open, ..READING }, BOUND), ["AW", "O2"]);
    let owned: &[OpenParam] =
        crate::contract::fixtures::leak([OpenParam { name: "page", waiver: OWNED }]);
    assert_eq!(ids(&Contract { open: owned, ..READING }, BOUND), ["O2"]);
}

#[test]
fn d09_only_what_a_stage_asks_for_keeps_from_it() {
    let gaps = gaps(&CHANGING, ProofRule::NONE);
    assert!(gaps.below(Stage::Initial).is_empty() && gaps.below(Stage::Traditional).is_empty());
    assert_eq!(gaps.below(Stage::Advanced).first(), Some(Gap::ChangeUnbound));
    assert!(!gaps.below(Stage::Advanced).has(Gap::Unbound));
    assert_eq!(gaps.below(Stage::Optimal), gaps);
    assert_eq!(Gaps::NONE.or(gaps), gaps);
    assert_eq!(CHANGING.effect(), Effect::Writes);
}

#[test]
fn d09_what_two_lack_together_is_what_either_lacks() {
    let lacking = gaps(&READING, ProofRule::NONE);
    let changing = gaps(&CHANGING, ProofRule::NONE);
    assert_eq!(lacking.or(changing), changing);
    assert_eq!(lacking.or(Gaps::NONE), lacking);
}
