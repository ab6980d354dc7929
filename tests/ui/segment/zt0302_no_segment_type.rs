use zt::prelude::*;

/// Look users up.
#[derive(Scope)]
#[scope("users:read", reads)]
pub struct UsersRead;

/// Those who run the shop.
pub struct Admin;

/// All users.
#[zt::get("/users", scopes(UsersRead), segment = Admin)]
async fn list_users() -> NoContent {
    NoContent
}

fn main() {}
