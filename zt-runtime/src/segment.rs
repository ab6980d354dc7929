//! Segments: the isolated parts of a service.

use zt_core::contract::{MAIN, SegmentInfo};

/// An isolated part of a service, by the name that the configuration gives to it. Made by `#[derive(Segment)]` alone.
///
/// It has an audience, listeners, workers, limits and stores of its own. A token of one segment is nothing in another, a
/// store of another doesn't compile, and a flood or a panic in one leaves the others as they are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no segment [ZT0302]",
    label = "not a segment",
    note = "what is set apart by a name that nobody declared has no listener and no audience of its own",
    note = "help: declare it, with a doc comment: `#[derive(Segment)] #[segment(\"admin\")] pub struct {Self};`",
    note = "help: or, where it is something else, name the segment that you mean: `segment = Admin`"
)]
pub trait Segment: 'static {
    /// The name in the configuration, and who is set apart in it.
    const INFO: SegmentInfo;
}

/// The segment of everything that names no other one. It is as isolated as any.
#[derive(Debug)]
pub struct Main;

#[diagnostic::do_not_recommend]
impl Segment for Main {
    const INFO: SegmentInfo = MAIN;
}
