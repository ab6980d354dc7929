//! B-02: the gate inside of an actix application, where routes could stand before it

use actix_web::App;
use zt::DefaultDeny;

fn as_a_service(front: DefaultDeny) {
    let _ = App::new().service(front);
}

fn main() {}
