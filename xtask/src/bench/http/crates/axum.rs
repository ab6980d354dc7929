//! axum with an extractor over jsonwebtoken.

mod jwt;

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::routing::get;
use axum::{Json, Router};
use jwt::{Claims, Verifier};
use shop::{Count, OrderView, Orders, Route};
use tokio::net::TcpListener;

struct Shared {
    orders: Orders,
    verifier: Verifier,
}

struct Caller(Claims);

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let shared = Arc::new(Shared { orders: Orders::open(), verifier: Verifier::open() });
    let routes = shop::routes("{order}");
    let router = routes.iter().fold(Router::new(), |router, route| match route {
        Route::Look(path) => router.route(path, get(look)),
        Route::Count(path) => router.route(path, get(count)),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router.with_state(shared)).await
}

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = StatusCode;

    async fn from_request_parts(
        parts: &mut Parts,
        shared: &Arc<Shared>,
    ) -> Result<Self, StatusCode> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        let claims = token.and_then(|token| shared.verifier.verify(token));
        claims.map(Self).ok_or(StatusCode::UNAUTHORIZED)
    }
}

impl Caller {
    fn needs(&self, scope: &str) -> Result<(), StatusCode> {
        self.0.scope.split(' ').any(|held| held == scope).then_some(()).ok_or(StatusCode::FORBIDDEN)
    }
}

async fn look(
    caller: Caller,
    Path(id): Path<u64>,
    State(shared): State<Arc<Shared>>,
) -> Result<Json<OrderView>, StatusCode> {
    caller.needs(shop::SCOPE)?;
    let order = shared.orders.find(id).filter(|order| order.buyer == caller.0.sub);
    order.map(|order| Json(OrderView::from(order))).ok_or(StatusCode::NOT_FOUND)
}

async fn count(
    caller: Caller,
    State(shared): State<Arc<Shared>>,
) -> Result<Json<Count>, StatusCode> {
    caller.needs(shop::SCOPE)?;
    Ok(Json(Count { orders: shared.orders.count_of(&caller.0.sub) }))
}
