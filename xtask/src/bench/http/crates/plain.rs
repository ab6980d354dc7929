//! actix-web alone: no token is looked at, and nobody is refused. What the others' work is held against.

use actix_web::{App, HttpResponse, HttpServer, web};
use shop::{Count, Order, OrderView, Orders, Route};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let orders = web::Data::new(Orders::open());
    let server = HttpServer::new(move || {
        let app = App::new().app_data(orders.clone());
        shop::routes("{order}").iter().fold(app, |app, route| match route {
            Route::Look(path) => app.route(path, web::get().to(look)),
            Route::Count(path) => app.route(path, web::get().to(count)),
        })
    });
    let server = server.workers(1).bind("127.0.0.1:0")?;
    println!("listening on http://{}", server.addrs()[0]);
    server.run().await
}

async fn look(id: web::Path<u64>, orders: web::Data<Orders>) -> HttpResponse {
    match orders.find(*id) {
        Some(order) => answer(order),
        None => HttpResponse::NotFound().finish(),
    }
}

fn answer(order: &Order) -> HttpResponse {
    HttpResponse::Ok().json(OrderView::from(order))
}

async fn count(orders: web::Data<Orders>) -> HttpResponse {
    HttpResponse::Ok().json(Count { orders: orders.count_of("alice") })
}
