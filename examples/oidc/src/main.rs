//! Starts the desk, for the tokens of the issuer that the configuration names.

use oidc::{Desk, Oidc};
use zt::prelude::*;

#[zt::main]
async fn main() -> zt::Result<()> {
    Oidc::from_config()?.data(Desk::default()).serve().await
}
