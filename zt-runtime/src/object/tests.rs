//! Objects behind the gate, as the macros write them: who is let at which.

#![allow(clippy::unwrap_used, clippy::unused_async, reason = "tests")]

use serde_json::json;

use crate::Service as _;
use crate::prelude::*;
use crate::testing::{TestApp, TestCaller, block_on};

/// Look at boards.
#[derive(Scope)]
#[scope("boards:read", reads)]
struct BoardsRead;

#[derive(Id)]
struct BoardId(u64);

#[derive(Id)]
struct CardId(String);

/// A board of one firm, on which cards hang.
#[derive(Resource)]
#[resource(id = BoardId, store = Boards, load = Boards::board, owner = maker, tenancy = firm, owner_may(Read))]
struct Board {
    maker: Subject,
    firm: Tenant,
}

/// A card on a board, without a tenant of its own.
#[derive(Resource)]
#[resource(id = CardId, store = Boards, load = Boards::card, owner = maker, tenancy = single, owner_may(Read))]
struct Card {
    maker: Subject,
    board: BoardId,
}

impl Within<Board> for Card {
    fn within(&self) -> &BoardId {
        &self.board
    }
}

/// Boards 1 and 2 are alice's at acme, 3 is bob's there, 4 alice's at globex. The card `seven` hangs on board 1, `bobs` too.
struct Boards {
    alice: Subject,
    bob: Subject,
}

#[zt::store]
impl Boards {
    pub async fn board(&self, id: &BoardId, _: Loading<'_>) -> zt::Result<Option<Board>> {
        let (maker, firm) = match id.0 {
            1 | 2 => (&self.alice, "acme"),
            3 => (&self.bob, "acme"),
            4 => (&self.alice, "globex"),
            _ => return Ok(None),
        };
        Ok(Some(Board { maker: maker.clone(), firm: Tenant::new(firm).unwrap() }))
    }

    pub async fn card(&self, id: &CardId, _: Loading<'_>) -> zt::Result<Option<Card>> {
        let maker = match id.0.as_str() {
            "seven" => &self.alice,
            "bobs" => &self.bob,
            _ => return Ok(None),
        };
        Ok(Some(Card { maker: maker.clone(), board: BoardId(1) }))
    }
}

/// A board.
#[zt::get("/boards/{board}", scopes(BoardsRead))]
async fn board(board: &Authorized<Board, Read>) -> NoContent {
    let _ = board;
    NoContent
}

/// A card on it.
#[zt::get("/boards/{board}/cards/{card}", scopes(BoardsRead))]
async fn card(board: &Authorized<Board, Read>, card: &Authorized<Card, Read>) -> NoContent {
    let _ = (board, card);
    NoContent
}

/// My board.
#[zt::get("/people/{me}/boards/{board}", scopes(BoardsRead))]
async fn mine(me: OwnSubject, board: &Authorized<Board, Read>) -> NoContent {
    let _ = (me, board);
    NoContent
}

/// My firm's board.
#[zt::get("/firms/{firm}/boards/{board}", scopes(BoardsRead))]
async fn ours(firm: OwnTenant, board: &Authorized<Board, Read>) -> NoContent {
    let _ = (firm, board);
    NoContent
}

/// I, at my firm.
#[zt::get("/firms/{firm}/people/{me}", scopes(BoardsRead))]
async fn colleague(firm: OwnTenant, me: OwnSubject) -> NoContent {
    let _ = (firm, me);
    NoContent
}

/// My firm, which I am at.
#[zt::get("/people/{me}/firms/{firm}", scopes(BoardsRead))]
async fn employer(me: OwnSubject, firm: OwnTenant) -> NoContent {
    let _ = (me, firm);
    NoContent
}

/// A word, for everybody.
#[zt::get("/words/{word}", scopes(BoardsRead), open(word, why = "a word belongs to nobody"))]
async fn word(word: Open<String>) -> Answer<Word> {
    Ok(Reply(Word { length: word.len() }))
}

#[derive(Disclose)]
#[disclose(plain)]
struct Word {
    length: usize,
}

/// Boards.
#[zt::service(endpoints(board, card, mine, ours, colleague, employer, word))]
struct Desk;

fn desk() -> TestApp<Desk> {
    let desk = Desk::test();
    let boards = Boards { alice: desk.person("alice"), bob: desk.person("bob") };
    desk.data(boards)
}

fn at<'t>(desk: &'t TestApp<Desk>, name: &str, firm: &str) -> TestCaller<'t> {
    desk.as_caller(name).holding::<BoardsRead>().in_tenant(firm)
}

/// What comes of a path, and why, as the audit log has it.
fn asked(desk: &TestApp<Desk>, caller: &TestCaller<'_>, path: &str) -> (u16, String) {
    let status = block_on(async { caller.get(path).await.status() });
    let record = desk.audit().pop().unwrap();
    (status, record["reason"].as_str().unwrap().to_owned())
}

fn all_come_to(desk: &TestApp<Desk>, caller: &TestCaller<'_>, cases: &[(&str, u16, &str)]) {
    for (path, status, reason) in cases {
        assert_eq!(asked(desk, caller, path), (*status, (*reason).to_owned()), "{path}");
    }
}

//
#[test]
fn a01_an_object_is_the_owners_within_the_tenant() {
    let desk = desk();
    let cases = [
        ("/boards/1", 204, "ok"),
        ("/boards/3", 404, "not_authorized"),
        ("/boards/4", 404, "not_authorized"),
        ("/boards/9", 404, "no_such_object"),
        ("/boards/01", 404, "malformed_id"),
    ];
    all_come_to(&desk, &at(&desk, "alice", "acme"), &cases);
    let homeless = desk.as_caller("alice").holding::<BoardsRead>();
    all_come_to(&desk, &homeless, &[("/boards/1", 404, "not_authorized")]);
    let bob = at(&desk, "bob", "acme");
    all_come_to(&desk, &bob, &[("/boards/1", 404, "not_authorized"), ("/boards/3", 204, "ok")]);
}

#[test]
fn a01_two_objects_of_one_path_belong_together() {
    let desk = desk();
    let cases = [
        ("/boards/1/cards/seven", 204, "ok"),
        ("/boards/2/cards/seven", 404, "not_within"),
        ("/boards/1/cards/bobs", 404, "not_authorized"),
        ("/boards/3/cards/seven", 404, "not_authorized"),
    ];
    all_come_to(&desk, &at(&desk, "alice", "acme"), &cases);
}

#[test]
fn a01_only_the_callers_own_names_are_theirs() {
    let desk = desk();
    let cases = [
        ("/people/alice/boards/1", 204, "ok"),
        ("/people/bob/boards/1", 404, "not_own"),
        ("/firms/acme/boards/1", 204, "ok"),
        ("/firms/globex/boards/1", 404, "not_own"),
        ("/firms/acme/people/alice", 204, "ok"),
        ("/firms/acme/people/bob", 404, "not_own"),
        ("/people/alice/firms/acme", 204, "ok"),
        ("/people/alice/firms/globex", 404, "not_own"),
    ];
    all_come_to(&desk, &at(&desk, "alice", "acme"), &cases);
    let homeless = desk.as_caller("alice").holding::<BoardsRead>();
    all_come_to(&desk, &homeless, &[("/firms/acme/people/alice", 404, "not_own")]);
}

// L-01: the record says which objects were asked for, also those that were refused.
#[test]
fn l01_a_record_names_the_objects() {
    let desk = desk();
    asked(&desk, &at(&desk, "alice", "acme"), "/boards/2/cards/seven");
    let objects = json!([{ "type": "Board", "id": "2" }, { "type": "Card", "id": "seven" }]);
    assert_eq!(desk.audit().pop().unwrap()["objects"], objects);
}

#[test]
fn an_open_parameter_is_the_text_as_it_stands_and_bounded() {
    let desk = desk();
    block_on(async {
        let alice = at(&desk, "alice", "acme");
        assert_eq!(alice.get("/words/four").await.json(), json!({ "length": 4 }));
        let longest = "w".repeat(256);
        let answer = alice.get(&format!("/words/{longest}")).await;
        assert_eq!(answer.json(), json!({ "length": 256 }));
        assert_eq!(alice.get(&format!("/words/{longest}w")).await.status(), 404);
    });
    assert_eq!(desk.audit().pop().unwrap()["reason"], "malformed_parameter");
}
