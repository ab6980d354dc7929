//! A gateway in front of the service that gets one thing wrong, as real ones did. It holds a token of the owner's, which is
//! what "the rule was skipped" means to the service behind it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::jwt;

/// What the gateway gets wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Without a credential one is taken for the owner.
    NobodyIsSomebody,
    /// `alg: none` is believed.
    UnsignedToken,
    /// Only the start of a token is compared.
    SpoiltToken,
    /// A token in the query counts.
    TokenInQuery,
    /// `X-Auth-User` is believed.
    BelievedHeader,
    /// Who says that they call from here is let in.
    BelievedAddress,
    /// Everybody has its own address, behind it.
    HiddenAddress,
    /// Nothing is too long.
    NoBounds,
    /// The whole body is waited for, credential or not.
    WaitsForTheBody,
    /// HEAD isn't guarded.
    UnguardedHead,
    /// `X-HTTP-Method-Override` is followed.
    MethodOverride,
    /// The path is tidied up behind the rule that looks at it.
    TidiedPath,
    /// A scope counts when it only starts like the right one: whatever was refused for its scopes is asked again.
    AnyScope,
    /// Of two credentials the last one counts.
    LastCredential,
    /// Undeclared fields are dropped instead of refused.
    DroppedFields,
    /// A field more in each answer.
    OneFieldMore,
    /// 403 for what is there, 404 for what isn't.
    TellsWhatIsThere,
    /// Other sites may read.
    OpenOrigin,
    /// Any preflight is answered.
    OpenPreflight,
    /// Where a request comes from isn't passed on.
    ForgottenOrigin,
    /// Refusals with a place in the source.
    StackTrace,
    /// A page for developers.
    DebugPage,
    /// No limit.
    NoLimit,
    /// Chunks count where there is a length, too, and what follows is a request.
    Smuggling,
    /// Answers may be cached.
    Cached,
    /// The change is made, and then refused.
    TooLate,
    /// What fails lets in.
    FailsOpen,
    /// A token that has run out still counts.
    OldToken,
    /// What a proxy in front of it says of certificates is believed.
    BelievedCertificate,
    /// A bound token counts as a bearer token.
    BoundAsBearer,
    /// What a proof says isn't read.
    UnreadProof,
    /// A proof counts as often as it comes.
    Replayed,
    /// A proof that came counts for whatever else is under way by then.
    Raced,
    /// A JWT is believed that the attack of this number makes.
    Jwt(&'static str),
}

/// Starts it on a free port of the loopback address. It ends with the process.
pub fn start(upstream: SocketAddr, weakness: Weakness, owner: String) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::default();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (owner, seen) = (owner.clone(), Arc::clone(&seen));
            let gateway = Gateway { upstream, weakness, owner, seen };
            thread::spawn(move || gateway.serve(stream));
        }
    });
    address
}

struct Gateway {
    upstream: SocketAddr,
    weakness: Weakness,
    owner: String,
    /// Proofs, as often as they came.
    seen: Arc<Mutex<Vec<String>>>,
}

/// A request as text: its first line, its headers, its body.
#[derive(Clone)]
struct Message {
    first: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Message {
    fn read(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let first = lines.next()?.to_owned();
        let header = |line: &str| {
            line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        };
        Some(Self { first, headers: lines.filter_map(header).collect(), body: body.to_owned() })
    }

    fn method(&self) -> &str {
        self.first.split(' ').next().unwrap_or_default()
    }

    fn target(&self) -> &str {
        self.first.split(' ').nth(1).unwrap_or_default()
    }

    fn all(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    fn with(self, name: &str, value: &str) -> Self {
        let mut message = self.without(name);
        message.headers.push((name.to_owned(), value.to_owned()));
        message
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    fn first(self, first: String) -> Self {
        Self { first, ..self }
    }

    fn text(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        format!("{}\r\n{}\r\n{}", self.first, headers.collect::<String>(), self.body)
    }

    fn status(&self) -> u16 {
        self.target().parse().unwrap_or_default()
    }
}

impl Gateway {
    fn serve(&self, mut stream: TcpStream) {
        let Some(text) = received(&mut stream, REST, is_whole) else { return };
        let answer = match Message::read(&text) {
            Some(request) => self.answer(&request, &text),
            None => self.forward(&text),
        };
        let _ = stream.write_all(answer.as_bytes());
        let _ = stream.shutdown(Shutdown::Both);
    }

    fn answer(&self, request: &Message, text: &str) -> String {
        if self.weakness == Weakness::DebugPage && request.target() == "/debug/vars" {
            return "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_owned();
        }
        if self.weakness == Weakness::OpenPreflight && request.method() == "OPTIONS" {
            let allowed = "access-control-allow-methods: GET, PUT, JEFF";
            return format!("HTTP/1.1 204 No Content\r\n{allowed}\r\n\r\n");
        }
        if self.weakness == Weakness::Smuggling
            && !request.all("content-length").is_empty()
            && request
                .headers
                .iter()
                .any(|(name, _)| name.trim().eq_ignore_ascii_case("transfer-encoding"))
        {
            let inner = "HTTP/1.1 204 No Content\r\n\r\n";
            return format!("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n{inner}");
        }
        let answer = match self.skipped(request) {
            Some(skipped) => self.forward(&self.as_owner(skipped).text()),
            None => self.forward(text),
        };
        self.tampered(request, answer)
    }

    /// The request that the rule didn't stop.
    fn skipped(&self, request: &Message) -> Option<Message> {
        let bearer = request.all("authorization");
        let token = bearer.first().and_then(|it| it.strip_prefix("Bearer ")).unwrap_or_default();
        let ours = request.clone();
        match self.weakness {
            Weakness::NobodyIsSomebody => bearer.is_empty().then_some(ours),
            Weakness::UnsignedToken => token.starts_with("eyJhbGciOiJub25l").then_some(ours),
            Weakness::SpoiltToken => token.starts_with("v4.public.").then_some(ours),
            Weakness::TokenInQuery => {
                let (target, _) = request.target().split_once("access_token=")?;
                let first = format!(
                    "{} {} HTTP/1.1",
                    request.method(),
                    target.trim_end_matches(['?', '&'])
                );
                Some(ours.first(first))
            }
            Weakness::BelievedHeader => (!request.all("x-auth-user").is_empty()).then_some(ours),
            Weakness::BelievedAddress => {
                (!request.all("x-forwarded-for").is_empty()).then_some(ours)
            }
            Weakness::ForgottenOrigin => {
                let named = !request.all("origin").is_empty() && !bearer.is_empty();
                named.then(|| ours.without("origin"))
            }
            Weakness::UnguardedHead => (request.method() == "HEAD").then_some(ours),
            Weakness::MethodOverride => {
                let method = (*request.all("x-http-method-override").first()?).to_owned();
                Some(ours.first(format!("{method} {} HTTP/1.1", request.target())))
            }
            Weakness::TidiedPath => {
                let tidied = request.target().replace("//", "/");
                (tidied != request.target())
                    .then(|| ours.first(format!("{} {tidied} HTTP/1.1", request.method())))
            }
            Weakness::LastCredential => (bearer.len() == 2
                && bearer.iter().all(|it| it.starts_with("Bearer v4")))
            .then_some(ours),
            Weakness::DroppedFields => {
                let (before, _) = request.body.split_once(",\"is_admin\"").or_else(|| {
                    request.body.split_once("{\"is_admin\":true,").map(|(_, after)| (after, ""))
                })?;
                let inner = before.trim_matches(['{', '}']);
                let body = format!("{{{inner}}}");
                let length = body.len().to_string();
                Some(Message { body, ..ours }.with("content-length", &length))
            }
            Weakness::BelievedCertificate => {
                (!request.all("x-ssl-client-verify").is_empty()).then_some(ours)
            }
            Weakness::BoundAsBearer => is_bound(token).then_some(ours),
            Weakness::Replayed => self.knows_proof(request, 1).then_some(ours),
            Weakness::Raced => self.knows_proof(request, 2).then_some(ours),
            Weakness::Jwt(attack) => jwt::is_believed(attack, token).then_some(ours),
            Weakness::TooLate => (request.method() == "PUT" && bearer.is_empty()).then_some(ours),
            _ => None,
        }
    }

    fn as_owner(&self, request: Message) -> Message {
        request.with("authorization", &format!("Bearer {}", self.owner)).without("dpop")
    }

    /// Whether its proof came at least so often before.
    fn knows_proof(&self, request: &Message, times: usize) -> bool {
        let [proof] = request.all("dpop")[..] else { return false };
        let mut seen = self.seen.lock().unwrap();
        let before = seen.iter().filter(|it| *it == proof).count();
        seen.push(proof.to_owned());
        before >= times
    }

    fn tampered(&self, request: &Message, answer: String) -> String {
        let Some(message) = Message::read(&answer) else { return answer };
        let status = message.status();
        match self.weakness {
            Weakness::NoBounds if [413, 414, 431].contains(&status) => {
                "HTTP/1.1 204 No Content\r\n\r\n".to_owned()
            }
            Weakness::WaitsForTheBody if request.all("content-length") == ["1073741824"] => {
                String::new()
            }
            Weakness::AnyScope if status == 403 => {
                self.forward(&self.as_owner(request.clone()).text())
            }
            Weakness::OneFieldMore if status == 200 && message.body.starts_with('{') => {
                let body = message.body.replacen('{', "{\"internal\":1,", 1);
                resized(Message { body, ..message })
            }
            Weakness::TellsWhatIsThere if status == 404 && request.target().ends_with("/7001") => {
                message.first("HTTP/1.1 403 Forbidden".to_owned()).text()
            }
            Weakness::OpenOrigin => match request.all("origin").first() {
                Some(origin) => {
                    let origin = (*origin).to_owned();
                    message.with("access-control-allow-origin", &origin).text()
                }
                None => answer,
            },
            Weakness::StackTrace if status >= 400 => {
                let body = "thread 'worker' panicked at src/notes.rs:12".to_owned();
                resized(Message { body, ..message })
            }
            Weakness::NoLimit if status == 429 => {
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]".to_owned()
            }
            Weakness::FailsOpen if status >= 500 => "HTTP/1.1 204 No Content\r\n\r\n".to_owned(),
            Weakness::OldToken if status == 401 && !request.all("authorization").is_empty() => {
                "HTTP/1.1 204 No Content\r\n\r\n".to_owned()
            }
            Weakness::UnreadProof if status == 401 && request.all("dpop").len() == 1 => {
                self.forward(&self.as_owner(request.clone()).text())
            }
            Weakness::Cached => message.with("cache-control", "public, max-age=60").text(),
            Weakness::TooLate if request.method() == "PUT" && status == 204 => {
                "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n".to_owned()
            }
            _ => answer,
        }
    }

    fn forward(&self, text: &str) -> String {
        let mut stream = TcpStream::connect(self.upstream).unwrap();
        let _ = stream.write_all(text.as_bytes());
        let whole = if text.starts_with("HEAD ") { is_head } else { is_whole };
        received(&mut stream, PATIENCE, whole).unwrap_or_default()
    }
}

/// Whether a PASETO names a key.
fn is_bound(token: &str) -> bool {
    let payload = token.split('.').nth(2).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    payload.is_some_and(|it| it.windows(5).any(|window| window == b"\"cnf\""))
}

fn resized(message: Message) -> String {
    let length = message.body.len().to_string();
    message.with("content-length", &length).text()
}

/// Nothing answers in less, and nobody waits for more.
const PATIENCE: Duration = Duration::from_secs(5);

/// A client that sends less than it announced is answered all the same, and soon: the rest of what it wrote is there.
const REST: Duration = Duration::from_millis(100);

/// What comes until it is whole. All that a client writes behind it comes with it: it writes at once.
fn received(stream: &mut TcpStream, rest: Duration, whole: fn(&[u8]) -> bool) -> Option<String> {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let (mut read, mut buffer) = (Vec::new(), [0; 65_536]);
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        read.extend_from_slice(&buffer[..count]);
        if whole(&read) {
            break;
        }
        stream.set_read_timeout(Some(rest)).unwrap();
    }
    (!read.is_empty()).then(|| String::from_utf8_lossy(&read).into_owned())
}

fn is_head(read: &[u8]) -> bool {
    read.windows(4).any(|window| window == b"\r\n\r\n")
}

/// A head, and as much body as it promises.
fn is_whole(read: &[u8]) -> bool {
    let text = String::from_utf8_lossy(read);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.to_ascii_lowercase();
    let length = length
        .split("content-length:")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next()?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}
