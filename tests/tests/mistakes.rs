//! Honest mistakes, and which phase catches each: the table of the book, held against the tests that show it.

#[path = "mistakes"]
mod mistakes {
    mod bless;
    #[allow(dead_code, unreachable_pub, reason = "in a library nobody misses a public endpoint")]
    mod never;
    mod table;
}
