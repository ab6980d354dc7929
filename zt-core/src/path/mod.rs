//! The one spelling of a request's path.
//!
//! What two programs read differently, one of them checks and the other serves. So a path that has a second reading is
//! refused before routing (A-06, X13, X14): nothing is repaired, collapsed or decoded first.

mod canonical;
mod fault;

pub use canonical::CanonicalPath;
pub use fault::PathFault;

/// The most bytes of a path.
pub const MAX_LENGTH: usize = 2_048;

/// The most segments of a path.
pub const MAX_SEGMENTS: usize = 64;

/// Characters that show text in another order than it is stored, break its line or hide in it: what a person reads in a
/// log is then not what was asked.
pub(crate) const fn reorders_text(character: char) -> bool {
    matches!(
        character,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}
