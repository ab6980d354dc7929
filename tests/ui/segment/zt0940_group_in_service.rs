use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

/// Look users up.
#[derive(Scope)]
#[scope("users:read", reads)]
pub struct UsersRead;

/// All users.
#[zt::get("/", scopes(UsersRead))]
async fn list_users() -> NoContent {
    NoContent
}

/// Users.
#[zt::group("/users", segment = Main, endpoints(list_users))]
pub struct UsersApi;

/// All that those do who run the shop.
#[zt::service(segment = Admin, endpoints(UsersApi))]
pub struct Back;

fn main() {}
