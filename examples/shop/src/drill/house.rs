//! What the drill runs: Redis, two instances of this program, and nginx in front of them. All of it listens on loopback, keeps
//! what it writes in a folder of its own, and ends with the drill.

use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use aws_lc_rs::rand::fill;
use shop::Shop;
use tempfile::TempDir;
use zt::App;
use zt::prelude::*;
use zt_audit::{CheckpointKey, Keys};

/// How long a start or an end may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// So many orders that aren't there are too many for one person.
pub(crate) const TOO_MANY: usize = 5;

/// The development authority's, which both instances have to trust.
const KEY: &str = "development-authority.key";

const INSTANCES: [&str; 2] = ["one", "other"];

pub(crate) struct House {
    folder: TempDir,
    redis: SocketAddr,
    nginx: SocketAddr,
    instances: [SocketAddr; 2],
    /// Those that the logs' checkpoints are signed with.
    keys: Keys,
    running: Vec<(&'static str, Running)>,
}

/// The audit log of one instance, and what was kept of it elsewhere.
pub(crate) struct Log {
    pub(crate) name: &'static str,
    pub(crate) lines: PathBuf,
    pub(crate) anchor: PathBuf,
}

/// A program, which is stopped with the drill, also with one that fails.
struct Running(Child);

impl House {
    pub(crate) fn open() -> zt::Result<Self> {
        let [redis, nginx, one, other] = free()?;
        Ok(Self {
            folder: tempfile::tempdir()?,
            redis,
            nginx,
            instances: [one, other],
            keys: Keys::default(),
            running: Vec::new(),
        })
    }

    /// The shop that makes the drill's tokens and serves nobody. Its key becomes that of both instances.
    pub(crate) fn asking(&self) -> zt::Result<App<Shop>> {
        let file = self.folder.path().join("zt.toml");
        let (state, audit) =
            (self.folder.path().join("state"), self.folder.path().join("asking.jsonl"));
        let here = include_str!("../../zt.toml");
        fs::write(&file, format!("state = {state:?}\naudit = {audit:?}\n{here}"))?;
        Shop::from_config_file(file)
    }

    pub(crate) fn start(&mut self) -> zt::Result<()> {
        self.start_redis()?;
        for (name, listen) in INSTANCES.into_iter().zip(self.instances) {
            self.start_instance(name, listen)?;
        }
        let (folder, instances) = (self.folder.path(), self.instances);
        let file = folder.join("nginx.conf");
        fs::write(&file, in_front(folder, self.nginx, instances))?;
        let mut nginx = Command::new("nginx");
        nginx.arg("-p").arg(folder).arg("-c").arg(&file);
        self.run("nginx", &mut nginx, self.nginx)
    }

    /// It keeps nothing: started again, it knows nothing of what was.
    pub(crate) fn start_redis(&mut self) -> zt::Result<()> {
        let mut redis = Command::new("redis-server");
        redis.args(["--bind", "127.0.0.1", "--save", "", "--port", &self.redis.port().to_string()]);
        redis.current_dir(self.folder.path());
        self.run("redis-server", &mut redis, self.redis)
    }

    fn start_instance(&mut self, name: &'static str, listen: SocketAddr) -> zt::Result<()> {
        let audit_key = self.audit_key(name)?;
        let folder = self.folder.path();
        let state = folder.join(name);
        fs::create_dir(&state)?;
        fs::copy(folder.join("state").join(KEY), state.join(KEY))?;
        let mut instance = Command::new(std::env::current_exe()?);
        instance.arg("instance").current_dir(folder).env_clear();
        instance
            .env("ZT_LISTEN", listen.to_string())
            .env("ZT_SEGMENTS_ADMIN_LISTEN", "127.0.0.1:0");
        instance.env("ZT_STATE", state).env("ZT_AUDIT", log(folder, name));
        instance.env("ZT_AUDIT_KEY", audit_key).env("ZT_AUDIT_ANCHOR", anchor(folder, name));
        instance.env("ZT_SHARED", format!("redis://{}", self.redis));
        instance.env("ZT_PUBLIC_ORIGIN", format!("http://{}", self.nginx));
        instance
            .env("ZT_TRUSTED_PROXIES", "127.0.0.1/32")
            .env("ZT_CLIENT_ADDRESS", "X-Forwarded-For");
        instance.env("ZT_WATCH_OBJECT_ENUMERATION_COUNT", TOO_MANY.to_string());
        instance.env("ZT_WATCH_OBJECT_ENUMERATION_REACT", "revoke");
        self.run(name, &mut instance, listen)
    }

    /// A key for one log, as `cargo zt audit key` makes it.
    fn audit_key(&mut self, name: &str) -> zt::Result<PathBuf> {
        let made = CheckpointKey::generate();
        let (secret, public) = made.ok_or_else(|| zt::Error::new("there are no random numbers"))?;
        let added = self.keys.add(&public);
        added.map_err(|_| zt::Error::new("a key that was just made is none"))?;
        let file = self.folder.path().join(format!("{name}.key"));
        let mut options = fs::OpenOptions::new();
        options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&file)?
            .write_all(secret.as_bytes())?;
        Ok(file)
    }

    /// Where the shop is called, through nginx.
    pub(crate) fn shop(&self) -> String {
        format!("http://{}", self.nginx)
    }

    /// Where each instance is called by itself.
    pub(crate) fn each(&self) -> [String; 2] {
        self.instances.map(|instance| format!("http://{instance}"))
    }

    pub(crate) fn stop_redis(&mut self) {
        self.running.retain(|(name, _)| *name != "redis-server");
    }

    /// The logs of both instances.
    pub(crate) fn logs(&self) -> [Log; 2] {
        INSTANCES.map(|name| {
            let folder = self.folder.path();
            Log { name, lines: log(folder, name), anchor: anchor(folder, name) }
        })
    }

    /// What their checkpoints are verified with.
    pub(crate) const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Ends both instances in good order.
    pub(crate) fn stop_instances(&mut self) -> zt::Result<()> {
        for (name, running) in &mut self.running {
            if INSTANCES.contains(name) {
                let ended = running.ends();
                ended.map_err(|why| zt::Error::new(format!("instance `{name}`: {why}")))?;
            }
        }
        Ok(())
    }

    /// Starts a program that listens there, and waits until it does. What it says is in a file of its own.
    fn run(
        &mut self,
        name: &'static str,
        command: &mut Command,
        listens: SocketAddr,
    ) -> zt::Result<()> {
        let said = self.folder.path().join(format!("{name}.said"));
        let out = fs::OpenOptions::new().create(true).append(true).open(&said)?;
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().map_err(|error| {
            zt::Error::new(format!("the drill needs `{program}`, which doesn't start: {error}"))
        })?;
        let mut running = Running(child);
        let began = Instant::now();
        while TcpStream::connect(listens).is_err() {
            if running.0.try_wait()?.is_some() || began.elapsed() > PATIENCE {
                let why = fs::read_to_string(&said)?;
                return Err(zt::Error::new(format!("{name} doesn't listen on {listens}:\n{why}")));
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.running.push((name, running));
        Ok(())
    }
}

impl Running {
    fn ends(&mut self) -> zt::Result<()> {
        Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status()?;
        let began = Instant::now();
        loop {
            match self.0.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(zt::Error::new(format!("it ended with {status}"))),
                None if began.elapsed() > PATIENCE => return Err(zt::Error::new("it doesn't end")),
                None => thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn log(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.jsonl"))
}

fn anchor(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.anchor"))
}

/// Addresses on loopback where nobody answers, of ports that the system gives to no connection by itself.
fn free<const COUNT: usize>() -> zt::Result<[SocketAddr; COUNT]> {
    let mut addresses = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)); COUNT];
    let mut taken = Vec::with_capacity(COUNT);
    for address in &mut addresses {
        while taken.contains(address) || address.port() == 0 || TcpStream::connect(*address).is_ok()
        {
            let mut chance = [0; 2];
            fill(&mut chance)?;
            address.set_port(20_000 + u16::from_be_bytes(chance) % 10_000);
        }
        taken.push(*address);
    }
    Ok(addresses)
}

/// Each request goes to the other instance than the one before, once, whatever comes of it.
fn in_front(folder: &Path, nginx: SocketAddr, instances: [SocketAddr; 2]) -> String {
    let folder = folder.display();
    let [one, other] = instances;
    format!(
        "daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    upstream shop {{
        server {one} max_fails=0;
        server {other} max_fails=0;
    }}
    server {{
        listen {nginx};
        location / {{
            proxy_pass http://shop;
            proxy_http_version 1.1;
            proxy_next_upstream off;
            proxy_set_header Connection \"\";
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        }}
    }}
}}
"
    )
}
