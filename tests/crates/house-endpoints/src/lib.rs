//! Endpoints of the house, in a crate of their own.

use house_objects::{Paint, Room, RoomView, Rooms};
use house_scopes::{RoomsRead, RoomsWrite};
use zt::prelude::*;

/// The new colour.
#[derive(Debug, Input)]
pub struct PaintInput {
    /// Its name.
    #[input(length(min = 1, max = 20))]
    pub colour: String,
}

/// My rooms.
#[zt::get("/", scopes(RoomsRead))]
pub async fn list_rooms(caller: &Caller<list_rooms>, rooms: Data<Rooms>) -> Answer<Vec<RoomView>> {
    let mine = rooms.of(caller.subject(), caller).await?;
    Ok(Reply::of(&mine.authorized::<Read>(caller)))
}

/// One room.
#[zt::get("/{room}", scopes(RoomsRead))]
pub async fn get_room(room: &Authorized<Room, Read>) -> Answer<RoomView> {
    Ok(Reply::of(room))
}

/// Paint a room.
#[zt::post("/{room}/paint", scopes(RoomsWrite))]
pub async fn paint_room(
    room: &Authorized<Room, Paint>,
    body: &Body<PaintInput>,
    caller: &Caller<paint_room>,
    rooms: Data<Rooms>,
) -> Answer<RoomView> {
    let painted = rooms.paint(room, &body.colour).await?;
    Ok(Reply::of(&painted.authorized::<Read>(caller)?))
}

/// The rooms of the house.
#[zt::group("/rooms", endpoints(list_rooms, get_room, paint_room))]
#[derive(Debug)]
pub struct RoomsApi;
