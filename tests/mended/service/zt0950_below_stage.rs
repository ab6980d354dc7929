use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Stop orders.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

/// All orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders() -> NoContent {
    NoContent
}

/// Stop all orders.
#[zt::post("/stop", scopes(OrdersCancel), proof(bound, max_age = "10m"))]
async fn stop_orders() -> NoContent {
    NoContent
}

/// Forget all orders.
#[zt::delete("/", scopes(OrdersCancel), proof(bound, max_age = "10m"))]
async fn forget_orders() -> NoContent {
    NoContent
}

/// The catalogue.
#[zt::get("/catalogue", public(why = "the price list is for everyone", owner = "team-shop", until = "2040-01-01"))]
async fn catalogue() -> NoContent {
    NoContent
}

/// Orders.
#[zt::group("/orders", endpoints(list_orders, stop_orders, forget_orders))]
pub struct OrdersApi;

/// Orders for the web shop.
#[zt::service(stage = advanced, endpoints(OrdersApi, catalogue))]
pub struct Shop;

fn main() {}
