//! Starts the shop. `tour.rs` is what is printed then, `caller.rs` the client that its lines call; `drill.rs` rehearses two shops.

mod caller;
mod drill;
mod tour;

use std::io::{self, Write};

use caller::Caller;
use shop::{Shop, Stores};
use tour::Tour;
use zt::prelude::*;
use zt::{App, Development};

const USAGE: &str = "`shop` starts it, `shop instance` as one of several that share what `shared` names, \
    `shop as <name> <method> <url>` makes the headers of a request to it, \
    `shop drill two-instances` tries two of them behind nginx";

#[zt::main]
async fn main() -> zt::Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        [] => serve(configured()?).await,
        ["instance"] => serve(configured()?.shared(zt_redis::Redis)).await,
        ["as", name, method, url] => {
            print_headers(configured()?.development(), name, method, url).await
        }
        ["drill", "two-instances"] => drill::two_instances().await,
        _ => Err(zt::Error::new(USAGE)),
    }
}

/// So that `cargo run` works from every folder. A service that is deployed says `Shop::from_config()`.
fn configured() -> zt::Result<App<Shop>> {
    Shop::from_config_file(concat!(env!("CARGO_MANIFEST_DIR"), "/zt.toml"))
}

async fn serve(app: App<Shop>) -> zt::Result<()> {
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

/// Where the shop has an issuer, tokens are the issuer's.
async fn print_headers(
    development: Option<&Development>,
    name: &str,
    method: &str,
    url: &str,
) -> zt::Result<()> {
    let development = development
        .ok_or_else(|| zt::Error::new("only `profile = \"development\"` makes tokens"))?;
    let caller = Caller::with(tour::person(development, name))?;
    Ok(io::stdout().write_all(caller.headers(method, url).await?.as_bytes())?)
}
