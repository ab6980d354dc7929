//! The TLS listener: who gets a connection, what of it goes to the gate, and that nobody holds it up.

mod signed;

use std::future::poll_fn;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, HandshakeKind, StreamOwned};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWrite;
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;

use crate::clock::Clock;
use crate::config::{TlsConfig, TlsVersion};
use crate::identity::confirmation::Thumbprint;
use crate::identity::{PeerCertificate, WorkloadId};
use crate::testing::fixture::{Read, shop};
use crate::testing::pki::{Ca, Issued, client};
use crate::web::connection::Connection;
use crate::web::stream;
use crate::web::wire::Wire;
use crate::web::{self, Tls};

const OPEN: &str = "GET /open HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

/// A CA that vouches for server and clients, and a server that believes it.
pub(super) struct Setup {
    pub(super) ca: Ca,
    clock: Clock,
}

impl Setup {
    pub(super) fn new() -> Self {
        Self { ca: Ca::new("a CA"), clock: Clock::system() }
    }

    pub(super) fn tls(&self, asks: bool) -> Tls {
        Tls::new(&self.ca.listener(asks), self.clock.clone()).unwrap()
    }

    pub(super) fn client(&self, shown: Option<&Issued>) -> ClientConfig {
        self.ca.client_of(shown, &TLS13)
    }
}

pub(super) type Stream = StreamOwned<ClientConnection, TcpStream>;

pub(super) fn connect(address: SocketAddr, config: &Arc<ClientConfig>) -> Stream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let name = "localhost".try_into().unwrap();
    StreamOwned::new(ClientConnection::new(Arc::clone(config), name).unwrap(), stream)
}

fn ask(address: SocketAddr, config: ClientConfig) -> io::Result<String> {
    let mut stream = connect(address, &Arc::new(config));
    stream.write_all(OPEN.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map(|_| answer)
}

/// A connection at the server's end.
async fn accepted(
    listener: TcpListener,
    tls: &Tls,
) -> io::Result<TlsStream<tokio::net::TcpStream>> {
    let listener = actix_rt::net::TcpListener::from_std(listener).unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    tls.accept(stream).await
}

/// What the server reads of the certificate that a client shows.
fn seen(setup: &Setup, asks: bool, shown: Option<&Issued>) -> io::Result<Option<PeerCertificate>> {
    let (tls, config) = (setup.tls(asks), setup.client(shown));
    let listener = web::listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    let asks = std::thread::spawn(move || ask(address, config));
    let seen = web::block_on(async {
        let stream = accepted(listener, &tls).await?;
        let connection = tls.connection(&stream);
        assert!(connection.is_over_tls());
        Ok(connection.certificate().map(|certificate| (*certificate).clone()))
    });
    let _ = asks.join().unwrap();
    seen
}

#[test]
fn s07_the_certificate_that_was_proved_is_the_connections() {
    let setup = Setup::new();
    let issued = setup.ca.client();
    let certificate = seen(&setup, true, Some(&issued)).unwrap().unwrap();
    let digest = Sha256::digest(issued.certificate.der());
    assert_eq!(*certificate.thumbprint(), Thumbprint::new(digest.into()));
    assert_eq!(certificate.workload().map(WorkloadId::as_str), Some("spiffe://shop.example/web"));
    assert_eq!(seen(&setup, true, None).unwrap(), None);
    let mut for_anything = client();
    for_anything.extended_key_usages = Vec::new();
    assert!(seen(&setup, true, Some(&setup.ca.issue(&for_anything))).unwrap().is_some());
    // Nobody who isn't asked proves anything.
    assert_eq!(seen(&setup, false, Some(&issued)).unwrap(), None);
}

#[test]
fn g08_a_request_over_tls_is_answered_with_and_without_a_certificate() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(true));
    let issued = setup.ca.client();
    for shown in [None, Some(&issued)] {
        let answer = ask(server.address(), setup.client(shown)).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    assert_eq!(shop.audit().len(), 2);
}

#[test]
fn g08_requests_follow_each_other_and_the_body_is_asked_for() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(false));
    let mut stream = connect(server.address(), &Arc::new(setup.client(None)));
    let mut until = |text: &str, end: &str| {
        stream.write_all(text.as_bytes()).unwrap();
        let (mut answer, mut byte) = (Vec::new(), [0]);
        while !answer.ends_with(end.as_bytes()) {
            assert_eq!(stream.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&answer));
            answer.push(byte[0]);
        }
        String::from_utf8(answer).unwrap()
    };
    let head = format!(
        "POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\nexpect: 100-continue\r\n\
         authorization: Bearer {}\r\n\r\n",
        super::writer(&shop)
    );
    for _ in 0..2 {
        assert_eq!(until(&head, "\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
        let answer = until("abc", "\r\n\r\n3");
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    }
    assert_eq!(super::reasons(&shop), ["ok", "ok"]);
}

// X11.
#[test]
fn s07_x11_a_certificate_that_nobody_vouches_for_ends_the_connection() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(true));
    let mut expired = client();
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let mut early = client();
    early.not_before = rcgen::date_time_ymd(2200, 1, 1);
    let mut for_servers = client();
    for_servers.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let mut a_ca = client();
    a_ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    // One of the same name as ours, with another key.
    let rogue = Ca::new("a CA");
    for (what, issued) in [
        ("rogue", rogue.client()),
        ("expired", setup.ca.issue(&expired)),
        ("early", setup.ca.issue(&early)),
        ("for servers", setup.ca.issue(&for_servers)),
        ("a CA's own", setup.ca.issue(&a_ca)),
    ] {
        let fault = ask(server.address(), setup.client(Some(&issued))).unwrap_err();
        assert!(fault.to_string().contains("received fatal alert"), "{what}: {fault}");
    }
    assert_eq!(shop.audit().len(), 0);
}

#[test]
fn s07_certificates_run_out_by_the_services_clock() {
    let (clock, hands) = Clock::manual("2030-01-01T00:00:00Z".parse::<Timestamp>().unwrap());
    let (setup, shop) = (Setup { clock, ..Setup::new() }, shop());
    let server = shop.serve_with(setup.tls(true));
    let mut short = client();
    short.not_after = rcgen::date_time_ymd(2030, 1, 2);
    let short = setup.ca.issue(&short);
    // A connection that stays is no reason to let the same certificate open another one.
    let config = Arc::new(setup.client(Some(&short)));
    assert!(ask(server.address(), (*config).clone()).unwrap().starts_with("HTTP/1.1 200 "));
    hands.advance(Duration::from_secs(2 * 24 * 3600));
    assert!(ask(server.address(), (*config).clone()).is_err());
}

#[test]
fn s07_a_connection_that_outlives_its_certificate_has_none() {
    let (clock, hands) = Clock::manual("2030-01-01T00:00:00Z".parse::<Timestamp>().unwrap());
    let mut short = client();
    short.not_after = rcgen::date_time_ymd(2030, 1, 2);
    let issued = Ca::new("a CA").issue(&short);
    let certificate = PeerCertificate::parse(issued.certificate.der()).unwrap();
    let connection = Connection::over_tls(Some(certificate), clock);
    assert!(connection.certificate().is_some());
    hands.advance(Duration::from_secs(24 * 3600));
    assert!(connection.certificate().is_some());
    hands.advance(Duration::from_secs(1));
    assert!(connection.certificate().is_none());
}

// A session that is resumed would bring a certificate along that nobody looks at again.
#[test]
fn s07_no_session_is_resumed() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(true));
    let issued = setup.ca.client();
    let config = Arc::new(setup.client(Some(&issued)));
    for _ in 0..3 {
        let mut stream = connect(server.address(), &config);
        stream.write_all(OPEN.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(stream.conn.handshake_kind(), Some(HandshakeKind::Full));
        assert_eq!(stream.conn.tls13_tickets_received(), 0);
    }
}

// G-08: by configuration, with suites that are forward secret and authenticated, and the client's certificate as with 1.3.
#[test]
fn g08_tls_1_2_is_spoken_where_that_is_configured() {
    let (setup, shop) = (Setup::new(), shop());
    let config = TlsConfig { oldest: TlsVersion::V1_2, ..setup.ca.listener(true) };
    let tls = Tls::new(&config, setup.clock.clone()).unwrap();
    let server = shop.serve_with(tls);
    let shown = setup.ca.client();
    for version in [&TLS12, &TLS13] {
        let client = Arc::new(setup.ca.client_of(Some(&shown), version));
        for _ in 0..2 {
            let mut stream = connect(server.address(), &client);
            stream.write_all(OPEN.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
            assert_eq!(stream.conn.protocol_version(), Some(version.version));
            // Nothing is resumed, so that each connection shows its certificate.
            assert_eq!(stream.conn.handshake_kind(), Some(HandshakeKind::Full));
        }
    }
    let workloads = shop.audit().into_iter().map(|record| record["workload"].clone());
    assert_eq!(workloads.collect::<Vec<_>>(), vec!["spiffe://shop.example/web"; 4]);
}

#[test]
fn g08_tls_1_2_and_other_protocols_are_refused() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(false));
    let old = ask(server.address(), setup.ca.client_of(None, &TLS12)).unwrap_err();
    assert!(old.to_string().contains("ProtocolVersion"), "{old}");
    let speaking = |protocol: &str| {
        let mut config = setup.client(None);
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        ask(server.address(), config)
    };
    assert!(speaking("http/1.1").unwrap().starts_with("HTTP/1.1 200 "));
    for protocol in ["h2", "http/1.0", "spdy/3"] {
        let fault = speaking(protocol).unwrap_err();
        assert!(fault.to_string().contains("NoApplicationProtocol"), "{protocol}: {fault}");
    }
    assert_eq!(shop.audit().len(), 1);
}

#[test]
fn g08_plain_http_on_the_tls_port_is_closed_without_an_answer() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(false));
    let began = Instant::now();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(OPEN.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(!String::from_utf8_lossy(&answer).contains("HTTP"), "{answer:?}");
    assert!(answer.len() < 32 && began.elapsed() < Duration::from_secs(4), "{answer:?}");
    assert_eq!(shop.audit().len(), 0);
}

// X22: one worker answers here, so whoever held it up would hold up everybody.
#[test]
fn x22_a_slow_handshake_holds_nobody_up_and_is_cut() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(false));
    let slow = |sent: &[u8]| {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(sent).unwrap();
        stream
    };
    let began = Instant::now();
    let mut slow = [slow(b""), slow(&[22, 3, 1, 0, 200, 1])];
    for _ in 0..3 {
        assert!(ask(server.address(), setup.client(None)).unwrap().starts_with("HTTP/1.1 200 "));
    }
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    for stream in &mut slow {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.len() < 32, "{rest:?}");
    }
    let took = began.elapsed();
    assert!(took > Duration::from_secs(4) && took < Duration::from_secs(10), "{took:?}");
}

// X11: what a caller writes into headers makes no certificate.
#[test]
fn s07_x11_no_header_over_tls_counts() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(true));
    let mut stream = connect(server.address(), &Arc::new(setup.client(None)));
    let request = "GET /things/7 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                   x-forwarded-client-cert: URI=spiffe://shop.example/admin\r\n\
                   x-ssl-client-verify: SUCCESS\r\nx-ssl-client-s-dn: CN=admin\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
}

// X22: TLS takes an answer that the socket doesn't, and waits for the client all the same.
#[test]
fn x22_who_never_reads_over_tls_is_given_up() {
    let (setup, shop) = (Setup::new(), shop());
    let server = shop.serve_with(setup.tls(false));
    let mut stream = connect(server.address(), &Arc::new(setup.client(None)));
    stream.sock.set_write_timeout(Some(Duration::from_secs(50))).unwrap();
    let many = "GET /open HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(200);
    let began = Instant::now();
    let fault = loop {
        match stream.write_all(many.as_bytes()) {
            Ok(()) => assert!(began.elapsed() < Duration::from_secs(50), "it still takes requests"),
            Err(fault) => break fault,
        }
    };
    assert!(began.elapsed() < Duration::from_secs(45), "{fault} {:?}", began.elapsed());
}

// An answer that TLS has taken whole, and nobody reads.
#[test]
fn x22_what_waits_within_tls_is_given_up_too() {
    let (setup, shop) = (Setup::new(), shop());
    let (tls, config) = (setup.tls(false), Arc::new(setup.client(None)));
    let listener = web::listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let silent = std::thread::spawn(move || {
        let mut stream = connect(address, &config);
        stream.flush().unwrap();
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).unwrap();
        }
        let _ = stopped.recv();
    });
    web::block_on(async {
        let stream = stream::Stream::Tls(Box::new(accepted(listener, &tls).await.unwrap()));
        let gate = Arc::clone(shop.gate());
        let mut wire = Wire::new(stream, Connection::default(), gate, address.ip());
        let short = Duration::from_millis(500);
        while timeout(short, poll_fn(|it| Pin::new(&mut wire).poll_write(it, &[b'x'; 1024])))
            .await
            .is_ok()
        {}
        let flush = poll_fn(|it| Pin::new(&mut wire).poll_flush(it));
        let flushed = timeout(Duration::from_secs(40), flush).await;
        assert_eq!(flushed.unwrap().unwrap_err().kind(), io::ErrorKind::TimedOut);
    });
    drop(stop);
    silent.join().unwrap();
}

// The whole way: a token that names a certificate counts on a connection that proved it, and nowhere else.
#[test]
fn s07_x11_a_bound_token_counts_on_the_connection_of_its_certificate_only() {
    let (setup, shop) = (Setup::new(), shop());
    let (own, other) = (setup.ca.client(), setup.ca.client());
    let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(own.certificate.der()));
    let token = shop.token_for("alice").holding::<Read>();
    let token = token.issue_bound(&serde_json::json!({ "x5t#S256": thumbprint }));
    let (with_tls, plain) = (shop.serve_with(setup.tls(true)), shop.serve());
    let request = format!(
        "GET /things/7 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         x-forwarded-client-cert: Hash={thumbprint}\r\nx-ssl-client-fingerprint: {thumbprint}\r\n\r\n"
    );
    let status = |mut stream: Box<dyn ReadWrite>| {
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.get(9..12).unwrap().to_owned()
    };
    for (shown, expected) in [(Some(&own), "200"), (Some(&other), "401"), (None, "401")] {
        let config = Arc::new(setup.client(shown));
        assert_eq!(status(Box::new(connect(with_tls.address(), &config))), expected);
    }
    assert_eq!(status(Box::new(TcpStream::connect(plain.address()).unwrap())), "401");
    let wrong = ["wrong_certificate"; 3];
    assert_eq!(super::reasons(&shop), [&["ok"], &wrong[..]].concat());
}

trait ReadWrite: io::Read + io::Write {}
impl<T: io::Read + io::Write> ReadWrite for T {}
