//! The routes as they were, and the key that each of them has to remember to ask for.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, Row};

/// Who has which key. The last one is the staff's.
const KEYS: [(&str, &str); 3] =
    [("key-of-alice", "alice"), ("key-of-bob", "bob"), ("key-of-sue", "staff")];

/// Who calls, by the key that they send.
fn caller(request: &HttpRequest) -> Option<&'static str> {
    let key = request.headers().get("x-api-key")?.to_str().ok()?;
    KEYS.iter().find(|(known, _)| *known == key).map(|(_, name)| *name)
}

#[derive(Serialize)]
struct Ticket {
    id: u64,
    author: String,
    text: String,
    phone: String,
}

impl From<Row> for Ticket {
    fn from(Row { id, author, text, phone }: Row) -> Self {
        Self { id, author, text, phone }
    }
}

#[derive(Deserialize)]
struct NewTicket {
    text: String,
    phone: String,
}

#[get("/tickets")]
async fn list_tickets(request: HttpRequest, desk: web::Data<Desk>) -> HttpResponse {
    let Some(caller) = caller(&request) else { return HttpResponse::Unauthorized().finish() };
    let mine: Vec<Ticket> = desk.of_author(caller).into_iter().map(Ticket::from).collect();
    HttpResponse::Ok().json(mine)
}

#[post("/tickets")]
async fn open_ticket(
    request: HttpRequest,
    new: web::Json<NewTicket>,
    desk: web::Data<Desk>,
) -> HttpResponse {
    let Some(caller) = caller(&request) else { return HttpResponse::Unauthorized().finish() };
    HttpResponse::Created().json(Ticket::from(desk.add(caller, &new.text, &new.phone)))
}

#[get("/tickets/{id}")]
async fn read_ticket(
    request: HttpRequest,
    id: web::Path<u64>,
    desk: web::Data<Desk>,
) -> HttpResponse {
    // Somebody has a key. Whose ticket it is, nobody asked: whoever counts up reads them all.
    if caller(&request).is_none() {
        return HttpResponse::Unauthorized().finish();
    }
    match desk.find(*id) {
        Some(row) => HttpResponse::Ok().json(Ticket::from(row)),
        None => HttpResponse::NotFound().finish(),
    }
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
    config.service(list_tickets).service(open_ticket).service(read_ticket);
    config.service(read_article);
    config.service(summary);
}
