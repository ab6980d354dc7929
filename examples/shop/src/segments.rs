//! The shop has two doors. What admins do stands behind one of its own: with tokens for that door alone, on a listener that the
//! buyers' network needn't reach. What is gone for good goes from the office alone.

use zt::prelude::*;

/// What only those do who run a shop: sell, and remove for good.
#[derive(Debug, Segment)]
#[segment("admin")]
pub struct Admin;

/// Where those sit who run the shop.
#[derive(Debug, Network)]
#[network("office")]
pub struct Office;
