//! Starts the helpdesk.

use actix_web::{App, HttpServer, web};
use helpdesk_step0::{desk::Desk, old};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let desk = web::Data::new(Desk::with_samples("alice", "bob"));
    HttpServer::new(move || App::new().app_data(desk.clone()).configure(old::routes))
        .bind(("127.0.0.1", 8080))?
        .run()
        .await
}
