//! The routes as they were, and the key that each of them has to remember to ask for.

use actix_web::{HttpRequest, HttpResponse, get, web};

use crate::desk::Desk;

/// Who has which key. The last one is the staff's.
const KEYS: [(&str, &str); 3] =
    [("key-of-alice", "alice"), ("key-of-bob", "bob"), ("key-of-sue", "staff")];

/// Who calls, by the key that they send.
fn caller(request: &HttpRequest) -> Option<&'static str> {
    let key = request.headers().get("x-api-key")?.to_str().ok()?;
    KEYS.iter().find(|(known, _)| *known == key).map(|(_, name)| *name)
}

#[get("/articles/{name}")]
async fn read_article(name: web::Path<String>) -> HttpResponse {
    match name.as_str() {
        "keyboards" => HttpResponse::Ok().body("Have you tried another one?"),
        _ => HttpResponse::NotFound().finish(),
    }
}

#[get("/reports/summary")]
async fn summary(request: HttpRequest, desk: web::Data<Desk>) -> HttpResponse {
    if caller(&request) != Some("staff") {
        return HttpResponse::Forbidden().finish();
    }
    HttpResponse::Ok().body(format!("{} tickets", desk.count()))
}

/// What isn't moved yet.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(read_article);
    config.service(summary);
}
