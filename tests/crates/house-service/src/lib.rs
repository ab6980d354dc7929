//! The service of the house, in a crate of its own.

/// The house lets people look after their rooms.
#[zt::service(endpoints(house_endpoints::RoomsApi))]
#[derive(Debug)]
pub struct House;
