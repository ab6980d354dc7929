//! A shop with tenants, for the tests beside it.

use crate::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub(super) struct OrdersRead;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub(super) struct OrdersWrite;

/// Help people on the phone.
#[derive(Scope)]
#[scope("support", writes)]
pub(super) struct Support;

/// A password and a code.
#[derive(Acr)]
#[acr("urn:acr:mfa")]
pub(super) struct Mfa;

/// A passkey.
#[derive(Acr)]
#[acr("urn:acr:passkey")]
pub(super) struct Passkey;

/// Our own people.
#[derive(Issuer)]
#[issuer("corp")]
pub(super) struct Corp;

/// People of the partner.
#[derive(Issuer)]
#[issuer("partner")]
pub(super) struct Partner;

/// We look after it.
#[derive(Device)]
#[device("managed")]
pub(super) struct Managed;

/// Stop the order.
#[derive(Action)]
#[action(writes)]
pub(super) struct Cancel;

/// Give the money back.
#[derive(Action)]
#[action(writes)]
pub(super) struct Refund;

#[derive(Id)]
pub(super) struct OrderId(u64);

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = shop, owner_may(Read, Cancel))]
pub(super) struct Order {
    pub(super) id: OrderId,
    buyer: Subject,
    shop: Tenant,
}

impl Authorize<Refund> for Order {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(caller.holds::<Support>())
    }
}

pub(super) struct Orders;

#[zt::store]
impl Orders {
    pub async fn find(&self, _: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(None)
    }

    #[unproved(why = "a number tells nothing of an order", owner = "shop", until = "2030-01-31")]
    pub(super) fn count(&self) -> u64 {
        0
    }

    #[unproved(why = "the weather is everybody's own")]
    pub(super) fn weather(&self) -> u64 {
        0
    }
}
