//! X29: what somebody finds who tries everything, without a token.

use super::siege::Siege;
use crate::fixture::in_house;
use crate::fixture::routes::open_names;

const WORDS: [&str; 84] = [
    "",
    "admin",
    "administrator",
    "actuator",
    "actuator/env",
    "actuator/health",
    "api",
    "api/v1",
    "api/v2",
    "api-docs",
    "assets",
    "auth",
    "backup",
    "backup.zip",
    "beta",
    "config",
    "config.json",
    "console",
    "dashboard",
    "db",
    "debug",
    "debug/pprof",
    "debug/vars",
    "dev",
    "docs",
    "dump",
    "env",
    "error",
    "events",
    "favicon.ico",
    "files",
    "folders",
    "folders/7001",
    "folders/7001/notes",
    "folders/7001/notes/n11",
    "find",
    "graphql",
    "graphiql",
    "greeting",
    "health",
    "healthz",
    "heapdump",
    "imports",
    "index.html",
    "info",
    "internal",
    "jolokia",
    "livez",
    "login",
    "logs",
    "manage",
    "me",
    "merge",
    "metrics",
    "notes",
    "notes/n11",
    "notes/n11/file",
    "oauth/token",
    "old",
    "openapi.json",
    "pages",
    "pages/1",
    "phpinfo.php",
    "prices",
    "private",
    "prometheus",
    "public",
    "readyz",
    "robots.txt",
    "search",
    "server-status",
    "shop",
    "sign-up",
    "static",
    "status",
    "swagger",
    "swagger-ui.html",
    "test",
    "token",
    "trace",
    "v1",
    "v2",
    "version",
    ".well-known/openid-configuration",
];

const MORE: [&str; 10] = [
    ".git/config",
    ".env",
    ".htaccess",
    ".DS_Store",
    "~root",
    "-",
    "_",
    "a.b.c",
    "0",
    "%F0%9F%94%91",
];

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

#[test]
fn x29_only_what_is_declared_open_answers_a_stranger() {
    in_house(async |house| {
        let open = open_names();
        let mut siege = Siege::of(house);
        for word in WORDS.iter().chain(&MORE) {
            for prefix in ["", "api/", "v1/", "folders/"] {
                for method in METHODS {
                    let target = format!("/{prefix}{word}");
                    let answer = siege.send(house.app.anonymous().send(method, &target)).await;
                    // An open POST may say 415: whoever asks wrongly is still refused.
                    let refused = [400, 401, 404, 405, 415].contains(&answer.status());
                    assert!(refused || open_paths(&target), "{method} {target}: {answer:?}");
                }
            }
        }
        siege.ends(&open);
    });
}

fn open_paths(target: &str) -> bool {
    ["/health", "/prices", "/shop", "/sign-up", "/pages/1"].contains(&target)
}
