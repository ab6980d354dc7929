//! The literals of an annotation: paths, names, rates, durations, sizes, dates, reasons.
//!
//! Each parser knows one spelling for one meaning and refuses everything else with a [`Fault`] that fits into a compile
//! error: its `Display` says what is wrong, [`Fault::help`] what to write instead.

use alloc::string::String;

pub mod claim_value;
pub mod date;
pub mod duration;
pub mod issuer_name;
pub mod message_name;
pub mod network_name;
mod number;
mod overlap;
pub mod pattern;
mod pattern_fault;
mod pattern_mend;
pub mod rate;
pub mod reason;
pub mod scope_name;
pub mod segment_name;
pub mod service_name;
pub mod shape;
pub mod size;

pub use claim_value::ClaimValueFault;
pub use date::{Date, DateFault};
pub use duration::{Span, SpanFault};
pub use issuer_name::IssuerNameFault;
pub use message_name::MessageNameFault;
pub use network_name::NetworkNameFault;
pub use overlap::overlaps;
pub use pattern::{Pattern, Prefix, Segment, join};
pub use pattern_fault::PatternFault;
pub use rate::{Period, Rate, RateFault};
pub use reason::ReasonFault;
pub use scope_name::ScopeNameFault;
pub use segment_name::SegmentNameFault;
pub use service_name::ServiceNameFault;
pub use size::{Size, SizeFault};

/// Why a literal was refused. `Display` is the first line of the message: a fragment without code and full stop.
pub trait Fault: core::error::Error {
    /// The way out, as a fragment that names what to write.
    fn help(&self) -> String;
}
