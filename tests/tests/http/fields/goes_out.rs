//! What goes out.

use super::*;

#[derive(Disclose)]
#[disclose(plain)]
pub(super) struct Contact {
    city: String,
    #[disclose(with(OrdersPii))]
    street: String,
}

#[derive(Disclose)]
#[disclose(of = Order)]
pub(super) struct OrderView {
    #[disclose(with(OrdersPii), rename = "e-mail")]
    email: String,
    id: OrderId,
    contacts: Vec<Contact>,
    #[disclose(with(OrdersPii, any(OrdersCards, OrdersDiscount)))]
    card: Option<String>,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        let contact = Contact { city: "Ulm".to_owned(), street: "canary-street".to_owned() };
        let email = "canary@mail.example".to_owned();
        Self { email, id: OrderId(order.id.0), contacts: vec![contact], card: None }
    }
}

/// One.
#[zt::get("/orders/{order}", scopes(OrdersRead))]
pub(super) async fn one(order: &Authorized<Order, Read>) -> Answer<OrderView> {
    Ok(Reply::of(order))
}

/// Many.
#[zt::get("/orders", scopes(OrdersRead))]
pub(super) async fn list(caller: &Caller<list>, orders: Data<Orders>) -> Answer<Vec<OrderView>> {
    let all = orders.all(caller).await?;
    Ok(Reply::of(&all.authorized::<Read>(caller)))
}

/// A plain one.
#[zt::get("/contact", scopes(any(OrdersRead, OrdersPii)))]
pub(super) async fn plain() -> Answer<Contact> {
    Ok(Reply(contact()))
}

/// Without a scope.
#[zt::get("/anyone", authenticated(why = "the tests ask for no scope"))]
pub(super) async fn anyone() -> Answer<Contact> {
    Ok(Reply(contact()))
}

/// A problem that tells more than it should.
#[zt::get("/broken", scopes(OrdersRead))]
pub(super) async fn broken() -> Answer<Contact> {
    Err(Problem::conflict("somebody lives there").member("contact", &contact()))
}

fn contact() -> Contact {
    Contact { city: "Ulm".to_owned(), street: "canary-street".to_owned() }
}

/// The keys of an answer's object, in their order.
fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn b13_x20_a_field_is_there_for_holders_only() {
    let world = World::open();
    block_on(async {
        let answer = world.alice().get("/orders/1").await;
        assert_eq!(answer.json(), json!({ "id": 1, "contacts": [{ "city": "Ulm" }] }));
        let answer = world.alice().holding::<OrdersPii>().get("/orders/1").await;
        let contacts = json!([{ "city": "Ulm", "street": "canary-street" }]);
        let email = "canary@mail.example";
        assert_eq!(answer.json(), json!({ "e-mail": email, "id": 1, "contacts": contacts }));
    });
}

#[test]
fn b13_several_scopes_mean_what_they_mean_in_a_rule() {
    let world = World::open();
    block_on(async {
        let alice = || world.alice();
        for (caller, is_shown) in [
            (alice().holding::<OrdersCards>().holding::<OrdersDiscount>(), false),
            (alice().holding::<OrdersPii>(), false),
            (alice().holding::<OrdersPii>().holding::<OrdersCards>(), true),
            (alice().holding::<OrdersPii>().holding::<OrdersDiscount>(), true),
        ] {
            let answer = caller.get("/orders/1").await.json();
            // `null` is a value that is shown.
            assert_eq!(keys(&answer).contains(&"card"), is_shown, "{answer}");
        }
    });
}

#[test]
fn x20_nor_is_it_in_lists_nested_views_and_other_answers() {
    let world = World::open();
    block_on(async {
        for path in ["/orders", "/orders/2", "/contact", "/anyone"] {
            let answer = world.alice().get(path).await;
            assert_eq!(answer.status(), 200, "{path}");
            let text = String::from_utf8_lossy(answer.bytes()).into_owned();
            assert!(!text.contains("canary") && !text.contains("street"), "{path}: {text}");
            assert!(!text.contains("e-mail") && !text.contains("null"), "{path}: {text}");
            let answer = world.alice().holding::<OrdersPii>().get(path).await;
            assert!(String::from_utf8_lossy(answer.bytes()).contains("canary-street"), "{path}");
        }
    });
}

/// A problem is written without knowing who reads it.
#[test]
fn x20_a_problem_shows_it_to_nobody() {
    let world = World::open();
    block_on(async {
        for caller in [world.alice(), world.alice().holding::<OrdersPii>()] {
            let answer: TestResponse = caller.get("/broken").await;
            assert_eq!(answer.status(), 409);
            assert_eq!(answer.json()["contact"], json!({ "city": "Ulm" }));
        }
    });
}

#[test]
fn x32_x20_near_misses_of_the_scope_show_nothing() {
    let world = World::open();
    block_on(async {
        for text in ["orders", "orders:pi", "orders:pii:all", "ORDERS:PII", "*", "orders:*", "pii"]
        {
            let token = world.0.token_for("alice").holding::<OrdersRead>().holding_text(text);
            let caller = world.0.with_token(&token.issue().unwrap());
            let answer = caller.get("/contact").await;
            assert_eq!(answer.json(), json!({ "city": "Ulm" }), "{text}");
        }
    });
}

#[test]
fn b13_head_tells_the_length_that_the_caller_would_get() {
    let world = World::open();
    block_on(async {
        let length = async |caller: TestCaller<'_>| {
            let answer = caller.head("/contact").await;
            answer.header("content-length").map(str::to_owned)
        };
        let (without, with) =
            (length(world.alice()).await, length(world.alice().holding::<OrdersPii>()).await);
        assert_ne!(without, with);
        assert_eq!(without.as_deref(), Some("14"));
    });
}
