//! What is served.

use zt::prelude::*;

use crate::desk::{Change, Desk};
use crate::orders::OrdersApi;
use crate::scopes::{Admin, AuditRead, DeskRead, DeskWrite, Mfa};

/// The load balancer asks whether we live.
#[zt::get("/health", public(probe))]
async fn health() -> NoContent {
    NoContent
}

/// How often the bell on the desk was rung.
#[derive(Debug, Disclose)]
#[disclose(plain)]
pub struct Bell {
    pub rung: u64,
}

/// How many orders are placed.
#[derive(Debug, Disclose)]
#[disclose(plain)]
pub struct Pad {
    pub placed: u64,
}

/// How often the bell was rung.
#[zt::get("/read", scopes(DeskRead))]
async fn read(caller: &Caller<read>, desk: Data<Desk>) -> Answer<Bell> {
    Ok(Reply(Bell { rung: desk.rung(caller).await? }))
}

/// Ring the bell.
#[zt::post("/write", scopes(DeskWrite))]
async fn write(caller: &Caller<write>, desk: Data<Desk>) -> Answer<Bell> {
    Ok(Reply(Bell { rung: desk.ring(caller).await? }))
}

/// How full the pad is, for people who logged in with a second factor.
#[zt::get("/admin", scopes(Admin), proof(acr = Mfa))]
async fn admin(caller: &Caller<admin>, desk: Data<Desk>) -> Answer<Pad> {
    Ok(Reply(Pad { placed: desk.how_many(caller).await? }))
}

/// Who changed which order, the last hundred times.
#[zt::get("/audit", scopes(AuditRead))]
async fn list_audit(caller: &Caller<list_audit>, desk: Data<Desk>) -> Answer<Vec<Change>> {
    Ok(Reply(desk.changes(caller).await?))
}

/// The desk of a mail-order house: a bell, orders, and who changed them.
#[zt::service(rate("100000/min"), endpoints(health, read, write, admin, list_audit, OrdersApi))]
#[derive(Debug)]
pub struct Oidc;
