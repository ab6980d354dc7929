//! The one place that asks for the day.

use std::time::{SystemTime, UNIX_EPOCH};

use zt_core::grammar::Date;

/// The day in UTC.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::from_unix_seconds(since.as_secs())
}

/// For the command line.
pub(crate) fn parse(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|fault| fault.to_string())
}
