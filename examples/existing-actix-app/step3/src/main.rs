//! Starts the helpdesk.

use helpdesk_step3::{Helpdesk, Tickets, desk::Desk};
use zt::prelude::*;

#[zt::main]
async fn main() -> zt::Result<()> {
    // So that `cargo run` works from every folder. A service that is deployed says `Helpdesk::from_config()`.
    let app = Helpdesk::from_config_file(concat!(env!("CARGO_MANIFEST_DIR"), "/zt.toml"))?;
    let person = |name| {
        app.development()
            .map_or(Ok(String::new()), |it| it.person(name).map(|subject| subject.to_string()))
    };
    let desk = Desk::with_samples(&person("alice")?, &person("bob")?);
    app.data(Tickets::of(desk)).serve().await
}
