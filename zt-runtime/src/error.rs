//! The error of stores and of `main`: anything that went wrong behind the gate.

use std::error::Error as StdError;
use std::fmt;

/// What a store or a start-up step answers when it fails. Any `std::error::Error` becomes one through `?`.
///
/// It never reaches a client: in a handler it turns into a 500 problem without a word of its text (RFC 9457 §5).
pub struct Error(Box<dyn StdError + Send + Sync>);

/// `Result` with zt's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error that says `text`, for failures that no other error stands for.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// `main` prints an error with `Debug`, so this reads as a sentence with its causes.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, "\n  because: {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
