//! For which time the server remembers what was used: from the first instance that connected to this run of it, to its end.
//!
//! A server that starts again may have lost its last seconds, whatever it writes to disk. So a new run is a new era, with a new key
//! for nonces, and no proof from before counts.

use redis::Script;
use redis::aio::MultiplexedConnection;
use zeroize::Zeroizing;
use zt::shared::{Era, Fault};

use crate::fault;
use crate::keys::Keys;

/// A second begins before it is over; a caller's clock may be ten seconds ahead, and an instance's as much.
const SETTLES: i64 = 1 + 10 + 10;

/// KEYS: era. ARGV: run, id, secret.
const AGREE: &str = r"
if redis.call('HGET', KEYS[1], 'run') ~= ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'run', ARGV[1], 'id', ARGV[2], 'secret', ARGV[3], 'began', redis.call('TIME')[1])
end
return redis.call('HMGET', KEYS[1], 'id', 'secret', 'began')
";

/// The era that all instances are in, begun by whoever is first.
pub(crate) async fn agree(
    connection: &mut MultiplexedConnection,
    keys: &Keys,
    run: &str,
) -> Result<Era, Fault> {
    let (id, secret) = (random()?, random()?);
    let script = Script::new(AGREE);
    let mut asked = script.key(keys.era());
    let asked = asked.arg(run).arg(hex(id.as_slice())).arg(secret.as_slice());
    let (id, secret, began): (String, Vec<u8>, i64) =
        asked.invoke_async(connection).await.map_err(fault)?;
    let secret = <[u8; 32]>::try_from(secret.as_slice());
    let secret = secret.map_err(|_| Fault::new("Redis: its key of nonces is none of ours"))?;
    Ok(Era { id, secret: Zeroizing::new(secret), began: began.saturating_add(SETTLES) })
}

fn random() -> Result<Zeroizing<[u8; 32]>, Fault> {
    let mut bytes = Zeroizing::new([0; 32]);
    let filled = getrandom::fill(bytes.as_mut_slice());
    filled.map_err(|_| Fault::new("the system gives no random numbers"))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
