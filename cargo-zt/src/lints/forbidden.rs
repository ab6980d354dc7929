//! What may not be called or named, and which finding it is.

use std::collections::BTreeSet;

use crate::finding::{Code, OTHER_SERVER, OUTLIVES_REQUEST, RAW_ROUTING};

/// One row: paths under a finding, with the way out.
pub(super) struct Row {
    pub(super) code: &'static Code,
    pub(super) mend: &'static str,
    methods: &'static [&'static str],
    types: &'static [&'static str],
}

const ROUTING: Row = Row {
    code: &RAW_ROUTING,
    mend: "annotate the handler and list it: `#[zt::get(\"/\", scopes(..))]`, `#[zt::service(endpoints(..))]`",
    methods: &[
        "actix_web::App::default_service",
        "actix_web::App::new",
        "actix_web::App::route",
        "actix_web::App::service",
        "actix_web::HttpServer::new",
        "actix_web::Resource::new",
        "actix_web::Resource::route",
        "actix_web::Resource::to",
        "actix_web::Route::to",
        "actix_web::Scope::route",
        "actix_web::Scope::service",
        "actix_web::web::delete",
        "actix_web::web::get",
        "actix_web::web::head",
        "actix_web::web::method",
        "actix_web::web::patch",
        "actix_web::web::post",
        "actix_web::web::put",
        "actix_web::web::redirect",
        "actix_web::web::resource",
        "actix_web::web::route",
        "actix_web::web::scope",
        "actix_web::web::service",
        "actix_web::web::to",
        "actix_web::web::trace",
    ],
    types: &["actix_web::App", "actix_web::HttpServer", "actix_web::web::ServiceConfig"],
};

const SERVERS: Row = Row {
    code: &OTHER_SERVER,
    mend: "serve it as an endpoint of the service, or in a process of its own",
    methods: &[
        "actix_server::Server::build",
        "actix_web::rt::net::TcpListener::bind",
        "axum::Router::new",
        "axum::serve",
        "poem::Server::new",
        "rocket::build",
        "rocket::custom",
        "salvo::Server::new",
        "std::net::TcpListener::bind",
        "std::os::unix::net::UnixListener::bind",
        "tokio::net::TcpListener::bind",
        "tokio::net::TcpListener::from_std",
        "tokio::net::UnixListener::bind",
        "tokio::net::UnixListener::from_std",
        "tonic::transport::Server::builder",
        "warp::serve",
    ],
    types: &[
        "axum::Router",
        "hyper::server::conn::http1::Builder",
        "hyper::server::conn::http2::Builder",
        "hyper_util::server::conn::auto::Builder",
        "poem::Server",
        "rocket::Rocket",
        "tonic::transport::Server",
        "warp::Server",
    ],
};

const TASKS: Row = Row {
    code: &OUTLIVES_REQUEST,
    mend: "await it in the handler (`join!` runs several at once), or start it in `main`, before the first request",
    methods: &[
        "actix_rt::Arbiter::spawn",
        "actix_rt::System::spawn",
        "actix_rt::spawn",
        "actix_web::rt::Arbiter::spawn",
        "actix_web::rt::spawn",
        "async_std::task::spawn",
        "smol::spawn",
        "std::thread::Builder::spawn",
        "std::thread::spawn",
        "tokio::runtime::Handle::spawn",
        "tokio::runtime::Runtime::spawn",
        "tokio::spawn",
        "tokio::task::JoinSet::spawn",
        "tokio::task::JoinSet::spawn_local",
        "tokio::task::LocalSet::spawn_local",
        "tokio::task::spawn",
        "tokio::task::spawn_local",
    ],
    types: &[],
};

const ROWS: [&Row; 3] = [&ROUTING, &SERVERS, &TASKS];

/// The row of a path that clippy names.
pub(super) fn find(path: &str) -> Option<&'static Row> {
    ROWS.into_iter().find(|row| row.methods.contains(&path) || row.types.contains(&path))
}

/// Adds what is forbidden to a clippy.toml, for the crates that are there.
pub(super) fn add(table: &mut toml::Table, crates: &BTreeSet<&str>) {
    let is_here = |path: &&str| {
        let name = path.split("::").next().unwrap_or_default();
        name == "std" || crates.contains(name)
    };
    for row in ROWS {
        extend(table, "disallowed-methods", row, row.methods.iter().copied().filter(is_here));
        extend(table, "disallowed-types", row, row.types.iter().copied().filter(is_here));
    }
}

fn extend<'a>(table: &mut toml::Table, key: &str, row: &Row, paths: impl Iterator<Item = &'a str>) {
    let list = table.entry(key.to_owned()).or_insert_with(|| toml::Value::Array(Vec::new()));
    let toml::Value::Array(list) = list else { return };
    list.extend(paths.map(|path| {
        let entry = [
            ("path".to_owned(), toml::Value::String(path.to_owned())),
            ("reason".to_owned(), toml::Value::String(row.code.reason.to_owned())),
            // A version of the crate without it has nothing to forbid.
            ("allow-invalid".to_owned(), toml::Value::Boolean(true)),
        ];
        toml::Value::Table(entry.into_iter().collect())
    }));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_users_own_list_is_kept() {
        let mut table: toml::Table =
            toml::from_str("disallowed-methods = [\"std::env::var\"]\nmsrv = \"1.90\"").unwrap();
        add(&mut table, &BTreeSet::from(["actix_web"]));
        let text = table.to_string();
        for kept in
            ["\"std::env::var\"", "msrv = \"1.90\"", "actix_web::App::route", "std::thread::spawn"]
        {
            assert!(text.contains(kept), "{kept} in {text}");
        }
        assert!(!text.contains("axum"), "{text}");
    }

    #[test]
    fn x35_each_path_is_found_again() {
        for row in ROWS {
            for path in row.methods.iter().chain(row.types) {
                assert_eq!(find(path).unwrap().code.code, row.code.code);
            }
        }
        assert!(find("std::env::var").is_none());
    }
}
