//! X29: what somebody finds who tries everything, without a credential.

use crate::case::{Case, method};
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::Request;

const DANGER: &str =
    "what nobody declared, nobody guards: old versions, debug pages, backups, metrics";

const WORDS: [&str; 62] = [
    "",
    "admin",
    "administrator",
    "actuator",
    "actuator/env",
    "actuator/heapdump",
    "api",
    "api/v1",
    "api/v2",
    "api-docs",
    "assets",
    "backup",
    "backup.zip",
    "beta",
    "config",
    "config.json",
    "console",
    "dashboard",
    "debug",
    "debug/pprof",
    "debug/vars",
    "dev",
    "docs",
    "dump",
    "env",
    "error",
    "favicon.ico",
    "files",
    "graphql",
    "graphiql",
    "health",
    "healthz",
    "heapdump",
    "index.html",
    "info",
    "internal",
    "jolokia",
    "livez",
    "login",
    "logs",
    "manage",
    "metrics",
    "openapi.json",
    "phpinfo.php",
    "private",
    "prometheus",
    "public",
    "readyz",
    "robots.txt",
    "server-status",
    "static",
    "status",
    "swagger",
    "swagger-ui.html",
    "test",
    "token",
    "trace",
    "v1",
    "v2",
    ".well-known/openid-configuration",
    ".git/config",
    ".env",
];

/// Declared and open paths aside, a stranger hears that there is nothing, or that a credential is needed.
pub(super) fn steps(cases: &[Case<'_>]) -> Vec<Step> {
    let open = |path: &str, name: &str| {
        cases.iter().any(|case| case.is_open() && case.path == path && answers(case, name))
    };
    let mut steps = Vec::new();
    for word in WORDS {
        for name in ["GET", "POST"] {
            let path = format!("/{word}");
            if open(&path, name) {
                continue;
            }
            let (tried, request) =
                (format!("{name} {path} by a stranger"), Request::new(name, &path));
            let expect = Expect::Status(&[400, 401, 404, 405, 415]);
            steps.push(Step::new("X29", DANGER, tried, request, expect));
        }
    }
    steps
}

fn answers(case: &Case<'_>, name: &str) -> bool {
    method(case.endpoint.method) == name
}
