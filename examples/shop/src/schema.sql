CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shop TEXT NOT NULL,
    name TEXT NOT NULL,
    cents INTEGER NOT NULL CHECK (cents > 0),
    blurb TEXT
) STRICT;

CREATE INDEX IF NOT EXISTS products_by_shop ON products (shop, id);

-- An order's id is chosen by the buyer's client. The id of one that was erased may be chosen anew, and finds nothing of the
-- old: its claims go with it.
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    buyer TEXT NOT NULL,
    product INTEGER NOT NULL,
    pieces INTEGER NOT NULL CHECK (pieces > 0),
    cents INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'placed' CHECK (state IN ('placed', 'cancelled', 'refunded')),
    remark TEXT,
    door_code TEXT,
    note TEXT
) STRICT;

CREATE INDEX IF NOT EXISTS orders_by_buyer ON orders (buyer, id);
CREATE INDEX IF NOT EXISTS orders_by_shop ON orders (shop, id);

-- AUTOINCREMENT: the number of a claim that went away never comes to name another.
CREATE TABLE IF NOT EXISTS claims (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    shop TEXT NOT NULL,
    buyer TEXT NOT NULL,
    reason TEXT NOT NULL,
    refunded INTEGER NOT NULL DEFAULT 0,
    media_type TEXT NOT NULL,
    photo BLOB NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS claims_by_order ON claims (order_id, id);
