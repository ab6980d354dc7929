//! A Redis server for one test, and a way to it that can be slow, or lead nowhere.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::super::process::{Process, three_ports};

/// A server that keeps nothing when it is stopped.
pub(crate) struct Server {
    port: u16,
    process: Option<Process>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let mut server = Self { port: three_ports(), process: None };
        server.start_again();
        server
    }

    /// On the same port, with nothing in it.
    pub(crate) fn start_again(&mut self) {
        let port = self.port.to_string();
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--save", "", "--port", &port]);
        let ready = |line: &str| line.contains("Ready to accept connections").then_some(());
        let started = Process::start(&mut command, ready);
        self.process = Some(started.expect("redis-server starts: `cargo xtask interop-tools`").0);
    }

    /// One that speaks TLS alone, and asks for a password; its CA's certificate is in the file.
    pub(crate) fn with_tls(folder: &Path, password: &str) -> (Self, PathBuf) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let files = [("cert.pem", made.cert.pem()), ("key.pem", made.signing_key.serialize_pem())];
        let [cert, key] = files.map(|(name, text)| {
            let file = folder.join(name);
            std::fs::write(&file, text).unwrap();
            file
        });
        let port = three_ports();
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--save", "", "--port", "0"]);
        command.args(["--tls-auth-clients", "no", "--requirepass", password]);
        command.args(["--tls-port", &port.to_string()]).arg("--tls-cert-file").arg(&cert);
        command.arg("--tls-key-file").arg(key).arg("--tls-ca-cert-file").arg(&cert);
        let ready = |line: &str| line.contains("Ready to accept connections").then_some(());
        let process = Process::start(&mut command, ready).expect("redis-server starts").0;
        (Self { port, process: Some(process) }, cert)
    }

    pub(crate) fn tls_address(&self) -> String {
        format!("rediss://localhost:{}", self.port)
    }

    pub(crate) fn stop(&mut self) {
        self.process = None;
    }

    pub(crate) fn address(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let port = self.port.to_string();
        let ran = Command::new("redis-cli").args(["-p", &port]).args(arguments).output().unwrap();
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    }

    /// A way to it through a proxy.
    pub(crate) fn way(&self) -> Way {
        Way::to((Ipv4Addr::LOCALHOST, self.port).into())
    }
}

/// Nothing comes back any more.
const NOWHERE: u64 = u64::MAX;

/// A proxy that gives answers on later, or never.
pub(crate) struct Way {
    port: u16,
    delay: Arc<AtomicU64>,
}

impl Way {
    fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let (port, delay) = (listener.local_addr().unwrap().port(), Arc::new(AtomicU64::new(0)));
        let its = Arc::clone(&delay);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(server) else { continue };
                let (asking, answering) =
                    (client.try_clone().unwrap(), server.try_clone().unwrap());
                let delay = Arc::clone(&its);
                thread::spawn(move || copy(asking, server, &AtomicU64::new(0)));
                thread::spawn(move || copy(answering, client, &delay));
            }
        });
        Self { port, delay }
    }

    pub(crate) fn address(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn delays(&self, by: Duration) {
        self.delay.store(u64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn leads_nowhere(&self) {
        self.delay.store(NOWHERE, Ordering::SeqCst);
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, delay: &AtomicU64) {
    let mut buffer = [0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        match delay.load(Ordering::SeqCst) {
            NOWHERE => continue,
            0 => {}
            millis => thread::sleep(Duration::from_millis(millis)),
        }
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
