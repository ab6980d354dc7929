//! The design's listing, word for word between the two marks; what it leaves out stands behind them.

use zt::prelude::*;

/// Look orders up: the buyer, and support on the phone.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

/// Stop an order before it ships.
#[derive(Scope)]
#[scope("orders:cancel", writes)]
pub struct OrdersCancel;

/// Cancel the order, give the money back.
#[derive(Action)]
#[action(writes)]
pub struct Cancel;

#[derive(Id)]
pub struct OrderId(u64);

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single,
           owner_may(Read, Cancel))]
pub struct Order { id: OrderId, buyer: Subject, total: Cents, email: String }

#[zt::store]
impl Orders {
    pub fn open(path: &str) -> zt::Result<Self> { let _ = path; Ok(Self { rows: Rows(std::sync::Mutex::default()) }) }
    pub async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> { self.rows.found(id) }
    pub async fn cancel(&self, order: &Authorized<Order, Cancel>, why: &str) -> zt::Result<()> { self.rows.cancelled(order, why) }
    pub async fn of_buyer(&self, buyer: &Subject, by: &impl Proves<OrdersRead>) -> zt::Result<Vec<Order>> { self.rows.bought(buyer) }
}

#[derive(Disclose)]
#[disclose(of = Order)]
pub struct OrderView { pub id: OrderId, pub total: Cents }      // impl From<&Order>

#[derive(Input)]
pub struct CancelInput {
    #[input(length(max = 500))]
    pub reason: String,
}

/// One order.
#[zt::get("/{order}", scopes(OrdersRead))]
async fn get_order(order: &Authorized<Order, Read>) -> Answer<OrderView> { Ok(Reply::of(order)) }

/// My orders.
#[zt::get("/", scopes(OrdersRead))]
async fn list_orders(caller: &Caller<list_orders>, orders: Data<Orders>) -> Answer<Vec<OrderView>> {
    let mine = orders.of_buyer(caller.subject(), caller).await?;
    Ok(Reply::of(&mine.authorized::<Read>(caller)))
}

/// Cancel before it ships.
#[zt::post("/{order}/cancel", scopes(OrdersCancel), proof(max_age = "10m"))]
async fn cancel_order(order: &Authorized<Order, Cancel>, body: &Body<CancelInput>, orders: Data<Orders>)
    -> Answer<OrderView> {
    orders.cancel(order, &body.reason).await?;
    Ok(Reply::of(order))
}

/// Orders.
#[zt::group("/orders", rate("60/min"), endpoints(list_orders, get_order, cancel_order))]
pub struct OrdersApi;

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent { NoContent }

/// Orders for the web shop.
#[zt::service(endpoints(health, OrdersApi))]
pub struct Shop;

#[zt::main]
async fn main() -> zt::Result<()> {
    Shop::from_config()?.data(Orders::open("shop.db")?).serve().await
}

// What the listing leaves out.

/// Money in the smallest unit.
#[derive(Disclose, Clone, Copy)]
#[disclose(plain)]
pub struct Cents(i64);

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self {
        Self { id: OrderId(order.id.0), total: order.total }
    }
}

/// Orders in memory.
pub struct Orders {
    rows: Rows,
}

type Row = (u64, Subject, i64, String);

struct Rows(std::sync::Mutex<Vec<Row>>);

impl Rows {
    fn lock(&self) -> zt::Result<std::sync::MutexGuard<'_, Vec<Row>>> {
        self.0.lock().map_err(|_| zt::Error::new("the orders are locked by a thread that panicked"))
    }

    fn found(&self, id: &OrderId) -> zt::Result<Option<Order>> {
        Ok(self.lock()?.iter().find(|row| row.0 == id.0).map(order))
    }

    fn bought(&self, buyer: &Subject) -> zt::Result<Vec<Order>> {
        Ok(self.lock()?.iter().filter(|row| &row.1 == buyer).map(order).collect())
    }

    fn cancelled(&self, order: &Order, why: &str) -> zt::Result<()> {
        let _ = (why, &order.email);
        self.lock()?.retain(|row| row.0 != order.id.0);
        Ok(())
    }
}

fn order(row: &Row) -> Order {
    Order { id: OrderId(row.0), buyer: row.1.clone(), total: Cents(row.2), email: row.3.clone() }
}
