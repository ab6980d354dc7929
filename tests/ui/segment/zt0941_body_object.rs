use zt::prelude::*;

/// Those who run the shop.
#[derive(Segment)]
#[segment("admin")]
pub struct Admin;

/// Change users.
#[derive(Scope)]
#[scope("users:write", writes)]
pub struct UsersWrite;

/// Let nobody in by this name.
#[derive(Action)]
#[action(writes)]
pub struct Block;

#[derive(Id)]
pub struct UserId(u64);

#[derive(Resource)]
#[resource(id = UserId, store = Users, load = Users::find, owner = subject, tenancy = single, owner_may(Read, Block))]
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

#[derive(Input)]
pub struct Line {
    pub user: Authorized<User, Block>,
}

#[derive(Input)]
pub struct BlockInput {
    pub lines: Vec<Line>,
}

/// Block several users.
#[zt::post("/blocks", scopes(UsersWrite))]
async fn block_users(body: &Body<BlockInput>) -> NoContent {
    let _ = body.lines.first().map(|line| &line.user);
    NoContent
}

/// All that those do who run the shop.
#[zt::service(segment = Admin, endpoints(block_users))]
pub struct Back;

fn main() {}
