//! Starts the helpdesk.

use actix_web::{App, HttpServer, web};
use helpdesk_step1::{Helpdesk, desk::Desk, old};
use zt::prelude::*;

#[zt::main]
async fn main() -> zt::Result<()> {
    // So that `cargo run` works from every folder. A service that is deployed says `Helpdesk::from_config()`.
    let app = Helpdesk::from_config_file(concat!(env!("CARGO_MANIFEST_DIR"), "/zt.toml"))?;
    let desk = web::Data::new(Desk::with_samples("alice", "bob"));
    let zt = app.service()?;
    let (front, address) = (zt.clone(), zt.address());
    let server = HttpServer::new(move || {
        front.around(App::new().app_data(desk.clone()).configure(old::routes))
    });
    zt.until_end_of(server.bind(address)?.run()).await
}
