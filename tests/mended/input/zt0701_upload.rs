use zt::prelude::*;

/// Change orders.
#[derive(Scope)]
#[scope("orders:write", writes)]
pub struct OrdersWrite;

#[derive(Input)]
pub struct Claim {
    pub reason: String,
}

/// What a camera makes.
pub struct Photo;

impl FileType for Photo {
    const MEDIA_TYPES: &'static [&'static str] = &["image/jpeg"];
}

/// A claim, with a photo of what came.
#[zt::post("/", scopes(OrdersWrite))]
async fn claim(claim: &Upload<Claim, Photo>) -> NoContent {
    let _ = claim;
    NoContent
}

fn main() {}
