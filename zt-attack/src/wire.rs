//! One connection, one request: bytes out, answers in, all of it bounded.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

use crate::answer::Answer;
use crate::socket;

/// An answer that takes longer is none.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);

/// What is behind the first answer, should the service take one request for two, comes at once.
const SECOND: Duration = Duration::from_millis(300);

/// More of an answer isn't read.
const LONGEST: usize = 1024 * 1024;

/// What a connection gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    /// Answers, in their order. More than one means that one request was taken for more.
    Answers(Vec<Answer>),
    /// It was closed without an answer.
    Closed,
    /// Nothing came in time.
    Silence,
}

/// From where and to where a connection goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends {
    /// Without one, the system chooses.
    pub(crate) from: Option<IpAddr>,
    pub(crate) to: SocketAddr,
}

impl Ends {
    fn connect(self) -> std::io::Result<TcpStream> {
        let Some(from) = self.from else { return TcpStream::connect_timeout(&self.to, PATIENCE) };
        let socket = Socket::new(Domain::for_address(self.to), Type::STREAM, None)?;
        socket.bind(&SocketAddr::new(from, 0).into())?;
        socket.connect_timeout(&self.to.into(), PATIENCE)?;
        Ok(socket.into())
    }
}

/// Sends `text` on a connection of its own, and then, should a WebSocket be opened by that, what is `said` over it.
///
/// # Errors
/// When there is no connection to be had.
pub(crate) fn exchange(
    ends: Ends,
    text: &str,
    said: Option<&str>,
    method: &str,
    wait_for_more: bool,
) -> std::io::Result<Given> {
    let mut stream = ends.connect()?;
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // The service may have answered and closed before all was written: what it said counts.
    let _ = stream.write_all(text.as_bytes());
    let mut reader = Reader { stream, read: Vec::new(), deadline: Instant::now() + PATIENCE };
    let mut answers = Vec::new();
    loop {
        match reader.answer(method) {
            Next::Answer(opened) if opened.status == 101 && said.is_some() => {
                return socket::say(reader.stream, reader.read, said.unwrap_or_default());
            }
            Next::Answer(answer) => answers.push(answer),
            Next::End if answers.is_empty() => return Ok(Given::Closed),
            Next::Late if answers.is_empty() => return Ok(Given::Silence),
            Next::End | Next::Late => break,
        }
        if !wait_for_more || answers.len() >= 3 {
            break;
        }
        reader.deadline = Instant::now() + SECOND;
    }
    let _ = reader.stream.shutdown(Shutdown::Both);
    Ok(Given::Answers(answers))
}

enum Next {
    Answer(Answer),
    End,
    Late,
}

struct Reader {
    stream: TcpStream,
    read: Vec<u8>,
    deadline: Instant,
}

impl Reader {
    /// The next answer that isn't an interim one.
    fn answer(&mut self, method: &str) -> Next {
        loop {
            if let Some((mut answer, head)) = parse(&self.read) {
                if (100..200).contains(&answer.status) && answer.status != 101 {
                    self.read.drain(..head);
                    continue;
                }
                let length = body_length(&answer, method).min(LONGEST);
                while self.read.len() < head + length {
                    if !matches!(self.more(), More::Bytes) {
                        break;
                    }
                }
                let end = self.read.len().min(head + length);
                answer.body = self.read.drain(..end).skip(head).collect();
                return Next::Answer(answer);
            }
            match self.more() {
                More::Bytes => {}
                More::End => return Next::End,
                More::Late => return Next::Late,
            }
        }
    }

    fn more(&mut self) -> More {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || self.read.len() > LONGEST * 2 {
            return More::Late;
        }
        let mut buffer = [0; 8192];
        let read =
            self.stream.set_read_timeout(Some(left)).and_then(|()| self.stream.read(&mut buffer));
        match read {
            Ok(0) => More::End,
            Ok(count) => {
                self.read.extend(buffer.iter().take(count));
                More::Bytes
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                More::Late
            }
            // A reset is an end, too.
            Err(_) => More::End,
        }
    }
}

enum More {
    Bytes,
    End,
    Late,
}

/// A whole head, and how long it is.
fn parse(bytes: &[u8]) -> Option<(Answer, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; 128];
    let mut head = httparse::Response::new(&mut headers);
    let Ok(httparse::Status::Complete(length)) = head.parse(bytes) else { return None };
    let header = |it: &httparse::Header<'_>| {
        (it.name.to_ascii_lowercase(), String::from_utf8_lossy(it.value).into_owned())
    };
    let headers = head.headers.iter().map(header).collect();
    Some((Answer { status: head.code?, headers, body: Vec::new() }, length))
}

/// RFC 9112 §6.3, as far as an attacker cares: without a length, all that comes. That a stream was opened is answer enough.
fn body_length(answer: &Answer, method: &str) -> usize {
    let streams = answer.header("content-type") == Some("text/event-stream");
    if method == "HEAD" || matches!(answer.status, 101 | 204 | 304) || streams {
        return 0;
    }
    let length = answer.header("content-length").and_then(|text| text.parse().ok());
    length.unwrap_or(LONGEST)
}
