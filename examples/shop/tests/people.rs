//! Who sees and does what: buyers, support, admins, and people of another shop, each with real tokens.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::time::Duration;

use serde_json::{Value, json};
use shop::{Admin, Buyer, Office, OrdersRead, Shop, ShopAdmin, Stores, SupportStaff};
use zt::prelude::*;
use zt::testing::{TestApp, TestCaller, TestResponse, block_on};

const MULTIPART: &str = "multipart/form-data; boundary=line";

/// The shop with its samples, in memory.
fn opened() -> TestApp<Shop> {
    let app = Shop::test().network::<Office>("127.0.0.1/32");
    let stores = Stores::open(":memory:").unwrap().with_samples(|name| Ok(app.person(name)));
    let Stores { products, orders, claims, .. } = stores.unwrap();
    app.data(products).data(orders).data(claims)
}

/// Their tokens are bound to a key that they prove with each request, as whatever changes something asks for it.
fn buyer<'t>(app: &'t TestApp<Shop>, name: &str, shop: &str) -> TestCaller<'t> {
    app.as_caller(name).in_tenant(shop).in_role::<Buyer>().bound()
}

fn support<'t>(app: &'t TestApp<Shop>, name: &str, shop: &str) -> TestCaller<'t> {
    app.as_caller(name).in_tenant(shop).in_role::<SupportStaff>().bound()
}

fn admin<'t>(app: &'t TestApp<Shop>, name: &str, shop: &str) -> TestCaller<'t> {
    app.as_caller(name).in_tenant(shop).in_role::<ShopAdmin>().bound()
}

fn form(media_type: &str, photo: &str) -> String {
    format!(
        "--line\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\nNo handle.\r\n\
         --line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../cup.png\"\r\n\
         Content-Type: {media_type}\r\n\r\n{photo}\r\n--line--\r\n"
    )
}

async fn hand_in(caller: &TestCaller<'_>, order: &str) -> TestResponse {
    let claims = format!("/orders/{order}/claims");
    caller.post(&claims).body(MULTIPART, form("image/png", "pixels")).await
}

fn ids(answer: &TestResponse) -> Vec<Value> {
    answer.json().as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

#[test]
fn a_buyer_orders_changes_and_cancels() {
    let app = opened();
    block_on(async {
        let alice = buyer(&app, "alice", "acme");
        let new = json!({ "id": "a-2", "product": 1, "pieces": 3, "door_code": "0815" });
        let placed = alice.post("/orders").json(&new).await;
        let expected = json!({ "id": "a-2", "product": 1, "pieces": 3, "cents": 2700, "state": "placed", "remark": null });
        assert_eq!((placed.status(), placed.json()), (201, expected));
        assert_eq!(alice.post("/orders").json(&new).await.status(), 409);
        assert_eq!(ids(&alice.get("/orders").await), ["a-2", "a-1"]);

        let change = json!({ "pieces": 1, "remark": "Ring twice." });
        let changed = alice.patch("/orders/a-2").json(&change).await.json();
        assert_eq!((&changed["cents"], &changed["remark"]), (&json!(900), &json!("Ring twice.")));
        let left_alone = alice.patch("/orders/a-2").json(&json!({})).await.json();
        assert_eq!(left_alone["remark"], "Ring twice.");
        let cleared = alice.patch("/orders/a-2").json(&json!({ "remark": null })).await.json();
        assert_eq!((&cleared["pieces"], &cleared["remark"]), (&json!(1), &json!(null)));

        assert_eq!(alice.post("/orders/a-2/cancel").await.json()["state"], "cancelled");
        assert_eq!(alice.post("/orders/a-2/cancel").await.status(), 409);
        assert_eq!(alice.patch("/orders/a-2").json(&change).await.status(), 409);
    });
}

#[test]
fn an_invoice_is_a_file_and_a_parcel_is_at_the_courier() {
    let app = opened();
    block_on(async {
        let alice = buyer(&app, "alice", "acme");
        let invoice = alice.get("/orders/a-1/invoice").await;
        assert!(invoice.text().contains("2 pieces: 1800 cents"));
        let saved = Some("attachment; filename=\"invoice.txt\"");
        assert_eq!(invoice.header("content-disposition"), saved);
        let parcel = alice.get("/orders/a-1/parcel").await;
        assert_eq!(parcel.status(), 303);
        assert_eq!(parcel.header("location"), Some("https://courier.example/parcels/a-1"));
    });
}

#[test]
fn each_hears_what_happens_to_what_they_may_see() {
    let app = opened();
    block_on(async {
        let (alice, bob) = (buyer(&app, "alice", "acme"), buyer(&app, "bob", "acme"));
        let mut of_alice = alice.get("/changes").await;
        let mut of_bob = bob.get("/changes").await;
        let mut of_support = support(&app, "sue", "acme").get("/changes").await;
        let mut of_admin = admin(&app, "ada", "acme").get("/changes").await;
        let mut elsewhere = support(&app, "gus", "globex").get("/changes").await;
        assert_eq!(alice.post("/orders/a-1/cancel").await.status(), 200);
        for stream in [&mut of_alice, &mut of_support, &mut of_admin] {
            let told = stream.next_event().await.unwrap();
            assert_eq!((&told["id"], &told["state"]), (&json!("a-1"), &json!("cancelled")));
        }
        for stream in [&mut of_bob, &mut elsewhere] {
            assert_eq!(stream.events_so_far().await, (vec![], false));
        }
        app.revocations().revoke_subject(&app.person("alice")).unwrap();
        assert_eq!(of_alice.next_event().await, None);
    });
}

#[test]
fn support_writes_notes_from_its_desk() {
    let app = opened();
    block_on(async {
        let mut sue = support(&app, "sue", "acme").socket("/support/desk").await;
        let mut sam = support(&app, "sam", "acme").socket("/support/desk").await;
        let mut gus = support(&app, "gus", "globex").socket("/support/desk").await;
        let note = json!({ "order": "a-1", "note": "Calls often." });
        let written = sue.say("orders.annotate", &note).await.unwrap();
        assert_eq!(written["note"], "Calls often.");
        assert_eq!(sam.next_event().await.unwrap()["note"], "Calls often.");
        let elsewhere = gus.say("orders.annotate", &note).await.unwrap_err();
        assert_eq!(elsewhere["code"], 404);
        assert_eq!(gus.events_so_far().await, (vec![], false));
        let buyers = buyer(&app, "alice", "acme").socket("/support/desk").await;
        assert_eq!(buyers.status(), 403);
        let bare = support(&app, "sue", "acme").get("/support/desk").await;
        assert_eq!(bare.status(), 426);
    });
}

/// Everything that names an order by its id.
async fn everything_about(caller: &TestCaller<'_>, order: &str) -> Vec<u16> {
    let path = |rest: &str| format!("/orders/{order}{rest}");
    let answers = [
        caller.get(&path("")).await,
        caller.get(&path("/invoice")).await,
        caller.get(&path("/parcel")).await,
        caller.get(&format!("/claims?order={order}")).await,
        caller.patch(&path("")).json(&json!({ "pieces": 1 })).await,
        caller.post(&path("/cancel")).await,
        hand_in(caller, order).await,
    ];
    answers.iter().map(TestResponse::status).collect()
}

#[test]
fn to_others_an_order_is_not_there() {
    let app = opened();
    block_on(async {
        let strangers = [
            buyer(&app, "bob", "acme"),
            buyer(&app, "alice", "globex"),
            buyer(&app, "carol", "globex"),
            buyer(&app, "alice", "acme").as_client(),
        ];
        for stranger in strangers {
            assert_eq!(everything_about(&stranger, "a-1").await, [404; 7], "{stranger:?}");
        }
        // Nor to Alice without a shop.
        let nowhere = app.as_caller("alice").holding::<OrdersRead>();
        assert_eq!(nowhere.get("/orders/a-1").await.status(), 404);
        let alice = buyer(&app, "alice", "acme");
        assert_eq!(everything_about(&alice, "a-1").await, [200, 200, 303, 200, 200, 200, 201]);
        assert_eq!(everything_about(&alice, "nothing").await, [404; 7]);
    });
}

#[test]
fn support_sees_its_shop_and_no_other() {
    let app = opened();
    block_on(async {
        let sue = support(&app, "sue", "acme");
        assert_eq!(ids(&sue.get("/support/orders").await), ["b-1", "a-1"]);
        assert_eq!(sue.get("/orders/a-1").await.status(), 200);
        assert_eq!(sue.get("/orders/c-1").await.status(), 404);
        assert_eq!(sue.get("/orders").await.json(), json!([]));
        let globex = support(&app, "gus", "globex");
        assert_eq!(ids(&globex.get("/support/orders").await), ["c-1"]);
        assert_eq!(buyer(&app, "alice", "acme").get("/support/orders").await.status(), 403);
    });
}

#[test]
fn support_searches_by_buyer_and_product() {
    let app = opened();
    block_on(async {
        let sue = support(&app, "sue", "acme");
        let search = async |body: Value| sue.post("/support/orders/search").json(&body).await;
        assert_eq!(ids(&search(json!({ "products": [] })).await), ["b-1", "a-1"]);
        assert_eq!(ids(&search(json!({ "products": [2] })).await), ["b-1"]);
        assert_eq!(ids(&search(json!({ "products": [1], "buyer": "bob" })).await), [""; 0]);
        // A product of the other shop is not there.
        assert_eq!(search(json!({ "products": [3] })).await.status(), 404);
    });
}

#[test]
fn a_note_is_for_support_alone_and_nobody_assists_themselves() {
    let app = opened();
    block_on(async {
        let sue = support(&app, "sue", "acme");
        let note = json!({ "note": "canary-note" });
        let noted = sue.patch("/support/orders/a-1").json(&note).await.json();
        assert_eq!((&noted["note"], &noted["buyer"]), (&json!("canary-note"), &json!("alice")));
        let alice = buyer(&app, "alice", "acme");
        assert!(!alice.get("/orders/a-1").await.text().contains("canary-note"));
        let both = support(&app, "alice", "acme");
        assert_eq!(both.patch("/support/orders/a-1").json(&note).await.status(), 404);
        assert_eq!(sue.patch("/orders/a-1").json(&json!({})).await.status(), 403);
    });
}

#[test]
fn a_claim_is_within_its_order() {
    let app = opened();
    block_on(async {
        let (alice, bob) = (buyer(&app, "alice", "acme"), buyer(&app, "bob", "acme"));
        let claim = hand_in(&alice, "a-1").await;
        let expected =
            json!({ "id": 1, "order": "a-1", "reason": "No handle.", "refunded": false });
        assert_eq!((claim.status(), claim.json()), (201, expected));
        assert_eq!(hand_in(&bob, "b-1").await.json()["id"], 2);

        assert_eq!(alice.get("/orders/a-1/claims/1").await.status(), 200);
        let photo = alice.get("/orders/a-1/claims/1/photo").await;
        assert_eq!((photo.header("content-type"), photo.text()), (Some("image/png"), "pixels"));
        assert_eq!(photo.header("content-disposition"), Some("attachment; filename=\"claim-1\""));
        for swapped in ["/orders/a-1/claims/2", "/orders/b-1/claims/1", "/orders/b-1/claims/2"] {
            assert_eq!(alice.get(swapped).await.status(), 404, "{swapped}");
        }
        // Support reads both, and still not one as if it were of the other order.
        let sue = support(&app, "sue", "acme");
        assert_eq!(sue.get("/orders/b-1/claims/2").await.status(), 200);
        assert_eq!(sue.get("/orders/a-1/claims/2").await.status(), 404);
        assert_eq!(ids(&sue.get("/claims?order=b-1").await), [2]);
    });
}

#[test]
fn a_photo_is_a_photo_and_not_too_large() {
    let app = opened();
    block_on(async {
        let alice = buyer(&app, "alice", "acme");
        let send = async |media_type: &str, photo: &str| {
            let body = form(media_type, photo);
            alice.post("/orders/a-1/claims").body(MULTIPART, body).await.status()
        };
        assert_eq!(send("text/html", "<script>").await, 422);
        assert_eq!(send("image/svg+xml", "<svg>").await, 422);
        assert_eq!(send("image/png", "").await, 422);
        assert_eq!(send("image/png", &"x".repeat(1024 * 1024)).await, 413);
        assert_eq!(ids(&alice.get("/claims?order=a-1").await), [0; 0]);
    });
}

#[test]
fn a_refund_takes_four_eyes_and_a_fresh_token() {
    let app = opened();
    block_on(async {
        let alice = buyer(&app, "alice", "acme");
        hand_in(&alice, "a-1").await;
        let refund = "/orders/a-1/claims/1/refund";
        assert_eq!(alice.post(refund).await.status(), 403);
        assert_eq!(support(&app, "alice", "acme").post(refund).await.status(), 404);
        assert_eq!(support(&app, "gus", "globex").post(refund).await.status(), 404);

        // Its token is of now, its proof of when it is sent.
        let sue = support(&app, "sue", "acme");
        let stale = sue.post(refund);
        app.clock().advance(Duration::from_secs(301));
        let stale = stale.await;
        assert_eq!(stale.status(), 401);
        assert!(stale.header("www-authenticate").unwrap().contains("max_age=\"300\""));
        assert_eq!(sue.post(refund).await.json()["refunded"], true);
        assert_eq!(sue.post(refund).await.status(), 409);
        assert_eq!(alice.get("/orders/a-1").await.json()["state"], "refunded");
    });
}

#[test]
fn an_admin_sells_and_erases_in_one_shop() {
    let app = opened();
    block_on(async {
        // Selling and erasing has a door of its own, and tokens for it.
        let ada = admin(&app, "ada", "acme").in_segment::<Admin>();
        let bowl = json!({ "name": "Bowl", "cents": 1200, "blurb": "Round." });
        assert_eq!(ada.post("/products").json(&bowl).await.json()["id"], 4);
        let dearer = json!({ "cents": 1300, "blurb": null });
        let expected = json!({ "id": 4, "name": "Bowl", "cents": 1300, "blurb": null });
        assert_eq!(ada.patch("/products/4").json(&dearer).await.json(), expected);
        assert_eq!(ada.patch("/products/3").json(&dearer).await.status(), 404);
        let alice = buyer(&app, "alice", "acme");
        assert_eq!(alice.patch("/products/4").json(&dearer).await.status(), 405);
        let inside = || buyer(&app, "alice", "acme").in_segment::<Admin>();
        assert_eq!(inside().patch("/products/4").json(&dearer).await.status(), 403);
        assert_eq!(ids(&alice.get("/products").await), [1, 2, 4]);
        assert_eq!(alice.get("/products/3").await.status(), 404);

        hand_in(&alice, "a-1").await;
        assert_eq!(alice.delete("/orders/a-1").await.status(), 405);
        assert_eq!(inside().delete("/orders/a-1").await.status(), 403);
        let gil = admin(&app, "gil", "globex").in_segment::<Admin>();
        assert_eq!(gil.delete("/orders/a-1").await.status(), 404);
        assert_eq!(ada.delete("/orders/a-1").await.status(), 204);
        assert_eq!(admin(&app, "ada", "acme").get("/orders/a-1").await.status(), 404);
        // Its claims went with it, even for who orders under the same id again.
        let again = json!({ "id": "a-1", "product": 1, "pieces": 1 });
        assert_eq!(alice.post("/orders").json(&again).await.status(), 201);
        assert_eq!(alice.get("/orders/a-1/claims/1").await.status(), 404);
    });
}

#[test]
fn prices_are_for_everybody_and_the_rest_is_not() {
    let app = opened();
    block_on(async {
        let passer_by = app.anonymous();
        let expected = json!([{ "name": "Lamp", "cents": 4900 }]);
        assert_eq!(passer_by.get("/prices/globex").await.json(), expected);
        assert_eq!(passer_by.get("/prices/nowhere").await.json(), json!([]));
        assert_eq!(passer_by.get("/health").await.status(), 204);
        for guarded in ["/me", "/orders", "/products", "/claims?order=a-1", "/support/orders"] {
            assert_eq!(passer_by.get(guarded).await.status(), 401, "{guarded}");
        }
    });
}

#[test]
fn whoever_has_a_role_may_know_who_they_are() {
    let app = opened();
    block_on(async {
        let someone = || app.as_caller("alice").in_tenant("acme");
        let roles = [
            someone().in_role::<Buyer>(),
            someone().in_role::<SupportStaff>(),
            someone().in_role::<ShopAdmin>(),
        ];
        for caller in roles {
            let me = caller.get("/me").await.json();
            assert_eq!(me, json!({ "name": "alice", "shop": "acme" }));
        }
        assert_eq!(someone().get("/me").await.status(), 403);
    });
}

#[test]
fn no_answer_shows_a_door_code() {
    let app = opened();
    block_on(async {
        let alice = buyer(&app, "alice", "acme");
        let sue = support(&app, "sue", "acme");
        for target in ["/orders", "/orders/a-1", "/orders/a-1/invoice", "/support/orders"] {
            for caller in [&alice, &sue] {
                assert!(!caller.get(target).await.text().contains("4711"), "{target}");
            }
        }
        assert!(!app.audit().iter().any(|record| record.to_string().contains("4711")));
    });
}

// X32: a role is what this shop says it is, and no scope.
#[test]
fn a_role_is_worth_what_the_shop_says() {
    let app = opened();
    block_on(async {
        let acme = |name| app.as_caller(name).in_tenant("acme").bound();
        assert_eq!(
            acme("sue").in_role::<SupportStaff>().get("/support/orders").await.status(),
            200
        );
        assert_eq!(acme("bob").in_role::<Buyer>().get("/support/orders").await.status(), 403);
        let order = json!({ "id": "s-1", "product": 1, "pieces": 1 });
        let placed = acme("sue").in_role::<SupportStaff>().post("/orders").json(&order).await;
        assert_eq!(placed.status(), 403, "support helps, and buys nothing by that");
        // Of another tenant it is worth nothing either.
        let globex = app.as_caller("sue").in_tenant("globex").in_role::<ShopAdmin>();
        assert_eq!(globex.get("/orders/a-1").await.status(), 404);
    });
}
