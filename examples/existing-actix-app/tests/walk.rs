//! Each step runs on a real socket: what worked before works, and the new rules hold.
//!
//! | file | shows |
//! |---|---|
//! | `behaviour.rs` | what the application answered, in every step that still has it |
//! | `front.rs` | what stands in front of it: default deny (B-02, A-04, X29), one spelling of a path (A-06, X13, X14), methods (A-05, X15), headers that claim something (X12) |
//! | `moved.rs` | what moved has its rule |
//! | `listener.rs` | bodies, addresses, and a development authority that nobody beyond this machine reaches |
//! | `attack.rs` | the attack suite, against steps 2 and 3 |
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "walk/attack.rs"]
mod attack;
#[path = "walk/behaviour.rs"]
mod behaviour;
#[path = "walk/client.rs"]
mod client;
#[path = "walk/front.rs"]
mod front;
#[path = "walk/listener.rs"]
mod listener;
#[path = "walk/moved.rs"]
mod moved;
#[path = "walk/steps.rs"]
mod steps;

#[test]
fn the_desk_is_the_same_in_all_steps() {
    let first = include_str!("../step0/src/desk.rs");
    for other in [
        include_str!("../step1/src/desk.rs"),
        include_str!("../step2/src/desk.rs"),
        include_str!("../step3/src/desk.rs"),
    ] {
        assert_eq!(first, other);
    }
}
