//! X17, X23, G-10: where a request ends. What two servers could read differently is refused, the connection ends, and what
//! stands behind it is nobody's request.

use super::watch::Watch;
use crate::fixture::wire::Wire;

/// Would answer 204, and leave a record.
const INNER: &str = "GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n";

#[test]
fn x23_two_lengths_are_none() {
    Watch::over(|watch| {
        for framing in [
            // CL.TE and TE.CL.
            "content-length: 4\r\ntransfer-encoding: chunked",
            "transfer-encoding: chunked\r\ncontent-length: 4",
            "content-length: 0\r\ntransfer-encoding: chunked",
            "Content-Length: 4\r\nTRANSFER-ENCODING: CHUNKED",
            // CL.CL.
            "content-length: 0\r\ncontent-length: 4",
            "content-length: 4\r\ncontent-length: 4",
            // TE.TE, and what passes for a chunked coding elsewhere.
            "transfer-encoding: chunked\r\ntransfer-encoding: chunked",
            "transfer-encoding: chunked\r\ntransfer-encoding: identity",
            "transfer-encoding: identity\r\ntransfer-encoding: chunked",
            "transfer-encoding: identity",
            "transfer-encoding: chunked, identity",
            "transfer-encoding: identity, chunked",
            "transfer-encoding: chunked, chunked",
            "transfer-encoding: chunked,",
            "transfer-encoding: ,chunked",
            "transfer-encoding: gzip, chunked",
            "transfer-encoding: xchunked",
            "transfer-encoding: chunkedx",
            "transfer-encoding: \"chunked\"",
            "transfer-encoding: chunked;q=1",
            "transfer-encoding: cow",
            "transfer-encoding:",
            "transfer-encoding: chun\tked",
            "transfer-encoding:\u{b}chunked",
            "transfer-encoding: chunked\u{c}",
            "transfer-encoding : chunked",
            "transfer-encoding\t: chunked",
            " transfer-encoding: chunked",
            "\ttransfer-encoding: chunked",
            "x: y\r\n transfer-encoding: chunked",
            "transfer-encoding:\r\n chunked",
            "transfer-encoding: chunked\r\n x: y",
            "x: y\ntransfer-encoding: chunked",
            "x: y\rtransfer-encoding: chunked",
            "transfer\u{0}-encoding: chunked",
            "transfer-encoding: chunked\u{0}",
        ] {
            watch.refuses(format!("{}0\r\n\r\n{INNER}", watch.post(framing)), 400);
        }
    });
}

#[test]
fn x23_a_length_is_digits() {
    Watch::over(|watch| {
        for length in [
            "+5",
            "-5",
            "-0",
            "0x5",
            "5,5",
            "5, 5",
            "5 5",
            "5\t5",
            "5;",
            "5.0",
            "5e0",
            "5_0",
            "",
            "five",
            "\u{665}",
            "18446744073709551616",
            "99999999999999999999999999999999999999",
        ] {
            let request = watch.post(&format!("content-length: {length}"));
            watch.refuses(format!("{request}{{\"a\"}}{INNER}"), 400);
        }
        // Blanks around a value are none of it (RFC 9112 §5.1).
        let merge = r#"{"notes":["n11"]}"#;
        let request = watch.post(&format!("content-length: \t {} \t", merge.len()));
        let mut wire = Wire::open(watch.address);
        wire.send(format!("{request}{merge}"));
        assert_eq!(wire.answer().unwrap().status, 200);
        watch.answered(1);
    });
}

#[test]
fn x23_a_chunk_has_one_spelling() {
    Watch::over(|watch| {
        for chunks in [
            "zz\r\n",
            "\r\n",
            "-1\r\n",
            "+1\r\n{\r\n",
            "0x1\r\n{\r\n",
            " 1\r\n{\r\n",
            "1 \r\n{\r\n",
            "1\t\r\n{\r\n",
            "1 1\r\n{\r\n",
            "1\n{\r\n0\r\n\r\n",
            "1\r{\r\n0\r\n\r\n",
            "1\r\n{\n0\r\n\r\n",
            "1\r\n{x\r\n0\r\n\r\n",
            "1\r\n{0\r\n\r\n",
            "ffffffffffffffff\r\n",
            "ffffffffffffffffff\r\n",
            "10000000000000001\r\n{\r\n",
            "0000000000000001\r\n{\r\n",
            // Extensions and trailers: where they end is what servers disagree about.
            "1;\r\n{\r\n0\r\n\r\n",
            "1;a=b\r\n{\r\n0\r\n\r\n",
            "1;a=\"\r\n{\r\n0\r\n\r\n\"",
            "1;a\n{\r\n0\r\n\r\n",
            "1;\n\r\n{\r\n",
            "0;a\r\n\r\n",
            "0\r\nx: y\r\n\r\n",
            "0\r\ncontent-length: 5\r\n\r\n",
            "0\r\nauthorization: Bearer x\r\n\r\n",
            "0\r\nx: y\n\r\n",
            "0\r\n\n",
            "0\n\n",
            "0\r\n\r",
            "0\r\n\rX",
        ] {
            // What follows can't be the end of a body that is merely incomplete.
            let request = watch.post("transfer-encoding: chunked");
            watch.refuses(format!("{request}{chunks}{INNER}"), 400);
            assert_eq!(watch.last_reason(), "body_broken", "{chunks:?}");
        }
    });
}

// What is well framed goes on, and so does the connection.
#[test]
fn x23_well_framed_bodies_follow_each_other() {
    Watch::over(|watch| {
        let merge = r#"{"notes":["n11"]}"#;
        let (one, other) = merge.split_at(7);
        let chunked = format!(
            "{}{:x}\r\n{one}\r\n{:X}\r\n{other}\r\n0\r\n\r\n",
            watch.post("Transfer-Encoding: Chunked"),
            one.len(),
            other.len()
        );
        let sized = format!("{}{merge}", watch.post(&format!("content-length: {}", merge.len())));
        let all = [sized.as_str(), &chunked, INNER, &sized, &chunked].concat();
        let mut wire = Wire::open(watch.address);
        wire.send(&all);
        let statuses: Vec<_> = (0..5).map(|_| wire.answer().unwrap().status).collect();
        assert_eq!(statuses, [200, 200, 204, 200, 200]);
        watch.answered(5);
        // The same, a few bytes at a time.
        for piece in all.as_bytes().chunks(37) {
            wire.send(piece);
        }
        let statuses: Vec<_> = (0..5).map(|_| wire.answer().unwrap().status).collect();
        assert_eq!(statuses, [200, 200, 204, 200, 200]);
        watch.answered(5);
    });
}

// RFC 9112 §9.6: nothing behind a request that ends the connection is looked at.
#[test]
fn x23_nothing_is_read_behind_the_last_request() {
    Watch::over(|watch| {
        let close = "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        let unread = "POST /merge HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\n\r\n{{}";
        let old = "GET /health HTTP/1.0\r\nhost: localhost\r\n\r\n";
        let offered = "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n";
        for (last, status, runs) in
            [(close, 204, 1), (unread, 401, 0), (old, 204, 1), (offered, 204, 1)]
        {
            let mut wire = Wire::open(watch.address);
            wire.send(format!("{last}{INNER}{INNER}"));
            assert_eq!(wire.answer().unwrap().status, status, "{last:?}");
            assert!(wire.ends(), "{last:?}");
            watch.answered(runs);
            watch.recorded(1 - runs);
        }
    });
}

// A thousand requests in a row are a thousand decisions, one by one.
#[test]
fn x22_pipelined_requests_are_each_decided() {
    Watch::over(|watch| {
        let mut wire = Wire::open(watch.address);
        for round in 0..10 {
            let me = "GET /me HTTP/1.1\r\nhost: localhost\r\n\r\n";
            wire.send([INNER, me].concat().repeat(50));
            watch.serves_others();
            for _ in 0..50 {
                assert_eq!(wire.answer().unwrap().status, 204, "{round}");
                assert_eq!(wire.answer().unwrap().status, 401, "{round}");
            }
            watch.house.rest();
        }
        watch.answered(500);
        watch.recorded(500);
    });
}
