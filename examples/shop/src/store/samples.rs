//! What the tour and the tests look at: two shops, and orders of three people.

use rusqlite::{Connection, params};
use zt::prelude::*;

const PRODUCTS: [(i64, &str, &str, u32); 3] =
    [(1, "acme", "Cup", 900), (2, "acme", "Teapot", 2900), (3, "globex", "Lamp", 4900)];

/// Id, shop, buyer, product, pieces, cents.
const ORDERS: [(&str, &str, &str, i64, u32, u32); 3] = [
    ("a-1", "acme", "alice", 1, 2, 1800),
    ("b-1", "acme", "bob", 2, 1, 2900),
    ("c-1", "globex", "carol", 3, 1, 4900),
];

pub(super) fn insert(
    connection: &Connection,
    person: impl Fn(&str) -> zt::Result<Subject>,
) -> zt::Result<()> {
    for (id, shop, name, cents) in PRODUCTS {
        let sql = "INSERT OR IGNORE INTO products (id, shop, name, cents) VALUES (?1, ?2, ?3, ?4)";
        connection.execute(sql, params![id, shop, name, cents])?;
    }
    for (id, shop, buyer, product, pieces, cents) in ORDERS {
        let sql =
            "INSERT OR IGNORE INTO orders (id, shop, buyer, product, pieces, cents, door_code)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, '4711')";
        let buyer = person(buyer)?.to_string();
        connection.execute(sql, params![id, shop, buyer, product, pieces, cents])?;
    }
    Ok(())
}
