//! What the macros write passes every lint that a user may forbid: an `#[allow]` of theirs would be an error here.

#![forbid(
    deprecated_in_future,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    keyword_idents,
    let_underscore_drop,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_abi,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    redundant_imports,
    redundant_lifetimes,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unsafe_code,
    unstable_features,
    unused,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    warnings
)]

use zt::prelude::*;

/// Look orders up.
#[derive(Debug, Clone, Copy, Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Change orders.
#[derive(Debug, Clone, Copy, Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

/// A password and a code.
#[derive(Debug, Clone, Copy, Acr)]
#[acr("urn:acr:mfa")]
pub struct Mfa;

/// Our own people.
#[derive(Debug, Clone, Copy, Issuer)]
#[issuer("corp")]
pub struct Corp;

/// We look after it.
#[derive(Debug, Clone, Copy, Device)]
#[device("managed")]
pub struct Managed;

/// Those who run the shop.
#[derive(Debug, Clone, Copy, Segment)]
#[segment("admin")]
pub struct Admin;

/// Stop the order.
#[derive(Debug, Clone, Copy, Action)]
#[action(writes)]
pub struct Cancel;

/// An order's number.
#[derive(Debug, Clone, Copy, Id)]
pub struct OrderId(u64);

/// An order.
#[derive(Debug, Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single, owner_may(Read, Cancel))]
pub struct Order {
    buyer: Subject,
    total: u32,
}

/// The orders.
#[derive(Debug, Clone, Copy)]
pub struct Orders;

#[zt::store]
impl Orders {
    /// The order of that number.
    ///
    /// # Errors
    /// None.
    pub async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        let _ = *id;
        Ok(None)
    }
}

/// What is shown of an order.
#[derive(Debug, Clone, Copy, Disclose)]
#[disclose(of = Order)]
pub struct OrderView {
    /// What it costs.
    pub total: u32,
}

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { total: order.total }
    }
}

/// Why.
#[derive(Debug, Input)]
pub struct CancelInput {
    /// In words.
    #[input(length(max = 500))]
    pub reason: String,
}

/// All orders.
#[zt::get("/", scopes(OrdersRead), rate("10/min"))]
pub async fn list_orders(caller: &Caller<list_orders>, orders: Data<Orders>) -> NoContent {
    let _ = (caller.subject(), &orders);
    NoContent
}

/// One page.
#[zt::get(
    "/pages/{page}",
    scopes(any(OrdersRead, OrdersWrite)),
    open(page, why = "pages are the same for everyone")
)]
pub async fn get_page(page: &Open<u32>, _: &Caller<get_page>) -> NoContent {
    let _ = page;
    NoContent
}

/// One order.
#[zt::get("/{order}", scopes(OrdersRead), proof(max_age = "10m"))]
pub async fn get_order(order: &Authorized<Order, Read>) -> Answer<OrderView> {
    Ok(Reply::of(order))
}

/// Cancel before it ships.
#[zt::post("/{order}/cancel", scopes(OrdersWrite), limits(body = "1KiB", time = "1s"))]
pub async fn cancel_order(
    order: &Authorized<Order, Cancel>,
    body: &Body<CancelInput>,
) -> Answer<OrderView> {
    let _ = &body.reason;
    Ok(Reply::of(order))
}

/// What is asked of a credential, all of it.
#[zt::delete(
    "/",
    scopes(OrdersWrite),
    proof(
        max_age = "10m",
        auth_age = "15m",
        acr = Mfa,
        bound,
        issuer = Corp,
        signed,
        device = Managed
    )
)]
pub async fn clear_orders() -> NoContent {
    NoContent
}

/// What both segments look at.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue;

#[zt::store(shared(Main, Admin, why = "both read the catalogue"))]
impl Catalogue {}

/// What those see who run the shop.
#[derive(Debug, Clone, Copy)]
pub struct Sales;

#[zt::store(segment = Admin)]
impl Sales {}

/// Stores by twos.
#[derive(Debug, Argument)]
pub struct Both {
    /// What is sold.
    pub catalogue: Data<Catalogue>,
    /// How much of it.
    pub sales: Data<Sales>,
}

/// An input that holds itself.
#[derive(Debug, Input)]
pub struct Tree {
    /// What it names.
    pub order: Option<Authorized<Order, Read>>,
    /// What is below.
    pub children: Vec<Tree>,
}

/// Sort the catalogue.
#[zt::post("/trees", scopes(OrdersWrite))]
pub async fn sort(body: &Body<Tree>, catalogue: Data<Catalogue>) -> NoContent {
    let _ = (body.children.len(), &body.order, &catalogue);
    NoContent
}

/// How much was sold.
#[zt::get("/sales", scopes(OrdersRead), segment = Admin)]
pub async fn sales(both: &Both) -> NoContent {
    let _ = (&both.catalogue, &both.sales);
    NoContent
}

/// What was sold.
#[zt::get("/", scopes(OrdersRead))]
pub async fn list_sales(sales: Data<Sales>) -> NoContent {
    let _ = &sales;
    NoContent
}

/// Sales.
#[zt::group("/sold", segment = Admin, endpoints(list_sales))]
#[derive(Debug, Clone, Copy)]
pub struct SalesApi;

/// One order, as it changes.
#[zt::get("/{order}/changes", scopes(OrdersRead), stream(recheck = "5s"))]
pub async fn watch_order(order: &Authorized<Order, Read>, events: &Events<OrderView>) -> Streamed {
    let stream = events.open();
    let _ = stream.send::<Read>(order).await;
    Ok(stream.end())
}

/// Orders.
#[zt::group(
    "/orders",
    rate("60/min"),
    endpoints(list_orders, get_page, get_order, cancel_order, clear_orders, watch_order)
)]
#[derive(Debug, Clone, Copy)]
pub struct OrdersApi;

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
pub async fn health() -> NoContent {
    NoContent
}

/// The price list.
#[zt::get(
    "/prices",
    public(why = "the price list is for everyone", owner = "team-shop", until = "2099-12-31")
)]
pub async fn prices() -> NoContent {
    NoContent
}

/// Orders for the web shop.
#[zt::service(
    endpoints(health, prices, OrdersApi, sort, sales, SalesApi),
    limits(body = "1MiB"),
    legacy(
        "/old",
        why = "the old shop moves in spring",
        owner = "team-shop",
        until = "2027-06-30"
    )
)]
#[derive(Debug, Clone, Copy)]
pub struct Shop;

#[zt::main]
async fn main() -> zt::Result<()> {
    let _ = (<Shop as zt::Service>::OUTER.name, OrdersApi);
    Ok(())
}

#[test]
fn it_starts_and_ends() {
    assert!(main().is_ok());
}
