//! Tests of zt.
