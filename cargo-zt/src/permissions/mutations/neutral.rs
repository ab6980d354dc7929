//! What changes nobody's permissions.

use super::*;

#[test]
fn words_are_neutral() {
    is_neutral(
        |it| endpoint(it, "list_orders").reason = "All my orders.".to_owned(),
        "the reason of `GET /orders` is \"All my orders.\" now; it was \"My orders.\"",
    );
    is_neutral(
        |it| endpoint(it, "list_orders").name = "orders".to_owned(),
        "the handler of `GET /orders` is \"orders\" now; it was \"list_orders\"",
    );
    is_neutral(
        |it| it.scopes[0].reason = "Stop it.".to_owned(),
        "the reason of the scope `orders:cancel` is \"Stop it.\" now; it was \"Stop an order before it ships.\"",
    );
    is_neutral(
        |it| it.service.name = "Store".to_owned(),
        "the service's name is \"Store\" now; it was \"Shop\"",
    );
}

#[test]
fn what_no_endpoint_uses_is_neutral() {
    let scope = Scope {
        name: "orders:admin".to_owned(),
        effect: Effect::Writes,
        sensitivity: Sensitivity::Admin,
        reason: "Everything.".to_owned(),
    };
    let told = changes(|it| it.scopes.push(scope));
    assert!(told.iter().all(|it| it.0 == Neutral), "{told:?}");
    assert!(told.iter().any(|it| it.1 == "new scope `orders:admin`, which writes"), "{told:?}");
    let policy = Policy { action: "Print".to_owned(), effect: Effect::Reads, owner_only: true };
    let told = changes(|it| it.resources[0].actions.push(policy));
    assert!(told.iter().all(|it| it.0 == Neutral), "{told:?}");
}
