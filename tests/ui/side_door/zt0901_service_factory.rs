//! B-02: a service factory by hand, as static files are one

use actix_web::dev::{AppService, HttpServiceFactory};
pub struct Files;

impl HttpServiceFactory for Files {
    fn register(self, _: &mut AppService) {}
}

/// Orders.
#[zt::service(endpoints(Files))]
pub struct Shop;

fn main() {}
