//! actix-web with actix-web-httpauth, actix-web-grants and jsonwebtoken, put together as the example of
//! actix-web-grants does it. The owner is compared in the handler.

mod jwt;

use actix_web::dev::ServiceRequest;
use actix_web::error::ErrorUnauthorized;
use actix_web::{App, Error, HttpMessage, HttpResponse, HttpServer, web};
use actix_web_grants::authorities::AttachAuthorities;
use actix_web_grants::protect;
use actix_web_httpauth::extractors::bearer::BearerAuth;
use actix_web_httpauth::middleware::HttpAuthentication;
use jwt::{Claims, Verifier};
use shop::{Count, OrderView, Orders, Route};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let (orders, verifier) = (web::Data::new(Orders::open()), web::Data::new(Verifier::open()));
    let server = HttpServer::new(move || {
        let app = App::new().app_data(orders.clone()).app_data(verifier.clone());
        let app = app.wrap(HttpAuthentication::bearer(authenticate));
        shop::routes("{order}").iter().fold(app, |app, route| match route {
            Route::Look(path) => app.route(path, web::get().to(look)),
            Route::Count(path) => app.route(path, web::get().to(count)),
        })
    });
    let server = server.workers(1).bind("127.0.0.1:0")?;
    println!("listening on http://{}", server.addrs()[0]);
    server.run().await
}

async fn authenticate(
    request: ServiceRequest,
    credentials: BearerAuth,
) -> Result<ServiceRequest, (Error, ServiceRequest)> {
    let verifier = request.app_data::<web::Data<Verifier>>().expect("a verifier");
    match verifier.verify(credentials.token()) {
        Some(claims) => {
            request.attach(claims.scope.split(' ').map(str::to_owned));
            request.extensions_mut().insert(claims);
            Ok(request)
        }
        None => Err((ErrorUnauthorized("invalid token"), request)),
    }
}

#[protect("orders:read")]
async fn look(
    id: web::Path<u64>,
    orders: web::Data<Orders>,
    caller: web::ReqData<Claims>,
) -> HttpResponse {
    match orders.find(*id).filter(|order| order.buyer == caller.sub) {
        Some(order) => HttpResponse::Ok().json(OrderView::from(order)),
        None => HttpResponse::NotFound().finish(),
    }
}

#[protect("orders:read")]
async fn count(orders: web::Data<Orders>, caller: web::ReqData<Claims>) -> HttpResponse {
    HttpResponse::Ok().json(Count { orders: orders.count_of(&caller.sub) })
}
