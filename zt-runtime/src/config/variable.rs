//! A variable of the environment that is no setting.

use std::ffi::OsString;

/// Its value, if it is set.
#[allow(
    clippy::disallowed_methods,
    reason = "what asks for something else than a service is no configuration"
)]
pub(crate) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}
