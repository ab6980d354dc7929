//! Revocations: an entry for each, which the script of a request looks at, and two streams, which all instances read.
//!
//! A stream has an order and an end, so whoever reads on from where they were misses nothing, whatever became of a connection.

use std::sync::LazyLock;

use redis::Script;
use redis::aio::MultiplexedConnection;
use redis::streams::{StreamKey, StreamReadReply};
use zt::shared::{Fault, News, Revoked};

use crate::fault;
use crate::keys::Keys;

/// Of each stream at once.
const AT_ONCE: usize = 1000;
const BEGINNING: &str = "0-0";

/// KEYS: the entry, the stream. ARGV: when, for how many milliseconds or nothing, the line.
const PUBLISH: &str = r"
local known = redis.call('GET', KEYS[1])
if known and known + 0 >= ARGV[1] + 0 then return 0 end
if ARGV[2] == '' then
  redis.call('SET', KEYS[1], ARGV[1])
  redis.call('XADD', KEYS[2], '*', 'line', ARGV[3])
else
  local time = redis.call('TIME')
  local oldest = string.format('%.0f', time[1] * 1000 - ARGV[2])
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  redis.call('XADD', KEYS[2], 'MINID', '~', oldest, '*', 'line', ARGV[3])
end
return 1
";

static SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(PUBLISH));

pub(crate) async fn load(connection: &mut MultiplexedConnection) -> Result<(), Fault> {
    let loaded = SCRIPT.prepare_invoke().load_async(connection).await;
    loaded.map(drop).map_err(fault)
}

pub(crate) async fn publish(
    connection: &mut MultiplexedConnection,
    keys: &Keys,
    revoked: &[Revoked],
) -> Result<(), Fault> {
    let [ending, kept] = keys.news();
    let mut pipe = redis::pipe();
    for Revoked { id, at, remember, line } in revoked {
        let stream = if remember.is_some() { &ending } else { &kept };
        let millis = remember.map_or_else(String::new, |it| it.as_millis().to_string());
        let command = pipe.cmd("EVALSHA").arg(SCRIPT.get_hash()).arg(2);
        command.arg(keys.revoked(id)).arg(stream).arg(*at).arg(millis).arg(line).ignore();
    }
    if revoked.is_empty() {
        return Ok(());
    }
    pipe.exec_async(connection).await.map_err(fault)
}

pub(crate) async fn news(
    connection: &mut MultiplexedConnection,
    keys: &Keys,
    (run, era): (&str, &str),
    cursor: Option<&str>,
) -> Result<News, Fault> {
    let streams = keys.news();
    let mut at = cursor_of(cursor);
    let mut pipe = redis::pipe();
    pipe.cmd("INFO").arg("server").cmd("HGET").arg(keys.era()).arg("id").cmd("TIME");
    pipe.cmd("XREAD").arg("COUNT").arg(AT_ONCE).arg("STREAMS").arg(&streams).arg(&at);
    type Answer = (String, Option<String>, (i64, i64), Option<StreamReadReply>);
    let (info, now_in, (seconds, micros), read): Answer =
        pipe.query_async(connection).await.map_err(fault)?;
    // Behind a proxy, a connection may outlive its server; and anybody who may can empty it.
    if !info.contains(run) || now_in.as_deref() != Some(era) {
        return Err(Fault::new("Redis: it was started anew, or emptied"));
    }
    let mut lines = Vec::new();
    for StreamKey { key, ids } in read.map(|read| read.keys).unwrap_or_default() {
        let Some(place) = streams.iter().zip(&mut at).find(|(name, _)| **name == key) else {
            continue;
        };
        for entry in ids {
            let line = entry.get::<String>("line");
            lines.push(line.ok_or_else(|| Fault::new("Redis: an entry of its news has no line"))?);
            *place.1 = entry.id;
        }
    }
    Ok(News { lines, cursor: at.join(" "), now: seconds.saturating_mul(1000) + micros / 1000 })
}

/// Where to read on in each of the streams.
fn cursor_of(cursor: Option<&str>) -> [String; 2] {
    let places = cursor.and_then(|cursor| cursor.split_once(' '));
    let (ending, kept) = places.unwrap_or((BEGINNING, BEGINNING));
    [ending.to_owned(), kept.to_owned()]
}
