//! What is sold.

use rusqlite::{OptionalExtension, Row, params};
use zt::prelude::*;

use super::{Database, parsed};
use crate::products::{Edit, NewProduct, Price, Product, ProductChange, ProductId};
use crate::scopes::{OrdersRead, ProductsWrite};
use crate::segments::Admin;

/// The table of products.
#[derive(Debug)]
pub struct Products(Database);

const COLUMNS: &str = "id, shop, name, cents, blurb";

#[zt::store(shared(
    Main,
    Admin,
    why = "buyers see what admins sell",
    owner = "team-shop",
    until = "2028-12-31"
))]
impl Products {
    pub(super) fn new(database: Database) -> Self {
        Self(database)
    }

    #[unproved(why = "whether the file answers is no secret", owner = "team-shop")]
    pub async fn ping(&self) -> zt::Result<()> {
        Ok(self.0.lock().query_row("SELECT 1", [], |_| Ok(()))?)
    }

    #[unproved(
        why = "prices hang in the window of every shop",
        owner = "team-shop",
        until = "2028-12-31"
    )]
    pub async fn prices(&self, shop: &str) -> zt::Result<Vec<Price>> {
        let sql = "SELECT name, cents FROM products WHERE shop = ?1 ORDER BY id LIMIT 100";
        let connection = self.0.lock();
        let mut statement = connection.prepare_cached(sql)?;
        let prices = statement
            .query_map([shop], |row| Ok(Price { name: row.get(0)?, cents: row.get(1)? }))?;
        Ok(prices.collect::<Result<_, _>>()?)
    }

    pub async fn find(&self, id: &ProductId, _: Loading<'_>) -> zt::Result<Option<Product>> {
        let sql = format!("SELECT {COLUMNS} FROM products WHERE id = ?1");
        Ok(self.0.lock().query_row(&sql, [id.0], product).optional()?)
    }

    pub async fn of_shop(
        &self,
        shop: Option<&Tenant>,
        _: &impl Proves<OrdersRead>,
    ) -> zt::Result<Vec<Product>> {
        let sql = format!("SELECT {COLUMNS} FROM products WHERE shop = ?1 ORDER BY id LIMIT 100");
        let connection = self.0.lock();
        let mut statement = connection.prepare_cached(&sql)?;
        let products = statement.query_map([shop.map(Tenant::name)], product)?;
        Ok(products.collect::<Result<_, _>>()?)
    }

    pub async fn add(
        &self,
        shop: &Tenant,
        new: &NewProduct,
        _: &impl Proves<ProductsWrite>,
    ) -> zt::Result<Product> {
        let sql = format!(
            "INSERT INTO products (shop, name, cents, blurb) VALUES (?1, ?2, ?3, ?4) RETURNING {COLUMNS}"
        );
        let values = params![shop.name(), new.name, new.cents, new.blurb];
        Ok(self.0.lock().query_row(&sql, values, product)?)
    }

    pub async fn edit(
        &self,
        product: &Authorized<Product, Edit>,
        change: &ProductChange,
    ) -> zt::Result<Product> {
        let mut blurb = product.blurb.clone();
        change.blurb.clone().apply(&mut blurb);
        let sql =
            format!("UPDATE products SET cents = ?2, blurb = ?3 WHERE id = ?1 RETURNING {COLUMNS}");
        let values = params![product.id.0, change.cents.unwrap_or(product.cents), blurb];
        Ok(self.0.lock().query_row(&sql, values, self::product)?)
    }
}

fn product(row: &Row<'_>) -> rusqlite::Result<Product> {
    Ok(Product {
        id: ProductId(row.get(0)?),
        shop: parsed(row, 1)?,
        name: row.get(2)?,
        cents: row.get(3)?,
        blurb: row.get(4)?,
    })
}
