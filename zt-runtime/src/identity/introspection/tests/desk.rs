//! An issuer that answers questions as it is told, and keeps them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    status: u16,
    body: String,
    delay: Duration,
    metadata: String,
    questions: Vec<(String, String)>,
}

impl Desk {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let shared = Shared {
            status: 200,
            body: String::new(),
            delay: Duration::ZERO,
            metadata: "{}".to_owned(),
            questions: Vec::new(),
        };
        let desk =
            Self { address: listener.local_addr().unwrap(), shared: Arc::new(Mutex::new(shared)) };
        let answering = desk.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (desk, stream) = (answering.clone(), stream.unwrap());
                thread::spawn(move || desk.answer(stream));
            }
        });
        desk
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/introspect", self.address)
    }

    pub(crate) fn say(&self, status: u16, body: &str) {
        let mut shared = self.shared.lock().unwrap();
        (shared.status, shared.body) = (status, body.to_owned());
    }

    pub(crate) fn delay(&self, delay: Duration) {
        self.shared.lock().unwrap().delay = delay;
    }

    pub(crate) fn publish(&self, metadata: &str) {
        metadata.clone_into(&mut self.shared.lock().unwrap().metadata);
    }

    /// Head and form of each.
    pub(crate) fn questions(&self) -> Vec<(String, String)> {
        self.shared.lock().unwrap().questions.clone()
    }

    pub(crate) fn asked(&self) -> usize {
        self.shared.lock().unwrap().questions.len()
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while reader.read_line(&mut head).unwrap_or(0) > 2 {}
        let (status, body, delay) = if head.starts_with("GET ") {
            (200, self.shared.lock().unwrap().metadata.clone(), Duration::ZERO)
        } else {
            let mut form = vec![0; length_of(&head)];
            reader.read_exact(&mut form).unwrap();
            let mut shared = self.shared.lock().unwrap();
            shared.questions.push((head, String::from_utf8(form).unwrap()));
            (shared.status, shared.body.clone(), shared.delay)
        };
        thread::sleep(delay);
        let head = format!("content-length: {}\r\nlocation: /elsewhere", body.len());
        let _ = write!(stream, "HTTP/1.1 {status} X\r\n{head}\r\nconnection: close\r\n\r\n{body}");
    }
}

fn length_of(head: &str) -> usize {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let length = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    length.map(|(_, value)| value.parse().unwrap()).next().unwrap_or(0)
}
