//! Which credentials count.

use super::*;

#[test]
fn d04_older_credentials() {
    widens(
        |it| endpoint(it, "cancel_order").proof.max_age_ms = Some(3_600_000),
        "`POST /orders/{order}/cancel` takes credentials up to 1h old; it was 10m",
    );
}

#[test]
fn d04_credentials_of_any_age() {
    widens(
        |it| endpoint(it, "cancel_order").proof.max_age_ms = None,
        "`POST /orders/{order}/cancel` takes credentials of any age; they had to be younger than 10m",
    );
}

#[test]
fn d04_older_logins() {
    widens(
        |it| endpoint(it, "cancel_order").proof.auth_age_ms = Some(3_600_000),
        "`POST /orders/{order}/cancel` takes logins up to 1h old; it was 15m",
    );
}

#[test]
fn d04_logins_of_any_age() {
    widens(
        |it| endpoint(it, "cancel_order").proof.auth_age_ms = None,
        "`POST /orders/{order}/cancel` takes logins of any age; they had to be younger than 15m",
    );
}

#[test]
fn d04_one_more_way_to_log_in() {
    widens(
        |it| endpoint(it, "cancel_order").proof.acr.push("urn:acr:sms".to_owned()),
        "`POST /orders/{order}/cancel` now also takes a login by `urn:acr:sms`",
    );
}

#[test]
fn d04_every_way_to_log_in() {
    widens(
        |it| endpoint(it, "cancel_order").proof.acr.clear(),
        "`POST /orders/{order}/cancel` takes every way to log in; it had to be `urn:acr:mfa or urn:acr:passkey`",
    );
}

#[test]
fn d04_another_way_to_log_in() {
    replaces(
        |it| endpoint(it, "cancel_order").proof.acr = vec!["urn:acr:sms".to_owned()],
        "`POST /orders/{order}/cancel` needs a login by `urn:acr:sms` now; it was `urn:acr:mfa or urn:acr:passkey`",
    );
}

#[test]
fn d04_the_order_of_logins_is_no_change() {
    assert_eq!(changes(|it| endpoint(it, "cancel_order").proof.acr.reverse()), []);
}

#[test]
fn d04_tokens_that_are_bound_to_no_key() {
    widens(
        |it| endpoint(it, "cancel_order").proof.bound = false,
        "`POST /orders/{order}/cancel` takes tokens that are bound to no key now: a stolen one is enough",
    );
    let back = changes_back(|it| endpoint(it, "cancel_order").proof.bound = false);
    let sentence =
        "`POST /orders/{order}/cancel` needs a token that is bound to its holder's key now";
    assert_eq!(back, [(Narrower, sentence.to_owned())]);
    let back = changes_back(|it| endpoint(it, "cancel_order").proof.acr.clear());
    assert_eq!(
        back[0].1,
        "`POST /orders/{order}/cancel` needs a login by `urn:acr:mfa or urn:acr:passkey` now; every way counted"
    );
}

#[test]
fn d04_one_more_issuer() {
    widens(
        |it| endpoint(it, "cancel_order").proof.issuer.push("other".to_owned()),
        "`POST /orders/{order}/cancel` now also takes a token of the issuer `other`",
    );
    let back =
        changes_back(|it| endpoint(it, "cancel_order").proof.issuer.push("other".to_owned()));
    let sentence = "`POST /orders/{order}/cancel` no longer takes a token of the issuer `other`";
    assert_eq!(back, [(Narrower, sentence.to_owned())]);
}

#[test]
fn d04_every_issuer() {
    widens(
        |it| endpoint(it, "cancel_order").proof.issuer.clear(),
        "`POST /orders/{order}/cancel` takes tokens of every issuer; it had to be `corp or partner`",
    );
    let back = changes_back(|it| endpoint(it, "cancel_order").proof.issuer.clear());
    assert_eq!(
        back[0].1,
        "`POST /orders/{order}/cancel` needs a token of the issuer `corp or partner` now; every issuer's counted"
    );
}

#[test]
fn d04_another_issuer() {
    replaces(
        |it| endpoint(it, "cancel_order").proof.issuer = vec!["other".to_owned()],
        "`POST /orders/{order}/cancel` needs a token of the issuer `other` now; it was `corp or partner`",
    );
}

#[test]
fn d04_requests_that_nobody_signed() {
    widens(
        |it| endpoint(it, "cancel_order").proof.signed = false,
        "`POST /orders/{order}/cancel` takes requests that nobody signed now: a change on the way goes unnoticed",
    );
    let back = changes_back(|it| endpoint(it, "cancel_order").proof.signed = false);
    let sentence =
        "`POST /orders/{order}/cancel` needs requests that are signed by their token's key now";
    assert_eq!(back, [(Narrower, sentence.to_owned())]);
}

#[test]
fn d04_one_more_device() {
    widens(
        |it| endpoint(it, "cancel_order").proof.device.push("personal".to_owned()),
        "`POST /orders/{order}/cancel` now also takes a call from the device `personal`",
    );
}

#[test]
fn d04_every_device() {
    widens(
        |it| endpoint(it, "cancel_order").proof.device.clear(),
        "`POST /orders/{order}/cancel` takes calls from every device; it had to be `managed or shared`",
    );
}

#[test]
fn d04_another_device() {
    replaces(
        |it| endpoint(it, "cancel_order").proof.device = vec!["personal".to_owned()],
        "`POST /orders/{order}/cancel` needs a call from the device `personal` now; it was `managed or shared`",
    );
}

#[test]
fn d04_the_order_of_issuers_and_devices_is_no_change() {
    let turned = |it: &mut Manifest| {
        let proof = &mut endpoint(it, "cancel_order").proof;
        proof.issuer.reverse();
        proof.device.reverse();
    };
    assert_eq!(changes(turned), []);
}

// G-05.
#[test]
fn d04_one_more_network() {
    widens_from_office(
        |it| endpoint(it, "cancel_order").network.push("vpn".to_owned()),
        "`POST /orders/{order}/cancel` now also takes a call from the network `vpn`",
    );
}

#[test]
fn d04_every_network() {
    widens_from_office(
        |it| endpoint(it, "cancel_order").network.clear(),
        "`POST /orders/{order}/cancel` takes calls from everywhere; it had to be `office`",
    );
}

/// A mutation of a shop whose orders are cancelled from the office, which is wider one way and narrower the other.
fn widens_from_office(mutate: impl Fn(&mut Manifest), sentence: &str) {
    let office = || mutated(|it| endpoint(it, "cancel_order").network.push("office".to_owned()));
    let mut after = office();
    mutate(&mut after);
    let facts = |manifest: &Manifest| facts(manifest, Aspects::new());
    let there = told(compare(&facts(&office()), &facts(&after)));
    assert_eq!(there, [(Wider, sentence.to_owned())]);
    let back = told(compare(&facts(&after), &facts(&office())));
    assert!(back.len() == 1 && back[0].0 == Narrower, "back: {back:?}");
}
