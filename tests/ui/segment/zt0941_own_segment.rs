use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

/// Look users up.
#[derive(Scope)]
#[scope("users:read", reads)]
pub struct UsersRead;

pub struct Users;

#[zt::store]
impl Users {
    pub fn open() -> Self {
        Self
    }
}

/// How many users there are.
#[zt::get("/users", scopes(UsersRead), segment = Admin)]
async fn count_users(_users: Data<Users>) -> NoContent {
    NoContent
}

/// A shop.
#[zt::service(endpoints(count_users))]
pub struct Shop;

fn main() {}
