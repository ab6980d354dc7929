//! What was ordered.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{OptionalExtension, Params, Row, params};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use zt::prelude::*;

use super::{Database, parsed};
use crate::orders::{Assist, Cancel, Change, Erase, NewOrder, Order, OrderChange, OrderId, State};
use crate::products::ProductId;
use crate::scopes::{OrdersRead, OrdersWrite, SupportRead};
use crate::segments::Admin;

/// The table of orders.
#[derive(Debug)]
pub struct Orders(Database);

/// What happens to orders from now on.
#[derive(Debug)]
pub struct Changes(Database, Receiver<OrderId>);

impl Changes {
    /// The next order that something happened to, as it is by now.
    pub async fn next(&mut self) -> zt::Result<Option<Order>> {
        loop {
            let id = match self.1.recv().await {
                Ok(id) => id,
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return Ok(None),
            };
            if let Some(order) = one(&self.0, &by_id(), [&id.0])? {
                return Ok(Some(order));
            }
        }
    }
}

const COLUMNS: &str = "id, shop, buyer, product, pieces, cents, state, remark, door_code, note";

#[zt::store(shared(
    Main,
    Admin,
    why = "buyers place what admins may have to remove",
    owner = "team-shop",
    until = "2028-12-31"
))]
impl Orders {
    pub(super) fn new(database: Database) -> Self {
        Self(database)
    }

    pub async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        one(&self.0, &by_id(), [&id.0])
    }

    pub async fn of_buyer(
        &self,
        buyer: &Subject,
        _: &impl Proves<OrdersRead>,
    ) -> zt::Result<Vec<Order>> {
        self.many("buyer", Some(&buyer.to_string()))
    }

    pub async fn of_shop(
        &self,
        shop: Option<&Tenant>,
        _: &impl Proves<SupportRead>,
    ) -> zt::Result<Vec<Order>> {
        self.many("shop", shop.map(Tenant::name))
    }

    /// Everybody's: who may see which of them is asked when they are sent.
    pub fn changes(&self, _: &impl Proves<OrdersRead>) -> Changes {
        Changes(self.0.clone(), self.0.listen())
    }

    /// `None` if the id is taken.
    pub async fn place(
        &self,
        new: &NewOrder,
        by: &impl Proves<OrdersWrite>,
    ) -> zt::Result<Option<Order>> {
        let sql = format!(
            "INSERT INTO orders (id, shop, buyer, product, pieces, cents, remark, door_code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING RETURNING {COLUMNS}"
        );
        let values = params![
            new.id.id().0,
            new.product.shop.name(),
            by.subject().to_string(),
            new.product.id.0,
            new.pieces,
            new.product.cents * new.pieces,
            new.remark,
            new.door_code.as_ref().map(Secret::expose),
        ];
        self.changed(&sql, values)
    }

    /// `None` if it is too late.
    pub async fn change(
        &self,
        order: &Authorized<Order, Change>,
        change: &OrderChange,
    ) -> zt::Result<Option<Order>> {
        let mut remark = order.remark.clone();
        change.remark.clone().apply(&mut remark);
        let pieces = change.pieces.unwrap_or(order.pieces);
        let sql = format!(
            "UPDATE orders SET pieces = ?2, cents = cents / pieces * ?2, remark = ?3
             WHERE id = ?1 AND state = 'placed' RETURNING {COLUMNS}"
        );
        self.changed(&sql, params![order.id.0, pieces, remark])
    }

    /// `None` if it is too late.
    pub async fn cancel(&self, order: &Authorized<Order, Cancel>) -> zt::Result<Option<Order>> {
        let sql = format!(
            "UPDATE orders SET state = 'cancelled' WHERE id = ?1 AND state = 'placed' RETURNING {COLUMNS}"
        );
        self.changed(&sql, [&order.id.0])
    }

    pub async fn annotate(
        &self,
        order: &Authorized<Order, Assist>,
        note: &Patch<String>,
    ) -> zt::Result<Option<Order>> {
        let mut kept = order.note.clone();
        note.clone().apply(&mut kept);
        let sql = format!("UPDATE orders SET note = ?2 WHERE id = ?1 RETURNING {COLUMNS}");
        self.changed(&sql, params![order.id.0, kept])
    }

    /// Its claims go with it.
    pub async fn erase(&self, order: &Authorized<Order, Erase>) -> zt::Result<()> {
        self.0.lock().execute("DELETE FROM orders WHERE id = ?1", [&order.id.0])?;
        Ok(())
    }

    /// Does it, and tells whoever listens.
    fn changed(&self, sql: &str, values: impl Params) -> zt::Result<Option<Order>> {
        let changed = one(&self.0, sql, values)?;
        if let Some(order) = &changed {
            self.0.tell(&order.id);
        }
        Ok(changed)
    }

    fn many(&self, column: &'static str, value: Option<&str>) -> zt::Result<Vec<Order>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM orders WHERE {column} = ?1 ORDER BY rowid DESC LIMIT 100"
        );
        let connection = self.0.lock();
        let mut statement = connection.prepare_cached(&sql)?;
        let orders = statement.query_map([value], order)?;
        Ok(orders.collect::<Result<_, _>>()?)
    }
}

fn by_id() -> String {
    format!("SELECT {COLUMNS} FROM orders WHERE id = ?1")
}

fn one(database: &Database, sql: &str, values: impl Params) -> zt::Result<Option<Order>> {
    Ok(database.lock().query_row(sql, values, order).optional()?)
}

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        id: OrderId(row.get(0)?),
        shop: parsed(row, 1)?,
        buyer: parsed(row, 2)?,
        product: ProductId(row.get(3)?),
        pieces: row.get(4)?,
        cents: row.get(5)?,
        state: row.get(6)?,
        remark: row.get(7)?,
        door_code: row.get::<_, Option<String>>(8)?.map(Secret::new),
        note: row.get(9)?,
    })
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "placed" => Ok(Self::Placed),
            "cancelled" => Ok(Self::Cancelled),
            "refunded" => Ok(Self::Refunded),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}
