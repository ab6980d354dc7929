//! G-02: what callers are told of their limits, read by whoever knows structured fields and nothing of us.

use std::time::Duration;

use sfv::{BareItem, List, ListEntry, Parser};

use crate::prelude::*;
use crate::testing::{TestApp, TestResponse, block_on};

/// Look goods up.
#[derive(Scope)]
#[scope("goods:read", reads)]
struct GoodsRead;

/// Goods.
#[zt::get("/goods", scopes(GoodsRead), rate("3/min", by = client))]
async fn goods() -> NoContent {
    NoContent
}

/// Not now.
#[zt::get("/later", scopes(GoodsRead))]
async fn later() -> Result<NoContent, Problem> {
    Err(Problem::conflict("Not now"))
}

/// Prices.
#[zt::get("/prices", public(why = "prices are for everyone"), rate("100/hour"))]
async fn prices() -> NoContent {
    NoContent
}

/// A shop.
#[zt::service(endpoints(goods, later, prices))]
struct Shop;

/// The one policy of a field: its name and two of its parameters.
fn field(answer: &TestResponse, name: &str, keys: [&str; 2]) -> (String, [i64; 2]) {
    let list: List = Parser::new(answer.header(name).unwrap()).parse().unwrap();
    let [ListEntry::Item(item)] = list.as_slice() else { panic!("{list:?}") };
    let BareItem::String(policy) = &item.bare_item else { panic!("{item:?}") };
    let number = |key: &str| match item.params.get(key) {
        Some(BareItem::Integer(number)) => i64::from(*number),
        other => panic!("{key}: {other:?}"),
    };
    (policy.as_str().to_owned(), keys.map(number))
}

fn policy(answer: &TestResponse) -> (String, [i64; 2]) {
    field(answer, "ratelimit-policy", ["q", "w"])
}

fn left(answer: &TestResponse) -> (String, [i64; 2]) {
    field(answer, "ratelimit", ["r", "t"])
}

fn named(name: &str, numbers: [i64; 2]) -> (String, [i64; 2]) {
    (name.to_owned(), numbers)
}

#[test]
fn g02_whoever_is_let_in_is_told_what_is_left() {
    let shop = Shop::test();
    block_on(async {
        let alice = shop.as_caller("alice").holding::<GoodsRead>();
        for (status, numbers) in [(204, [2, 20]), (204, [1, 40]), (204, [0, 60]), (429, [0, 20])] {
            let answer = alice.get("/goods").await;
            assert_eq!(answer.status(), status);
            assert_eq!(policy(&answer), named("client", [3, 60]));
            assert_eq!(left(&answer), named("client", numbers));
            let retry = (status == 429).then_some("20");
            assert_eq!(answer.header("retry-after"), retry);
        }
        shop.clock().advance(Duration::from_secs(20));
        assert_eq!(alice.get("/goods").await.status(), 204);
        let problem = alice.get("/later").await;
        assert_eq!((problem.status(), left(&problem)), (409, named("subject", [599, 1])));
        let open = shop.anonymous().get("/prices").await;
        assert_eq!((policy(&open), left(&open)), (named("ip", [100, 3600]), named("ip", [99, 36])));
    });
}

// Who isn't let in learns nothing of anybody's limit.
#[test]
fn g02_who_is_refused_before_the_limit_is_told_nothing_of_it() {
    let shop: TestApp<Shop> = Shop::test();
    block_on(async {
        let caller = shop.as_caller("mallory");
        let refused = [
            caller.get("/goods").await,
            shop.anonymous().get("/goods").await,
            caller.get("/x").await,
        ];
        for answer in refused {
            assert!(answer.status() >= 401);
            assert_eq!(
                (answer.header("ratelimit"), answer.header("ratelimit-policy")),
                (None, None)
            );
        }
    });
}
