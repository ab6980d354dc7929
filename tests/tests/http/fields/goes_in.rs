//! What comes in.

use super::*;

#[derive(Input)]
pub(super) struct Line {
    count: u32,
    #[input(with(OrdersDiscount), range(max = 50))]
    discount: Option<u8>,
}

#[derive(Input)]
pub(super) struct ChangeOrder {
    #[input(length(max = 20))]
    note: Option<String>,
    #[input(with(OrdersAssign), length(max = 20), rename = "owner")]
    owner_name: Patch<String>,
    #[input(with(OrdersAssign))]
    twin: Option<Authorized<Order, Change>>,
    lines: Option<Vec<Line>>,
}

#[derive(Disclose)]
#[disclose(plain)]
pub(super) struct Seen {
    owner: &'static str,
    discounts: Vec<Option<u8>>,
    twin: bool,
}

/// Change one.
#[zt::patch("/orders/{order}", scopes(OrdersWrite))]
pub(super) async fn change(
    order: &Authorized<Order, Change>,
    body: &Body<ChangeOrder>,
) -> Answer<Seen> {
    let _ = (&order.id, &body.note);
    let owner = match &body.owner_name {
        Patch::Absent => "absent",
        Patch::Null => "null",
        Patch::Value(_) => "value",
    };
    let lines = body.lines.iter().flatten();
    let discounts = lines.map(|line| line.discount.filter(|_| line.count > 0)).collect();
    Ok(Reply(Seen { owner, discounts, twin: body.twin.is_some() }))
}

#[derive(Input)]
pub(super) struct Search {
    #[input(length(max = 20))]
    text: Option<String>,
    #[input(with(OrdersPii), length(max = 20))]
    street: Option<String>,
}

/// Search, in the query.
#[zt::get("/search", scopes(OrdersRead))]
pub(super) async fn search(query: &Query<Search>) -> NoContent {
    let _ = (&query.text, &query.street);
    NoContent
}

/// The same as a form.
#[zt::post("/sign", scopes(OrdersWrite), reads)]
pub(super) async fn sign(form: &Form<Search>) -> NoContent {
    let _ = (&form.text, &form.street);
    NoContent
}

/// A picture.
pub(super) enum Picture {}

impl FileType for Picture {
    const MEDIA_TYPES: &'static [&'static str] = &["image/png"];
}

#[derive(Input)]
pub(super) struct HandOver {
    #[input(with(OrdersAssign), length(max = 20))]
    to: Option<String>,
}

/// The same with a file.
#[zt::post("/hand-over", scopes(OrdersWrite))]
pub(super) async fn hand_over(upload: &Upload<HandOver, Picture>) -> NoContent {
    let _ = (&upload.to, upload.file());
    NoContent
}

/// Where no scope is demanded.
#[zt::post("/free", authenticated(why = "the tests ask for no scope"))]
pub(super) async fn free(body: &Body<HandOver>) -> NoContent {
    let _ = &body.to;
    NoContent
}

fn challenge(scopes: &str) -> String {
    format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\"")
}

fn is_refused(answer: &TestResponse, scopes: &str) {
    assert_eq!(answer.status(), 403, "{answer:?}");
    assert_eq!(answer.json()["type"], "urn:zt:problem:insufficient-scope", "{answer:?}");
    assert_eq!(answer.header("www-authenticate"), Some(challenge(scopes).as_str()));
    let text = String::from_utf8_lossy(answer.bytes());
    assert!(!text.contains("owner") && !text.contains("twin"), "{text}");
}

#[test]
fn b14_x19_sent_means_that_the_key_is_there() {
    let world = World::open();
    block_on(async {
        for value in [json!("bob"), json!(null), json!(""), json!(7), json!([]), json!({ "a": 1 })]
        {
            let before = world.0.audit().len();
            let answer = world.alice().patch("/orders/1").json(&json!({ "owner": value })).await;
            is_refused(&answer, "orders:write orders:assign");
            assert_eq!(world.reason(before), "field_not_granted");
        }
        let seen = |body: Value| {
            let alice = world.alice().holding::<OrdersAssign>();
            async move { alice.patch("/orders/1").json(&body).await.json()["owner"].clone() }
        };
        assert_eq!(seen(json!({})).await, "absent");
        assert_eq!(seen(json!({ "owner": null })).await, "null");
        assert_eq!(seen(json!({ "owner": "bob" })).await, "value");
        let answer = world.alice().patch("/orders/1").json(&json!({ "note": "hi" })).await;
        assert_eq!(answer.json(), json!({ "owner": "absent", "discounts": [], "twin": false }));
    });
}

#[test]
fn b14_a_holder_is_held_to_the_bounds() {
    let world = World::open();
    block_on(async {
        let alice = world.alice().holding::<OrdersDiscount>();
        let lines = |discount: u8| json!({ "lines": [{ "count": 1, "discount": discount }] });
        let answer = alice.patch("/orders/1").json(&lines(50)).await;
        assert_eq!(answer.json()["discounts"], json!([50]));
        assert_eq!(alice.patch("/orders/1").json(&lines(51)).await.status(), 422);
    });
}

#[test]
fn b14_x19_fields_of_fields_are_no_way_around() {
    let world = World::open();
    block_on(async {
        let body = json!({ "lines": [{ "count": 1 }, { "count": 2, "discount": null }] });
        let answer = world.alice().patch("/orders/1").json(&body).await;
        is_refused(&answer, "orders:write orders:discount");
    });
}

/// Who may not send it hears that before anything else of the input, and all of it at once.
#[test]
fn b14_all_that_is_lacking_is_told_at_once_and_first() {
    let world = World::open();
    block_on(async {
        let body = json!({
            "note": "a note that is far too long for this", "is_admin": true, "owner": "bob",
            "lines": [{ "count": "x", "discount": 1 }],
        });
        let answer = world.alice().patch("/orders/1").json(&body).await;
        is_refused(&answer, "orders:write orders:assign orders:discount");
    });
}

#[test]
fn b14_nothing_is_loaded_for_a_field_that_may_not_be_sent() {
    let world = World::open();
    block_on(async {
        let loads = || world.1.load(Ordering::SeqCst);
        let answer = world.alice().patch("/orders/1").json(&json!({ "twin": 2 })).await;
        is_refused(&answer, "orders:write orders:assign");
        assert_eq!(loads(), 1, "only the object of the path");
        let alice = world.alice().holding::<OrdersAssign>();
        let answer = alice.patch("/orders/1").json(&json!({ "twin": 2 })).await;
        assert_eq!((answer.json()["twin"].clone(), loads()), (json!(true), 3));
    });
}

/// An object that isn't the caller's is told first: whether a field may be sent would tell that it is there.
#[test]
fn a01_b14_objects_come_before_fields() {
    let world = World::open();
    block_on(async {
        let body = json!({ "owner": "bob" });
        assert_eq!(world.alice().patch("/orders/3").json(&body).await.status(), 404);
        let bob = world.0.as_caller("bob").holding::<OrdersWrite>();
        assert_eq!(bob.patch("/orders/1").json(&body).await.status(), 404);
    });
}

#[test]
fn b14_queries_forms_and_uploads_are_no_way_around() {
    let world = World::open();
    block_on(async {
        let form = "application/x-www-form-urlencoded";
        for text in ["street=Elm", "text=a&street=", "str%65et=x"] {
            let (query, read) = (format!("/search?{text}"), "orders:read orders:pii");
            is_refused(&world.alice().get(&query).await, read);
            let sent = world.alice().post("/sign").body(form, text.to_owned()).await;
            is_refused(&sent, "orders:write orders:pii");
            let alice = world.alice().holding::<OrdersPii>();
            assert_eq!(alice.get(&query).await.status(), 204, "{text}");
            assert_eq!(alice.post("/sign").body(form, text.to_owned()).await.status(), 204);
        }
        assert_eq!(world.alice().get("/search?text=a").await.status(), 204);
        let part = |name: &str, rest: &str, content: &str| {
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n{content}\r\n"
            )
        };
        let file = part("file", "; filename=\"a\"\r\nContent-Type: image/png", "x");
        let upload = part("to", "", "bob") + &file + "--b--\r\n";
        let send = |caller: TestCaller<'_>, body: String| {
            caller.post("/hand-over").body("multipart/form-data; boundary=b", body)
        };
        let assign = "orders:write orders:assign";
        is_refused(&send(world.alice(), upload.clone()).await, assign);
        let alice = || world.alice().holding::<OrdersAssign>();
        assert_eq!(send(alice(), upload).await.status(), 204);
        assert_eq!(send(world.alice(), file + "--b--\r\n").await.status(), 204);
    });
}

#[test]
fn b14_where_the_endpoint_demands_no_scope_the_field_does() {
    let world = World::open();
    block_on(async {
        let body = json!({ "to": "bob" });
        let nobody = world.0.as_caller("alice");
        is_refused(&nobody.post("/free").json(&body).await, "orders:assign");
        assert_eq!(nobody.post("/free").json(&json!({})).await.status(), 204);
        let holder = nobody.holding::<OrdersAssign>();
        assert_eq!(holder.post("/free").json(&body).await.status(), 204);
    });
}

/// The caller is challenged in the scheme that it used, as at any other refusal.
#[test]
fn s01_b14_the_challenge_is_in_the_callers_scheme() {
    let world = World::open();
    block_on(async {
        let answer = world.alice().bound().patch("/orders/1").json(&json!({ "owner": null })).await;
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("DPoP error=\"insufficient_scope\""), "{challenge}");
        assert!(challenge.contains("scope=\"orders:write orders:assign\""), "{challenge}");
    });
}
