use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// One.
#[zt::get("/orders/{order}", scopes(OrdersRead), open(order, why = "orders are the same for all"))]
async fn one_order(order: &Open<u32>) -> NoContent {
    let _ = order;
    NoContent
}

/// The same.
#[zt::get("/orders/{id}", scopes(OrdersRead), open(id, why = "orders are the same for all"))]
async fn same_order(id: &Open<u32>) -> NoContent {
    let _ = id;
    NoContent
}

/// Orders for the web shop.
#[zt::service(endpoints(one_order))]
pub struct Shop;

fn main() {}
