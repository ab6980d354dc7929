//! A chunked body, strictly: size, CRLF, so many bytes, CRLF; at the end a zero and two line ends (RFC 9112 §7.1).
//!
//! Extensions and trailers are refused. Nobody needs them in a request, and where one of them ends is what parsers
//! disagree about.

/// Sixteen of them are all of 64 bits.
const MOST_DIGITS: u8 = 15;

/// Where in a chunked body we are.
#[derive(Debug)]
pub(super) struct Chunks {
    state: State,
    /// Bytes that were looked at and didn't go on yet.
    ahead: usize,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Size { digits: u8, size: u64 },
    SizeLf(u64),
    Data(u64),
    DataCr,
    DataLf,
    EndCr,
    EndLf,
    Ended,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scanned {
    More,
    /// All of it went on.
    Ended,
    /// So many bytes are good, and the next one isn't.
    Broken(usize),
}

impl Chunks {
    pub(super) const NEW: Self = Self { state: State::Size { digits: 0, size: 0 }, ahead: 0 };

    /// How many of at most `most` bytes go on.
    pub(super) fn take(&mut self, most: usize) -> usize {
        let count = self.ahead.min(most);
        self.ahead -= count;
        count
    }

    /// Looks at what came since it last looked.
    pub(super) fn scan(&mut self, held: &[u8]) -> Scanned {
        while let Some(rest) = held.get(self.ahead..).filter(|rest| !rest.is_empty()) {
            match self.state {
                State::Ended => break,
                State::Data(left) => {
                    let here = u64::try_from(rest.len()).unwrap_or(u64::MAX).min(left);
                    self.state =
                        if here == left { State::DataCr } else { State::Data(left - here) };
                    self.ahead += usize::try_from(here).unwrap_or(rest.len());
                }
                state => match rest.first().and_then(|byte| state.after(*byte)) {
                    Some(next) => (self.state, self.ahead) = (next, self.ahead + 1),
                    None => return Scanned::Broken(self.ahead),
                },
            }
        }
        let ended = matches!(self.state, State::Ended) && self.ahead == 0;
        if ended { Scanned::Ended } else { Scanned::More }
    }
}

impl State {
    /// `None` if the byte doesn't belong there.
    fn after(self, byte: u8) -> Option<Self> {
        match (self, byte) {
            (Self::Size { digits: 1.., size }, b'\r') => Some(Self::SizeLf(size)),
            (Self::Size { digits, size }, _) if digits < MOST_DIGITS => {
                let digit = char::from(byte).to_digit(16)?;
                Some(Self::Size { digits: digits + 1, size: size << 4 | u64::from(digit) })
            }
            (Self::SizeLf(0), b'\n') => Some(Self::EndCr),
            (Self::SizeLf(size), b'\n') => Some(Self::Data(size)),
            (Self::DataCr, b'\r') => Some(Self::DataLf),
            (Self::DataLf, b'\n') => Some(Self::Size { digits: 0, size: 0 }),
            (Self::EndCr, b'\r') => Some(Self::EndLf),
            (Self::EndLf, b'\n') => Some(Self::Ended),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much of it is good, and whether it ended.
    fn scanned(bytes: &str) -> (usize, bool) {
        let mut chunks = Chunks::NEW;
        match chunks.scan(bytes.as_bytes()) {
            Scanned::Broken(good) => (good, false),
            _ => (chunks.ahead, matches!(chunks.state, State::Ended)),
        }
    }

    #[test]
    fn x23_a_chunked_body_ends_where_it_says() {
        assert_eq!(scanned("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nGET"), (28, true));
        assert_eq!(scanned("00\r\n\r\n"), (6, true));
        assert_eq!(scanned("3\r\nab"), (5, false));
        assert_eq!(scanned(""), (0, false));
    }

    #[test]
    fn x23_what_has_two_readings_is_no_chunk() {
        for (bytes, good) in [
            ("\r\n", 0),
            ("-1\r\n", 0),
            ("+1\r\n", 0),
            ("0x1\r\n", 1),
            ("1 \r\n", 1),
            (" 1\r\n", 0),
            ("1;a=b\r\n", 1),
            ("1\nx", 1),
            ("1\r\rx", 2),
            ("1\r\nxy\r\n", 4),
            ("1\r\nx\n", 4),
            ("0\r\nx: y\r\n\r\n", 3),
            ("0\r\n\n", 3),
            ("0000000000000001\r\n", 15),
            ("ffffffffffffffff\r\n", 15),
            ("g\r\n", 0),
        ] {
            assert_eq!(scanned(bytes), (good, false), "{bytes:?}");
        }
    }
}
