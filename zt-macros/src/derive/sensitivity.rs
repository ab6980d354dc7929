//! How much harm a scope does in the wrong hands: `sensitive`, `admin`, or nothing.

use proc_macro2::TokenStream;

use super::effect::Effect;
use super::vocabulary::Words;
use crate::diag::Sink;
use crate::keys::Key;
use crate::paths::Runtime;

pub(crate) const SENSITIVE: Key = Key { name: "sensitive", example: "sensitive" };
pub(crate) const ADMIN: Key = Key { name: "admin", example: "admin" };

#[derive(Clone, Copy)]
pub(crate) enum Sensitivity {
    Ordinary,
    Sensitive,
    Admin,
}

impl Sensitivity {
    /// What the words of the scope `name` say. Without one it is like others.
    pub(crate) fn read(words: &Words, name: &str, effect: Option<Effect>, sink: &mut Sink) -> Self {
        match (words.flag(SENSITIVE.name, sink), words.flag(ADMIN.name, sink)) {
            (false, false) => Self::Ordinary,
            (false, true) => Self::Admin,
            (true, true) => {
                both(words, name, sink);
                Self::Admin
            }
            (true, false) => {
                if matches!(effect, Some(Effect::Writes)) {
                    of_a_writing_scope(words, name, sink);
                }
                Self::Sensitive
            }
        }
    }

    pub(crate) fn expand(self, runtime: &Runtime) -> TokenStream {
        let sensitivity = runtime.private("Sensitivity");
        match self {
            Self::Ordinary => mixed!(#sensitivity::Ordinary),
            Self::Sensitive => mixed!(#sensitivity::Sensitive),
            Self::Admin => mixed!(#sensitivity::Admin),
        }
    }
}

fn both(words: &Words, name: &str, sink: &mut Sink) {
    let Some(word) = words.key(SENSITIVE.name) else { return };
    sink.push(
        word,
        "ZT0318",
        format!("the scope `{name}` says both `sensitive` and `admin`"),
        "what is for administrators is sensitive anyway, and a word without effect lies to its reader",
        "drop `sensitive`",
    );
}

fn of_a_writing_scope(words: &Words, name: &str, sink: &mut Sink) {
    let Some(word) = words.key(SENSITIVE.name) else { return };
    sink.push(
        word,
        "ZT0318",
        format!("`sensitive` on the scope `{name}`, which writes"),
        "what changes data is sensitive anyway, and a word without effect lies to its reader",
        "drop `sensitive`; if it rules over others, write `admin`",
    );
}
