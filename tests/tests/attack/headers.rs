//! X12: headers that other frameworks believe. X16: headers that say who is there.

use super::siege::{Siege, guarded, scoped};
use crate::fixture::{House, in_house, routes};

/// CVE-2025-29927 and its relatives.
const BELIEVED: [(&str, &str); 26] = [
    ("x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"),
    (
        "x-middleware-subrequest",
        "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware",
    ),
    ("x-middleware-next", "1"),
    ("x-middleware-rewrite", "/health"),
    ("x-actix-skip-auth", "1"),
    ("x-internal", "true"),
    ("x-internal-request", "1"),
    ("x-auth-user", "alice"),
    ("x-auth-request-user", "alice"),
    ("x-authenticated-user", "alice"),
    ("x-authenticated-scope", "folders:read notes:read"),
    ("x-remote-user", "alice"),
    ("remote-user", "alice"),
    ("x-user", "alice"),
    ("x-user-id", "alice"),
    ("x-webauth-user", "alice"),
    ("x-forwarded-user", "alice"),
    ("x-roles", "admin"),
    (
        "x-scope",
        "folders:read folders:write notes:read notes:write notes:admin reports:read mines:read",
    ),
    ("x-tenant", "acme"),
    ("x-zt-verified", "1"),
    ("x-zt-identity", "person test:Office alice"),
    ("client-cert", ":MIIB:"),
    ("x-forwarded-client-cert", "URI=spiffe://shop.example/admin"),
    ("x-amzn-oidc-identity", "alice"),
    ("x-ms-client-principal-name", "alice"),
];

#[test]
fn x12_no_header_stands_in_for_a_token() {
    for route in guarded() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for (name, value) in BELIEVED {
                let answer = siege.send(route.by(&house.app.anonymous()).header(name, value)).await;
                assert_eq!(answer.status(), 401, "{} {name}", route.name());
                assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
            }
            siege.ends_in_vain();
        });
    }
}

#[test]
fn x12_no_header_adds_to_a_token() {
    for route in scoped() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for (name, value) in BELIEVED {
                let answer =
                    siege.send(route.by(&house.nobody_special()).header(name, value)).await;
                assert_eq!(answer.status(), 403, "{} {name}", route.name());
            }
            let records = siege.ends_in_vain();
            assert!(records.iter().all(|record| record["subject"]["name"] == "alice"));
        });
    }
}

/// Headers that name an address, whatever the spelling.
const ADDRESSES: [(&str, &str); 17] = [
    ("x-forwarded-for", "127.0.0.1"),
    ("x-forwarded-for", "127.0.0.1, 10.0.0.1"),
    ("x-forwarded-for", "::ffff:127.0.0.1"),
    ("x-forwarded-for", "unknown"),
    ("x-forwarded-for", "127.0.0.1:80"),
    ("forwarded", "for=127.0.0.1"),
    ("forwarded", "for=\"[::1]\";by=127.0.0.1;host=localhost"),
    ("x-real-ip", "127.0.0.1"),
    ("true-client-ip", "127.0.0.1"),
    ("cf-connecting-ip", "127.0.0.1"),
    ("x-client-ip", "127.0.0.1"),
    ("x-cluster-client-ip", "127.0.0.1"),
    ("x-originating-ip", "127.0.0.1"),
    ("x-remote-addr", "127.0.0.1"),
    ("x_forwarded_for", "127.0.0.1"),
    ("connection", "x-forwarded-for"),
    ("via", "1.1 localhost"),
];

const ATTACKER: &str = "192.0.2.66";

#[test]
fn x16_the_audit_log_names_the_sockets_other_end() {
    for route in routes().iter().filter(|route| route.sample.status != 503) {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for (name, value) in ADDRESSES {
                let attacker = house.app.anonymous().from(ATTACKER.parse().unwrap());
                let answer = siege.send(route.by(&attacker).header(name, value)).await;
                let expected = if route.is_open() { route.sample.status } else { 401 };
                assert_eq!(answer.status(), expected, "{} {name}", route.name());
            }
            let records = siege.ends(&[route.name()]);
            assert!(records.iter().all(|record| record["peer"] == ATTACKER), "{records:#?}");
        });
    }
}

/// Two a minute, whichever address each request claims.
#[test]
fn x16_no_header_is_a_key_of_a_limit() {
    in_house(async |house| {
        let get = |name: &str, value: &str| {
            let attacker = house.app.as_caller("mallory").from(ATTACKER.parse().unwrap());
            attacker.get("/rated/ip").header(name, value)
        };
        let mut answers = Vec::new();
        for (index, (name, value)) in ADDRESSES.into_iter().enumerate() {
            let answer = get(name, &value.replace("127.0.0.1", &format!("10.0.0.{index}"))).await;
            answers.push(answer.status());
        }
        assert_eq!(answers[..2], [204, 204]);
        assert!(answers[2..].iter().all(|status| *status == 429), "{answers:?}");
        assert_eq!(house.runs.of("by_ip"), 2);
        assert_eq!(house.records().len(), ADDRESSES.len());
    });
}

#[test]
fn x16_no_header_hides_a_flood_of_refusals() {
    in_house(async |house: &House| {
        let attacker = house.app.anonymous().from(ATTACKER.parse().unwrap());
        for count in 0_u32..650 {
            let claimed = format!("10.0.{}.{}", count / 256, count % 256);
            let answer = attacker.get("/me").header("x-forwarded-for", &claimed).await;
            assert_eq!(answer.status(), if count < 600 { 401 } else { 429 }, "{count}");
        }
        assert_eq!((house.records().len(), house.runs.total()), (650, 0));
    });
}
