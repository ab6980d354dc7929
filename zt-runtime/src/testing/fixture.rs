//! A service by hand, for the tests of the gate and its neighbours: what the macros would have written.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use zt_core::contract::{
    Access, Contract, Effect, LimitsRule, Method, Mount, Outer, Place, ProofRule, RateBy, RateRule,
    Reached, ScopeInfo, Sensitivity, Unproved, Waiver,
};
use zt_core::grammar::{Period, Rate, Size, Span};

use crate::argument::Gathering;
use crate::clock::Clock;
use crate::endpoint::{BodyFault, CallFuture, Cx, Entry, entry};
use crate::identity::jwt::JwtTrust;
use crate::identity::jwt::algorithms::Algorithms;
use crate::identity::jwt::claims::Mapping;
use crate::identity::jwt::discovery::{KeyPlace, KeySource};
use crate::identity::jwt::keys::Keys;
use crate::identity::{Issuer, Tokens};
use crate::outbound::{Outbound, SafeUrl};
use crate::problem::{Problem, Refusal};
use crate::reply::{Described as _, NoContent, Respond as _, Response};
use crate::store::{MarkedStore, Store};
use crate::{Endpoint, Scope, Service};

pub(crate) const PLACE: Place =
    Place { file: "src/things.rs", in_package: "src/things.rs", line: 7, module: "things" };
pub(crate) const WAIVER: Waiver = Waiver { why: "for everybody to see", owner: None, until: None };

pub(crate) struct Read;
impl Scope for Read {
    const INFO: ScopeInfo = ScopeInfo {
        name: "things:read",
        effect: Effect::Reads,
        sensitivity: Sensitivity::Ordinary,
        reason: "Look.",
    };
}

pub(crate) struct Write;
impl Scope for Write {
    const INFO: ScopeInfo = ScopeInfo {
        name: "things:write",
        effect: Effect::Writes,
        sensitivity: Sensitivity::Ordinary,
        reason: "Change.",
    };
}

/// A store that counts the calls of handlers.
#[derive(Default)]
pub(crate) struct Calls(AtomicUsize);
impl MarkedStore for Calls {
    const NAME: &'static str = "Calls";
    const UNPROVED: &'static [Unproved] = &[];
}
impl Store for Calls {}

pub(crate) const fn contract(
    name: &'static str,
    method: Method,
    pattern: &'static str,
) -> Contract {
    Contract {
        name,
        reason: "A test.",
        place: PLACE,
        method,
        pattern,
        access: Access::Scopes(&[&[Read::INFO]]),
        asks: false,
        open: &[],
        params: &[],
        proof: ProofRule::NONE,
        rate: None,
        limits: LimitsRule::NONE,
        network: &[],
        segment: None,
        stream: None,
        message: None,
    }
}

pub(crate) const fn outer(name: &'static str, prefix: &'static str) -> Outer {
    Outer {
        name,
        reason: "A test.",
        prefix,
        place: PLACE,
        proof: ProofRule::NONE,
        rate: None,
        limits: LimitsRule::NONE,
        network: &[],
        segment: None,
        legacy: &[],
        stage: None,
    }
}

const fn per_minute(count: u32) -> Option<RateRule> {
    Some(RateRule { rate: Rate::new(count, Period::Minute), by: RateBy::Subject })
}

fn text(status: u16, text: &str) -> Response {
    let headers = vec![("content-type", "text/plain".to_owned())];
    Response::whole(status, headers, Bytes::from(text.to_owned()))
}

async fn length_of_body(cx: &Cx) -> Response {
    let Some(body) = cx.take_body() else { return text(201, "0") };
    match body.read(cx.limits().body.bytes()).await {
        Ok(bytes) => text(201, &bytes.len().to_string()),
        Err(BodyFault::TooLarge) => cx.refuse(&Refusal::BodyTooLarge),
        Err(BodyFault::TooSlow) => cx.refuse(&Refusal::BodyTooSlow),
        Err(BodyFault::Broken) => cx.refuse(&Refusal::MalformedBody("body_broken")),
        Err(BodyFault::OtherDigest) => {
            cx.refuse(&Refusal::MalformedBody("content_digest_mismatch"))
        }
    }
}

/// An endpoint with a handler from `&Cx` to a response.
macro_rules! endpoints {
    ($($name:ident: $contract:expr, |$cx:ident| $body:expr;)*) => {$(
        #[allow(non_camel_case_types, reason = "named as the function would be")]
        pub(crate) struct $name;
        impl Endpoint for $name {
            const CONTRACT: &'static Contract = &$contract;
            const STORES: Reached = Reached::Nothing;
            fn call($cx: &Cx) -> CallFuture<'_> {
                let calls = $cx.store::<Calls>();
                $cx.note(NoContent::describe);
                Gathering::of($cx).run(Box::new(move |_| {
                    if let Some(calls) = calls {
                        calls.0.fetch_add(1, Ordering::Relaxed);
                    }
                    Some(Box::pin(async move { $body }))
                }))
            }
        }
    )*};
}

endpoints! {
    open: Contract { access: Access::Public(WAIVER), ..contract("open", Method::Get, "/open") },
        |cx| text(200, if cx.shared_identity().is_some() { "somebody" } else { "nobody" });
    get_thing: contract("get_thing", Method::Get, "/{thing}"),
        |cx| text(200, cx.param("thing").unwrap_or("?"));
    head_thing: contract("head_thing", Method::Head, "/{thing}/head"), |_cx| text(200, "own");
    put_thing: Contract { access: Access::Scopes(&[&[Write::INFO]]), ..contract("put_thing", Method::Put, "/{id}") },
        |cx| text(200, cx.param("id").unwrap_or("?"));
    make_thing: Contract {
        access: Access::Scopes(&[&[Write::INFO]]),
        limits: LimitsRule { body: Some(Size::from_bytes(1000)), time: Some(Span::from_millis(400)) },
        ..contract("make_thing", Method::Post, "/")
    }, |cx| length_of_body(cx).await;
    signed: Contract {
        access: Access::Scopes(&[&[Write::INFO]]),
        proof: ProofRule { signed: true, ..ProofRule::NONE },
        ..contract("signed", Method::Post, "/signed")
    }, |cx| length_of_body(cx).await;
    panics: Contract { access: Access::Public(WAIVER), ..contract("panics", Method::Get, "/panics") },
        |_cx| panic!("canary-panic");
    slow: Contract {
        access: Access::Public(WAIVER),
        limits: LimitsRule { body: None, time: Some(Span::from_millis(30)) },
        ..contract("slow", Method::Get, "/slow")
    }, |_cx| { tokio::time::sleep(Duration::from_secs(60)).await; text(200, "late") };
    waits: Contract { access: Access::Public(WAIVER), ..contract("waits", Method::Get, "/waits") },
        |_cx| { tokio::time::sleep(Duration::from_millis(400)).await; text(200, "waited") };
    fails: Contract { access: Access::Public(WAIVER), ..contract("fails", Method::Get, "/fails") },
        |cx| Err::<NoContent, _>(Problem::conflict("Twice")).respond(cx);
    splits: Contract { access: Access::Public(WAIVER), ..contract("splits", Method::Get, "/splits") },
        |_cx| Response { headers: vec![("location", "/a\r\nset-cookie: x".to_owned())], ..text(200, "") };
    fresh: Contract {
        proof: ProofRule { max_age: Some(Span::from_millis(60_000)), ..ProofRule::NONE },
        ..contract("fresh", Method::Get, "/fresh")
    }, |_cx| text(200, "fresh");
    rare: Contract { rate: per_minute(2), ..contract("rare", Method::Get, "/rare") }, |_cx| text(200, "rare");
    shared_one: contract("shared_one", Method::Get, "/one"), |_cx| text(200, "1");
    shared_two: contract("shared_two", Method::Get, "/two"), |_cx| text(200, "2");
}

const THINGS: Outer = outer("Things", "/things");
const SHARED: Outer = Outer { rate: per_minute(3), ..outer("Shared", "/shared") };

pub(crate) struct Shop;
impl Service for Shop {
    const OUTER: &'static Outer = &outer("Shop", "");
    const MOUNTS: &'static [Mount] = &[
        Mount::Endpoint(open::CONTRACT),
        Mount::Group(
            &THINGS,
            &[get_thing::CONTRACT, head_thing::CONTRACT, put_thing::CONTRACT, make_thing::CONTRACT],
        ),
        Mount::Endpoint(signed::CONTRACT),
        Mount::Endpoint(panics::CONTRACT),
        Mount::Endpoint(slow::CONTRACT),
        Mount::Endpoint(waits::CONTRACT),
        Mount::Endpoint(fails::CONTRACT),
        Mount::Endpoint(splits::CONTRACT),
        Mount::Endpoint(fresh::CONTRACT),
        Mount::Endpoint(rare::CONTRACT),
        Mount::Group(&SHARED, &[shared_one::CONTRACT, shared_two::CONTRACT]),
    ];
    const ENTRIES: &'static [&'static [Entry]] = &[
        &[entry::<open>()],
        &[entry::<get_thing>(), entry::<head_thing>(), entry::<put_thing>(), entry::<make_thing>()],
        &[entry::<signed>()],
        &[entry::<panics>()],
        &[entry::<slow>()],
        &[entry::<waits>()],
        &[entry::<fails>()],
        &[entry::<splits>()],
        &[entry::<fresh>()],
        &[entry::<rare>()],
        &[entry::<shared_one>(), entry::<shared_two>()],
    ];
}

/// The service under test.
pub(crate) fn shop() -> super::TestApp<Shop> {
    Shop::test().data(Calls::default())
}

/// An issuer of JWT whose keys nobody can fetch.
pub(crate) fn jwt_issuer(name: &str) -> Issuer {
    let clock = Clock::manual(jiff::Timestamp::UNIX_EPOCH).0;
    let url = SafeUrl::parse("http://127.0.0.1:9/jwks").unwrap();
    let source = KeySource::new(name.to_owned(), KeyPlace::Address(url), Algorithms::default());
    let tokens = Tokens::Jwt(JwtTrust {
        typ: "at+jwt".into(),
        mapping: Mapping::default(),
        introspection: None,
        keys: Keys::start(
            source,
            Duration::from_secs(3600),
            &Outbound::start().unwrap(),
            clock,
            None,
        ),
    });
    Issuer::nameless(name, "Shop", tokens)
}
