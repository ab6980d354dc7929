//! Where everything is: three tables of one SQLite file. Every way to them takes a proof.

mod claims;
mod orders;
mod products;
mod samples;

use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::types::Type;
use rusqlite::{Connection, Row};
use tokio::sync::broadcast::{Receiver, Sender, channel};
use zt::prelude::*;

use crate::orders::OrderId;

pub use claims::Claims;
pub use orders::Orders;
pub use products::Products;

/// The stores of one file.
#[derive(Debug)]
pub struct Stores {
    /// What is sold.
    pub products: Products,
    /// What was ordered.
    pub orders: Orders,
    /// What came broken.
    pub claims: Claims,
    database: Database,
}

impl Stores {
    /// Opens the file; the first start makes it, with nothing in it.
    ///
    /// # Errors
    /// When the file can't be opened, or is no database of ours.
    pub fn open(file: impl AsRef<Path>) -> zt::Result<Self> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(include_str!("../schema.sql"))?;
        let connection = Arc::new(Mutex::new(connection));
        let database = Database { connection, changed: channel(WAITING).0 };
        let [for_products, for_orders, for_claims] = [(); 3].map(|()| database.clone());
        Ok(Self {
            products: Products::new(for_products),
            orders: Orders::new(for_orders),
            claims: Claims::new(for_claims),
            database,
        })
    }

    /// With something in it to look at, once: two shops, and orders of the people that `person` names.
    ///
    /// # Errors
    /// When the file can't be written, or a name is none.
    pub fn with_samples(self, person: impl Fn(&str) -> zt::Result<Subject>) -> zt::Result<Self> {
        samples::insert(&self.database.lock(), person)?;
        Ok(self)
    }
}

/// Whoever listens and is slower than so many changes misses the oldest.
const WAITING: usize = 256;

/// One connection behind a lock: the calls on a local file are short. And the orders that something happened to, for whoever
/// listens.
#[derive(Debug, Clone)]
struct Database {
    connection: Arc<Mutex<Connection>>,
    changed: Sender<OrderId>,
}

impl Database {
    /// A panic while the lock was held left SQLite's own state whole.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something happened to this order.
    fn tell(&self, order: &OrderId) {
        // Nobody may be listening.
        let _ = self.changed.send(order.clone());
    }

    fn listen(&self) -> Receiver<OrderId> {
        self.changed.subscribe()
    }
}

/// A column whose text is a type of its own: a subject, a tenant.
fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|fault| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::<T::Err>::new(fault))
    })
}
