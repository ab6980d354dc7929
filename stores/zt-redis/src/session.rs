//! One connection, and what was agreed on it.

use std::fmt;

use redis::aio::MultiplexedConnection;
use redis::{InfoDict, cmd};
use zt::shared::{Answered, Decision, Era, Fault, News, Question, Revoked, Session};

use crate::keys::Keys;
use crate::{decide, era, fault, news};

/// All questions go through one connection, one behind the other, and none waits for another's answer.
pub(crate) struct RedisSession {
    connection: MultiplexedConnection,
    keys: Keys,
    /// Which run of the server it is.
    run: String,
    era: Era,
}

impl RedisSession {
    pub(crate) async fn begin(
        mut connection: MultiplexedConnection,
        keys: Keys,
    ) -> Result<Self, Fault> {
        let info: InfoDict = cmd("INFO").query_async(&mut connection).await.map_err(fault)?;
        check(&info)?;
        let run = info.get::<String>("run_id").filter(|run| !run.is_empty());
        let run =
            run.ok_or_else(|| Fault::new("Redis: it doesn't say which run it is (INFO, run_id)"))?;
        decide::load(&mut connection).await?;
        news::load(&mut connection).await?;
        let era = era::agree(&mut connection, &keys, &run).await?;
        Ok(Self { connection, keys, run, era })
    }
}

/// A server that forgets what it was told, when it has too much of it, is none for this.
fn check(info: &InfoDict) -> Result<(), Fault> {
    let is = |key: &str| info.get::<String>(key).unwrap_or_default();
    if is("maxmemory_policy") != "noeviction" {
        return Err(Fault::new(format!(
            "Redis: its maxmemory-policy is {:?}, and a used proof that is evicted counts twice; set it to noeviction",
            is("maxmemory_policy")
        )));
    }
    if is("role") != "master" {
        return Err(Fault::new(
            "Redis: it is a replica, which can't settle anything; name the primary",
        ));
    }
    Ok(())
}

impl Session for RedisSession {
    fn era(&self) -> &Era {
        &self.era
    }

    fn decide<'a>(&'a self, question: &'a Question) -> Answered<'a, Decision> {
        Box::pin(
            async move { decide::decide(&mut self.connection.clone(), &self.keys, question).await },
        )
    }

    fn publish<'a>(&'a self, revoked: &'a [Revoked]) -> Answered<'a, ()> {
        Box::pin(
            async move { news::publish(&mut self.connection.clone(), &self.keys, revoked).await },
        )
    }

    fn news<'a>(&'a self, cursor: Option<&'a str>) -> Answered<'a, News> {
        Box::pin(async move {
            news::news(&mut self.connection.clone(), &self.keys, (&self.run, &self.era.id), cursor)
                .await
        })
    }
}

impl fmt::Debug for RedisSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisSession").field("keys", &self.keys).finish_non_exhaustive()
    }
}
