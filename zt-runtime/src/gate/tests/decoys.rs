//! Decoys: nothing to be seen from outside, and an alarm inside.

use serde_json::Value;

use crate::Service;
use crate::prelude::*;
use crate::testing::{TestApp, TestResponse, block_on};

/// Look orders up.
#[derive(Scope)]
#[scope("orders:read", reads)]
struct OrdersRead;

/// Orders.
#[zt::get("/orders", scopes(OrdersRead))]
async fn list() -> NoContent {
    NoContent
}

/// For those who look around.
#[zt::decoy("/admin/backup")]
struct Backup;

/// For those who try old versions.
#[zt::decoy("/v1/{anything}")]
struct OldVersion;

/// A shop.
#[zt::service(endpoints(Backup, list, OldVersion))]
struct Shop;

/// The record of the last request.
fn last(shop: &TestApp<Shop>) -> Value {
    shop.audit().pop().unwrap()
}

fn alarm(shop: &TestApp<Shop>) -> Option<String> {
    last(shop).get("alarm").map(|alarm| alarm.as_str().unwrap().to_owned())
}

#[test]
fn x29_a_decoy_answers_as_an_unknown_path_does() {
    let shop = Shop::test();
    let known = shop.as_caller("mallory").holding::<OrdersRead>();
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
    let pairs = [("/admin/backup", "/admin/backuq"), ("/v1/orders", "/v2/orders")];
    block_on(async {
        for (method, (decoy, unknown)) in methods.iter().flat_map(|it| pairs.map(|pair| (it, pair)))
        {
            for caller in [&known, &shop.anonymous()] {
                let (touched, missed) =
                    (caller.send(method, decoy).await, caller.send(method, unknown).await);
                assert_eq!(touched.status(), 404, "{method} {decoy}");
                assert_eq!(told(&touched), told(&missed), "{method} {decoy}");
            }
        }
    });
}

/// Everything but the trace.
fn told(answer: &TestResponse) -> (u16, Vec<Option<String>>, Option<Value>) {
    let headers = ["content-type", "allow", "www-authenticate", "cache-control", "content-length"];
    let headers = headers.map(|name| answer.header(name).map(str::to_owned)).to_vec();
    let document = (!answer.bytes().is_empty()).then(|| {
        let mut document = answer.json();
        assert!(document["instance"].take().is_string());
        document
    });
    (answer.status(), headers, document)
}

#[test]
fn l07_whoever_touches_a_decoy_is_on_record_with_an_alarm() {
    block_on(touches());
}

async fn touches() {
    let shop = Shop::test();
    shop.anonymous().get("/admin/backup").await;
    let record = last(&shop);
    assert_eq!(record.get("alarm").unwrap(), "Backup");
    assert_eq!(record.get("reason").unwrap(), "decoy_touched");
    assert_eq!(record.get("outcome").unwrap(), "deny");
    assert_eq!(record.get("path").unwrap(), "/admin/backup");
    assert!(record.get("peer").is_some(), "{record}");
    shop.as_caller("mallory").post("/v1/a").await;
    assert_eq!(alarm(&shop).as_deref(), Some("OldVersion"));
    for path in ["/admin", "/admin/backups", "/v1", "/v1/a/b", "/orders", "/"] {
        shop.anonymous().get(path).await;
        assert_eq!(alarm(&shop), None, "{path}");
    }
    assert_eq!(shop.as_caller("alice").holding::<OrdersRead>().get("/orders").await.status(), 204);
    assert_eq!(alarm(&shop), None);
}

// A path with two readings is refused before anybody asks what it means.
#[test]
fn a06_an_ambiguous_path_is_no_decoy() {
    let shop = Shop::test();
    for path in ["/admin//backup", "/admin/backup/", "/admin/%2e/backup", "/admin;/backup"] {
        block_on(async { assert_eq!(shop.anonymous().get(path).await.status(), 400, "{path}") });
        assert_eq!(alarm(&shop), None, "{path}");
    }
}

#[test]
fn d01_a_manifest_lists_decoys() {
    let decoys = Shop::manifest().unwrap().decoys;
    let told: Vec<_> = decoys.iter().map(|it| (it.name.as_str(), it.path.as_str())).collect();
    assert_eq!(told, [("Backup", "/admin/backup"), ("OldVersion", "/v1/{anything}")]);
    assert!(decoys.iter().all(|it| !it.reason.is_empty()));
}
