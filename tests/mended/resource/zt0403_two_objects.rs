use zt::prelude::*;

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
pub struct OrdersRead;

#[derive(Id)]
pub struct TeamId(u64);
#[derive(Id)]
pub struct DocId(u64);
pub struct Docs;
#[zt::store]
impl Docs {
    pub async fn team(&self, _: &TeamId, _: Loading<'_>) -> zt::Result<Option<Team>> {
        Ok(None)
    }
    pub async fn doc(&self, _: &DocId, _: Loading<'_>) -> zt::Result<Option<Doc>> {
        Ok(None)
    }
}
#[derive(Resource)]
#[resource(id = TeamId, store = Docs, load = Docs::team, owner = lead, tenancy = single, owner_may(Read))]
pub struct Team {
    lead: Subject,
}
#[derive(Resource)]
#[resource(id = DocId, store = Docs, load = Docs::doc, owner = author, tenancy = single, owner_may(Read))]
pub struct Doc {
    author: Subject,
    team: TeamId,
}

impl Within<Team> for Doc {
    fn within(&self) -> &<Team as Resource>::Id {
        &self.team
    }
}

/// A document of a team.
#[zt::get("/teams/{team}/docs/{doc}", scopes(OrdersRead))]
async fn doc(team: &Authorized<Team, Read>, doc: &Authorized<Doc, Read>) -> NoContent {
    let _ = (team, doc);
    NoContent
}

fn main() {}
