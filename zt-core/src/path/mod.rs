//! placeholder until zt-core lands
pub const MAX_SEGMENTS: usize = 64;
pub const fn reorders_text(_: char) -> bool { false }
