//! Whether a scope or an action only reads, or writes. There is no default.

use proc_macro2::{Ident, Span, TokenStream};

use super::vocabulary::Words;
use crate::diag::Sink;
use crate::keys::Key;
use crate::paths::Runtime;

pub(crate) const READS: Key = Key { name: "reads", example: "reads" };
pub(crate) const WRITES: Key = Key { name: "writes", example: "writes" };

#[derive(Clone, Copy)]
pub(crate) enum Effect {
    Reads,
    Writes,
}

impl Effect {
    /// What the words say; `noun` is "scope" or "action".
    pub(crate) fn read(words: &Words, noun: &str, name: &str, sink: &mut Sink) -> Option<Self> {
        let (reads, writes) = (words.flag(READS.name, sink), words.flag(WRITES.name, sink));
        match (reads, writes) {
            (true, false) => Some(Self::Reads),
            (false, true) => Some(Self::Writes),
            (true, true) => {
                let second = words.key(WRITES.name).map_or(words.at, Ident::span);
                let what = format!("the {noun} `{name}` says both `reads` and `writes`");
                told(
                    sink,
                    second,
                    what,
                    "drop `reads` if it changes anything, otherwise drop `writes`",
                );
                None
            }
            (false, false) => {
                if words.lacks(READS.name) && words.lacks(WRITES.name) {
                    let what = format!("the {noun} `{name}` says neither `reads` nor `writes`");
                    told(
                        sink,
                        words.at,
                        what,
                        "add `writes` if it changes anything, otherwise `reads`",
                    );
                }
                None
            }
        }
    }

    pub(crate) fn expand(self, runtime: &Runtime) -> TokenStream {
        let effect = runtime.private("Effect");
        match self {
            Self::Reads => mixed!(#effect::Reads),
            Self::Writes => mixed!(#effect::Writes),
        }
    }
}

fn told(sink: &mut Sink, at: Span, what: String, help: &str) {
    let why = "whoever may only look could change something, if zt had to guess";
    sink.push(at, "ZT0314", what, why, help);
}
