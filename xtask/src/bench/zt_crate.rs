//! The half that is written with zt, in the style of the README's listing.

use std::path::Path;

use super::generate::{Deed, Files, Group};

pub(super) fn files(groups: &[Group], root: &Path) -> Files {
    let mut sources = vec![("main.rs".to_owned(), main(groups))];
    sources
        .extend(groups.iter().map(|group| (format!("{}.rs", group.name()), self::group(*group))));
    let runtime = root.join("zt-runtime");
    Files { dependencies: format!("zt-runtime = {{ path = {runtime:?} }}\n"), sources }
}

fn main(groups: &[Group]) -> String {
    let each =
        |line: fn(&str) -> String| -> String { groups.iter().map(|it| line(&it.name())).collect() };
    let modules = each(|name| format!("mod {name};\n"));
    let apis = each(|name| format!("    {name}::OrdersApi,\n"));
    let data = each(|name| format!("        .data({name}::Orders::open())\n"));
    format!(
        r"//! A shop with many endpoints.

{modules}
use zt::prelude::*;

/// Orders for the web shop.
#[zt::service(endpoints(
{apis}))]
pub struct Shop;

#[zt::main]
async fn main() -> zt::Result<()> {{
    Shop::from_config()?
{data}        .serve()
        .await
}}
"
    )
}

pub(super) fn group(group: Group) -> String {
    let handlers: String =
        group.deeds().map(|(deed, number)| handler(group, deed, number)).collect();
    let names = group.handlers().join(", ");
    let name = group.name();
    let declarations = declarations(&name);
    format!(
        r#"{declarations}
{handlers}
/// Orders.
#[zt::group("/{name}", rate("60/min"), endpoints({names}))]
pub struct OrdersApi;
"#
    )
}

fn declarations(name: &str) -> String {
    format!(
        r#"//! Orders of one shop.

use zt::prelude::*;

/// Look orders up: the buyer, and support on the phone.
#[derive(Scope)]
#[scope("{name}:read", reads)]
pub struct OrdersRead;

/// Change an order before it ships.
#[derive(Scope)]
#[scope("{name}:change", writes)]
pub struct OrdersChange;

/// Change the order, keep the money.
#[derive(Action)]
#[action(writes)]
pub struct Change;

#[derive(Id)]
pub struct OrderId(u64);

#[derive(Resource)]
#[resource(id = OrderId, store = Orders, load = Orders::find, owner = buyer, tenancy = single,
           owner_may(Read, Change))]
pub struct Order {{ id: OrderId, buyer: Subject, total: u64 }}

pub struct Orders;

#[zt::store]
impl Orders {{
    pub fn open() -> Self {{ Self }}
    pub async fn find(&self, _: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {{ Ok(None) }}
    pub async fn change(&self, _: &Authorized<Order, Change>, _: &str) -> zt::Result<()> {{ Ok(()) }}
    pub async fn of_buyer(&self, _: &Subject, _: &impl Proves<OrdersRead>) -> zt::Result<Vec<Order>> {{
        Ok(Vec::new())
    }}
}}

#[derive(Disclose)]
#[disclose(of = Order)]
pub struct OrderView {{ pub id: OrderId, pub total: u64 }}

impl From<&Order> for OrderView {{
    fn from(order: &Order) -> Self {{ Self {{ id: OrderId(order.id.0), total: order.total }} }}
}}

#[derive(Input)]
pub struct ChangeInput {{
    #[input(length(max = 500))]
    pub reason: String,
}}
"#
    )
}

fn handler(group: Group, deed: Deed, number: usize) -> String {
    match deed {
        Deed::Look => look(number, if number == 0 { group.edit } else { 0 }),
        Deed::List => list(number),
        Deed::Change => change(number),
    }
}

fn look(number: usize, edit: u32) -> String {
    format!(
        r#"
/// One order.
#[zt::get("/{{order}}/look_{number}", scopes(OrdersRead))]
async fn look_{number}(order: &Authorized<Order, Read>) -> Answer<OrderView> {{
    std::hint::black_box({edit}_u32);
    Ok(Reply::of(order))
}}
"#
    )
}

fn list(number: usize) -> String {
    format!(
        r#"
/// My orders.
#[zt::get("/list_{number}", scopes(OrdersRead))]
async fn list_{number}(caller: &Caller<list_{number}>, orders: Data<Orders>) -> Answer<Vec<OrderView>> {{
    let mine = orders.of_buyer(caller.subject(), caller).await?;
    Ok(Reply::of(&mine.authorized::<Read>(caller)))
}}
"#
    )
}

fn change(number: usize) -> String {
    format!(
        r#"
/// Change before it ships.
#[zt::post("/{{order}}/change_{number}", scopes(OrdersChange), proof(max_age = "10m"))]
async fn change_{number}(order: &Authorized<Order, Change>, body: &Body<ChangeInput>, orders: Data<Orders>)
    -> Answer<OrderView> {{
    orders.change(order, &body.reason).await?;
    Ok(Reply::of(order))
}}
"#
    )
}
