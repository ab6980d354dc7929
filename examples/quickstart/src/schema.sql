-- AUTOINCREMENT: the number of a note that was removed never comes to name somebody else's.
CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS notes_by_author ON notes (author, id);

-- What the tour shows. An author is a kind, an issuer and a name: these belong to people of the development authority,
-- whose tokens count for nothing outside of it.
INSERT OR IGNORE INTO notes (id, author, text) VALUES
    (1, 'person dev:Notes alice', 'Buy bread.'),
    (2, 'person dev:Notes alice', 'The spare key is under the third flower pot.'),
    (3, 'person dev:Notes bob', 'Ask Alice where the spare key is.');
