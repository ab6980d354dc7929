//! The form of zt's audit log, shared by the runtime, which writes it, and by `cargo zt audit`, which holds it against what was
//! signed.
//!
//! A log is lines of JSON. Each begins with its number, `seq`, and with `prev`: the SHA-256 of the bytes of the line before,
//! without its newline. So no reader needs to agree with the writer on how JSON is spelled, and `sha256sum` can follow the chain:
//!
//! ```text
//! {"seq":41,"prev":"9c1d..","time":"2026-01-01T00:00:00.000000000Z","event":"decision",..}
//! {"seq":42,"prev":"e5a0..","event":"checkpoint","signed":"v4.public.."}
//! ```
//!
//! Whoever can write to the file can chain anew what they changed. So a checkpoint is signed, by a key that has no other use: a
//! PASETO v4.public token over the log's id, the segment, number and hash of the line before it, and the time. What is cut off at the end
//! shows by an anchor: the same tokens, in a place that the log's writer can only append to.

mod checkpoint;
mod digest;
mod escape;
mod line;
mod resume;
mod verify;

pub use checkpoint::{CheckpointKey, Keys, NoCheckpointKey, NoVerifyingKey, Statement};
pub use digest::{Digest, LogId};
pub use line::{Chain, LONGEST_LINE};
pub use resume::{NotResumable, Resumed, last_anchored, resume, signed_digest_of};
pub use verify::{Broken, Fault, Report, Takeover, Verified, verify};

#[cfg(test)]
mod tests;
