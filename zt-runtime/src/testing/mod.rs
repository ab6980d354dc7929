//! Tests of a service come in by the front door: the same gate, with real tokens of an authority that the test brings
//! along. Nothing here skips a check, so a test that passes says what a caller would have got.
//!
//! ```
//! use zt::prelude::*;
//!
//! # /// Look orders up.
//! # #[derive(Scope)]
//! # #[scope("orders:read", reads)]
//! # pub struct OrdersRead;
//! # /// How many there are.
//! # #[zt::get("/orders", scopes(OrdersRead))]
//! # async fn orders() -> NoContent { NoContent }
//! # /// Orders for the web shop.
//! # #[zt::service(endpoints(orders))]
//! # pub struct Shop;
//! # fn main() {
//! let shop = Shop::test();
//! zt::testing::block_on(async {
//!     let answer = shop.as_caller("alice").holding::<OrdersRead>().get("/orders").await;
//!     assert_eq!(answer.status(), 204);
//!     let answer = shop.as_caller("mallory").get("/orders").await;
//!     assert_eq!(answer.status(), 403);
//! });
//! # }
//! ```

mod answer;
mod app;
mod caller;
#[cfg(test)]
pub(crate) mod fixture;
mod held;
#[cfg(test)]
pub(crate) mod pki;
mod proving;
mod request;
mod server;
mod signing;
#[cfg(test)]
mod tests;

pub use answer::TestResponse;
pub use app::TestApp;
pub use caller::TestCaller;
pub use request::TestRequest;
pub use server::TestServer;

pub use crate::clock::ManualClock;

/// Runs a test's future to its end: plain `#[test]` functions need no runtime of their own.
pub fn block_on<F: Future>(future: F) -> F::Output {
    crate::web::block_on(future)
}
