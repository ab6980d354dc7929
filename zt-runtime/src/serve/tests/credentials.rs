//! Rules and configuration that don't fit: told before the first request.

use zt_core::contract::{AcrInfo, DeviceInfo, IssuerInfo, ProofRule, RoleInfo};

use super::*;
use crate::identity::{Issuer, Issuers, Memory, Tokens, Translation, Words};
use crate::testing::fixture::jwt_issuer;

const CORP: IssuerInfo = IssuerInfo::new("corp", "Our people.");
const MANAGED: DeviceInfo = DeviceInfo::new("managed", "We watch it.");
const MFA: AcrInfo = AcrInfo::new("urn:acr:mfa", "Two of them.");

fn asking(proof: ProofRule) -> Tables {
    tables(&[Contract { proof, ..contract("guarded", Method::Get, "/a") }])
}

fn told(proof: ProofRule, issuers: Vec<Issuer>) -> Option<String> {
    let mut parts = parts();
    let issuers = Issuers::new(issuers, Memory::default());
    parts.main.verifier = Verifier::new(issuers, Revocations::in_memory(parts.clock()));
    gates_of(asking(proof), parts).err().map(|faults| faults.to_string())
}

fn named(name: &str, change: impl FnOnce(&mut Issuer)) -> Issuer {
    let mut issuer = Issuer { name: Some(name.into()), ..jwt_issuer("https://corp.example") };
    change(&mut issuer);
    issuer
}

fn saying(device: &str) -> impl FnOnce(&mut Issuer) {
    move |issuer| {
        if let Tokens::Jwt(trust) = &mut issuer.tokens {
            trust.mapping.device = Some(device.into());
        }
    }
}

#[test]
fn t04_a_rule_for_an_issuer_that_is_not_there_is_told() {
    let proof = ProofRule { issuer: &[CORP], ..ProofRule::NONE };
    assert_eq!(told(proof, vec![named("corp", |_| {})]), None);
    for others in [vec![named("partner", |_| {})], vec![jwt_issuer("corp")], vec![]] {
        let text = told(proof, others).unwrap();
        assert!(
            text.contains("`guarded`: its rule counts on the issuer `corp`")
                && text.contains("add a table [issuers.corp]"),
            "{text}"
        );
    }
}

#[test]
fn a_rule_for_devices_needs_an_issuer_that_says_them() {
    let any = ProofRule { device: &[MANAGED], ..ProofRule::NONE };
    let of_corp = ProofRule { issuer: &[CORP], ..any };
    let silent = || named("corp", |_| {});
    let telling = |name| named(name, saying("device"));
    for (proof, issuers, is_good) in [
        (any, vec![telling("corp")], true),
        (any, vec![silent(), telling("partner")], true),
        (of_corp, vec![telling("corp")], true),
        (any, vec![silent()], false),
        (of_corp, vec![silent(), telling("partner")], false),
    ] {
        let text = told(proof, issuers);
        let says = |text: &String| {
            text.contains("`guarded`: its rule asks for a device")
                && text.contains("`device_claim`")
        };
        assert_eq!(text.as_ref().is_none_or(|text| !says(text)), is_good, "{text:?}");
        assert_eq!(text.is_none(), is_good, "{text:?}");
    }
}

#[test]
fn s10_a_translated_word_that_no_rule_asks_for_is_told() {
    let pairs = |ours: &str| Translation::new(vec![(ours.into(), "x".into())]).unwrap();
    let proof = ProofRule { acr: &[MFA], device: &[MANAGED], ..ProofRule::NONE };
    let with = |acr: &str, device: &str| {
        let words = Words { acr: pairs(acr), device: pairs(device), ..Words::default() };
        let corp = named("corp", saying("device"));
        told(proof, vec![Issuer { words, ..corp }])
    };
    assert_eq!(with("urn:acr:mfa", "managed"), None);
    let text = with("urn:acr:mfaa", "managd").unwrap();
    for line in [
        "`issuers.corp.acr_values`: no rule of the service asks for \"urn:acr:mfaa\"; did you mean \"urn:acr:mfa\"?",
        "`issuers.corp.device_values`: no rule of the service asks for \"managd\"; did you mean \"managed\"?",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(
        with("two-factors", "managed").unwrap().contains("drop it, or name the one that you mean")
    );
}

const SUPPORT: RoleInfo = RoleInfo { name: "support", reason: "Help.", grants: &[Read::INFO] };

fn told_with_roles(roles: &'static [RoleInfo], issuers: Vec<Issuer>) -> Option<String> {
    let mut parts = parts();
    let issuers = Issuers::new(issuers, Memory::default());
    parts.main.verifier = Verifier::new(issuers, Revocations::in_memory(parts.clock()));
    let tables = Tables { roles, ..asking(ProofRule::NONE) };
    gates_of(tables, parts).err().map(|faults| faults.to_string())
}

#[test]
fn x32_a_translated_role_that_the_service_does_not_have_is_told() {
    let with = |ours: &str| {
        named("corp", |issuer| {
            issuer.words.role = Translation::new(vec![(ours.into(), "x".into())]).unwrap();
        })
    };
    assert_eq!(told_with_roles(&[SUPPORT], vec![with("support")]), None);
    let text = told_with_roles(&[SUPPORT], vec![with("suport")]).unwrap();
    let line =
        "`issuers.corp.role_values`: the service has no role \"suport\"; did you mean \"support\"?";
    assert!(text.contains(line), "{text}");
    assert!(told_with_roles(&[], vec![with("support")]).unwrap().contains("drop it, or name"));
}

#[test]
fn x32_one_claim_for_scopes_and_roles_is_told() {
    let same = || {
        named("corp", |issuer| {
            if let Tokens::Jwt(trust) = &mut issuer.tokens {
                trust.mapping.scope = "roles".into();
            }
        })
    };
    assert_eq!(told_with_roles(&[], vec![same()]), None);
    let text = told_with_roles(&[SUPPORT], vec![same()]).unwrap();
    let line = "`issuers.corp.scope_claim`: scopes and roles would both stand in the claim `roles`; name another one in \
                `issuers.corp.roles_claim`";
    assert!(text.contains(line), "{text}");
}

#[test]
fn x32_names_of_roles_stand_for_one_thing() {
    const TWIN: RoleInfo = RoleInfo { grants: &[], ..SUPPORT };
    const SCOPE: RoleInfo = RoleInfo { name: "things:read", ..SUPPORT };
    let text = told_with_roles(&[SUPPORT, TWIN], Vec::new()).unwrap();
    assert!(text.contains("the roles of the service: two are called `support`"), "{text}");
    let text = told_with_roles(&[SCOPE], Vec::new()).unwrap();
    assert!(text.contains("`things:read` is the name of a scope too"), "{text}");
}
