use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

/// Look users up.
#[derive(Scope)]
#[scope("users:read", reads)]
pub struct UsersRead;

#[derive(Id)]
pub struct UserId(u64);

#[derive(Resource)]
#[resource(id = UserId, store = Users, load = Users::find, owner = subject, tenancy = single, owner_may(Read))]
pub struct User {
    pub id: UserId,
    pub subject: Subject,
}

pub struct Users;

#[zt::store]
impl Users {
    pub async fn find(&self, _: &UserId, _: Loading<'_>) -> zt::Result<Option<User>> {
        Ok(None)
    }
}

/// One user.
#[zt::get("/{user}", scopes(UsersRead))]
async fn get_user(user: &Authorized<User, Read>) -> NoContent {
    let _ = user;
    NoContent
}

/// Users, for those who run the shop.
#[zt::group("/users", segment = Admin, endpoints(get_user))]
pub struct UsersApi;

fn main() {}
