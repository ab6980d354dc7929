//! Resources and the store of the house, in a crate of their own.

use std::sync::Mutex;

use house_scopes::RoomsRead;
use zt::prelude::*;

/// Paint a room.
#[derive(Debug, Action)]
#[action(writes)]
pub struct Paint;

/// A room's number.
#[derive(Debug, Id, Clone, Copy, PartialEq, Eq)]
pub struct RoomId(pub u32);

/// A room of somebody's.
#[derive(Resource, Clone)]
#[resource(id = RoomId, store = Rooms, load = Rooms::find, owner = owner, tenancy = single, owner_may(Read, Paint))]
pub struct Room {
    /// Its number.
    pub id: RoomId,
    /// Whose it is.
    pub owner: Subject,
    /// Its colour.
    pub colour: String,
}

/// A room as its owner sees it.
#[derive(Debug, Disclose)]
#[disclose(of = Room)]
pub struct RoomView {
    /// Its number.
    pub id: RoomId,
    /// Its colour.
    pub colour: String,
}

impl From<&Room> for RoomView {
    fn from(room: &Room) -> Self {
        Self { id: room.id, colour: room.colour.clone() }
    }
}

/// All rooms.
#[derive(Debug)]
pub struct Rooms {
    rows: Mutex<Vec<Room>>,
}

#[zt::store]
impl Rooms {
    /// Rooms to begin with.
    #[must_use]
    pub fn with(rows: Vec<Room>) -> Self {
        Self { rows: Mutex::new(rows) }
    }

    /// Finds a room for the gate.
    pub async fn find(&self, id: &RoomId, _: Loading<'_>) -> zt::Result<Option<Room>> {
        Ok(self.lock()?.iter().find(|room| room.id == *id).cloned())
    }

    /// The rooms of one person.
    pub async fn of(&self, owner: &Subject, _: &impl Proves<RoomsRead>) -> zt::Result<Vec<Room>> {
        Ok(self.lock()?.iter().filter(|room| room.owner == *owner).cloned().collect())
    }

    /// Paints a room.
    pub async fn paint(&self, room: &Authorized<Room, Paint>, colour: &str) -> zt::Result<Room> {
        let mut rows = self.lock()?;
        let row = rows.iter_mut().find(|row| row.id == room.id);
        let row = row.ok_or_else(|| zt::Error::new("the room is gone"))?;
        row.colour = colour.to_owned();
        Ok(row.clone())
    }

    fn lock(&self) -> zt::Result<std::sync::MutexGuard<'_, Vec<Room>>> {
        self.rows
            .lock()
            .map_err(|_| zt::Error::new("the rooms are locked by a thread that panicked"))
    }
}

impl std::fmt::Debug for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Room({})", self.id.0)
    }
}
