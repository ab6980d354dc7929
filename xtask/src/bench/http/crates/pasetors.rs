//! actix-web with a middleware over pasetors, as one writes it by hand.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorUnauthorized;
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpMessage, HttpResponse, HttpServer, web};
use pasetors::claims::ClaimsValidationRules;
use pasetors::keys::AsymmetricPublicKey;
use pasetors::token::UntrustedToken;
use pasetors::version4::V4;
use pasetors::{Public, public};
use serde::Deserialize;
use shop::{Count, OrderView, Orders, Route};

struct Verifier {
    key: AsymmetricPublicKey<V4>,
    rules: ClaimsValidationRules,
}

#[derive(Clone, Deserialize)]
struct Claims {
    sub: String,
    scope: String,
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let (orders, verifier) = (web::Data::new(Orders::open()), web::Data::new(Verifier::open()));
    let server = HttpServer::new(move || {
        let app = App::new().app_data(orders.clone()).app_data(verifier.clone());
        let app = app.wrap(from_fn(authenticate));
        shop::routes("{order}").iter().fold(app, |app, route| match route {
            Route::Look(path) => app.route(path, web::get().to(look)),
            Route::Count(path) => app.route(path, web::get().to(count)),
        })
    });
    let server = server.workers(1).bind("127.0.0.1:0")?;
    println!("listening on http://{}", server.addrs()[0]);
    server.run().await
}

impl Verifier {
    fn open() -> Self {
        let key =
            AsymmetricPublicKey::try_from(shop::setting("BENCH_KEY").as_str()).expect("a key");
        let mut rules = ClaimsValidationRules::new();
        rules.validate_issuer_with(shop::ISSUER);
        rules.validate_audience_with(shop::AUDIENCE);
        Self { key, rules }
    }

    fn verify(&self, token: &str) -> Option<Claims> {
        let token = UntrustedToken::<Public, V4>::try_from(token).ok()?;
        let token = public::verify(&self.key, &token, &self.rules, None, None).ok()?;
        serde_json::from_str(token.payload()).ok()
    }
}

async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let verifier = request.app_data::<web::Data<Verifier>>().expect("a verifier");
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer "));
    let claims = token.and_then(|token| verifier.verify(token));
    let claims = claims.ok_or_else(|| ErrorUnauthorized("invalid token"))?;
    request.extensions_mut().insert(claims);
    next.call(request).await
}

impl Claims {
    fn may_read(&self) -> bool {
        self.scope.split(' ').any(|held| held == shop::SCOPE)
    }
}

async fn look(
    id: web::Path<u64>,
    orders: web::Data<Orders>,
    caller: web::ReqData<Claims>,
) -> HttpResponse {
    if !caller.may_read() {
        return HttpResponse::Forbidden().finish();
    }
    match orders.find(*id).filter(|order| order.buyer == caller.sub) {
        Some(order) => HttpResponse::Ok().json(OrderView::from(order)),
        None => HttpResponse::NotFound().finish(),
    }
}

async fn count(orders: web::Data<Orders>, caller: web::ReqData<Claims>) -> HttpResponse {
    if !caller.may_read() {
        return HttpResponse::Forbidden().finish();
    }
    HttpResponse::Ok().json(Count { orders: orders.count_of(&caller.sub) })
}
