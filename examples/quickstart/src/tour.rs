//! The tour: curl lines to paste, each below the status that it shows.

use std::net::SocketAddr;

use zt::Development;

use crate::api::{NotesRead, NotesWrite};
use crate::note::NotesAdmin;

/// The tokens of two people and an admin. They count for an hour; the next start makes new ones.
pub struct Tour {
    alice: String,
    bob: String,
    ada: String,
}

impl Tour {
    pub fn new(development: &Development) -> zt::Result<Self> {
        let reader = |name| development.token_for(name).holding::<NotesRead>();
        Ok(Self {
            alice: reader("alice").holding::<NotesWrite>().issue()?,
            bob: reader("bob").issue()?,
            ada: reader("ada").holding::<NotesWrite>().holding::<NotesAdmin>().issue()?,
        })
    }

    pub fn text(&self, server: SocketAddr) -> String {
        let notes = format!("http://{server}/notes");
        let [alice, bob, ada] = [&self.alice, &self.bob, &self.ada]
            .map(|token| format!("-H 'authorization: Bearer {token}'"));
        let json = "-H 'content-type: application/json'";
        format!(
            r#"
# 200: alice lists her notes
curl -i {notes} {alice}

# 200: alice reads the second one
curl -i {notes}/2 {alice}

# 201: alice writes one more
curl -i {notes} {alice} {json} -d '{{"text": "Water the plants."}}'

# 204: alice gives the first one another text
curl -i -X PUT {notes}/1 {alice} {json} -d '{{"text": "Buy bread and butter."}}'

# 401: without a token nobody gets in
curl -i {notes}

# 403: bob's token lets him read, not write
curl -i {notes} {bob} {json} -d '{{"text": "Hello."}}'

# 404: to bob, alice's note is not there
curl -i {notes}/2 {bob}

# 200: ada looks after everybody's notes, so she reads it all the same
curl -i {notes}/2 {ada}

# 404: and yet ada can't put words into alice's mouth
curl -i -X PUT {notes}/2 {ada} {json} -d '{{"text": "Give Bob the key."}}'

# 429: bob lists his notes seven times, and five times a minute is enough
for _ in 1 2 3 4 5 6 7; do curl -si {notes} {bob} | head -n 1; done

"#
        )
    }
}
