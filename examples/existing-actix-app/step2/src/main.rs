//! Starts the helpdesk.

use std::sync::Arc;

use actix_web::{App, HttpServer, web};
use helpdesk_step2::{Helpdesk, Tickets, desk::Desk, old};
use zt::prelude::*;

#[zt::main]
async fn main() -> zt::Result<()> {
    // So that `cargo run` works from every folder. A service that is deployed says `Helpdesk::from_config()`.
    let app = Helpdesk::from_config_file(concat!(env!("CARGO_MANIFEST_DIR"), "/zt.toml"))?;
    // Rows say who wrote them as the issuer does, from now on.
    let person = |name| {
        app.development()
            .map_or(Ok(String::new()), |it| it.person(name).map(|subject| subject.to_string()))
    };
    let desk = Arc::new(Desk::with_samples(&person("alice")?, &person("bob")?));
    let zt = app.data(Tickets::of(Arc::clone(&desk))).service()?;
    let desk = web::Data::from(desk);
    let (front, address) = (zt.clone(), zt.address());
    let server = HttpServer::new(move || {
        front.around(App::new().app_data(desk.clone()).configure(old::routes))
    });
    zt.until_end_of(server.bind(address)?.run()).await
}
