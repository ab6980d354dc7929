//! G-06, G-10, G-13, X13, X15, X27: a request's head, in one spelling and of bounded size.

use super::watch::Watch;
use crate::fixture::wire::Wire;

#[test]
fn x23_lines_end_in_one_way() {
    Watch::over(|watch| {
        let token = watch.house.token();
        for (from, to) in [("\r\n", "\n"), ("\r\n", "\r"), ("\r\n", "\n\r"), ("\r\n", "\r\r\n")] {
            for count in [1, 2, 3, 4] {
                let head = format!(
                    "GET /me HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n"
                );
                let broken = head.replacen(from, to, count);
                watch.refuses(
                    format!("{broken}GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n"),
                    400,
                );
            }
        }
    });
}

#[test]
fn x23_a_header_has_one_spelling() {
    Watch::over(|watch| {
        for header in [
            &b"x : y"[..],
            b"x\t: y",
            b" x: y",
            b"x\x00y: z",
            b"x: a\x00b",
            b"\x00: y",
            b": y",
            b"x",
            b"x y: z",
            b"x(: y",
            b"x\xe9: y",
            b"\xc3\xa9: y",
            b"x\x7f: y",
            b"x: a\x7fb",
            b"x: a\x01b",
            b"x: a\x1bb",
            b"x: y\r\n folded",
            b"x: y\r\n\tfolded",
            b"\"x\": y",
            b"x@: y",
            b"x/y: z",
        ] {
            let head = watch.authorized("GET /me");
            watch.refuses([head.as_bytes(), header, b"\r\n\r\n"].concat(), 400);
        }
    });
}

// RFC 9112 §3.2, G-10.
#[test]
fn g10_a_request_says_which_host_it_asks() {
    Watch::over(|watch| {
        for (hosts, reason) in [
            ("", "unreadable_request"),
            ("host: localhost\r\nhost: localhost\r\n", "unreadable_request"),
            ("host: localhost\r\nHOST: evil.example\r\n", "unreadable_request"),
            ("host:\r\n", "host_malformed"),
            ("host: user@localhost\r\n", "host_malformed"),
            ("host: user:secret@localhost\r\n", "host_malformed"),
            ("host: localhost,localhost\r\n", "host_malformed"),
            ("host: localhost, evil.example\r\n", "host_malformed"),
            ("host: localhost evil.example\r\n", "host_malformed"),
            ("host: localhost:port\r\n", "host_malformed"),
            ("host: localhost:80:80\r\n", "host_malformed"),
            ("host: localhost:\r\n", "host_malformed"),
            ("host: http://localhost\r\n", "host_malformed"),
            ("host: localhost/\r\n", "host_malformed"),
            ("host: ..\r\n", "host_malformed"),
            ("host: \u{e9}\r\n", "host_malformed"),
        ] {
            let token = watch.house.token();
            let rest = format!("authorization: Bearer {token}\r\nconnection: close\r\n\r\n");
            watch.refuses(format!("GET /me HTTP/1.1\r\n{hosts}{rest}"), 400);
            assert_eq!(watch.last_reason(), reason, "{hosts:?}");
        }
    });
}

#[test]
fn g10_another_services_request_is_misdirected() {
    Watch::over(|watch| {
        for host in
            ["evil.example", "localhost.evil.example:80", "127.0.0.2", "[::2]:80", "2130706433"]
        {
            let token = watch.house.token();
            let answer = watch.refuses(
                format!(
                    "GET /me HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
                ),
                421,
            );
            assert!(answer.body.contains("urn:zt:problem:misdirected"), "{answer:?}");
            assert_eq!(watch.last_reason(), "host_unknown");
        }
        // No other header says which host is meant.
        for header in ["x-forwarded-host", "x-host", "forwarded", "x-original-host"] {
            let request = format!(
                "GET /health HTTP/1.1\r\nhost: evil.example\r\n{header}: localhost\r\nconnection: close\r\n\r\n"
            );
            watch.refuses(request, 421);
        }
        let address = watch.address;
        for host in ["localhost".to_owned(), address.to_string(), "LOCALHOST:1".to_owned()] {
            let mut wire = Wire::open(address);
            wire.send(format!("GET /health HTTP/1.1\r\nhost: {host}\r\n\r\n"));
            assert_eq!(wire.answer().unwrap().status, 204, "{host}");
            watch.answered(1);
        }
    });
}

// A-06, X13: a target is a path.
#[test]
fn x13_only_a_path_is_asked() {
    Watch::over(|watch| {
        for target in [
            "http://localhost/me",
            "http://evil.example/me",
            "https://localhost/me",
            "http://user@localhost/me",
            "//localhost/me",
            "localhost:80",
            "evil.example:443",
            "*",
            "me",
            "?me",
            "/me\u{0}",
            "/m\u{e9}",
            "/me\u{7f}",
            "/%00",
            "/me%",
            "",
            "/me HTTP/1.1 x",
        ] {
            let head = watch.authorized(&format!("GET {target}"));
            watch.refuses(format!("{head}connection: close\r\n\r\n"), 400);
        }
    });
}

#[test]
fn x15_only_declared_methods_answer() {
    Watch::over(|watch| {
        for (line, status) in [
            ("G\tET /me", 400),
            ("GET\u{0} /me", 400),
            (" GET /me", 400),
            ("GET  /me", 400),
            ("get /me", 405),
            ("Get /me", 405),
            ("JEFF /me", 405),
            ("TRACE /me", 405),
            ("TRACE /", 404),
            ("CONNECT /me", 405),
            ("CONNECT localhost:443", 400),
            ("OPTIONS *", 400),
            ("OPTIONS /me", 405),
            ("PRI /me", 405),
            ("PRI *", 400),
        ] {
            let head = watch.authorized(line);
            let answer = watch.refuses(format!("{head}connection: close\r\n\r\n"), status);
            assert_eq!(answer.header("allow"), (status == 405).then_some("GET, HEAD"), "{line}");
        }
        let long = watch.authorized(&format!("{} /me", "A".repeat(10_000)));
        watch.refuses(format!("{long}connection: close\r\n\r\n"), 405);
    });
}

/// A request with so much of everything.
fn sized(watch: &Watch<'_>, path: usize, query: usize, header: usize) -> String {
    let target = format!("/{}?{}", "a".repeat(path - 1), "q".repeat(query));
    let head = watch.authorized(&format!("GET {target}"));
    let here: usize = "host: localhostauthorization: Bearer ".len() - 4
        + watch.house.token().len()
        + "connectionclosex".len();
    format!("{head}connection: close\r\nx: {}\r\n\r\n", "y".repeat(header - here))
}

#[test]
fn g06_heads_end_at_their_limit() {
    Watch::over(|watch| {
        for (path, query, header, status) in [
            (2048, 8192, 32 * 1024, 404),
            (2049, 1, 1024, 414),
            (1, 8193, 1024, 414),
            (1, 1, 32 * 1024 + 1, 431),
            // More than the parser looks at.
            (1, 1, 1 << 20, 431),
            (100_000, 1, 100_000, 431),
        ] {
            let request = sized(watch, path, query, header);
            watch.refuses(request, status);
        }
    });
}

#[test]
fn x27_neither_many_headers_nor_large_ones_cost_more_than_their_length() {
    Watch::over(|watch| {
        let head = watch.authorized("GET /me");
        let many: String = (0..100_000).map(|number| format!("x-{number}: y\r\n")).collect();
        watch.refuses(format!("{head}{many}\r\n"), 431);
        let few: String = (0..97).map(|number| format!("x-{number}: y\r\n")).collect();
        watch.refuses(format!("{head}{few}\r\n"), 431);
        let same = "x: y\r\n".repeat(97);
        watch.refuses(format!("{head}{same}\r\n"), 431);
        // Without an end, too: not one byte more is read than is looked at.
        watch.refuses(format!("{head}x: {}", "y".repeat(1 << 20)), 431);
        watch.refuses(format!("GET /{}", "a".repeat(1 << 20)), 431);
        watch.refuses("\r\n".repeat(1 << 17), 431);
    });
}

// CVE-2025-48865: a header that is said to be the connection's own counts as ever, and one that decides can't be hidden.
#[test]
fn x16_the_connection_header_takes_no_header_away() {
    Watch::over(|watch| {
        for named in ["x-forwarded-for", "authorization", "host", "content-length, close"] {
            let request =
                format!("GET /me HTTP/1.1\r\nhost: localhost\r\nconnection: {named}\r\n\r\n");
            let mut wire = Wire::open(watch.address);
            wire.send(request);
            assert_eq!(wire.answer().unwrap().status, 401, "{named}");
            watch.recorded(1);
            let head = watch.authorized("GET /me");
            let mut wire = Wire::open(watch.address);
            wire.send(format!("{head}connection: {named}\r\n\r\n"));
            assert_eq!(wire.answer().unwrap().status, 200, "{named}");
            watch.answered(1);
        }
    });
}
