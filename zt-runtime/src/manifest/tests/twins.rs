//! What keeps a service from having a manifest: all of it, each with its place.

use crate::disclose::{AView, EitherResourceOrView, Out, PlainField, Written};
use crate::prelude::*;

mod elsewhere {
    use crate::prelude::*;

    pub(super) struct Orders;

    #[zt::store]
    impl Orders {}

    /// Somebody else's people.
    #[derive(Issuer)]
    #[issuer("corp")]
    pub(super) struct Corp;

    #[derive(Id)]
    pub(super) struct OrderId(u64);

    #[derive(Resource)]
    #[resource(id = OrderId, store = Shelf, load = Shelf::find, owner = buyer, tenancy = single, owner_may(Read))]
    pub(super) struct Order {
        buyer: Subject,
    }

    pub(super) struct Shelf;

    #[zt::store]
    impl Shelf {
        pub async fn find(&self, _: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
            Ok(None)
        }
    }
}

/// An order of the one kind.
#[zt::get("/one/{order}", scopes(super::shop::OrdersRead), proof(issuer = elsewhere::Corp))]
async fn one(order: &Authorized<super::shop::Order, Read>) -> NoContent {
    let _ = order;
    NoContent
}

/// An order of the other kind.
#[zt::get("/other/{order}", scopes(super::shop::OrdersRead), proof(issuer = super::shop::Corp))]
async fn other(
    order: &Authorized<elsewhere::Order, Read>,
    orders: Data<elsewhere::Orders>,
) -> NoContent {
    let _ = (order, orders);
    NoContent
}

/// A view that somebody wrote by hand.
struct ByHand;

impl EitherResourceOrView for ByHand {
    type Role = AView;
}

impl zt::Disclose for ByHand {
    fn disclose(&self, out: Out<'_>) -> Written {
        out.null()
    }
}

impl PlainField for ByHand {
    fn write(&self, out: Out<'_>) -> Written {
        out.null()
    }
}

/// Shows it among others.
#[derive(Disclose)]
#[disclose(plain)]
struct Around {
    inner: Vec<ByHand>,
}

/// Something by hand.
#[zt::get("/by-hand", scopes(super::shop::OrdersRead))]
async fn by_hand() -> Answer<Around> {
    Ok(Reply(Around { inner: vec![ByHand] }))
}

/// Something by hand, alone.
#[zt::get("/alone", scopes(super::shop::OrdersRead))]
async fn alone() -> Answer<ByHand> {
    Ok(Reply(ByHand))
}

#[derive(Input)]
struct Words {
    words: Option<String>,
}

/// Reads the query twice.
#[zt::get("/twice", scopes(super::shop::OrdersRead))]
async fn twice(one: &Query<Words>, other: &Query<Words>) -> NoContent {
    let _ = (&one.words, &other.words);
    NoContent
}

/// The shop.
#[zt::service(endpoints(one, other, by_hand, alone, twice))]
struct Shop;

#[test]
fn every_fault_is_told_with_its_place() {
    let said = Shop::manifest().unwrap_err().to_string();
    assert!(said.starts_with("`Shop` has no manifest: 6 faults\n"), "{said}");
    for line in [
        "two resources are called `Order`: zt::manifest::tests::shop::Order and zt::manifest::tests::twins::elsewhere::Order",
        "two issuers are called `corp`: \"Somebody else's people.\" and \"Our own people.\"; declare one of them",
        "two stores are called `Orders`: zt::manifest::tests::shop::Orders and zt::manifest::tests::twins::elsewhere::Orders",
        "`alone`: the manifest can't tell what `zt::manifest::tests::twins::ByHand` is",
        "the manifest can't tell what `Around.inner` is",
        "`twice`: it reads the query twice",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}
