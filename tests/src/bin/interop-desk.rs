//! Example oidc as a program, for the tests that call it from outside.

use oidc::{Desk, Oidc};
use zt::prelude::*;

#[zt::main]
async fn main() -> zt::Result<()> {
    Oidc::from_config()?.data(Desk::default()).serve().await
}
