//! What lies on the desk, in memory: a bell, the pad of orders, and a list of who changed them.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zt::prelude::*;

use crate::orders::{Order, OrderId, Place, TakeOff};
use crate::scopes::{Admin, AuditRead, DeskRead, DeskWrite, OrdersRead};

/// Orders that fit on the pad.
const PAD: usize = 100_000;
/// Rows that a list shows, and changes that are kept.
const ROWS: usize = 100;

/// The desk. It starts empty.
#[derive(Debug, Default)]
pub struct Desk(Mutex<Papers>);

#[derive(Debug, Default)]
struct Papers {
    rung: u64,
    placed: BTreeSet<OrderId>,
    changes: VecDeque<Change>,
}

/// Who changed which order.
#[derive(Debug, Clone, Disclose)]
#[disclose(plain)]
pub struct Change {
    pub order: OrderId,
    pub issuer: String,
    pub who: String,
    pub placed: bool,
}

#[zt::store]
impl Desk {
    /// For the gate. There is a form for every number.
    pub async fn find(&self, id: &OrderId, _: Loading<'_>) -> zt::Result<Option<Order>> {
        Ok(Some(Order { placed: self.papers().placed.contains(id), id: id.clone() }))
    }

    pub async fn placed(&self, _: &impl Proves<OrdersRead>) -> zt::Result<Vec<Order>> {
        let papers = self.papers();
        let first = papers.placed.iter().take(ROWS);
        Ok(first.map(|id| Order { id: id.clone(), placed: true }).collect())
    }

    /// `None` if no more fit.
    pub async fn place(&self, order: &Authorized<Order, Place>) -> zt::Result<Option<Order>> {
        let mut papers = self.papers();
        if !papers.placed.contains(&order.id) {
            if papers.placed.len() >= PAD {
                return Ok(None);
            }
            papers.placed.insert(order.id.clone());
            papers.note(Change::of(order.subject(), &order.id, true));
        }
        Ok(Some(Order { id: order.id.clone(), placed: true }))
    }

    pub async fn take_off(&self, order: &Authorized<Order, TakeOff>) -> zt::Result<()> {
        let mut papers = self.papers();
        if papers.placed.remove(&order.id) {
            papers.note(Change::of(order.subject(), &order.id, false));
        }
        Ok(())
    }

    pub async fn how_many(&self, _: &impl Proves<Admin>) -> zt::Result<u64> {
        Ok(u64::try_from(self.papers().placed.len())?)
    }

    pub async fn changes(&self, _: &impl Proves<AuditRead>) -> zt::Result<Vec<Change>> {
        Ok(self.papers().changes.iter().cloned().collect())
    }

    pub async fn rung(&self, _: &impl Proves<DeskRead>) -> zt::Result<u64> {
        Ok(self.papers().rung)
    }

    pub async fn ring(&self, _: &impl Proves<DeskWrite>) -> zt::Result<u64> {
        let mut papers = self.papers();
        papers.rung = papers.rung.saturating_add(1);
        Ok(papers.rung)
    }

    /// Nothing panics while it is held.
    fn papers(&self) -> MutexGuard<'_, Papers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Papers {
    fn note(&mut self, change: Change) {
        self.changes.push_front(change);
        self.changes.truncate(ROWS);
    }
}

impl Change {
    fn of(who: &Subject, order: &OrderId, placed: bool) -> Self {
        let (issuer, who) = (who.issuer().to_owned(), who.name().to_owned());
        Self { order: order.clone(), issuer, who, placed }
    }
}
