//! Each mistake turns red, and its clean twin stays green.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::project::Target;

pub(super) fn package() -> Package {
    let set = |names: &[&str]| names.iter().map(|&it| it.to_owned()).collect::<BTreeSet<_>>();
    Package {
        name: "shop".to_owned(),
        folder: "/shop".into(),
        zt: set(&["zt"]),
        others: set(&["serde", "actix_web"]),
        targets: vec![Target {
            name: "shop".to_owned(),
            root: "src/lib.rs".into(),
            is_program: false,
        }],
    }
}

fn scan_text(text: &str) -> Scan {
    syn::parse_file(text).unwrap();
    let unit = Unit::new("shop", false, &package(), files::read_text(text));
    scan_units(&[unit], Date::parse("2026-11-27").unwrap())
}

/// Codes with lines.
fn found(text: &str) -> Vec<(&'static str, usize)> {
    let mut found: Vec<_> =
        scan_text(text).findings.into_iter().map(|it| (it.code, it.place.line)).collect();
    found.sort_unstable();
    found
}

fn lines(code: &'static str, lines: &[usize]) -> Vec<(&'static str, usize)> {
    lines.iter().map(|&line| (code, line)).collect()
}

#[test]
fn zt2001_the_private_door() {
    for red in [
        "use zt::__private::run;",
        "use ::zt::__private as p;",
        "use zt::{prelude::*, __private};",
        "fn f() { zt::__private::run(); }",
        "fn f() { use zt::__private::*; }",
        "use zt as z;\nfn f() { z::__private::run(); }",
        "extern crate zt as z;\nfn f() { z::__private::run(); }",
        "mod m { pub use zt::*; }\nfn f() { m::__private::run(); }",
        "use zt::*;\nfn f() { __private::run(); }",
        "use zt::*;\nfn f() { demands::argument(); }",
        "fn f() { zt::demands::argument(); }",
        "macro_rules! m { () => { ::zt::__private::run() } }",
        "macro_rules! m { () => { $crate::__private::run() } }",
        "struct S { it: zt::__private::Contract }",
        "fn f() { some_macro!(zt::__private::run()); }",
        "mod m { pub mod n { pub use zt as door; } }\nuse m::n::door;\nfn f() { door::__private::run(); }",
    ] {
        let found = found(red);
        assert!(found.iter().any(|it| it.0 == "ZT2001"), "{red}: {found:?}");
    }
    for green in [
        "use serde::__private::Ok;",
        "fn f() { serde::__private::ok(); }",
        "macro_rules! m { () => { serde::__private::ok() } }",
        "mod demands { pub fn price() {} }\nfn f() { demands::price(); }",
        "use zt::prelude::*;",
        "#[cfg(test)]\nmod tests { use zt::__private::run; }",
        "/// See `zt::__private`.\nfn f() { let text = \"zt::__private\"; }",
    ] {
        assert_eq!(found(green), [], "{green}");
    }
}

#[test]
fn zt2002_traits_by_hand() {
    for red in [
        "impl zt::Requires<S> for e {}",
        "use zt::MarkedStore;\nimpl MarkedStore for Db {}",
        "use zt::Store as S;\nimpl S for Db {}",
        "use zt::prelude::*;\nimpl Disclose for Order {}",
        "use zt::prelude::*;\nimpl Acr for Mfa {}",
        "use zt::prelude::*;\nimpl Issuer for Corp {}",
        "use zt::prelude::*;\nimpl Device for Managed {}",
        "fn f() { impl zt::Endpoint for e {} }",
        "const _: () = { impl zt::Mount for e {} };",
        "mod m { pub use zt::Offers; }\nimpl m::Offers<S> for e {}",
    ] {
        let found = found(red);
        assert!(found.iter().any(|it| it.0 == "ZT2002"), "{red}: {found:?}");
    }
    for green in [
        "trait Store {}\nimpl Store for Db {}",
        "use zt::prelude::*;\nimpl Authorize<Read> for Order {}",
        "use zt::prelude::*;\nimpl Within<Team> for Doc {}",
        "use zt::prelude::*;\ntrait Service {}\nimpl Service for Db {}",
        "use actix_web::Resource;\nuse zt::prelude::*;\nimpl Resource for Db {}",
        "impl From<&Order> for OrderView {}",
    ] {
        assert_eq!(found(green), [], "{green}");
    }
}

const STORE: &str = "mod store {\npub struct Db;\n#[zt::store]\nimpl Db {}\n}\n";

#[test]
fn zt2003_methods_beside_the_store() {
    assert_eq!(
        found(&format!("{STORE}use store::Db;\nimpl Db {{ pub fn all(&self) {{}} }}")),
        lines("ZT2003", &[7])
    );
    assert_eq!(
        found(&format!("{STORE}impl store::Db {{ pub fn all(&self) {{}} }}")),
        lines("ZT2003", &[6])
    );
    assert_eq!(found(&format!("{STORE}use store::Db as D;\nimpl D {{}}")), lines("ZT2003", &[7]));
    assert_eq!(found(&format!("{STORE}impl Clone for store::Db {{}}")), []);
    assert_eq!(found(&format!("{STORE}struct Db;\nimpl Db {{}}")), []);
}

#[test]
fn zt2004_an_endpoint_that_sees_a_stores_fields() {
    let endpoint = "#[zt::get(\"/\", scopes(A))]\nasync fn list() {}\n#[zt::group(\"/\", endpoints(list))]\nstruct G;";
    let inside = STORE.replace("impl Db {}", &format!("impl Db {{}}\n{endpoint}"));
    assert_eq!(found(&inside), lines("ZT2004", &[6]));
    let below = STORE.replace("impl Db {}", &format!("impl Db {{}}\nmod api {{\n{endpoint}\n}}"));
    assert_eq!(found(&below), lines("ZT2004", &[7]));
    assert_eq!(found(&format!("{STORE}{endpoint}")), []);
}

#[test]
fn zt2005_a_policy_that_differs_from_build_to_build() {
    let policy = |body: &str, before: &str| {
        format!(
            "use zt::prelude::*;\n{before}impl Authorize<Read> for Order {{\nfn authorize(&self, caller: &Identity) -> Decision {{\n{body}\n}}\n}}"
        )
    };
    for body in [
        "#[cfg(feature = \"x\")]\nreturn Decision::allow();",
        "if cfg!(debug_assertions) { return Decision::allow(); }",
        "if option_env!(\"OPEN\").is_some() { return Decision::allow(); }",
        "if env!(\"USER\") == \"me\" { return Decision::allow(); }",
        "#[cfg_attr(feature = \"x\", inline)]\nlet a = 1;",
    ] {
        assert_eq!(found(&policy(body, "")), lines("ZT2005", &[4]), "{body}");
    }
    assert_eq!(found(&policy("", "#[cfg(feature = \"x\")]\n")), lines("ZT2005", &[2]));
    assert_eq!(found(&policy("Decision::allow_if(self.cfg == 1)", "")), []);
}

#[test]
fn zt2006_an_endpoint_that_some_builds_lack() {
    let mounted = "\n#[zt::group(\"/\", endpoints(list))]\nstruct G;";
    for red in [
        "#[cfg(feature = \"x\")]\n#[zt::get(\"/\", scopes(A))]\nasync fn list() {}",
        "#[zt::get(\"/\", scopes(A))]\n#[cfg(debug_assertions)]\nasync fn list() {}",
        "#[cfg_attr(feature = \"x\", zt::get(\"/\", scopes(A)))]\n\nasync fn list() {}",
    ] {
        assert_eq!(found(&format!("{red}{mounted}")), lines("ZT2006", &[3]), "{red}");
    }
    let module = "#[cfg(feature = \"x\")]\nmod hidden {\n#[zt::get(\"/\", scopes(A))]\npub async fn list() {}\n}\n#[zt::group(\"/\", endpoints(hidden::list))]\nstruct G;";
    assert_eq!(found(module), lines("ZT2006", &[4]));
    assert_eq!(found(&format!("#[zt::get(\"/\", scopes(A))]\nasync fn list() {{}}{mounted}")), []);
}

#[test]
fn zt2007_source_that_was_not_read() {
    let endpoint = "#[zt::get(\"/\", scopes(A))]\nasync fn list() {}\n#[zt::group(\"/\", endpoints(list))]\nstruct G;\n";
    assert_eq!(found(&format!("{endpoint}include!(\"more.rs\");")), lines("ZT2007", &[5]));
    assert_eq!(
        found(&format!("{endpoint}fn f() {{ std::include!(\"more.rs\") }}")),
        lines("ZT2007", &[5])
    );
    assert_eq!(found(&format!("{endpoint}mod generated {{ include!(\"more.rs\"); }}")), []);
    assert_eq!(found(&format!("{endpoint}const TEXT: &str = include_str!(\"x\");")), []);
}

fn waived(waiver: &str) -> Vec<(&'static str, usize)> {
    found(&format!(
        "#[zt::get(\"/\", {waiver})]\nasync fn list() {{}}\n#[zt::group(\"/\", endpoints(list))]\nstruct G;"
    ))
}

#[test]
fn zt2008_a_waiver_of_nobody() {
    for word in ["public", "authenticated", "open"] {
        let first = if word == "open" { "page, " } else { "" };
        assert_eq!(
            waived(&format!("{word}({first}why = \"a b c\")")),
            lines("ZT2008", &[1]),
            "{word}"
        );
        assert_eq!(
            waived(&format!("{word}({first}why = \"a b c\", owner = \"team\")")),
            [],
            "{word}"
        );
    }
    assert_eq!(waived("public(probe)"), []);
    let method = "struct Db;\n#[zt::store]\nimpl Db {\n#[unproved(why = \"a b c\")]\npub fn count(&self) {}\n}";
    assert_eq!(found(method), lines("ZT2008", &[4]));
    assert_eq!(found(&method.replace("\")]", "\", owner = \"team\")]")), []);
    let shared = "struct Db;\n#[zt::store(shared(A, B, why = \"a b c\"))]\nimpl Db {}";
    assert_eq!(found(shared), lines("ZT2008", &[2]));
    let mend = scan_text(shared).findings.swap_remove(0).mend;
    assert!(mend.ends_with("`shared(.., why = \"a b c\", owner = \"team-shop\")`"), "{mend}");
    assert_eq!(found(&shared.replace("))]", ", owner = \"team\"))]")), []);
}

// What is said over a socket has a rule as any other, with the same waivers and the same places to be listed.
#[test]
fn zt2008_zt2010_messages_are_looked_at_as_endpoints_are() {
    let message =
        "#[zt::message(\"x\", on = talk, authenticated(why = \"a b c\"))]\npub async fn say() {}\n";
    let list = "#[zt::group(\"/\", endpoints(say))]\nstruct G;";
    assert_eq!(found(&format!("{message}{list}")), lines("ZT2008", &[1]));
    let owned = message.replace("))]", ", owner = \"o\"))]");
    assert_eq!(found(&format!("{owned}{list}")), []);
    assert_eq!(found(&owned), lines("ZT2010", &[2]));
}

#[test]
fn zt2009_b03_a_waiver_past_its_day() {
    let until = |day: &str| {
        waived(&format!("public(why = \"a b c\", owner = \"team\", until = \"{day}\")"))
    };
    assert_eq!(until("2026-11-26"), lines("ZT2009", &[1]));
    assert_eq!(until("2026-11-27"), []);
    assert_eq!(until("2027-01-01"), []);
    let shared = "struct Db;\n#[zt::store(shared(A, B, why = \"a b c\", owner = \"team\", until = \"2026-11-26\"))]\nimpl Db {}";
    assert_eq!(found(shared), lines("ZT2009", &[2]));
    assert_eq!(found(&shared.replace("11-26", "11-27")), []);
}

#[test]
fn zt2010_b10_an_endpoint_that_nobody_lists() {
    let endpoint = "#[zt::get(\"/\", scopes(A))]\npub async fn list() {}\n";
    let service = "#[zt::service(endpoints(list))]\nstruct Shop;\n";
    assert_eq!(found(endpoint), lines("ZT2010", &[2]));
    assert_eq!(found(&format!("{endpoint}{service}")), []);
    assert_eq!(found(&format!("{endpoint}{}", service.replace("list", "self::list"))), []);
    assert_eq!(
        found(&format!("{endpoint}{}", service.replace("list", "other"))),
        lines("ZT2010", &[2])
    );
    let group = "#[zt::group(\"/\", endpoints(list))]\nstruct G;\n";
    // The service of a library is elsewhere.
    assert_eq!(found(&format!("{endpoint}{group}")), []);
    let lost = found(&format!(
        "{endpoint}{group}mod m {{ #[zt::get(\"/\", scopes(A))] pub async fn list() {{}} }}\n#[zt::service(endpoints(m::list))]\nstruct Shop;"
    ));
    assert_eq!(lost, lines("ZT2010", &[2, 4]));
    let whole = format!("{endpoint}{group}#[zt::service(endpoints(G))]\nstruct Shop;");
    assert_eq!(found(&whole), []);
}

#[test]
fn zt2011_b04_a_scope_that_nothing_asks_for() {
    let scope =
        "use zt::prelude::*;\n#[derive(Scope)]\n#[scope(\"a:read\", reads)]\npub struct ARead;\n";
    assert_eq!(found(scope), lines("ZT2011", &[4]));
    for green in [
        "#[zt::get(\"/\", scopes(ARead))]\nasync fn list() {}\n#[zt::group(\"/\", endpoints(list))]\nstruct G;",
        "fn f(caller: &Identity) { caller.holds::<ARead>(); }",
        "fn f(by: &impl Proves<ARead>) {}",
        "fn f() { caller.prove::<crate::ARead>(); }",
        "struct View {\n#[disclose(with(ARead))]\nname: String }",
        "struct Sent {\n#[input(with(any(ARead, Other)))]\nname: Option<String> }",
    ] {
        assert_eq!(found(&format!("{scope}{green}")), [], "{green}");
    }
    assert_eq!(found(&format!("{scope}use crate::ARead as B;")), lines("ZT2011", &[4]));
    assert_eq!(found("#[derive(Scope)]\nstruct Mine;"), []);
    // To grant is not to ask.
    let role = "#[derive(Role)]\n#[role(\"support\", grants(ARead))]\nstruct Support;";
    assert_eq!(found(&format!("{scope}{role}")), lines("ZT2011", &[4]));
}

#[test]
fn places_are_of_the_word() {
    let scan = scan_text("#[zt::get(\"/\", public(why = \"a b c\"))]\nasync fn list() {}");
    let place = scan.findings.iter().find(|it| it.code == "ZT2008").unwrap().place.clone();
    assert_eq!(place, Place { file: "src/lib.rs".to_owned(), line: 1, column: 16, width: 6 });
}

#[test]
fn what_a_program_starts_before_the_first_request_is_known() {
    let unit = Unit::new(
        "shop",
        true,
        &package(),
        files::read_text("fn main() {\n  work();\n}\nfn other() {}"),
    );
    let scan = scan_units(&[unit], Date::parse("2026-11-27").unwrap());
    assert_eq!(scan.mains, [("src/lib.rs".to_owned(), 1..=3)]);
}

const MOVING: &str = "
    use actix_web::{App, HttpServer, web, get};
    #[zt::service(legacy(\"/old\", why = \"w\", owner = \"o\", until = \"2030-01-31\"), endpoints())]
    pub struct Shop;
";

#[test]
fn zt2017_a_route_that_nobody_reaches() {
    let routes = |text: &str| found(&format!("{MOVING}\n{text}"));
    for red in [
        "fn f() { App::new().route(\"/x\", web::get().to(h)); }",
        "fn f() { App::new().service(web::resource(\"/older\").route(web::get().to(h))); }",
        "fn f() { App::new().service(web::scope(\"/x\").route(\"/old\", web::get().to(h))); }",
        "#[get(\"/x\")] async fn h() {} fn f() { App::new().service(h); }",
        "#[get(\"/x\")] async fn h() {} fn c(c: &mut web::ServiceConfig) { c.service(h); } fn f() { App::new().configure(c); }",
        "fn f() { App::new().configure(|c| { c.route(\"/x\", web::get().to(h)); }); }",
    ] {
        assert_eq!(routes(red).iter().map(|it| it.0).collect::<Vec<_>>(), ["ZT2017"], "{red}");
    }
    for clean in [
        "fn f() { App::new().route(\"/old\", web::get().to(h)); }",
        "fn f() { App::new().service(web::scope(\"/old\").route(\"/x\", web::get().to(h))); }",
        "fn f() { App::new().service(web::scope(\"old\").service(web::resource(\"\").to(h))); }",
        "fn f() { App::new().route(\"/{any}/x\", web::get().to(h)); }",
        "fn f() { App::new().route(\"/{tail:.*}\", web::get().to(h)); }",
        "fn f() { App::new().default_service(web::to(h)); }",
        "fn f() { App::new().route(PATH, web::get().to(h)); }",
        "fn f() { other().route(\"/x\", h); }",
    ] {
        assert_eq!(routes(clean), [], "{clean}");
    }
    assert_eq!(
        found("fn f() { App::new().route(\"/x\", web::get().to(h)); }"),
        [],
        "no legacy, no word"
    );
}

#[test]
fn zt2016_servers_that_get_their_application_behind_the_gate() {
    let guarded = |text: &str| {
        let beside = scan_text(&format!("{MOVING}\n{text}")).beside;
        assert_eq!(beside.packages.get("shop").unwrap(), &["/old".to_owned()]);
        beside.guarded.len()
    };
    for behind in [
        "fn f() { HttpServer::new(move || front.around(App::new())); }",
        "fn f() { let app = move || front.around(App::new()); HttpServer::new(app); }",
        "fn f() { HttpServer::new(move || { let a = App::new(); front.around(a) }); }",
    ] {
        assert_eq!(guarded(behind), 1, "{behind}");
    }
    for beside in [
        "fn f() { HttpServer::new(move || App::new()); }",
        "fn f() { HttpServer::new(move || { front.around(App::new()); App::new() }); }",
        "fn f() { { let app = move || front.around(App::new()); } HttpServer::new(app); }",
        "fn g() { let app = move || front.around(App::new()); } fn f() { HttpServer::new(app); }",
        "fn f() { HttpServer::new(app()); }",
    ] {
        assert_eq!(guarded(beside), 0, "{beside}");
    }
}

#[test]
fn zt2009_a_legacy_path_past_its_day() {
    let text = "#[zt::service(legacy(\"/old\", why = \"w\", owner = \"o\", until = \"2026-11-26\"), endpoints())]\npub struct Shop;";
    assert_eq!(found(text), lines("ZT2009", &[1]));
    assert_eq!(found(&text.replace("11-26", "11-27")), []);
}
