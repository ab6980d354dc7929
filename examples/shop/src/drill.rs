//! `shop drill two-instances`: the shop runs twice behind nginx, with one Redis, and what two instances have to have in common is
//! tried on them. It needs `redis-server` and `nginx`, listens on loopback, and leaves nothing behind.

mod books;
mod house;
mod tries;
mod visitor;

use std::io::{self, Write};

use house::House;
use tries::Drill;

/// Says of each thing that it held; the first that didn't is the error.
pub(crate) async fn two_instances() -> zt::Result<()> {
    let house = House::open()?;
    let app = house.asking()?;
    let people = app.development();
    let people = people.ok_or_else(|| zt::Error::new("it takes `profile = \"development\"`"))?;
    let mut drill = Drill::start(house, people)?;
    held("both answer, and know from where their callers come", drill.addresses().await)?;
    held("a limit is counted for both", drill.limits().await)?;
    held("a proof counts once at both", drill.proofs().await)?;
    held("what one takes back counts at the other", drill.revocation().await)?;
    held("without Redis nobody is let in", drill.away().await)?;
    held("with Redis all goes on by itself", drill.back().await)?;
    held("each request is in one of the two logs", drill.records())?;
    held("both logs are whole, signed and anchored", drill.evidence())
}

fn held(what: &str, seen: zt::Result<String>) -> zt::Result<()> {
    let seen = seen.map_err(|why| zt::Error::new(format!("it did not hold that {what}: {why}")))?;
    Ok(io::stdout().write_all(format!("held: {what} ({seen})\n").as_bytes())?)
}
