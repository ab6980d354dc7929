//! Fields for some callers only: told in the document, and held against their endpoints.

use serde_json::json;

use super::manifest;
use crate::prelude::*;

/// See where people live.
#[derive(Scope)]
#[scope("orders:pii", reads)]
struct OrdersPii;

/// Sell for less.
#[derive(Scope)]
#[scope("orders:discount", writes)]
struct OrdersDiscount;

/// Look.
#[derive(Scope)]
#[scope("orders:read", reads)]
struct OrdersRead;

/// Change.
#[derive(Scope)]
#[scope("orders:write", writes)]
struct OrdersWrite;

#[derive(Disclose)]
#[disclose(plain)]
struct Contact {
    city: String,
    #[disclose(with(OrdersPii))]
    street: String,
}

#[derive(Disclose)]
#[disclose(plain)]
struct Contacts {
    all: Vec<Contact>,
}

fn contacts() -> Contacts {
    let contact = Contact { city: String::new(), street: String::new() };
    Contacts { all: vec![contact] }
}

#[derive(Input)]
struct Discounted {
    #[input(with(OrdersDiscount))]
    discount: Option<u8>,
}

#[derive(Input)]
struct Search {
    #[input(with(OrdersPii, any(OrdersRead, OrdersDiscount)))]
    street: Option<String>,
}

/// Look.
#[zt::get("/contacts", scopes(OrdersRead))]
async fn look(query: &Query<Search>) -> Answer<Contacts> {
    let _ = &query.street;
    Ok(Reply(contacts()))
}

/// Change.
#[zt::post("/orders", scopes(OrdersWrite))]
async fn change(body: &Body<Discounted>) -> NoContent {
    let _ = body.discount;
    NoContent
}

/// The shop.
#[zt::service(endpoints(look, change))]
struct Shop;

#[test]
fn b13_b14_fields_tell_what_they_need() {
    let manifest = manifest::<Shop>();
    let [look, change] = manifest.endpoints.as_slice() else { panic!("two endpoints") };
    let street = &look.query.as_ref().unwrap().fields[0];
    assert_eq!(json!(street.with), json!([["orders:pii"], ["orders:read", "orders:discount"]]));
    let shown = json!(look.answer);
    let fields = &shown["view"]["shows"]["fields"]["fields"][0]["kind"]["list"]["of"]["fields"];
    assert_eq!(fields["fields"][0]["with"], json!([]));
    assert_eq!(fields["fields"][1]["with"], json!([["orders:pii"]]));
    assert_eq!(json!(change.body)["fields"]["fields"][0]["with"], json!([["orders:discount"]]));
    let scopes: Vec<_> = manifest.scopes.iter().map(|scope| scope.name.as_str()).collect();
    assert_eq!(scopes, ["orders:discount", "orders:pii", "orders:read", "orders:write"]);
}

// Nobody is a caller there, so nobody holds anything.
#[test]
fn b14_what_another_service_answers_has_no_such_field() {
    let read = |body: &str| crate::input::read_answer::<Discounted>(body.as_bytes());
    assert_eq!(read("{}").map(|it| it.discount), Some(None));
    assert!(read("{\"discount\":1}").is_none() && read("{\"discount\":null}").is_none());
}

/// Look.
#[zt::get("/contacts", public(why = "the tests need a public one"))]
async fn everybody_looks() -> Answer<Contacts> {
    Ok(Reply(contacts()))
}

/// Search.
#[zt::get("/search", public(why = "the tests need a public one"))]
async fn everybody_searches(query: &Query<Search>) -> NoContent {
    let _ = &query.street;
    NoContent
}

/// A street.
#[zt::service(endpoints(everybody_looks, everybody_searches))]
struct Street;

#[test]
fn b13_b14_a_public_endpoint_knows_nobody_whom_a_field_could_be_for() {
    let told = Street::manifest().unwrap_err().to_string();
    for line in [
        "`everybody_looks`: it shows `all[].street` to callers with `orders:pii` only, and a public endpoint knows no caller",
        "`everybody_searches`: it takes `street` from callers with `orders:pii` and `orders:read` or `orders:discount` only",
    ] {
        assert!(told.contains(line), "{told}");
    }
}

/// Move.
#[zt::post("/move", scopes(OrdersWrite))]
async fn moves(body: &Body<Search>) -> NoContent {
    let _ = &body.street;
    NoContent
}

/// Ask.
#[zt::post("/ask", scopes(OrdersRead), reads)]
async fn asks(body: &Body<Search>) -> NoContent {
    let _ = &body.street;
    NoContent
}

/// A removal firm.
#[zt::service(endpoints(moves, asks))]
struct Removals;

#[test]
fn b06_b14_whoever_may_only_look_sends_nothing_that_is_written() {
    let told = Removals::manifest().unwrap_err().to_string();
    let line = "`moves`: it changes data, and takes `street` from callers with `orders:pii` and `orders:read` or \
                `orders:discount`, who may only look";
    assert!(told.contains(line) && !told.contains("`asks`"), "{told}");
    let panic = std::panic::catch_unwind(|| {
        let shop = Removals::test();
        let _ = shop.anonymous().get("/ask");
    });
    assert!(panic.is_err(), "it doesn't start either");
}

/// Run the house.
#[derive(Scope)]
#[scope("house:run", writes, admin)]
struct HouseRun;

#[derive(Input)]
struct Promotion {
    #[input(with(HouseRun), length(max = 20))]
    role: Option<String>,
    #[input(with(any(HouseRun, OrdersWrite)), length(max = 20))]
    desk: Option<String>,
}

#[derive(Disclose)]
#[disclose(plain)]
struct Promoted {
    #[disclose(with(HouseRun))]
    by: String,
}

/// Promote.
#[zt::post("/promote", scopes(OrdersWrite))]
async fn promote(body: &Body<Promotion>) -> Answer<Promoted> {
    let _ = (&body.role, &body.desk);
    Ok(Reply(Promoted { by: String::new() }))
}

/// Promote with a key.
#[zt::post("/promote/bound", scopes(OrdersWrite), proof(bound))]
async fn promote_bound(body: &Body<Promotion>) -> Answer<Promoted> {
    let _ = (&body.role, &body.desk);
    Ok(Reply(Promoted { by: String::new() }))
}

/// Hear who is promoted.
#[zt::get("/promoted", scopes(OrdersRead), stream)]
async fn hear(events: &Events<Promoted>) -> Streamed {
    Ok(events.open().end())
}

/// A house.
#[zt::service(endpoints(promote, promote_bound, hear))]
struct House;

// A field that only administrators may send or see is theirs as an endpoint is.
#[test]
fn a12_a_token_alone_opens_no_field_of_administrators() {
    let told = House::manifest().unwrap_err().to_string();
    for line in [
        "`promote`: a token alone opens its field `role`, which is for callers with `house:run`; add `proof(bound)`",
        "`promote`: a token alone opens its field `by`, which is for callers with `house:run`",
        "`hear`: a token alone opens its field `by`, which is for callers with `house:run`",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert!(!told.contains("`desk`") && !told.contains("`promote_bound`"), "{told}");
}

/// Two scopes of one name would let the one in for the other.
mod twins {
    use super::*;

    /// See where people live, and move them.
    #[derive(Scope)]
    #[scope("orders:pii", writes)]
    struct OrdersPii;

    #[derive(Disclose)]
    #[disclose(plain)]
    struct Address {
        #[disclose(with(OrdersPii))]
        street: String,
    }

    /// Look.
    #[zt::get("/address", scopes(super::OrdersPii))]
    async fn address() -> Answer<Address> {
        Ok(Reply(Address { street: String::new() }))
    }

    /// A street.
    #[zt::service(endpoints(address))]
    struct Street;

    #[test]
    fn b06_a_scope_of_a_field_is_one_of_the_service() {
        let told = Street::manifest().unwrap_err().to_string();
        assert!(told.contains("the scope `orders:pii` is declared `reads` in one place"), "{told}");
    }
}

/// B-06: whoever may only look names no object to change, wherever it stands.
mod to_change {
    use super::*;

    /// Look at lamps.
    #[derive(Scope)]
    #[scope("lamps:read", reads)]
    struct LampsRead;

    /// Switch it.
    #[derive(Action)]
    #[action(writes)]
    struct Switch;

    #[derive(Id)]
    struct LampId(u64);

    #[derive(Resource)]
    #[resource(id = LampId, store = Lamps, load = Lamps::find, owner = owner, tenancy = single,
               owner_may(Read, Switch))]
    struct Lamp {
        owner: Subject,
    }

    struct Lamps;

    #[zt::store]
    impl Lamps {
        async fn find(&self, _: &LampId, _: Loading<'_>) -> zt::Result<Option<Lamp>> {
            Ok(None)
        }
    }

    #[derive(Input)]
    struct Room {
        #[input(items(max = 3))]
        lamps: Vec<Authorized<Lamp, Switch>>,
    }

    #[derive(Input)]
    struct Search {
        seen: Option<Authorized<Lamp, Read>>,
        room: Room,
    }

    /// Which are lit?
    #[zt::post("/search", reads, scopes(LampsRead))]
    async fn search(body: &Body<Search>) -> NoContent {
        let _ = (&body.seen, &body.room.lamps);
        NoContent
    }

    /// Lamps.
    #[zt::service(endpoints(search))]
    struct House;

    #[test]
    fn b06_a_question_takes_no_object_to_change() {
        let told = House::manifest().unwrap_err().to_string();
        assert!(told.contains("`search`: it only reads, and takes in `room.lamps[]` "), "{told}");
        assert!(told.contains("objects of `Lamp` for `Switch`"), "{told}");
        assert_eq!(told.matches("it only reads").count(), 1, "{told}");
    }
}
