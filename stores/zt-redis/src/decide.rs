//! One request, settled by one script: nothing comes between its steps.
//!
//! The limit is GCRA, as governor has it: one number for each key, the moment at which all of the limit is there again. Kept crates
//! that count in Redis bring a script, a connection and a way to retry of their own, and could settle nothing but the limit in
//! that one step. So these few lines are ours, and a property test holds them against governor step by step.

use std::sync::LazyLock;

use redis::aio::MultiplexedConnection;
use redis::{Script, ScriptInvocation, Value, from_redis_value};
use zt::shared::{Count, Decision, Fault, Question};

use crate::fault;
use crate::keys::Keys;

/// KEYS: era, what must not be revoked, what counts once, limits. ARGV: the era or nothing, how many of each, for how many
/// milliseconds to remember what counts once, since when a revocation matters or nothing, and of each limit interval, burst and
/// cost. Times are whole microseconds since 1970, which a double holds exactly until the year 2255; `%.0f` keeps Lua from writing
/// fourteen digits of them.
pub(crate) const DECIDE: &str = r"
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return {'era'} end
local revoked, once, limits, key, arg = ARGV[2] + 0, ARGV[3] + 0, ARGV[4] + 0, 1, 5
for i = 1, revoked do
  local at, issued = redis.call('GET', KEYS[key + i]), ARGV[arg + i]
  if at and (issued == '' or at + 0 >= issued + 0) then return {'revoked', i} end
end
key, arg = key + revoked, arg + revoked
for i = 1, once do
  if redis.call('EXISTS', KEYS[key + i]) == 1 then return {'used', i} end
end
for i = 1, once do redis.call('SET', KEYS[key + i], '', 'PX', ARGV[5]) end
key = key + once
local time = redis.call('TIME')
local now, full = time[1] * 1000000 + time[2], {}
for i = 1, limits do
  local interval, burst, cost = ARGV[arg + 1] + 0, ARGV[arg + 2] + 0, ARGV[arg + 3] + 0
  local most, at = now + interval * burst, (redis.call('GET', KEYS[key + i]) or now) + 0
  at = math.min(math.max(at, now), most) + interval * cost
  if at > most then return {'over', i, string.format('%.0f', at - most)} end
  full[i], arg = at, arg + 3
end
local answer = {'ok'}
for i = 1, limits do
  local left = full[i] - now
  redis.call('SET', KEYS[key + i], string.format('%.0f', full[i]), 'PX', math.ceil(left / 1000))
  answer[i + 1] = string.format('%.0f', left)
end
return answer
";

static SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(DECIDE));

/// Loads it, so that the first request takes one round trip as the others do.
pub(crate) async fn load(connection: &mut MultiplexedConnection) -> Result<(), Fault> {
    let loaded = SCRIPT.prepare_invoke().load_async(connection).await;
    loaded.map(drop).map_err(fault)
}

pub(crate) async fn decide(
    connection: &mut MultiplexedConnection,
    keys: &Keys,
    question: &Question,
) -> Result<Decision, Fault> {
    let asked = invocation(keys, question);
    let answer: Vec<Value> = asked.invoke_async(connection).await.map_err(fault)?;
    read(answer).ok_or_else(|| Fault::new("Redis: the script answered something else"))
}

fn invocation(keys: &Keys, question: &Question) -> ScriptInvocation<'static> {
    let Question { era, unless_revoked, once, counts, remember } = question;
    let mut asked = SCRIPT.prepare_invoke();
    asked.key(keys.era()).arg(era.as_deref().unwrap_or_default());
    asked.arg(unless_revoked.len()).arg(once.len()).arg(counts.len());
    asked.arg(u64::try_from(remember.as_millis()).unwrap_or(u64::MAX).max(1));
    for it in unless_revoked {
        asked.key(keys.revoked(&it.id));
        asked.arg(it.issued.map_or_else(String::new, |issued| issued.to_string()));
    }
    for id in once {
        asked.key(keys.once(id));
    }
    for Count { id, interval, burst, cost } in counts {
        asked.key(keys.limit(id)).arg(*interval).arg(*burst).arg(*cost);
    }
    asked
}

pub(crate) fn read(answer: Vec<Value>) -> Option<Decision> {
    let mut answer = answer.into_iter();
    let what: String = from_redis_value(answer.next()?).ok()?;
    let rest: Option<Vec<u64>> = answer.map(|value| from_redis_value(value).ok()).collect();
    let rest = rest?;
    let index = || usize::try_from(rest.first()?.checked_sub(1)?).ok();
    Some(match what.as_str() {
        "ok" => Decision::Admitted(rest),
        "era" => Decision::OtherEra,
        "revoked" => Decision::Revoked(index()?),
        "used" => Decision::Used(index()?),
        "over" => Decision::Over(index()?, *rest.get(1)?),
        _ => return None,
    })
}
