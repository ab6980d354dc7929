//! Mistakes that nothing catches today. Each compiles, starts and answers: that is what these tests show, so that the
//! day on which something catches one, its test fails and its row moves.

use std::sync::Mutex;

use serde_json::json;
use zt::prelude::*;
use zt::testing::{TestApp, block_on};

/// Look at things.
#[derive(Scope)]
#[scope("things:read", reads)]
struct ThingsRead;

/// Change things.
#[derive(Scope)]
#[scope("things:write", writes)]
struct ThingsWrite;

/// Throw the thing away.
#[derive(Action)]
#[action(writes)]
struct Discard;

#[derive(Id, Clone, Copy, PartialEq, Eq)]
struct ThingId(u32);

#[derive(Resource, Clone)]
#[resource(id = ThingId, store = Things, load = Things::find, owner = owner, tenancy = single, owner_may(Discard))]
struct Thing {
    id: ThingId,
    owner: Subject,
    name: String,
}

/// Whoever wrote this meant to come back.
impl Authorize<Read> for Thing {
    fn authorize(&self, _: &Identity) -> Decision {
        Decision::Allow
    }
}

#[derive(Disclose)]
#[disclose(of = Thing)]
struct ThingView {
    id: ThingId,
    name: String,
}

impl From<&Thing> for ThingView {
    fn from(thing: &Thing) -> Self {
        Self { id: thing.id, name: thing.name.clone() }
    }
}

/// Said to show nobody's object, and shows somebody's.
#[derive(Disclose)]
#[disclose(plain)]
struct Name {
    name: String,
}

struct Things(Mutex<Vec<Thing>>);

#[zt::store]
impl Things {
    async fn rows(&self) -> Vec<Thing> {
        self.0.lock().unwrap().clone()
    }

    pub async fn find(&self, id: &ThingId, _: Loading<'_>) -> zt::Result<Option<Thing>> {
        Ok(self.rows().await.into_iter().find(|thing| thing.id == *id))
    }

    /// Takes a proof, and gives everybody's.
    pub async fn all(&self, _: &impl Proves<ThingsRead>) -> zt::Result<Vec<Thing>> {
        Ok(self.rows().await)
    }

    /// Takes a proof of one, and throws all of them away.
    pub async fn discard(&self, _: &Authorized<Thing, Discard>) -> zt::Result<()> {
        self.0.lock().unwrap().clear();
        Ok(())
    }
}

/// Beside the guarded block, where nobody asks for a proof.
impl Things {
    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// A thing.
#[zt::get("/things/{thing}", scopes(ThingsRead))]
async fn read_thing(thing: &Authorized<Thing, Read>) -> Answer<ThingView> {
    Ok(Reply::of(thing))
}

/// Names of things.
#[zt::get("/names", scopes(ThingsRead))]
async fn names(caller: &Caller<names>, things: Data<Things>) -> Answer<Vec<Name>> {
    let all = things.all(caller).await?;
    Ok(Reply(all.into_iter().map(|thing| Name { name: thing.name }).collect()))
}

/// Throws a thing away.
#[zt::delete("/things/{thing}", scopes(ThingsWrite))]
async fn discard(
    thing: &Authorized<Thing, Discard>,
    things: Data<Things>,
) -> Result<NoContent, Problem> {
    things.discard(thing).await?;
    Ok(NoContent)
}

/// How many there are.
#[zt::get("/count", public(why = "a number tells nobody anything"))]
async fn count(things: Data<Things>) -> Answer<Name> {
    // The second reaches into the store, in whose module this endpoint stands.
    let (counted, reached) = (things.count(), things.0.lock().unwrap().len());
    Ok(Reply(Name { name: format!("{counted} {reached}") }))
}

/// Starts work that nobody asks a rule of.
#[zt::get("/work", scopes(ThingsRead))]
async fn work(caller: &Caller<work>) -> Answer<Name> {
    let name = caller.subject().name().to_owned();
    let worked = std::thread::spawn(move || format!("{name} worked"));
    Ok(Reply(Name { name: worked.join().unwrap() }))
}

/// Written, tested by nobody, and in no list.
#[zt::get("/forgotten", scopes(ThingsRead))]
pub async fn forgotten() -> NoContent {
    NoContent
}

/// Things, badly kept.
#[zt::service(endpoints(read_thing, names, discard, count, work))]
struct Shed;

fn shed() -> TestApp<Shed> {
    let app = Shed::test();
    let thing = |id, owner: &str| Thing {
        id: ThingId(id),
        owner: app.person(owner),
        name: format!("{owner}'s"),
    };
    let things = vec![thing(1, "alice"), thing(2, "bob")];
    app.data(Things(Mutex::new(things)))
}

fn as_mallory(app: &TestApp<Shed>) -> zt::testing::TestCaller<'_> {
    app.as_caller("mallory").holding::<ThingsRead>().holding::<ThingsWrite>()
}

#[test]
fn a_policy_that_lets_everybody_in() {
    let app = shed();
    block_on(async {
        assert_eq!(
            as_mallory(&app).get("/things/1").await.json(),
            json!({ "id": 1, "name": "alice's" })
        );
    });
}

#[test]
fn a_plain_view_that_shows_somebodys_object() {
    let app = shed();
    block_on(async {
        let shown = as_mallory(&app).get("/names").await.json();
        assert_eq!(shown, json!([{ "name": "alice's" }, { "name": "bob's" }]));
    });
}

#[test]
fn a_store_that_changes_more_than_was_proved() {
    let app = shed();
    block_on(async {
        let alice = app.as_caller("alice").holding::<ThingsRead>().holding::<ThingsWrite>();
        assert_eq!(alice.delete("/things/1").await.status(), 204);
        assert_eq!(as_mallory(&app).get("/names").await.json(), json!([]));
    });
}

#[test]
fn a_second_block_on_a_store_and_an_endpoint_in_its_module() {
    let app = shed();
    block_on(async {
        assert_eq!(app.anonymous().get("/count").await.json(), json!({ "name": "2 2" }));
    });
}

#[test]
fn a_thread_started_by_a_handler() {
    let app = shed();
    block_on(async {
        assert_eq!(as_mallory(&app).get("/work").await.json(), json!({ "name": "mallory worked" }));
    });
}

#[test]
fn a_public_endpoint_in_no_service() {
    let app = shed();
    block_on(async {
        assert_eq!(as_mallory(&app).get("/forgotten").await.status(), 404);
    });
}
