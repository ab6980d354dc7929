//! Example shop as a program that its environment configures, for the tests that call it from outside.

use shop::{Shop, Stores};
use zt::prelude::*;

#[zt::main]
async fn main() -> zt::Result<()> {
    let app = Shop::from_config()?;
    let mut stores = Stores::open("shop.db")?;
    if let Some(development) = app.development() {
        stores = stores.with_samples(|name| Ok(development.person(name)?))?;
    }
    let Stores { products, orders, claims, .. } = stores;
    app.data(products).data(orders).data(claims).serve().await
}
