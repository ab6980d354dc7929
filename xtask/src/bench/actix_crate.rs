//! The half that is written with actix alone, each check by hand in each handler.

use super::generate::{Deed, Files, Group};

const DEPENDENCIES: &str = r#"actix-web = { version = "4", default-features = false, features = ["macros"] }
serde = { version = "1", features = ["derive"] }
"#;

pub(super) fn files(groups: &[Group]) -> Files {
    let mut sources =
        vec![("main.rs".to_owned(), main(groups)), ("access.rs".to_owned(), ACCESS.to_owned())];
    sources
        .extend(groups.iter().map(|group| (format!("{}.rs", group.name()), self::group(*group))));
    Files { dependencies: DEPENDENCIES.to_owned(), sources }
}

fn main(groups: &[Group]) -> String {
    let each =
        |line: fn(&str) -> String| -> String { groups.iter().map(|it| line(&it.name())).collect() };
    let modules = each(|name| format!("mod {name};\n"));
    let routes = each(|name| format!("            .configure({name}::routes)\n"));
    format!(
        r#"//! A shop with many endpoints.

mod access;
{modules}
use actix_web::{{App, HttpServer}};

#[actix_web::main]
async fn main() -> std::io::Result<()> {{
    HttpServer::new(|| {{
        App::new()
{routes}    }})
    .bind("127.0.0.1:8080")?
    .run()
    .await
}}
"#
    )
}

/// What such a project has once: who calls, and what they are told when they may not.
const ACCESS: &str = r#"//! Who calls, and what they may do.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, ResponseError};

pub struct Caller {
    pub subject: String,
    scopes: String,
}

#[derive(Debug)]
pub enum Refused {
    Nobody,
    Forbidden,
    NotThere,
}

impl Caller {
    pub fn needs(&self, scope: &str) -> Result<(), Refused> {
        self.scopes.split(' ').any(|held| held == scope).then_some(()).ok_or(Refused::Forbidden)
    }

    pub fn owns(&self, owner: &str) -> Result<(), Refused> {
        (self.subject == owner).then_some(()).ok_or(Refused::NotThere)
    }
}

impl FromRequest for Caller {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        let parts = token.and_then(|token| token.split_once('.'));
        ready(parts.map(|(subject, scopes)| Self { subject: subject.into(), scopes: scopes.into() })
            .ok_or(Refused::Nobody))
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Nobody => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotThere => StatusCode::NOT_FOUND,
        }
    }
}
"#;

pub(super) fn group(group: Group) -> String {
    let handlers: String =
        group.deeds().map(|(deed, number)| handler(group, deed, number)).collect();
    let services: String =
        group.handlers().iter().map(|handler| format!("        .service({handler})\n")).collect();
    let name = group.name();
    format!(
        r#"{DECLARATIONS}
{handlers}
pub fn routes(config: &mut web::ServiceConfig) {{
    config.service(web::scope("/{name}")
        .app_data(web::Data::new(Orders::open()))
{services}    );
}}
"#
    )
}

const DECLARATIONS: &str = r"//! Orders of one shop.

use actix_web::{get, post, web};
use serde::{Deserialize, Serialize};

use crate::access::{Caller, Refused};

pub struct Order { id: u64, buyer: String, total: u64 }

pub struct Orders;

impl Orders {
    pub fn open() -> Self { Self }
    pub async fn find(&self, _: u64) -> Result<Option<Order>, Refused> { Ok(None) }
    pub async fn change(&self, _: &Order, _: &str) -> Result<(), Refused> { Ok(()) }
    pub async fn of_buyer(&self, _: &str) -> Result<Vec<Order>, Refused> { Ok(Vec::new()) }
}

#[derive(Serialize)]
pub struct OrderView { pub id: u64, pub total: u64 }

impl From<&Order> for OrderView {
    fn from(order: &Order) -> Self { Self { id: order.id, total: order.total } }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeInput { pub reason: String }
";

fn handler(group: Group, deed: Deed, number: usize) -> String {
    let name = group.name();
    match deed {
        Deed::Look => look(&name, number, if number == 0 { group.edit } else { 0 }),
        Deed::List => list(&name, number),
        Deed::Change => change(&name, number),
    }
}

fn look(name: &str, number: usize, edit: u32) -> String {
    format!(
        r#"
#[get("/{{order}}/look_{number}")]
async fn look_{number}(caller: Caller, order: web::Path<u64>, orders: web::Data<Orders>)
    -> Result<web::Json<OrderView>, Refused> {{
    std::hint::black_box({edit}_u32);
    caller.needs("{name}:read")?;
    let order = orders.find(*order).await?.ok_or(Refused::NotThere)?;
    caller.owns(&order.buyer)?;
    Ok(web::Json(OrderView::from(&order)))
}}
"#
    )
}

fn list(name: &str, number: usize) -> String {
    format!(
        r#"
#[get("/list_{number}")]
async fn list_{number}(caller: Caller, orders: web::Data<Orders>) -> Result<web::Json<Vec<OrderView>>, Refused> {{
    caller.needs("{name}:read")?;
    let mine = orders.of_buyer(&caller.subject).await?;
    Ok(web::Json(mine.iter().map(OrderView::from).collect()))
}}
"#
    )
}

fn change(name: &str, number: usize) -> String {
    format!(
        r#"
#[post("/{{order}}/change_{number}")]
async fn change_{number}(
    caller: Caller, order: web::Path<u64>, body: web::Json<ChangeInput>, orders: web::Data<Orders>,
) -> Result<web::Json<OrderView>, Refused> {{
    caller.needs("{name}:change")?;
    let order = orders.find(*order).await?.ok_or(Refused::NotThere)?;
    caller.owns(&order.buyer)?;
    orders.change(&order, &body.reason).await?;
    Ok(web::Json(OrderView::from(&order)))
}}
"#
    )
}
