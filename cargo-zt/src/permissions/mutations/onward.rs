//! Services that a handler calls for its caller: A-11.

use super::*;

#[test]
fn d04_a_service_more_is_called_for_the_caller() {
    widens(
        |it| endpoint(it, "get_order").onward.push("payments".to_owned()),
        "the handler of `GET /orders/{order}` can now call the service `payments` for its caller",
    );
}

#[test]
fn d04_another_service_is_called_for_the_caller() {
    let calls = |service: &str| {
        let service = service.to_owned();
        mutated(|it| endpoint(it, "get_order").onward = vec![service])
    };
    let facts_of = |service| facts(&calls(service), Aspects::new());
    let changed = told(compare(&facts_of("payments"), &facts_of("bank")));
    assert_eq!(changed.iter().map(|it| it.0).collect::<Vec<_>>(), [Wider, Narrower]);
    assert_eq!(
        changed[1].1,
        "the handler of `GET /orders/{order}` no longer calls the service `payments`"
    );
}
