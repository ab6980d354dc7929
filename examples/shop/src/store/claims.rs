//! What came broken.

use rusqlite::{OptionalExtension, Row, params};
use zt::UploadedFile;
use zt::prelude::*;

use super::{Database, parsed};
use crate::claims::{Claim, ClaimId, Photo, Refund};
use crate::orders::{Assist, Complain, Order, OrderId};
use crate::scopes::OrdersRead;

/// The table of claims.
#[derive(Debug)]
pub struct Claims(Database);

const COLUMNS: &str = "id, order_id, shop, buyer, reason, refunded";

#[zt::store]
impl Claims {
    pub(super) fn new(database: Database) -> Self {
        Self(database)
    }

    pub async fn find(&self, id: &ClaimId, _: Loading<'_>) -> zt::Result<Option<Claim>> {
        let sql = format!("SELECT {COLUMNS} FROM claims WHERE id = ?1");
        Ok(self.0.lock().query_row(&sql, [id.0], claim).optional()?)
    }

    pub async fn of_order(
        &self,
        order: &Authorized<Order, Read>,
        _: &impl Proves<OrdersRead>,
    ) -> zt::Result<Vec<Claim>> {
        let sql = format!("SELECT {COLUMNS} FROM claims WHERE order_id = ?1 ORDER BY id LIMIT 100");
        let connection = self.0.lock();
        let mut statement = connection.prepare_cached(&sql)?;
        let claims = statement.query_map([&order.id.0], claim)?;
        Ok(claims.collect::<Result<_, _>>()?)
    }

    pub async fn hand_in(
        &self,
        order: &Authorized<Order, Complain>,
        reason: &str,
        photo: &UploadedFile,
    ) -> zt::Result<Claim> {
        let sql = format!(
            "INSERT INTO claims (order_id, shop, buyer, reason, media_type, photo)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING {COLUMNS}"
        );
        let (shop, buyer) = (order.shop.name(), order.buyer.to_string());
        let values = params![order.id.0, shop, buyer, reason, photo.media_type(), photo.bytes()];
        Ok(self.0.lock().query_row(&sql, values, claim)?)
    }

    pub async fn photo(
        &self,
        claim: &Authorized<Claim, Read>,
    ) -> zt::Result<(&'static str, Vec<u8>)> {
        let sql = "SELECT media_type, photo FROM claims WHERE id = ?1";
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
        let (kept, photo) = self.0.lock().query_row(sql, [claim.id.0], read)?;
        let listed = Photo::MEDIA_TYPES.iter().find(|media_type| **media_type == kept);
        Ok((listed.copied().unwrap_or("application/octet-stream"), photo))
    }

    /// Claim and order together, or neither. `None` if there is nothing to give back.
    pub async fn refund(
        &self,
        order: &Authorized<Order, Assist>,
        claim: &Authorized<Claim, Refund>,
    ) -> zt::Result<Option<Claim>> {
        let mut connection = self.0.lock();
        let transaction = connection.transaction()?;
        let sql = "UPDATE orders SET state = 'refunded' WHERE id = ?1 AND state = 'placed'";
        if transaction.execute(sql, [&order.id.0])? == 0 {
            return Ok(None);
        }
        let sql = format!("UPDATE claims SET refunded = 1 WHERE id = ?1 RETURNING {COLUMNS}");
        let refunded = transaction.query_row(&sql, [claim.id.0], self::claim).optional()?;
        transaction.commit()?;
        self.0.tell(&order.id);
        Ok(refunded)
    }
}

fn claim(row: &Row<'_>) -> rusqlite::Result<Claim> {
    Ok(Claim {
        id: ClaimId(row.get(0)?),
        order: OrderId(row.get(1)?),
        shop: parsed(row, 2)?,
        buyer: parsed(row, 3)?,
        reason: row.get(4)?,
        refunded: row.get(5)?,
    })
}
