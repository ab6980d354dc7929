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
#[zt::get("/users", scopes(UsersRead), segment = Admn)]
async fn list_users() -> NoContent {
    NoContent
}

fn main() {}
