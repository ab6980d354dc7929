//! Where the tickets are. The same in all steps.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// One ticket, as it is kept.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: u64,
    /// Who wrote it, as whoever looks after identities names them.
    pub author: String,
    pub text: String,
    /// Where to call back.
    pub phone: String,
}

/// All tickets, in the order of their numbers.
#[derive(Debug)]
pub struct Desk(Mutex<Vec<Row>>);

impl Desk {
    /// Two tickets, one of each of two people.
    pub fn with_samples(alice: &str, bob: &str) -> Self {
        let row = |id, author: &str, text: &str, phone: &str| {
            let [author, text, phone] = [author, text, phone].map(str::to_owned);
            Row { id, author, text, phone }
        };
        Self(Mutex::new(vec![
            row(1, alice, "My keyboard has no E.", "0815"),
            row(2, bob, "The printer prints in green.", "4711"),
        ]))
    }

    pub fn find(&self, id: u64) -> Option<Row> {
        self.rows().iter().find(|row| row.id == id).cloned()
    }

    pub fn of_author(&self, author: &str) -> Vec<Row> {
        self.rows().iter().filter(|row| row.author == author).cloned().collect()
    }

    pub fn add(&self, author: &str, text: &str, phone: &str) -> Row {
        let mut rows = self.rows();
        let id = rows.last().map_or(1, |row| row.id + 1);
        let [author, text, phone] = [author, text, phone].map(str::to_owned);
        let row = Row { id, author, text, phone };
        rows.push(row.clone());
        row
    }

    pub fn count(&self) -> usize {
        self.rows().len()
    }

    /// A panic while the lock was held left the list whole.
    fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
