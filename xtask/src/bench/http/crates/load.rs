//! Asks one server, on keep-alive connections, and looks at each answer.
//!
//! `load PLAN RATE SECONDS`. With rate 0 it asks again as soon as it was answered. With a rate it asks at moments that were
//! fixed beforehand, whether or not the server keeps up, and counts from these moments: a server that stalls is not spared
//! the requests that would have come meanwhile. It never sleeps: it has a processor of its own, and a timer would be
//! measured along.
//!
//! The plan, one `name value` a line: `address`, `token` if any, `status`, `source` (the first address to call from),
//! and for each target `target PATH BODY`. Prints `requests N`, `seconds S`, then nanoseconds, one a line.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

const CONNECTIONS: usize = 16;

/// zt counts refusals by address, 600 a minute, so each connection calls from an address of its own, and not for long. All
/// servers are asked in the same way.
const REQUESTS_OF_ONE_ADDRESS: usize = 500;

struct Plan {
    address: SocketAddr,
    status: String,
    source: Ipv4Addr,
    targets: Vec<Target>,
}

struct Target {
    request: Vec<u8>,
    body: Vec<u8>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [plan, rate, seconds] = arguments.as_slice() else { panic!("load PLAN RATE SECONDS") };
    let plan = Plan::read(&std::fs::read_to_string(plan).expect("a plan"));
    let rate: f64 = rate.parse().expect("requests a second");
    let time = Duration::from_secs_f64(seconds.parse().expect("seconds"));
    let mut load = Load::new(&plan);
    load.run(rate, time);
    let mut printed =
        format!("requests {}\nseconds {}\n", load.latencies.len(), load.ended.as_secs_f64());
    load.latencies.iter().for_each(|it| printed.push_str(&format!("{}\n", it.as_nanos())));
    print!("{printed}");
}

impl Plan {
    fn read(text: &str) -> Self {
        let all = |name: &str| -> Vec<String> {
            let lines = text.lines().filter_map(|line| line.split_once(' '));
            lines.filter(|(it, _)| *it == name).map(|(_, value)| value.to_owned()).collect()
        };
        let one = |name: &str| all(name).pop().unwrap_or_else(|| panic!("the plan has no {name}"));
        let address: SocketAddr = one("address").parse().expect("an address");
        let token = all("token").pop().map(|token| format!("authorization: Bearer {token}\r\n"));
        let head = format!(
            "host: {address}\r\naccept: application/json\r\n{}\r\n",
            token.unwrap_or_default()
        );
        let target = |line: &String| {
            let (path, body) = line.split_once(' ').expect("a path and a body");
            let request = format!("GET {path} HTTP/1.1\r\n{head}").into_bytes();
            Target { request, body: body.as_bytes().to_vec() }
        };
        Self {
            address,
            status: format!("HTTP/1.1 {} ", one("status")),
            source: one("source").parse().expect("an address"),
            targets: all("target").iter().map(target).collect(),
        }
    }
}

/// A request that was sent and not answered.
struct Asked {
    since: Instant,
    target: usize,
}

struct Connection {
    stream: TcpStream,
    asked: Option<Asked>,
    received: Vec<u8>,
    requests: usize,
}

struct Load<'p> {
    plan: &'p Plan,
    connections: Vec<Connection>,
    addresses: u32,
    next_target: usize,
    latencies: Vec<Duration>,
    ended: Duration,
}

impl<'p> Load<'p> {
    fn new(plan: &'p Plan) -> Self {
        let mut load = Self {
            plan,
            connections: Vec::new(),
            addresses: 0,
            next_target: 0,
            latencies: Vec::new(),
            ended: Duration::ZERO,
        };
        for _ in 0..CONNECTIONS {
            let connection = load.connect();
            load.connections.push(connection);
        }
        load
    }

    fn connect(&mut self) -> Connection {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let source = Ipv4Addr::from_bits(self.plan.source.to_bits() + self.addresses);
        self.addresses += 1;
        socket.bind(&SocketAddr::from((source, 0)).into()).expect("a loopback address");
        socket.connect(&self.plan.address.into()).expect("the server answers");
        socket.set_tcp_nodelay(true).expect("no delay");
        socket.set_nonblocking(true).expect("no blocking");
        Connection { stream: socket.into(), asked: None, received: Vec::new(), requests: 0 }
    }

    fn run(&mut self, rate: f64, time: Duration) {
        let started = Instant::now();
        let planned = |number: usize| started + Duration::from_secs_f64(number as f64 / rate);
        let mut due: VecDeque<Instant> = VecDeque::new();
        let mut number = 0;
        loop {
            let now = Instant::now();
            let is_over = now - started >= time;
            while rate > 0.0 && !is_over && planned(number) <= now {
                due.push_back(planned(number));
                number += 1;
            }
            let mut is_busy = false;
            for index in 0..self.connections.len() {
                self.receive(index);
                if self.connections[index].asked.is_none() {
                    let since =
                        if rate > 0.0 { due.pop_front() } else { (!is_over).then(Instant::now) };
                    if let Some(since) = since {
                        self.send(index, since);
                    }
                }
                is_busy |= self.connections[index].asked.is_some();
            }
            if is_over && !is_busy && due.is_empty() {
                self.ended = started.elapsed();
                return;
            }
        }
    }

    fn send(&mut self, index: usize, since: Instant) {
        if self.connections[index].requests == REQUESTS_OF_ONE_ADDRESS {
            self.connections[index] = self.connect();
        }
        let target = self.next_target;
        self.next_target = (target + 1) % self.plan.targets.len();
        let connection = &mut self.connections[index];
        // A request is far smaller than the socket's buffer.
        connection.stream.write_all(&self.plan.targets[target].request).expect("the server reads");
        connection.requests += 1;
        connection.asked = Some(Asked { since, target });
    }

    fn receive(&mut self, index: usize) {
        let connection = &mut self.connections[index];
        let Some(asked) = &connection.asked else { return };
        let mut buffer = [0; 4096];
        match connection.stream.read(&mut buffer) {
            Ok(0) => panic!("the server closed the connection"),
            Ok(length) => connection.received.extend_from_slice(&buffer[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return,
            Err(error) => panic!("{error}"),
        }
        let Some(body) = whole_body(&connection.received) else { return };
        let target = &self.plan.targets[asked.target];
        let received = &connection.received;
        let is_right = received.starts_with(self.plan.status.as_bytes())
            && (target.body == b"-" || body == target.body);
        assert!(is_right, "not what was expected: {}", String::from_utf8_lossy(received));
        self.latencies.push(asked.since.elapsed());
        connection.asked = None;
        connection.received.clear();
    }
}

/// The body, once all of it is there.
fn whole_body(received: &[u8]) -> Option<&[u8]> {
    let head_end = received.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&received[..head_end]).expect("a head");
    let length = head.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().expect("a length"))
    });
    let body = &received[head_end..];
    (body.len() == length.expect("the answer has a length")).then_some(body)
}
