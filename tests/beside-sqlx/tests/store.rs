//! A store behind which sqlx is guards as any other.
#![allow(clippy::expect_used, reason = "tests")]

use beside_sqlx::{Notebook, Notes, NotesRead};
use zt::prelude::*;
use zt::testing::block_on;

#[test]
fn a_note_in_a_pool_of_sqlx_is_its_authors() {
    block_on(async {
        let notes = Notes::test();
        let (alice, bob) = (notes.person("alice"), notes.person("bob"));
        let notebook = Notebook::open([&alice, &bob]).await.expect("a notebook");
        let notes = notes.data(notebook);
        let alice = notes.as_caller("alice").holding::<NotesRead>();
        assert_eq!(alice.get("/notes/1").await.json()["text"], "Mine.");
        for not_hers in ["/notes/2", "/notes/3"] {
            assert_eq!(alice.get(not_hers).await.status(), 404, "{not_hers}");
        }
        assert_eq!(notes.anonymous().get("/notes/1").await.status(), 401);
    });
}
