//! To whom, how, and how often: the documents come through the gate as everything does.

use super::*;

const DEEP: Contract = contract("deep", Method::Get, "/{a}/{b}");

/// Its pattern also matches where clients are told.
struct Deep;
impl Service for Deep {
    const OUTER: &'static Outer = &outer("Deep", "");
    const MOUNTS: &'static [Mount] = &[Mount::Endpoint(&DEEP)];
    const ENTRIES: &'static [&'static [Entry]] = &[&[Entry::plain(&DEEP, answers)]];
}

#[test]
fn a10_a04_other_methods_and_other_paths_are_refused() {
    let shop = shop();
    block_on(async {
        for method in ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "JEFF"] {
            for path in ["", "/things/7"] {
                let answer = shop.anonymous().send(method, &format!("{PREFIX}{path}")).await;
                assert_eq!(
                    (answer.status(), answer.header("allow")),
                    (405, Some("GET")),
                    "{method}"
                );
            }
            let nothing = shop.anonymous().send(method, &format!("{PREFIX}/nothing")).await;
            assert_eq!((nothing.status(), nothing.header("allow")), (404, None), "{method}");
        }
    });
    for (path, status) in [
        (format!("{PREFIX}/nothing"), 404),
        (format!("{PREFIX}/open"), 404),
        (format!("{PREFIX}/things"), 200),
        (format!("{PREFIX}{PREFIX}"), 404),
        (format!("{PREFIX}{PREFIX}/things"), 404),
        (format!("{PREFIX}s"), 404),
        (format!("/things{PREFIX}"), 404),
        ("/.well-known".to_owned(), 404),
        (format!("{PREFIX}/"), 400),
        (format!("{PREFIX}/../open"), 400),
        (format!("{PREFIX}/%74hings"), 400),
        (PREFIX.to_uppercase(), 404),
    ] {
        assert_eq!(get(&shop, &path).status(), status, "{path}");
    }
}

#[test]
fn a10_no_pattern_reaches_into_the_place_of_the_documents() {
    let deep = telling::<Deep>(Some("https://api.example"), false);
    assert_eq!(told(&deep, "/x/y")["resource_name"], "Deep");
    assert_eq!(told(&deep, "")["resource_name"], "Deep");
    assert_eq!(get(&deep, &format!("{PREFIX}{PREFIX}")).status(), 404);
    assert_eq!(get(&deep, "/.well-known/other").status(), 401);
}

#[test]
fn a10_a_service_without_such_an_issuer_tells_nothing() {
    let shop = crate::testing::fixture::shop();
    for path in ["", "/things/7", "/open", "/nothing"] {
        let answer = get(&shop, &format!("{PREFIX}{path}"));
        let unknown = get(&shop, "/nothing");
        assert_eq!(
            (answer.status(), answer.json()["type"].clone()),
            (404, unknown.json()["type"].clone())
        );
    }
    assert_eq!(get(&shop, "/things/7").headers("www-authenticate").len(), 2);
    assert!(!format!("{:?}", get(&shop, "/things/7")).contains("resource_metadata"));
}

#[test]
fn a10_without_an_origin_nothing_is_told_until_a_listener_is_on_loopback() {
    let shop = telling::<Shop>(None, false).data(Calls::default());
    assert_eq!(get(&shop, PREFIX).status(), 404);
    assert_eq!(shop.audit()[0]["reason"], "no_public_origin");
    assert!(!format!("{:?}", get(&shop, "/things/7")).contains("resource_metadata"));
    shop.gate().listens_on("127.0.0.1:8080".parse().unwrap(), false);
    assert_eq!(told(&shop, "/fresh")["resource"], "http://127.0.0.1:8080/fresh");
    let by_name = block_on(async {
        shop.anonymous().get(PREFIX).header("host", "localhost:8080").await.json()
    });
    assert_eq!(by_name["resource"], "http://localhost:8080");
}

#[test]
fn a10_l01_each_answer_has_a_record_and_no_credential_is_looked_at() {
    let shop = shop();
    block_on(async {
        let answer = shop.with_token("forged").get(&format!("{PREFIX}/things/7")).await;
        assert_eq!(answer.status(), 200);
        let misdirected = shop.anonymous().get(PREFIX).header("host", "evil.example").await;
        assert_eq!(misdirected.status(), 421);
    });
    let audit = shop.audit();
    assert_eq!(audit.len(), 2);
    assert_eq!(
        (&audit[0]["outcome"], &audit[0]["reason"], &audit[0]["status"]),
        (&json!("allow"), &json!("ok"), &json!(200))
    );
    assert_eq!(
        (&audit[0]["endpoint"], &audit[0]["pattern"]),
        (&json!("protected_resource_metadata"), &json!(PREFIX))
    );
    assert_eq!(audit[0]["path"], format!("{PREFIX}/things/7"));
    assert_eq!(audit[0]["rule"].as_str().unwrap().len(), 16);
    assert_eq!(audit[0].get("subject"), None);
    assert_eq!(audit[1]["reason"], "host_unknown");
}

#[test]
fn a10_g01_an_address_is_told_so_often_and_no_more() {
    let shop = shop();
    block_on(async {
        for _ in 0..600 {
            assert_eq!(shop.anonymous().get(PREFIX).await.status(), 200);
        }
        let answer = shop.anonymous().get(&format!("{PREFIX}/fresh")).await;
        assert_eq!((answer.status(), answer.header("retry-after")), (429, Some("1")));
        let elsewhere = shop.anonymous().from("192.0.2.1".parse().unwrap());
        assert_eq!(elsewhere.get(PREFIX).await.status(), 200);
        assert_eq!(shop.anonymous().get("/open").await.status(), 200);
    });
    assert_eq!(shop.audit()[600]["reason"], "rate_limited");
}
