//! Redis as the store that the instances of a zt service share: limits, used proofs, revocations, and the key of nonces.
//!
//! ```no_run
//! # use zt::prelude::*;
//! # /// The load balancer asks whether we live.
//! # #[zt::get("/health", public(probe))]
//! # async fn health() -> NoContent { NoContent }
//! /// Orders for the web shop.
//! #[zt::service(endpoints(health))]
//! pub struct Shop;
//!
//! #[zt::main]
//! async fn main() -> zt::Result<()> {
//!     Shop::from_config()?.shared(zt_redis::Redis).serve().await
//! }
//! ```
//!
//! The configuration says where it is: `shared = "rediss://redis.internal:6380"`. Redis 6.2 or later, or Valkey; one server, perhaps
//! with replicas behind one name, and no cluster. Its `maxmemory-policy` has to be `noeviction`: a used proof that is evicted
//! counts twice.

mod address;
mod decide;
mod era;
mod keys;
mod news;
mod session;
#[cfg(test)]
mod tests;

use redis::{AsyncConnectionConfig, RedisError};
use zt::shared::{Answered, Backend, Fault, Place, Session};

use keys::Keys;
use session::RedisSession;

/// A Redis server, handed in with `.shared(zt_redis::Redis)`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Redis;

impl Backend for Redis {
    fn check(&self, place: &Place) -> Result<(), String> {
        address::parse(&place.address).map(|_| ()).and_then(|()| address::check_ca(place))
    }

    fn connect<'a>(&'a self, place: &'a Place) -> Answered<'a, Box<dyn Session>> {
        Box::pin(async move {
            let client = address::client(place)?;
            // How long an answer may take is zt's to say.
            let config = AsyncConnectionConfig::new()
                .set_connection_timeout(None)
                .set_response_timeout(None);
            let connecting = client.get_multiplexed_async_connection_with_config(&config);
            let connection = connecting.await.map_err(fault)?;
            let session = RedisSession::begin(connection, Keys::of(&place.service)).await?;
            Ok(Box::new(session) as Box<dyn Session>)
        })
    }
}

/// What the server or the connection said. Commands, with their keys, aren't in it.
fn fault(error: RedisError) -> Fault {
    Fault::new(format!("Redis: {error}"))
}
