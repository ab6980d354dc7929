//! What changes something takes a key beside the token.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::time::Duration;

use serde_json::json;
use shop::{Admin, Buyer, Office, Shop, ShopAdmin, Stores, SupportStaff};
use zt::prelude::*;
use zt::testing::{TestCaller, TestResponse, block_on};
use zt_manifest::Effect;

const MULTIPART: &str = "multipart/form-data; boundary=line";
const CLAIM: &str = "--line\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\nNo handle.\r\n\
                     --line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cup.png\"\r\n\
                     Content-Type: image/png\r\n\r\npixels\r\n--line--\r\n";

/// Everything that changes something, with whether it went through.
async fn all_changes(shop: &[TestCaller<'_>; 3]) -> Vec<u16> {
    let [alice, sue, ada] = shop;
    let order = json!({ "id": "n-1", "product": 1, "pieces": 1 });
    let bowl = json!({ "name": "Bowl", "cents": 1200, "blurb": null });
    // A desk is opened with a token, too; what is said there is what needs the key.
    let mut desk = sue.socket("/support/desk").await;
    let answers = [
        alice.post("/orders").json(&order).await,
        alice.patch("/orders/n-1").json(&json!({ "pieces": 2 })).await,
        alice.post("/orders/n-1/claims").body(MULTIPART, CLAIM).await,
        alice.post("/orders/a-1/cancel").await,
        sue.patch("/support/orders/n-1").json(&json!({ "note": "Calls often." })).await,
        sue.post("/orders/n-1/claims/1/refund").await,
        ada.post("/products").json(&bowl).await,
        ada.patch("/products/1").json(&json!({ "cents": 1 })).await,
        ada.delete("/orders/b-1").await,
    ];
    let note = json!({ "order": "n-1", "note": "Never mind." });
    let said = match desk.say("orders.annotate", &note).await {
        Ok(_) => 200,
        Err(error) => error["code"].as_u64().and_then(|code| code.try_into().ok()).unwrap(),
    };
    answers.iter().map(TestResponse::status).chain([said]).collect()
}

// S-01, S-09: a token that was stolen without its key reads until it expires, and changes nothing.
#[test]
fn to_change_something_a_token_is_not_enough() {
    let app = Shop::test().network::<Office>("127.0.0.1/32");
    let stores = Stores::open(":memory:").unwrap().with_samples(|name| Ok(app.person(name)));
    let Stores { products, orders, claims, .. } = stores.unwrap();
    let app = app.data(products).data(orders).data(claims);
    block_on(async {
        let plain = [
            app.as_caller("alice").in_tenant("acme").in_role::<Buyer>(),
            app.as_caller("sue").in_tenant("acme").in_role::<SupportStaff>(),
            app.as_caller("ada").in_tenant("acme").in_role::<ShopAdmin>().in_segment::<Admin>(),
        ];
        assert_eq!(all_changes(&plain).await, [401; 10]);
        assert_eq!(plain[0].get("/orders/a-1").await.status(), 200);
        assert_eq!(plain[1].get("/support/orders").await.status(), 200);
        let bound = plain.map(TestCaller::bound);
        let stale = bound[0].post("/orders/a-1/cancel");
        app.clock().advance(Duration::from_secs(601));
        assert_eq!(stale.await.status(), 401, "nor is an old one");
        let went_through = [201, 200, 201, 200, 200, 200, 201, 200, 204, 200];
        assert_eq!(all_changes(&bound).await, went_through);
    });
    let changing = Shop::manifest().unwrap().endpoints;
    let changing = changing.iter().filter(|it| it.effect == Effect::Writes);
    assert_eq!(changing.count(), 10, "none is left out");
}
