//! Why a path is ambiguous.

use core::fmt;

use super::{MAX_LENGTH, MAX_SEGMENTS};

/// Why a path was refused. The answer is 400 whichever it is; the variant is for the audit record and says nothing of the
/// path itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// It doesn't start with a slash: absolute form, authority form, `*`, or nothing.
    NoLeadingSlash,
    /// More than [`MAX_LENGTH`] bytes.
    TooLong,
    /// More than [`MAX_SEGMENTS`] segments.
    TooManySegments,
    /// Two slashes in a row.
    EmptySegment,
    /// A slash at the end.
    TrailingSlash,
    /// A segment `.` or `..`.
    DotSegment,
    /// A byte outside ASCII, or a character that RFC 3986 §3.3 has no place for in a path, or `;` or `\`.
    Character,
    /// A `%` without two hexadecimal digits.
    BrokenEncoding,
    /// Percent-encoding in lower case, which RFC 3986 §6.2.2.1 holds for the same as in upper case.
    LowercaseEncoding,
    /// Percent-encoding of a character that needs none, or that separates, or that controls.
    NeedlessEncoding,
    /// What decodes is no UTF-8.
    NotUtf8,
    /// What decodes is a control character, or one that reorders or hides text.
    HiddenCharacter,
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLeadingSlash => write!(f, "the path does not start with a slash"),
            Self::TooLong => write!(f, "the path is longer than {MAX_LENGTH} bytes"),
            Self::TooManySegments => write!(f, "the path has more than {MAX_SEGMENTS} segments"),
            Self::EmptySegment => write!(f, "the path has an empty segment"),
            Self::TrailingSlash => write!(f, "the path ends with a slash"),
            Self::DotSegment => write!(f, "the path has a dot segment"),
            Self::Character => write!(f, "the path has a character that no path has"),
            Self::BrokenEncoding => write!(f, "the path has broken percent-encoding"),
            Self::LowercaseEncoding => write!(f, "the path has percent-encoding in lower case"),
            Self::NeedlessEncoding => {
                write!(f, "the path encodes a character that must not be encoded")
            }
            Self::NotUtf8 => write!(f, "the path is not UTF-8"),
            Self::HiddenCharacter => write!(f, "the path has a character that nobody can see"),
        }
    }
}

impl core::error::Error for PathFault {}
