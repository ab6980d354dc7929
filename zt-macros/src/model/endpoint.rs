//! An endpoint without mistakes.

use proc_macro2::{Ident, Span};
use syn::{Attribute, Path};
use zt_core::contract::Method;

use super::{Access, OpenParam, Shared, Stream};

/// A guarded endpoint.
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) reason: String,
    pub(crate) access: Access,
    pub(crate) open: Vec<OpenParam>,
    /// A POST or a message that only asks.
    pub(crate) asks: bool,
    pub(crate) shared: Shared,
    pub(crate) stream: Option<Stream>,
    pub(crate) handler: Handler,
}

/// What an endpoint answers.
pub(crate) enum Target {
    /// Requests for a path.
    Path { pattern: String, params: Vec<String> },
    /// What is said over a socket.
    Message { name: String, socket: Path },
}

impl Endpoint {
    /// The parameters of its path, from left to right.
    pub(crate) fn params(&self) -> &[String] {
        match &self.target {
            Target::Path { params, .. } => params,
            Target::Message { .. } => &[],
        }
    }

    pub(crate) const fn is_message(&self) -> bool {
        matches!(self.target, Target::Message { .. })
    }

    pub(crate) fn is_probe(&self) -> bool {
        matches!(self.access, Access::Probe { .. })
    }

    /// Whether it may change something.
    pub(crate) fn changes(&self) -> bool {
        self.method.changes() && !self.asks
    }
}

/// The function, as far as the generated call needs to know it.
pub(crate) struct Handler {
    pub(crate) name: Ident,
    /// Its doc comment, for the endpoint's type.
    pub(crate) docs: Vec<Attribute>,
    /// Its `#[cfg(..)]`, which hold for all that is generated too.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) arguments: Vec<Binding>,
    /// Where the type stands that it answers with.
    pub(crate) answer: Span,
}

/// One argument of the handler.
pub(crate) struct Binding {
    /// Without `r#`.
    pub(crate) name: String,
    /// `&T` rather than `T`.
    pub(crate) lent: bool,
    /// Where `T` stands.
    pub(crate) at: Span,
}
