//! Two instances with one Redis: G-01, S-04, T-23, X10, X30, X31. What is counted is counted together, what was used counts
//! nowhere again, and while the store is away or slow nothing is decided.

mod instances;
mod redis;

use std::os::unix::fs::PermissionsExt;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use instances::{Caller, Instance, until};
use redis::Server;

use crate::fixture::issuer::Issuer;

/// How many of 100 requests at once over two instances have this status.
fn of_100(instances: &[Instance; 2], request: impl Fn(&Instance, usize) -> u16 + Sync) -> Vec<u16> {
    let barrier = Barrier::new(100);
    thread::scope(|scope| {
        let ask = |number: usize| {
            let (barrier, request) = (&barrier, &request);
            scope.spawn(move || {
                barrier.wait();
                request(&instances[number % 2], number)
            })
        };
        let asked: Vec<_> = (0..100).map(ask).collect();
        asked.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

fn count(statuses: &[u16], status: u16) -> usize {
    statuses.iter().filter(|it| **it == status).count()
}

fn two(issuer: &Issuer, shared: &str) -> [Instance; 2] {
    [Instance::start(issuer, shared), Instance::start(issuer, shared)]
}

#[test]
fn g01_a_limit_is_exact_across_instances_that_are_asked_at_once() {
    let (issuer, server) = (Issuer::new(), Server::start());
    let instances = two(&issuer, &server.address());
    let caller = Caller::bearer(&issuer, "t1");
    let statuses = of_100(&instances, |it, _| it.get("/few", &caller.headers("/few", "")).status);
    assert_eq!((count(&statuses, 204), count(&statuses, 429)), (20, 80), "{statuses:?}");
    assert_eq!(instances.iter().map(|it| it.runs.of("few")).sum::<u64>(), 20);
    // By address, where nobody says who they are.
    let statuses = of_100(&instances, |it, _| it.get("/open", "").status);
    assert_eq!((count(&statuses, 204), count(&statuses, 429)), (20, 80), "{statuses:?}");
    // G-02: what is left is told as by one instance.
    let refused = instances[0].get("/few", &caller.headers("/few", ""));
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=180).contains(&seconds), "{refused:?}");
    assert_eq!(refused.header("ratelimit-policy"), Some("\"subject\";q=20;w=3600"));
    let many = instances[1].get("/many", &caller.headers("/many", ""));
    assert_eq!(many.header("ratelimit"), Some("\"subject\";r=99999;t=1"));
}

#[test]
fn x10_of_100_uses_of_one_proof_at_two_instances_one_counts() {
    let (issuer, server) = (Issuer::new(), Server::start());
    let instances = two(&issuer, &server.address());
    let caller = Caller::bound(&issuer, "t1");
    // One nonce for both: a proof isn't refused only because it is somebody else's.
    let nonce = caller.nonce_of(&instances[0]);
    assert_eq!(nonce, caller.nonce_of(&instances[1]));
    for _ in 0..3 {
        let same = caller.headers("/many", &nonce);
        let statuses = of_100(&instances, |it, _| it.get("/many", &same).status);
        assert_eq!((count(&statuses, 204), count(&statuses, 401)), (1, 99), "{statuses:?}");
    }
    assert_eq!(instances.iter().map(|it| it.runs.of("many")).sum::<u64>(), 3);
    let [one, other] = &instances;
    let proof = caller.headers("/many", &nonce);
    assert_eq!(one.get("/many", &proof).status, 204);
    let replayed = other.get("/many", &proof);
    assert_eq!(replayed.status, 401);
    assert!(replayed.header("www-authenticate").unwrap().contains("invalid_dpop_proof"));
    assert_eq!(other.reasons(152).last().unwrap(), "dpop_proof_replayed");
}

// X31: what is taken back at one instance counts at the other with its next request.
#[test]
fn t23_what_one_instance_takes_back_counts_at_the_other_at_once() {
    let (issuer, server) = (Issuer::new(), Server::start());
    let [one, other] = two(&issuer, &server.address());
    for number in 0..20 {
        let caller = Caller::bearer(&issuer, &format!("t{number}"));
        let headers = caller.headers("/many", "");
        assert_eq!(other.get("/many", &headers).status, 204);
        one.revocations
            .revoke_token(crate::fixture::issuer::ISSUER, &format!("t{number}"))
            .unwrap();
        assert_eq!(other.get("/many", &headers).status, 401);
    }
}

// C-03, T-23.
#[test]
fn t23_a_stream_ends_whose_token_another_instance_took_back() {
    let (issuer, server) = (Issuer::new(), Server::start());
    let [one, other] = two(&issuer, &server.address());
    let caller = Caller::bearer(&issuer, "t1");
    let mut stream = other.opens("/feed", &caller.headers("/feed", ""));
    assert_eq!(stream.answer().unwrap().status, 200);
    one.revocations.revoke_token(crate::fixture::issuer::ISSUER, "t1").unwrap();
    stream.reads_to_its_end();
    assert_eq!(other.reasons(2)[1], "token_revoked");
    // An instance that starts later hears of it before it lets anybody in.
    let late = Instance::start(&issuer, &server.address());
    assert_eq!(late.get("/many", &caller.headers("/many", "")).status, 401);
    assert_eq!(late.reasons(1), ["token_revoked"]);
}

// X30: a store that is away decides nothing, here and there, and nothing is decided without it.
#[test]
fn x30_while_the_store_is_away_nobody_is_let_in_and_then_all_are() {
    let (issuer, mut server) = (Issuer::new(), Server::start());
    let instances = two(&issuer, &server.address());
    let (caller, bound) = (Caller::bearer(&issuer, "t1"), Caller::bound(&issuer, "t2"));
    let headers = caller.headers("/many", "");
    let nonce = bound.nonce_of(&instances[0]);
    let used = bound.headers("/many", &nonce);
    assert_eq!(instances[0].get("/many", &used).status, 204);
    instances[0].revocations.revoke_token(crate::fixture::issuer::ISSUER, "t3").unwrap();
    server.stop();
    for instance in &instances {
        for path in ["/many", "/few", "/open", "/feed"] {
            let answer = instance.get(path, &caller.headers(path, ""));
            assert_eq!(answer.status, 503, "{path}: {answer:?}");
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        }
        assert_eq!(instance.get("/health", "").status, 204, "it lives all the same");
        assert!(instance.reasons(5).contains(&"shared_store_unavailable".to_owned()));
        let told = instance.revocations.revoke_token(crate::fixture::issuer::ISSUER, "t4");
        assert!(told.unwrap_err().to_string().contains("other instances"));
    }
    server.start_again();
    for instance in &instances {
        until(|| (instance.get("/many", &headers).status == 204).then_some(()));
    }
    // The server lost everything. What was used before doesn't count again, for its nonce is none any more; what was taken
    // back, the instances told it anew, also what it missed.
    for instance in &instances {
        let replayed = instance.get("/many", &used);
        assert_eq!(replayed.status, 401);
        assert!(replayed.header("www-authenticate").unwrap().contains("use_dpop_nonce"));
        for id in ["t3", "t4"] {
            let headers = Caller::bearer(&issuer, id).headers("/many", "");
            assert_eq!(instance.get("/many", &headers).status, 401, "{id}");
        }
    }
}

// X30: a store that is slow is away; whoever waits for it waits for less than a second, and nothing is counted twice.
#[test]
fn x30_a_slow_store_is_away_and_a_silent_one_too() {
    let (issuer, server) = (Issuer::new(), Server::start());
    let way = server.way();
    let slow = Instance::start(&issuer, &way.address());
    let quick = Instance::start(&issuer, &server.address());
    let caller = Caller::bearer(&issuer, "t1");
    let few = caller.headers("/few", "");
    assert_eq!(slow.get("/few", &few).status, 204);
    for is_silent in [false, true] {
        if is_silent {
            way.leads_nowhere();
        } else {
            way.delays(Duration::from_millis(600));
        }
        for _ in 0..3 {
            assert_eq!(slow.get("/few", &few).status, 503);
        }
        assert_eq!(quick.get("/many", &few).status, 204, "who reaches it goes on");
        way.delays(Duration::ZERO);
        until(|| (slow.get("/many", &few).status == 204).then_some(()));
    }
    // Of those that were refused, the first of a row may have been counted; none was twice.
    let left = quick.get("/few", &few);
    let left = left.header("ratelimit").unwrap().split(';').nth(1).unwrap().to_owned();
    let left: u32 = left.strip_prefix("r=").unwrap().parse().unwrap();
    assert!((20 - 2 - 6..=20 - 2).contains(&left), "{left}");
    assert_eq!(slow.runs.of("few"), 1);
}

// A server whose connection outlives it, as behind a proxy, or that was asked to forget all: another era, and nothing from before.
#[test]
fn s04_a_server_that_forgot_what_was_used_takes_no_proof_from_before() {
    let (issuer, server) = (Issuer::new(), Server::start());
    let instance = Instance::start(&issuer, &server.address());
    let caller = Caller::bound(&issuer, "t1");
    let nonce = caller.nonce_of(&instance);
    let used = caller.headers("/many", &nonce);
    assert_eq!(instance.get("/many", &used).status, 204);
    assert_eq!(server.run(&["flushall"]), "OK");
    let answer = instance.get("/many", &used);
    assert!([401, 503].contains(&answer.status), "{answer:?}");
    let new = until(|| caller.told_nonce(&instance));
    assert_ne!(new, nonce);
    until(|| (instance.get("/many", &caller.headers("/many", &new)).status == 204).then_some(()));
    assert_eq!(instance.get("/many", &used).status, 401);
    assert_eq!(instance.runs.of("many"), 2);
}

// A server that evicts what was used would let it count twice.
#[test]
fn s04_a_server_that_evicts_is_none() {
    let (issuer, server) = (Issuer::new(), Server::start());
    assert_eq!(server.run(&["config", "set", "maxmemory-policy", "allkeys-lru"]), "OK");
    let instance = Instance::start(&issuer, &server.address());
    let headers = Caller::bearer(&issuer, "t1").headers("/many", "");
    assert_eq!(instance.get("/many", &headers).status, 503);
    assert_eq!(server.run(&["config", "set", "maxmemory-policy", "noeviction"]), "OK");
    until(|| (instance.get("/many", &headers).status == 204).then_some(()));
}

// A full server takes nothing more, and so nobody is let in.
#[test]
fn s04_a_full_server_lets_nobody_in() {
    let (issuer, server) = (Issuer::new(), Server::start());
    let instance = Instance::start(&issuer, &server.address());
    let headers = Caller::bearer(&issuer, "t1").headers("/many", "");
    assert_eq!(instance.get("/many", &headers).status, 204);
    assert_eq!(server.run(&["config", "set", "maxmemory", "1"]), "OK");
    assert_eq!(instance.get("/many", &headers).status, 503);
    assert_eq!(server.run(&["config", "set", "maxmemory", "0"]), "OK");
    until(|| (instance.get("/many", &headers).status == 204).then_some(()));
}

#[test]
fn a_store_without_an_address_and_an_address_without_a_store_start_nothing() {
    let issuer = Issuer::new();
    let refused = |more: &str, handed_in| {
        let started = Instance::try_start(&issuer, more, handed_in);
        started.map(|_| ()).unwrap_err()
    };
    let alone = refused("shared = \"rediss://redis.internal\"\n", false);
    assert!(alone.contains(".shared(zt_redis::Redis)"), "{alone}");
    let nowhere = refused("", true);
    assert!(nowhere.contains("shared = \"rediss://redis.internal:6380\""), "{nowhere}");
    let clear = refused("shared = \"redis://redis.internal\"\n", true);
    assert!(clear.contains("in the clear"), "{clear}");
}

// G-08, T-14: over TLS by a CA of one's own, with a password from a file. Without that CA, or with another password, nobody is let in.
#[test]
fn t14_over_tls_with_a_password() {
    let (issuer, folder) = (Issuer::new(), tempfile::tempdir().unwrap());
    let (server, ca) = Server::with_tls(folder.path(), "correct");
    let headers = Caller::bearer(&issuer, "t1").headers("/many", "");
    let started = |password: &str, ca: Option<&std::path::Path>| {
        let secret = folder.path().join(password);
        std::fs::write(&secret, password).unwrap();
        std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o600)).unwrap();
        let ca = ca.map(|ca| format!("shared_ca = {ca:?}\n")).unwrap_or_default();
        let more = format!("shared = {:?}\nshared_secret = {secret:?}\n{ca}", server.tls_address());
        Instance::try_start(&issuer, &more, true).unwrap().get("/many", &headers).status
    };
    assert_eq!(started("correct", Some(&ca)), 204);
    assert_eq!(started("correct", None), 503);
    assert_eq!(started("wrong", Some(&ca)), 503);
}

/// The commands that the book says a user of its own needs.
fn commands_of_the_book() -> Vec<String> {
    let page = include_str!("../../../book/src/many-instances.md");
    let list = page.split_once("The user needs `").unwrap().1.split_once('`').unwrap().0;
    list.split_whitespace().map(str::to_owned).collect()
}

// A user that can do what the book says, and nothing else.
#[test]
fn a_user_of_its_own_needs_no_more_than_the_book_says() {
    let (issuer, folder, server) = (Issuer::new(), tempfile::tempdir().unwrap(), Server::start());
    let commands = commands_of_the_book();
    let mut rules = vec!["acl", "setuser", "shop", "on", ">correct", "~zt:*", "-@all"];
    rules.extend(commands.iter().map(String::as_str));
    assert_eq!(server.run(&rules), "OK");
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "correct").unwrap();
    std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o600)).unwrap();
    let address = server.address();
    let more =
        format!("shared = {address:?}\nshared_user = \"shop\"\nshared_secret = {secret:?}\n");
    let instance = Instance::try_start(&issuer, &more, true).unwrap();
    let caller = Caller::bound(&issuer, "t1");
    let nonce = caller.nonce_of(&instance);
    let get = || instance.get("/many", &caller.headers("/many", &nonce)).status;
    assert_eq!((get(), get()), (204, 204));
    instance.revocations.revoke_token(crate::fixture::issuer::ISSUER, "t1").unwrap();
    assert_eq!(get(), 401);
}
