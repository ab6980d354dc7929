//! One connection to the service.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use rustls::{ClientConfig, ClientConnection, StreamOwned};

trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

pub struct Connection(Box<dyn Stream>);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let pairs = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut named = pairs.filter(|(it, _)| it.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.trim())
    }
}

impl Connection {
    pub fn plain(address: SocketAddr) -> Self {
        Self(Box::new(connect(address)))
    }

    /// With its handshake behind it, at the latest when it was asked once.
    pub fn tls(address: SocketAddr, client: Arc<ClientConfig>) -> Self {
        let name = "localhost".try_into().expect("a name");
        let connection = ClientConnection::new(client, name).expect("a client");
        Self(Box::new(StreamOwned::new(connection, connect(address))))
    }

    pub fn ask(&mut self, request: &[u8]) -> Answer {
        self.0.write_all(request).expect("the service reads");
        self.0.flush().expect("the service reads");
        let mut received = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            match self.0.read(&mut buffer).expect("the service answers") {
                0 => panic!("the service closed the connection"),
                length => received.extend_from_slice(&buffer[..length]),
            }
            if let Some(answer) = whole(&received) {
                return answer;
            }
        }
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the service listens");
    stream.set_nodelay(true).expect("no delay");
    stream
}

/// The answer, once all of it is there. One without a length has no body: 204.
fn whole(received: &[u8]) -> Option<Answer> {
    let text = std::str::from_utf8(received).expect("text");
    let (head, body) = text.split_once("\r\n\r\n")?;
    let answer = Answer { head: head.to_owned(), body: body.to_owned() };
    let length = answer.header("content-length").map_or(0, |it| it.parse().expect("a length"));
    (body.len() == length).then_some(answer)
}
