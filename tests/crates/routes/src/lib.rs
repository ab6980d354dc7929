//! Real APIs, as their owners describe them, served by zt: what `build.rs` writes is what somebody would write by hand.
//! `tests/matrix.rs` asks every operation as every kind of caller.

use zt::prelude::*;

/// Which operation ran.
#[derive(Debug, Disclose)]
#[disclose(plain)]
pub struct Done {
    /// Its id in the description.
    pub id: String,
}

fn done(id: &str) -> Answer<Done> {
    Ok(Reply(Done { id: id.to_owned() }))
}

macro_rules! apis {
    ($($module:ident)*) => {$(
        #[allow(missing_docs, reason = "its docs are its owner's words")]
        pub mod $module {
            include!(concat!(env!("OUT_DIR"), "/", stringify!($module), ".rs"));
        }
    )*};
}

apis! { spotify asana gmail compute }
