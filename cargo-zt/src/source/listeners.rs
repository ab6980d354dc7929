//! Where an application listens.

use std::net::{IpAddr, SocketAddr};

use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall};

use super::chain::Chain;
use super::chains::Chains;
use super::here::Here;
use super::literal::text;
use crate::finding::Place;

/// A call that takes a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listener {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
}

/// How it is spoken on, and from where it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Tls,
    Loopback,
    /// Without TLS, from elsewhere.
    Open,
    /// The address isn't written there.
    Unknown,
}

pub(super) const SERVER: &str = "HttpServer";

/// All of a module.
pub(super) fn of(here: Here<'_>) -> Vec<Listener> {
    let makes = |expression: &Expr| here.makes(expression, SERVER);
    let mut servers = Chains::of(&makes, SERVER);
    let mut written = Written::default();
    for item in &here.module.items {
        servers.visit_item(item);
        written.visit_item(item);
    }
    let of_servers = servers.found.iter().flat_map(|it| calls(here, it));
    of_servers.chain(written.0.iter().flat_map(|it| listener(here, it, false))).collect()
}

fn calls(here: Here<'_>, server: &Chain<'_>) -> Vec<Listener> {
    server.calls.iter().filter_map(|it| listener(here, it, true)).collect()
}

fn listener(here: Here<'_>, call: &ExprMethodCall, of_server: bool) -> Option<Listener> {
    Some(Listener { place: here.place(call.method.span()), kind: kind(call, of_server)? })
}

/// Much has a method `bind` or `listen`: without a server in front, only an address that is written there tells it apart.
fn kind(call: &ExprMethodCall, of_server: bool) -> Option<Kind> {
    const TLS: [&str; 4] = ["bind_rustls", "bind_openssl", "listen_rustls", "listen_openssl"];
    let name = call.method.to_string();
    if TLS.iter().any(|it| name.starts_with(it)) {
        return Some(Kind::Tls);
    }
    match name.as_str() {
        "bind" | "bind_auto_h2c" => match address(call.args.first()?) {
            Address::Text(host) => Some(reached(&host)),
            Address::Pair(host) => (of_server || is_plain(&host)).then(|| reached(&host)),
            Address::Unwritten => of_server.then_some(Kind::Unknown),
            Address::None => None,
        },
        name if name.starts_with("listen") => of_server.then_some(Kind::Unknown),
        _ => None,
    }
}

/// With its host.
enum Address {
    /// `"127.0.0.1:8080"`
    Text(String),
    /// `("0.0.0.0", 80)`
    Pair(String),
    /// The source doesn't show it here.
    Unwritten,
    /// A text that is none.
    None,
}

fn address(argument: &Expr) -> Address {
    match argument {
        Expr::Tuple(it) if it.elems.len() == 2 => {
            it.elems.first().and_then(text).map_or(Address::Unwritten, Address::Pair)
        }
        Expr::Paren(it) => address(&it.expr),
        Expr::Reference(it) => address(&it.expr),
        other => text(other)
            .map_or(Address::Unwritten, |it| host(&it).map_or(Address::None, Address::Text)),
    }
}

fn host(text: &str) -> Option<String> {
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Some(address.ip().to_string());
    }
    let (host, port) = text.rsplit_once(':')?;
    port.parse::<u16>().ok().map(|_| host.to_owned())
}

fn reached(host: &str) -> Kind {
    match host == "localhost" || ip(host).is_some_and(|it| it.is_loopback()) {
        true => Kind::Loopback,
        false => Kind::Open,
    }
}

/// Not the name of a parameter, which queries bind in pairs too.
fn is_plain(host: &str) -> bool {
    host == "localhost" || ip(host).is_some()
}

fn ip(host: &str) -> Option<IpAddr> {
    host.parse::<IpAddr>().ok().map(|it| it.to_canonical())
}

/// Every call of a method, whatever it stands on.
#[derive(Default)]
struct Written<'a>(Vec<&'a ExprMethodCall>);

impl<'a> Visit<'a> for Written<'a> {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        self.0.push(call);
        visit::visit_expr_method_call(self, call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Unit, files, tests::package};

    fn listening(body: &str) -> Vec<Kind> {
        let text = format!("use actix_web::{{App, HttpServer}};\nfn f() {{ {body} }}");
        let unit = Unit::new("shop", true, &package(), files::read_text(&text));
        let mut all: Vec<_> =
            unit.modules.iter().flat_map(|module| of(Here { unit: &unit, module })).collect();
        all.sort();
        all.dedup();
        all.into_iter().map(|it| it.kind).collect()
    }

    #[test]
    fn mm_t3_a_host_is_compared_whole() {
        for (host, kind) in [
            ("127.0.0.1", Kind::Loopback),
            ("127.9.9.9", Kind::Loopback),
            ("localhost", Kind::Loopback),
            ("[::1]", Kind::Loopback),
            ("[::ffff:127.0.0.1]", Kind::Loopback),
            ("localhost.example.com", Kind::Open),
            ("127.0.0.1.example.com", Kind::Open),
            ("127.example.com", Kind::Open),
            ("0.0.0.0", Kind::Open),
            ("[::]", Kind::Open),
            ("[::1:2]", Kind::Open),
        ] {
            let bound = format!("HttpServer::new(|| App::new()).bind(\"{host}:80\")?.run();");
            assert_eq!(listening(&bound), [kind], "{host}");
            let host = host.trim_matches(['[', ']']);
            let bound = format!("HttpServer::new(|| App::new()).bind((\"{host}\", 80))?.run();");
            assert_eq!(listening(&bound), [kind], "{host}");
        }
    }

    #[test]
    fn mm_t3_what_binds_and_is_no_server() {
        for query in [
            "sqlx::query(\"..\").bind(\"alice\").bind(name).bind((1, 2)).execute(pool);",
            "sqlx::query(\"..\").bind(\"time: 12\");",
            "db.query(\"..\").bind((\"age\", 30)).bind((\"name\", name));",
            "listener.listen(\"channel\");",
            "socket.bind(address)?;",
        ] {
            assert_eq!(listening(query), [], "{query}");
        }
    }

    #[test]
    fn mm_t3_every_way_a_server_listens() {
        for (calls, kind) in [
            ("bind(address)?", Kind::Unknown),
            ("workers(2).bind_auto_h2c(&address)?", Kind::Unknown),
            ("listen(listener)?", Kind::Unknown),
            ("listen_auto_h2c(listener)?", Kind::Unknown),
            ("listen_uds(listener)?", Kind::Unknown),
            ("bind_rustls_0_23(address, tls)?", Kind::Tls),
            ("bind_openssl(\"0.0.0.0:443\", tls)?", Kind::Tls),
            ("listen_rustls_0_23(listener, tls)?", Kind::Tls),
            ("listen_openssl(listener, tls)?", Kind::Tls),
        ] {
            let new = "HttpServer::new(|| App::new())";
            assert_eq!(listening(&format!("{new}.{calls}.run().await")), [kind], "{calls}");
            let named = format!("let server = {new}; let server = server.{calls}; server.run();");
            assert_eq!(listening(&named), [kind], "{calls}");
        }
        let elsewhere = "self.server.bind((\"0.0.0.0\", 80))?; self.server.bind(\"0.0.0.0:80\")?;";
        assert_eq!(listening(elsewhere), [Kind::Open; 2]);
        let both = "HttpServer::new(|| App::new()).bind(\"127.0.0.1:80\")?.bind(elsewhere)?.run();";
        assert_eq!(listening(both), [Kind::Loopback, Kind::Unknown]);
    }
}
