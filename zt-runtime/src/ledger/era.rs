//! For which time it is known what was used.

use std::fmt;

use jiff::Timestamp;

use crate::Error;
use crate::clock::Clock;
use crate::identity::dpop::nonce::Nonces;
use crate::shared;

/// A time for which somebody remembers what was used. What was proved or signed before it might have been used by then.
pub(crate) struct Era {
    /// What tells it from others, where others know of it.
    pub(crate) id: String,
    /// What proofs have to hold, and nobody knew before.
    pub(crate) nonces: Nonces,
    /// When it began.
    pub(crate) began: Timestamp,
}

impl Era {
    /// It begins now, and ends with this process.
    pub(crate) fn of_process(clock: &Clock) -> Result<Self, Error> {
        let nonces =
            Nonces::new().ok_or_else(|| Error::new("the system gives no random numbers"))?;
        Ok(Self { id: String::new(), nonces, began: clock.now() })
    }

    /// The shared store's.
    pub(crate) fn of_store(era: &shared::Era) -> Self {
        let began = Timestamp::from_second(era.began).unwrap_or(Timestamp::MAX);
        Self { id: era.id.clone(), nonces: Nonces::under(&era.secret), began }
    }
}

impl fmt::Debug for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Era").field("began", &self.began).finish_non_exhaustive()
    }
}
