//! X17, X23: a second request in the body of the first is never executed.

use crate::fixture::wire::Wire;
use crate::fixture::{House, in_house};

fn sent(house: &House, request: &str) -> (Vec<u16>, u64) {
    let server = house.app.serve();
    let mut wire = Wire::open(server.address());
    wire.send(request);
    let mut statuses = Vec::new();
    while let Some(answer) = wire.answer() {
        statuses.push(answer.status);
        if statuses.len() == 3 {
            break;
        }
    }
    (statuses, house.runs.of("health"))
}

const INNER: &str = "GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n";

#[test]
fn x17_a_request_behind_two_lengths_is_not_executed() {
    for framing in [
        "content-length: 4\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 4\r\n",
        "content-length: 0\r\ncontent-length: 38\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
        "transfer-encoding: identity, chunked, identity\r\n",
        "transfer-encoding : chunked\r\ncontent-length: 5\r\n",
        "content-length: 0\r\ntransfer-encoding:\u{b}chunked\r\n",
        "content-length: 0 \r\n content-length: 38\r\n",
    ] {
        in_house(async |house| {
            let token = house.token();
            let head = format!(
                "POST /merge HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n"
            );
            let request =
                format!("{head}content-type: application/json\r\n{framing}\r\n0\r\n\r\n{INNER}");
            let (statuses, inner) = sent(house, &request);
            assert_eq!(inner, 0, "{framing:?}: {statuses:?}");
            assert_eq!(statuses.len(), 1, "{framing:?}: {statuses:?}");
            assert_eq!(statuses[0], 400, "{framing:?}");
            assert_eq!(house.runs.total(), 0);
            assert_eq!(house.records().len(), 1);
        });
    }
}

// What a refused request would have had as its body is nobody's request.
#[test]
fn x17_the_body_of_a_refused_request_is_not_the_next_one() {
    in_house(async |house| {
        let length = INNER.len() + 1_000_000;
        let request = format!(
            "POST /merge HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n{INNER}"
        );
        let (statuses, inner) = sent(house, &request);
        assert_eq!((statuses, inner), (vec![401], 0));
        assert_eq!(house.records().len(), 1);
    });
}

// RFC 9112 §9.3.2: two requests in a row are two requests, each with its record.
#[test]
fn x17_pipelined_requests_are_each_decided() {
    in_house(async |house| {
        let request = format!(
            "{INNER}GET /me HTTP/1.1\r\nhost: localhost\r\n\r\nGET /prices HTTP/1.1\r\nhost: localhost\r\n\r\n"
        );
        let (statuses, inner) = sent(house, &request);
        assert_eq!((statuses, inner), (vec![204, 401, 200], 1));
        let reasons: Vec<_> =
            house.records().iter().map(|record| record["reason"].clone()).collect();
        assert_eq!(reasons, ["ok", "no_credential", "ok"]);
    });
}
