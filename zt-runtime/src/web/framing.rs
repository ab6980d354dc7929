//! Which bytes of a connection may go on to the parser.
//!
//! The parser takes more than one spelling of a message: lines that end in a bare LF, chunk extensions, trailers, a next
//! request behind one that ends the connection. A proxy in front that reads one of them otherwise sees other requests
//! than we do (request smuggling, X23). Here a head goes on when it is whole and each of its lines ends in CRLF, and only
//! once the request before it is answered; a body goes on to its end and not a byte further. What has two readings is
//! replaced by bytes that have none, so that the parser refuses them.

use bytes::{Buf, BytesMut};
use memchr::memchr2;
use tokio::io::ReadBuf;

use super::chunks::{Chunks, Scanned};
use super::connection::Connection;

/// A head that is longer goes on as it is: the parser refuses so much at once (431).
const MOST_HEAD: usize = 128 * 1024;

/// What a client still sends behind its last answer is thrown away, so that it reads the answer (RFC 9112 §9.6). From so
/// much on it is cut off.
const MOST_THROWN: usize = 1 << 20;

/// A connection that held more at once gives the memory back.
const KEPT: usize = 16 * 1024;

/// Begins no request line.
const NO_HEAD: &[u8] = b"\0";

/// Neither a chunk's size nor a line's end, wherever a chunked body stands.
const NO_CHUNK: &[u8] = b"\0\r\0";

/// What a request's head says of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum BodyKind {
    #[default]
    None,
    Length(u64),
    Chunked,
    /// Nothing says where it ends: it would go on in another protocol.
    Endless,
}

/// The bytes that wait, and what they are part of.
#[derive(Debug, Default)]
pub(super) struct Framing {
    held: BytesMut,
    part: Part,
    thrown: usize,
    was_large: bool,
}

#[derive(Debug)]
enum Part {
    Head(Lines),
    /// So much of a whole head is still to go on. Then the gate says what follows.
    Whole {
        left: usize,
        begun: u64,
    },
    Length(u64),
    Chunks(Chunks),
    /// What would be another protocol's waits until the gate has answered.
    Beyond,
    /// All goes on: it is another protocol's.
    Open,
    /// The last that goes on.
    Last(usize),
}

impl Default for Part {
    fn default() -> Self {
        Self::Head(Lines::default())
    }
}

impl Framing {
    pub(super) fn hold(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
        self.was_large |= self.held.len() > KEPT;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.held.len() >= MOST_HEAD
    }

    /// Whether the client has been listened to for long enough.
    pub(super) fn has_had_enough(&self) -> bool {
        self.thrown > MOST_THROWN
    }

    /// Whether a head has begun and isn't whole.
    pub(super) fn is_in_head(&self) -> bool {
        matches!(self.part, Part::Head(_)) && !self.held.is_empty()
    }

    /// Whether what is held waits for the gate, and not for the client.
    pub(super) fn waits_for(&self, connection: &Connection) -> bool {
        let waits = match self.part {
            Part::Head(_) | Part::Beyond => connection.is_busy(),
            Part::Whole { left: 0, begun } => connection.begun() == begun,
            _ => false,
        };
        waits && !self.held.is_empty()
    }

    /// Puts what may go on now into `buffer`; whether that was anything.
    pub(super) fn pass_on(&mut self, connection: &Connection, buffer: &mut ReadBuf<'_>) -> bool {
        while self.settle(connection) {}
        let most = self.held.len().min(buffer.remaining());
        let count = match &mut self.part {
            Part::Head(_) | Part::Beyond => 0,
            Part::Open => most,
            Part::Whole { left, .. } | Part::Last(left) => take(left, most),
            Part::Length(left) => {
                let count = most.min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= u64::try_from(count).unwrap_or(*left);
                count
            }
            Part::Chunks(chunks) => chunks.take(most),
        };
        buffer.put_slice(self.held.get(..count).unwrap_or_default());
        self.held.advance(count);
        if self.was_large && self.held.is_empty() {
            (self.held, self.was_large) = (BytesMut::new(), false);
        }
        count > 0
    }

    /// Goes from one part to the next; whether it did.
    fn settle(&mut self, connection: &Connection) -> bool {
        let next = match &mut self.part {
            Part::Head(_) if connection.closes() => Some(Part::Last(0)),
            Part::Head(_) if connection.is_busy() => None,
            Part::Head(lines) => match lines.scan(&self.held) {
                Lined::Whole(left) => Some(Part::Whole { left, begun: connection.begun() }),
                Lined::Broken => Some(self.end_with(0, NO_HEAD)),
                Lined::More if self.is_full() => Some(Part::Last(self.held.len())),
                Lined::More => None,
            },
            Part::Whole { left: 0, begun } if *begun != connection.begun() => {
                Some(part_of(connection.body()))
            }
            Part::Beyond if connection.is_upgraded() => Some(Part::Open),
            Part::Beyond if !connection.is_busy() => Some(Part::Last(0)),
            Part::Length(_) | Part::Chunks(_) if connection.closes() && !connection.is_busy() => {
                Some(Part::Last(0))
            }
            Part::Length(0) => Some(Part::default()),
            Part::Chunks(chunks) => match chunks.scan(&self.held) {
                Scanned::Ended => Some(Part::default()),
                Scanned::Broken(good) => Some(self.end_with(good, NO_CHUNK)),
                Scanned::More => None,
            },
            Part::Last(0) => {
                self.thrown += self.held.len();
                self.held.clear();
                None
            }
            _ => None,
        };
        next.map(|next| self.part = next).is_some()
    }

    /// What is good, then what the parser refuses, then nothing.
    fn end_with(&mut self, good: usize, refused: &[u8]) -> Part {
        self.held.truncate(good);
        self.held.extend_from_slice(refused);
        Part::Last(self.held.len())
    }
}

const fn part_of(body: BodyKind) -> Part {
    match body {
        BodyKind::None => Part::Head(Lines::NEW),
        BodyKind::Length(left) => Part::Length(left),
        BodyKind::Chunked => Part::Chunks(Chunks::NEW),
        BodyKind::Endless => Part::Beyond,
    }
}

fn take(left: &mut usize, most: usize) -> usize {
    let count = (*left).min(most);
    *left -= count;
    count
}

/// The lines of a head, as far as they came.
#[derive(Debug)]
struct Lines {
    seen: usize,
    /// Where the line begins that is coming.
    line: usize,
    /// A line with something in it came: empty lines before it are let pass (RFC 9112 §2.2).
    begun: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Lined {
    More,
    /// With its last byte.
    Whole(usize),
    Broken,
}

impl Lines {
    const NEW: Self = Self { seen: 0, line: 0, begun: false };

    /// Looks at what came since it last looked.
    fn scan(&mut self, held: &[u8]) -> Lined {
        while let Some(found) = memchr2(b'\r', b'\n', held.get(self.seen..).unwrap_or_default()) {
            self.seen += found;
            match held.get(self.seen..).unwrap_or_default() {
                [b'\r'] => return Lined::More,
                [b'\r', b'\n', ..] => {}
                _ => return Lined::Broken,
            }
            let is_empty = self.seen == self.line;
            self.seen += 2;
            self.line = self.seen;
            if is_empty && self.begun {
                return Lined::Whole(self.seen);
            }
            self.begun |= !is_empty;
        }
        self.seen = held.len();
        Lined::More
    }
}

impl Default for Lines {
    fn default() -> Self {
        Self::NEW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What may go on now, at most so much.
    fn next(framing: &mut Framing, connection: &Connection, most: usize) -> Vec<u8> {
        let mut space = vec![0; most];
        let mut buffer = ReadBuf::new(&mut space);
        let any = framing.pass_on(connection, &mut buffer);
        assert_eq!(any, !buffer.filled().is_empty());
        buffer.filled().to_vec()
    }

    /// All that goes on of `bytes` that come one by one, while the gate answers each request at once.
    fn passed(bytes: &[u8], body: BodyKind) -> Vec<u8> {
        let (connection, mut framing) = (Connection::default(), Framing::default());
        let mut passed = Vec::new();
        for byte in bytes {
            framing.hold(&[*byte]);
            loop {
                let next = next(&mut framing, &connection, 7);
                if next.is_empty() {
                    break;
                }
                passed.extend_from_slice(&next);
                if matches!(framing.part, Part::Whole { left: 0, .. }) {
                    connection.begin(body, false);
                    connection.end(false);
                }
            }
        }
        passed
    }

    const HEAD: &[u8] = b"\r\nGET / HTTP/1.1\r\nhost: a\r\n\r\n";

    #[test]
    fn x23_a_head_goes_on_when_it_is_whole() {
        assert_eq!(passed(HEAD, BodyKind::None), HEAD);
        assert_eq!(passed(&[HEAD, HEAD].concat(), BodyKind::None), [HEAD, HEAD].concat());
        assert_eq!(passed(HEAD.split_at(HEAD.len() - 1).0, BodyKind::None), b"");
    }

    #[test]
    fn x23_a_line_that_ends_otherwise_is_replaced() {
        for broken in [
            "GET / HTTP/1.1\nhost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: a\n\r\n",
            "GET / HTTP/1.1\r\nhost: a\r\n\n",
            "GET / HTTP/1.1\rhost: a\r\n\r\n",
            "GET / HTTP/1.1\r\r\nhost: a\r\n\r\n",
            "\n\nGET / HTTP/1.1\r\nhost: a\r\n\r\n",
            "\r\r\n",
        ] {
            assert_eq!(passed(broken.as_bytes(), BodyKind::None), NO_HEAD, "{broken:?}");
        }
    }

    #[test]
    fn x23_a_body_goes_on_to_its_end() {
        let sent = [HEAD, b"abcde", HEAD, b"\n\n\n\n\n", b"\n"].concat();
        let expected = [HEAD, b"abcde", HEAD, b"\n\n\n\n\n", NO_HEAD].concat();
        assert_eq!(passed(&sent, BodyKind::Length(5)), expected);
        let sent = [HEAD, b"1\r\n\n\r\n0\r\n\r\n", HEAD].concat();
        assert_eq!(passed(&sent, BodyKind::Chunked), sent);
        let broken = [HEAD, b"1\r\nx\r\n0\r\nx: y\r\n\r\n", HEAD].concat();
        let expected = [HEAD, b"1\r\nx\r\n0\r\n", NO_CHUNK].concat();
        assert_eq!(passed(&broken, BodyKind::Chunked), expected);
        assert_eq!(passed(&[HEAD, b"abc", HEAD].concat(), BodyKind::Endless), HEAD);
    }

    // RFC 9112 §9.6: behind a request that ends the connection there is none.
    #[test]
    fn x23_nothing_goes_on_behind_the_last_request() {
        let (connection, mut framing) = (Connection::default(), Framing::default());
        framing.hold(&[HEAD, HEAD].concat());
        assert_eq!(next(&mut framing, &connection, 1000), HEAD);
        assert!(framing.waits_for(&connection));
        connection.begin(BodyKind::None, true);
        assert!(next(&mut framing, &connection, 1000).is_empty());
        connection.end(false);
        assert!(next(&mut framing, &connection, 1000).is_empty() && framing.is_empty());
    }

    // RFC 6455 §4.1: a client that speaks before it was let in is heard once it is, and never otherwise (X21).
    #[test]
    fn x21_another_protocol_waits_for_the_gate() {
        for lets_in in [false, true] {
            let (connection, mut framing) = (Connection::default(), Framing::default());
            framing.hold(&[HEAD, b"early"].concat());
            assert_eq!(next(&mut framing, &connection, 1000), HEAD);
            connection.begin(BodyKind::Endless, true);
            assert!(next(&mut framing, &connection, 1000).is_empty());
            assert!(framing.waits_for(&connection));
            if lets_in {
                connection.upgrade();
                framing.hold(HEAD);
                let expected = [b"early", HEAD].concat();
                assert_eq!(next(&mut framing, &connection, 1000), expected);
            } else {
                connection.end(false);
                assert!(next(&mut framing, &connection, 1000).is_empty() && framing.is_empty());
            }
        }
    }

    #[test]
    fn b18_a_body_that_nobody_reads_is_thrown_away_and_cut_off() {
        let (connection, mut framing) = (Connection::default(), Framing::default());
        framing.hold(HEAD);
        assert_eq!(next(&mut framing, &connection, 1000), HEAD);
        connection.begin(BodyKind::Length(1 << 40), false);
        connection.close();
        framing.hold(b"abc");
        assert_eq!(next(&mut framing, &connection, 1000), b"abc");
        connection.end(false);
        for _ in 0..=16 {
            assert!(!framing.has_had_enough());
            framing.hold(&[0; 1 << 16]);
            assert!(next(&mut framing, &connection, 1000).is_empty() && framing.is_empty());
        }
        assert!(framing.has_had_enough());
    }

    #[test]
    fn g06_what_is_held_is_bounded() {
        let (connection, mut framing) = (Connection::default(), Framing::default());
        framing.hold(&vec![b'a'; MOST_HEAD - 1]);
        assert!(next(&mut framing, &connection, 1000).is_empty() && framing.is_in_head());
        framing.hold(b"a");
        assert!(framing.is_full() && next(&mut framing, &connection, 1000).len() == 1000);
    }
}
