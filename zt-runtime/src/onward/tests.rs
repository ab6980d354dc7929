//! Whose token is exchanged where there are several issuers.

#![allow(clippy::unwrap_used, reason = "tests")]

use crate::authority::LocalAuthority;
use crate::clock::Clock;
use crate::config::Bounds;
use crate::identity::introspection::ClientCredentials;
use crate::onward::TargetConfig;
use crate::outbound::SafeUrl;
use crate::prelude::*;
use crate::testing::{TestApp, block_on};

/// Payments keeps the money.
#[derive(Onward)]
#[onward("payments")]
struct Payments;

/// Calls.
#[zt::get("/", authenticated(why = "the tests ask for no scope"))]
async fn call(payments: &Onward<Payments>) -> Result<NoContent, Problem> {
    let () = payments.get(&[], &[]).await?;
    Ok(NoContent)
}

/// Calls.
#[zt::service(endpoints(call))]
struct Desk;

/// A service that trusts two issuers, of which nobody is there to be asked.
fn desk(partner: &LocalAuthority, exchanged: &str) -> TestApp<Desk> {
    let nobody = || SafeUrl::parse("http://127.0.0.1:1").unwrap();
    let config = TargetConfig {
        name: "payments".to_owned(),
        url: nobody(),
        token_endpoint: nobody(),
        issuer: Some(exchanged.into()),
        audience: "payments".to_owned(),
        scope: "payments".to_owned(),
        credentials: ClientCredentials::new("desk", "desk"),
        networks: Vec::new(),
    };
    let calling = |mut parts: crate::serve::Parts| {
        parts.also_calling(config).unwrap();
        parts
    };
    TestApp::configured(partner.issuers(), calling, Bounds::loopback())
}

// Whoever gets a token can use it here: a partner's isn't for our issuer, nor ours for the partner.
#[test]
fn a11_a_token_goes_to_no_issuer_but_its_own() {
    let (clock, _) = Clock::manual("2030-01-01T00:00:00Z".parse().unwrap());
    let partner = LocalAuthority::for_test("partner", clock).unwrap();
    let token = partner.token_for("alice").issue().unwrap();
    for (exchanged, ours, theirs) in [("test:Desk", 503, 502), ("test:partner", 502, 503)] {
        let desk = desk(&partner, exchanged);
        block_on(async {
            // 503: somebody was asked, and is not there. 502: nobody was.
            assert_eq!(desk.as_caller("alice").get("/").await.status(), ours, "{exchanged}");
            assert_eq!(desk.with_token(&token).get("/").await.status(), theirs, "{exchanged}");
        });
    }
}
