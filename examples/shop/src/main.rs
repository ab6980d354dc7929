//! Starts the shop. `tour.rs` is what is printed then.

mod tour;

use std::io::{self, Write};

use shop::{Shop, Stores};
use tour::Tour;
use zt::prelude::*;

#[zt::main]
async fn main() -> zt::Result<()> {
    // So that `cargo run` works from every folder. A service that is deployed says `Shop::from_config()`.
    let app = Shop::from_config_file(concat!(env!("CARGO_MANIFEST_DIR"), "/zt.toml"))?;
    let mut stores = Stores::open("shop.db")?;
    let tour = app.development().map(Tour::new).transpose()?;
    if let Some(development) = app.development() {
        stores = stores.with_samples(|name| Ok(development.person(name)?))?;
    }
    let Stores { products, orders, claims, .. } = stores;
    let server = app.data(products).data(orders).data(claims).bind()?;
    if let Some(tour) = tour {
        io::stdout().write_all(tour.text(server.address()).as_bytes())?;
    }
    server.serve().await
}
