//! What a service's endpoints must fulfil together, as functions that generated code calls in free `const _` items.
//!
//! Each is `#[track_caller]` and panics in const evaluation, which rustc reports at the call: the name in the list. None is
//! meant for run time; where one is called there all the same, it panics with the same text.

mod decoy;
mod legacy;
mod looser_proof;
mod messages;
mod scope_effects;
mod segments;
mod stage;
mod stage_mend;
mod text;
mod tighter;
mod unique;

pub use decoy::check_decoy;
pub use legacy::check_legacy;
pub use messages::check_messages;
pub use scope_effects::check_scope_effects;
pub use segments::{check_argument_stores, check_group_stores, check_service_stores};
pub use stage::{check_mount_stage, check_service_stage};
pub use tighter::{check_mount_tighter, check_outer_tighter, check_tighter};
pub use unique::{MAX_ENDPOINTS, Twin, Twins, check_unique, check_unique_mount, find_twins};

#[cfg(test)]
mod testing {
    use alloc::boxed::Box;
    use alloc::string::{String, ToString};
    use std::any::Any;
    use std::panic::{UnwindSafe, catch_unwind};

    /// The text that a check panics with; `None` where it has nothing to say.
    pub(super) fn refusal(check: impl FnOnce() + UnwindSafe) -> Option<String> {
        catch_unwind(check).err().map(|payload| words(&payload))
    }

    fn words(payload: &Box<dyn Any + Send>) -> String {
        let owned = payload.downcast_ref::<String>().cloned();
        let lent = payload.downcast_ref::<&str>().map(ToString::to_string);
        owned.or(lent).unwrap_or_default()
    }

    /// STYLE's shape of a message, and its first line for the test to compare.
    pub(super) fn first_line(message: &str, code: &str) -> String {
        let mut lines = message.lines();
        let what = lines.next().unwrap_or_default();
        assert!(what.ends_with(&alloc::format!(" [{code}]")), "{what}");
        assert!(what.chars().count() <= 90, "{what}");
        assert!(lines.next().is_some_and(|line| line.starts_with("  = note: ")), "{message}");
        assert!(
            lines.all(|line| line.starts_with("  = note: ") || line.starts_with("  = help: ")),
            "{message}"
        );
        assert!(message.contains("  = help: "), "{message}");
        what.to_string()
    }
}
