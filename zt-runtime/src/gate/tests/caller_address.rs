//! G-04, X16: whom limits count and records name, behind a proxy and without one.

use std::net::IpAddr;

use serde_json::json;

use crate::config::Bounds;
use crate::edge::{AddressHeader, AddressProxies};
use crate::prefix::Prefix;
use crate::prelude::*;
use crate::testing::{TestApp, TestRequest, block_on};

/// Prices.
#[zt::get("/prices", public(why = "prices are for everyone"), rate("2/min"))]
async fn prices() -> NoContent {
    NoContent
}

/// A shop.
#[zt::service(endpoints(prices))]
struct Shop;

const PROXY: [u8; 4] = [10, 1, 0, 1];

fn shop(header: Option<AddressHeader>) -> TestApp<Shop> {
    let network = Prefix::parse("10.1.0.0/16").unwrap();
    let proxies = header.map(|header| AddressProxies::new(vec![network], header));
    TestApp::configured(Vec::new(), |parts| parts, Bounds { proxies, ..Bounds::loopback() })
}

fn ask(shop: &TestApp<Shop>, from: [u8; 4], header: &str, value: &str) -> TestRequest {
    let request = shop.anonymous().from(IpAddr::from(from)).get("/prices");
    if value.is_empty() { request } else { request.header(header, value) }
}

#[test]
fn g04_behind_a_proxy_each_caller_is_counted_by_themselves() {
    let shop = shop(Some(AddressHeader::XForwardedFor));
    block_on(async {
        for (value, statuses) in [
            ("203.0.113.7", [204, 204, 429]),
            ("203.0.113.8", [204, 204, 429]),
            // What they say of themselves makes nobody else of them.
            ("198.51.100.1, 203.0.113.7", [429, 429, 429]),
            ("10.1.0.9, 203.0.113.8", [429, 429, 429]),
            ("203.0.113.9, 10.1.0.2", [204, 204, 429]),
            ("", [204, 204, 429]),
        ] {
            for status in statuses {
                let answer = ask(&shop, PROXY, "x-forwarded-for", value).await;
                assert_eq!(answer.status(), status, "{value:?}");
            }
        }
    });
    let records = shop.audit();
    assert_eq!(
        (&records[0]["peer"], &records[0]["through"]),
        (&json!("203.0.113.7"), &json!("10.1.0.1"))
    );
    let own = records.last().unwrap();
    assert_eq!((&own["peer"], own.get("through")), (&json!("10.1.0.1"), None));
}

// CVE-2022-40684, X16: whoever comes without a proxy is one and the same, whatever they write.
#[test]
fn x16_no_header_of_a_stranger_moves_them() {
    for configured in [None, Some(AddressHeader::XForwardedFor), Some(AddressHeader::Forwarded)] {
        let shop = shop(configured);
        block_on(async {
            let stranger = [203, 0, 113, 7];
            for number in 0..4 {
                for (header, value) in [
                    ("x-forwarded-for", format!("198.51.100.{number}")),
                    ("forwarded", format!("for=198.51.100.{number}")),
                    ("x-real-ip", format!("198.51.100.{number}")),
                    ("true-client-ip", "127.0.0.1".to_owned()),
                ] {
                    ask(&shop, stranger, header, &value).await;
                }
            }
        });
        let records = shop.audit();
        assert!(
            records.iter().all(|it| it["peer"] == "203.0.113.7" && it.get("through").is_none())
        );
        assert_eq!(records.iter().filter(|it| it["status"] == 204).count(), 2);
    }
}

#[test]
fn g04_a_proxy_that_does_not_know_lets_nobody_in() {
    let shop = shop(Some(AddressHeader::Forwarded));
    block_on(async {
        for value in ["for=unknown", "for=_hidden", "proto=https", "for=203.0.113.7, for=unknown"] {
            let answer = ask(&shop, PROXY, "forwarded", value).await;
            assert_eq!(answer.status(), 400, "{value}");
            assert_eq!(answer.json()["type"], "urn:zt:problem:malformed-request");
        }
    });
    let records = shop.audit();
    assert_eq!(records.len(), 4);
    assert!(records.iter().all(|it| it["reason"] == "client_address_unknown"));
    assert!(records.iter().all(|it| it["peer"] == "10.1.0.1"));
}

// G-01: a neighbour whose requests are refused shuts nobody else out who comes by the same proxy.
#[test]
fn g01_refusals_behind_a_proxy_count_against_whom_they_go_to() {
    let shop = shop(Some(AddressHeader::XForwardedFor));
    block_on(async {
        let wrong = |caller: &str| {
            let asked = shop.anonymous().from(IpAddr::from(PROXY)).get("/nothing");
            asked.header("x-forwarded-for", caller)
        };
        let mut last = 0;
        for _ in 0..601 {
            last = wrong("203.0.113.7").await.status();
        }
        assert_eq!(last, 429);
        assert_eq!(wrong("203.0.113.8").await.status(), 404);
    });
}
