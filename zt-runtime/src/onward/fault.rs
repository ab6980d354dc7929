//! Why a call onward gave nothing.

use std::fmt;

use crate::problem::Problem;

/// Why a call to another service gave no answer that can be used. It says nothing of what was sent or came back but the
/// status.
///
/// `?` makes a [`Problem`] of it that says no more than 502 or 503. What the other service meant by a status is for the
/// handler to say, where the caller may know it: a 404 of another service need not be one of this service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnwardFault {
    /// A segment of the path is empty, `.` or `..`, or has a slash or a control character in it; or all is too long. Nothing
    /// was called.
    Path,
    /// The body can't be written as JSON. Nothing was called.
    Body,
    /// The issuer doesn't let this caller have a token for the service, or answered with another one than was asked for.
    NotGranted,
    /// Issuer or service can't be reached, or don't answer in time.
    Unavailable,
    /// The service answered with a status that is none of 2xx. A redirect is such a one: nothing is followed.
    Status(u16),
    /// What the service answered can't be read as the type that was asked for.
    Answer,
}

impl OnwardFault {
    /// The status that the service answered with, where it is that.
    #[must_use]
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::Status(status) => Some(status),
            _ => None,
        }
    }

    /// The word for the audit log.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Path => "path_refused",
            Self::Body => "body_unwritable",
            Self::NotGranted => "not_granted",
            Self::Unavailable => "unavailable",
            Self::Status(_) => "status",
            Self::Answer => "answer_unreadable",
        }
    }
}

impl fmt::Display for OnwardFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path => f.write_str("the path of a call onward can't be built of its segments"),
            Self::Body => f.write_str("the body of a call onward can't be written as JSON"),
            Self::NotGranted => f.write_str("the caller gets no token for the service"),
            Self::Unavailable => f.write_str("issuer or service can't be reached"),
            Self::Status(status) => write!(f, "the service answered {status}"),
            Self::Answer => f.write_str("the service's answer isn't what was asked for"),
        }
    }
}

impl std::error::Error for OnwardFault {}

/// The caller learns that it wasn't the caller's fault, and no more.
impl From<OnwardFault> for Problem {
    fn from(fault: OnwardFault) -> Self {
        let problem = match fault {
            OnwardFault::Path | OnwardFault::Body => return crate::Error::from(fault).into(),
            OnwardFault::Unavailable => Self::unavailable(),
            OnwardFault::NotGranted | OnwardFault::Status(_) | OnwardFault::Answer => {
                Self::bad_gateway()
            }
        };
        problem.because(fault.into())
    }
}
