//! The methods that an endpoint may answer, and the one of messages, which isn't HTTP's.

use core::fmt;

/// A method of RFC 9110 §9 or RFC 5789. There is no variant for TRACE, CONNECT and invented ones: what has no name here
/// can't be declared, and what isn't declared isn't answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// GET
    Get,
    /// HEAD
    Head,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
    /// What is said over a WebSocket that is open. No request has it: it can't be read from one ([`Method::parse`]).
    Message,
}

impl Method {
    /// All that a request can have.
    pub const ALL: [Self; 6] =
        [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The method's token as it stands in a request.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Message => "MESSAGE",
        }
    }

    /// Reads a token. Methods are case-sensitive (RFC 9110 §9.1): `get` is none.
    #[must_use]
    pub const fn parse(token: &str) -> Option<Self> {
        match token.as_bytes() {
            b"GET" => Some(Self::Get),
            b"HEAD" => Some(Self::Head),
            b"POST" => Some(Self::Post),
            b"PUT" => Some(Self::Put),
            b"PATCH" => Some(Self::Patch),
            b"DELETE" => Some(Self::Delete),
            _ => None,
        }
    }

    /// Whether something can be read behind its head: POST, PUT, PATCH (RFC 9110 §9.3), and messages.
    #[must_use]
    pub const fn takes_a_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch | Self::Message)
    }

    /// Whether its requests change something: POST, PUT, PATCH, DELETE, and messages.
    #[must_use]
    pub const fn changes(self) -> bool {
        match self {
            Self::Get | Self::Head => false,
            Self::Post | Self::Put | Self::Patch | Self::Delete | Self::Message => true,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x15_methods_have_one_spelling() {
        for method in Method::ALL {
            assert_eq!(Method::parse(method.as_str()), Some(method));
        }
        for other in [
            "", "get", "Get", "GET ", "G\tET", "TRACE", "CONNECT", "OPTIONS", "PROPFIND", "JEFF",
            "GETS", "MESSAGE",
        ] {
            assert_eq!(Method::parse(other), None, "{other}");
        }
    }

    #[test]
    fn b06_methods_that_change() {
        let changing = Method::ALL.into_iter().filter(|method| method.changes());
        assert!(changing.eq([Method::Post, Method::Put, Method::Patch, Method::Delete]));
    }
}
