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
#[zt::get("/", scopes(UsersRead), segment = Main)]
async fn list_users() -> NoContent {
    NoContent
}

/// Users, for those who run the shop.
#[zt::group("/users", segment = Admin, endpoints(list_users))]
pub struct UsersApi;

fn main() {}
