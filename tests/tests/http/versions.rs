//! HTTP/1.1, and 1.0 as far as it means the same. Nothing else is spoken, and nothing is switched to.

use super::watch::Watch;
use crate::fixture::wire::Wire;

#[test]
fn x23_other_versions_are_refused() {
    Watch::over(|watch| {
        for line in [
            "GET /health\r\n\r\n",
            "GET /health \r\n\r\n",
            "GET\r\n\r\n",
            "GET /health HTTP/0.9\r\nhost: localhost\r\n\r\n",
            "GET /health HTTP/1.2\r\nhost: localhost\r\n\r\n",
            "GET /health HTTP/1.10\r\nhost: localhost\r\n\r\n",
            "GET /health HTTP/2\r\nhost: localhost\r\n\r\n",
            "GET /health HTTP/2.0\r\nhost: localhost\r\n\r\n",
            "GET /health HTTP/3\r\nhost: localhost\r\n\r\n",
            "GET /health http/1.1\r\nhost: localhost\r\n\r\n",
            "GET /health HTTP/1.1 \r\nhost: localhost\r\n\r\n",
            "GET /health HTTP/ 1.1\r\nhost: localhost\r\n\r\n",
            "GET /health HTTPS/1.1\r\nhost: localhost\r\n\r\n",
            "GET /health ICY/1.1\r\nhost: localhost\r\n\r\n",
            // HTTP/2 with prior knowledge.
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            // TLS, SSH and an answer.
            "\u{16}\u{3}\u{1}\u{2}\r\n\r\n",
            "SSH-2.0-OpenSSH_9.9\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        ] {
            watch.refuses(line, 400);
        }
    });
}

#[test]
fn x23_http_1_0_ends_with_its_answer_and_has_no_chunks() {
    Watch::over(|watch| {
        let keeping = "GET /health HTTP/1.0\r\nhost: localhost\r\nconnection: keep-alive\r\n\r\n";
        let mut wire = Wire::open(watch.address);
        for _ in 0..2 {
            wire.send(keeping);
            assert_eq!(wire.answer().unwrap().status, 204);
            watch.answered(1);
        }
        wire.send("GET /health HTTP/1.0\r\nhost: localhost\r\n\r\n");
        assert_eq!(wire.answer().unwrap().status, 204);
        assert!(wire.ends());
        watch.answered(1);
        // A body's length is in its head, or it has none; a host is needed as ever.
        for (head, reason) in [
            (
                "POST /merge HTTP/1.0\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n",
                "unreadable_request",
            ),
            (
                "POST /merge HTTP/1.0\r\nhost: localhost\r\ntransfer-encoding: chunked\r\ncontent-length: 2\r\n",
                "unreadable_request",
            ),
            (
                "GET /me HTTP/1.0\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n",
                "unreadable_request",
            ),
            ("POST /merge HTTP/1.0\r\nhost: localhost\r\n", "unreadable_request"),
            ("GET /me HTTP/1.0\r\n", "host_missing"),
        ] {
            watch.refuses(format!("{head}\r\n0\r\n\r\n"), 400);
            assert_eq!(watch.last_reason(), reason, "{head:?}");
        }
    });
}

// RFC 9110 §7.8: an upgrade may be offered, and isn't taken.
#[test]
fn x22_nothing_is_switched_to() {
    Watch::over(|watch| {
        for upgrade in [
            "connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\n",
            "connection: upgrade\r\nupgrade: TLS/1.3\r\n",
            "upgrade: h2c\r\n",
        ] {
            let mut wire = Wire::open(watch.address);
            wire.send(format!("GET /health HTTP/1.1\r\nhost: localhost\r\n{upgrade}\r\n"));
            let answer = wire.answer().unwrap();
            assert_eq!(answer.status, 204, "{upgrade:?}");
            assert!(answer.header("upgrade").is_none(), "{answer:?}");
            assert_ne!(answer.header("connection"), Some("upgrade"), "{answer:?}");
            watch.answered(1);
        }
        for upgrade in ["websocket", "WebSocket", "h2c, websocket"] {
            let head = watch.authorized("GET /me");
            watch.refuses(
                format!(
                    "{head}connection: upgrade, close\r\nupgrade: {upgrade}\r\nsec-websocket-version: 13\r\n\
                     sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nGET /health HTTP/1.1\r\nhost: localhost\r\n\r\n"
                ),
                400,
            );
            assert_eq!(watch.last_reason(), "upgrade");
        }
        let request = watch.post("connection: close\r\nupgrade: websocket\r\ncontent-length: 2");
        watch.refuses(format!("{request}{{}}"), 400);
    });
}

// B-18: who is refused isn't asked for the body; another expectation is no reason to ask.
#[test]
fn b18_nobody_is_told_to_continue_before_access_is_decided() {
    Watch::over(|watch| {
        let waiting = "content-type: application/json\r\ncontent-length: 1073741824\r\nexpect: 100-continue\r\n\r\n";
        let nobody = format!("POST /merge HTTP/1.1\r\nhost: localhost\r\n{waiting}");
        watch.refuses(nobody, 401);
        let token = "authorization: Bearer v4.public.AAAA\r\n";
        watch.refuses(format!("POST /merge HTTP/1.1\r\nhost: localhost\r\n{token}{waiting}"), 401);
        let large = watch.authorized("POST /merge");
        watch.refuses(format!("{large}{waiting}"), 413);
        watch.refuses(format!("{}{waiting}", watch.authorized("POST /nowhere")), 404);
        watch.refuses(format!("{}{waiting}", watch.authorized("POST /me")), 405);
        let doubled =
            format!("{}expect: 100-continue\r\n{waiting}", watch.authorized("POST /merge"));
        watch.refuses(doubled, 400);
        let evil = "POST /merge HTTP/1.1\r\nhost: evil.example\r\n";
        watch.refuses(format!("{evil}{waiting}"), 421);
    });
}
