//! Which routes are followed to whom, and what is told of those that can't be.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::source::application::{self, Application};
use crate::source::files;
use crate::source::tests::package;

fn unit(name: &str, is_program: bool, text: &str) -> Unit {
    syn::parse_file(text).unwrap();
    let mut package = package();
    package.others.insert("shop".to_owned());
    Unit::new(name, is_program, &package, files::read_text(text))
}

fn told(routes: &[Registered]) -> Vec<String> {
    let method = |it: &Registered| it.method.clone().unwrap_or_else(|| "ANY".to_owned());
    let mut told: Vec<_> = routes.iter().map(|it| format!("{} {}", method(it), it.path)).collect();
    told.sort();
    told.dedup();
    told
}

/// The routes of a program.
fn routes(text: &str) -> Vec<String> {
    let units = [unit("app", true, text)];
    told(&of(&units[0], &units))
}

/// Of an application with these calls.
fn app(calls: &str) -> Vec<String> {
    routes(&format!("fn f() {{ App::new(){calls}; }}"))
}

fn all(text: &str) -> Application {
    application::of(&[unit("app", true, text)])
}

const TWO_CONFIGS: &str = "
    pub mod users {
        pub fn config(c: &mut ServiceConfig) { c.route(\"/users\", web::get().to(list)); }
        async fn list(user: BearerAuth) {}
    }
    pub mod orders {
        pub fn config(c: &mut ServiceConfig) { c.route(\"/orders\", web::get().to(list)); }
        async fn list() {}
    }
";

#[test]
fn mm_zt2017_a_function_is_the_one_that_its_path_means() {
    let program = |body: &str| routes(&format!("{TWO_CONFIGS}\n{body}"));
    for body in [
        "fn f() { App::new().configure(users::config); }",
        "fn f() { App::new().configure(crate::users::config); }",
        "use users::config; fn f() { App::new().configure(config); }",
        "use users::config as c; fn f() { App::new().configure(c); }",
        "use users as u; fn f() { App::new().configure(u::config); }",
        "mod m { pub use crate::users::*; } fn f() { App::new().configure(m::config); }",
        // Unresolved, and what is written says which.
        "fn f() { use crate::users; App::new().configure(users::config); }",
    ] {
        assert_eq!(program(body), ["GET /users"], "{body}");
    }
    let by_name = "fn f() { use anywhere::config; App::new().configure(config); }";
    assert_eq!(program(by_name), ["GET /orders", "GET /users"]);
}

#[test]
fn mm_zt2017_a_function_of_another_crate_is_the_one_that_its_path_means() {
    let library = format!("{TWO_CONFIGS} pub use users::config as everything;");
    for (path, expected) in [
        ("shop::users::config", vec!["GET /users"]),
        ("shop::orders::config", vec!["GET /orders"]),
        ("shop::everything", vec!["GET /users"]),
        // As a macro may make it.
        ("shop::made::config", vec!["GET /orders", "GET /users"]),
        ("serde::config", vec!["? /{unknown:.*}"]),
    ] {
        let program = format!("fn config() {{}} fn f() {{ App::new().configure({path}); }}");
        let units = [unit("shop", false, &library), unit("shop", true, &program)];
        assert_eq!(told(&of(&units[1], &units)), expected, "{path}");
    }
}

#[test]
fn mm_a_handler_is_the_one_that_its_path_means() {
    let units = [unit(
        "app",
        true,
        &format!(
            "{TWO_CONFIGS} fn f() {{ App::new().configure(users::config).configure(orders::config); }}"
        ),
    )];
    let routes = of(&units[0], &units);
    let seen: Vec<_> =
        routes.iter().map(|it| it.seen.iter().cloned().collect::<String>()).collect();
    assert_eq!((told(&routes).len(), seen), (2, vec![String::new(), "BearerAuth".to_owned()]));
    let annotated = "
        mod a { #[get(\"/a\")] pub async fn list() {} }
        mod b { #[get(\"/b\")] pub async fn list() {} }
        fn f() { App::new().service(web::scope(\"/x\").service(a::list)); }
    ";
    assert_eq!(self::routes(annotated), ["GET /x/a"]);
}

#[test]
fn mm_functions_that_configure_one_another_end() {
    let names: Vec<_> = (0..40).map(|it| format!("c{it}")).collect();
    let body = |call: &dyn Fn(&str) -> String| {
        let calls: String = names.iter().map(|it| call(it)).collect();
        let functions = names.iter().map(|it| {
            format!("fn {it}(c: &mut ServiceConfig) {{ c.route(\"/{it}\", web::get().to(h)); {calls} }}\n")
        });
        format!("{} fn f() {{ App::new().configure(c0); }}", functions.collect::<String>())
    };
    let plain = routes(&body(&|it| format!("c.configure({it});")));
    assert_eq!(plain.len(), 40);
    let passed = routes(&body(&|it| format!("{it}(c);")));
    assert_eq!(passed, plain);
    // No end of paths: it gives up, and says so.
    let nested = routes(&body(&|it| format!("c.service(web::scope(\"/s{it}\").configure({it}));")));
    assert!(nested.contains(&"GET /c0".to_owned()));
    assert!(nested.iter().any(|it| it.ends_with("{unknown:.*}")));
}

#[test]
fn mm_what_stands_around_a_function_is_kept_apart() {
    let twice = "
        fn c(c: &mut ServiceConfig) { c.route(\"/x\", web::get().to(h)); }
        fn f() {
            App::new().service(web::scope(\"/a\").configure(c)).service(web::scope(\"/b\").configure(c));
        }
    ";
    assert_eq!(routes(twice), ["GET /a/x", "GET /b/x"]);
}

#[test]
fn mm_what_can_not_be_followed_is_a_route_of_which_nothing_is_known() {
    for calls in [
        ".service(handler)",
        ".service(services![a, b])",
        ".service(api.clone())",
        ".service(if old { a } else { b })",
        ".service(made())",
        ".configure(Routes::config)",
        ".configure(other_crate::config)",
        ".configure(config(state))",
        ".configure(|c| { state.add(c); })",
        ".configure(|c| { serde::add(c); })",
        ".configure(|c| { add!(c, 1); })",
        ".configure(|c| { let c = c.app_data(1); c.service(handler); })",
    ] {
        assert_eq!(app(calls), ["? /{unknown:.*}"], "{calls}");
    }
    assert_eq!(app(".service(web::scope(\"/x\").service(handler))"), ["? /x/{unknown:.*}"]);
    assert_eq!(app(".service(())"), [""; 0]);
    assert_eq!(app(".configure(|_| {})"), [""; 0]);
    let of_a_type =
        format!("{TWO_CONFIGS} struct T; fn f() {{ App::new().configure(T::config); }}");
    assert_eq!(routes(&of_a_type), ["? /{unknown:.*}"]);
    let of_self = format!(
        "{TWO_CONFIGS} struct T; impl T {{ fn f() {{ App::new().configure(Self::config); }} }}"
    );
    assert_eq!(routes(&of_self), ["? /{unknown:.*}"]);
}

#[test]
fn mm_an_application_is_followed_under_a_name_and_through_functions() {
    for program in [
        "fn f() { let app = App::new(); app.route(\"/x\", web::get().to(h)); }",
        "fn f() { let app = App::new().wrap(w); let app = app.route(\"/x\", web::get().to(h)); }",
        "fn f() { let mut app = App::new(); app = app.route(\"/x\", web::get().to(h)); }",
        "fn app() -> App<T> { App::new() } fn f() { app().route(\"/x\", web::get().to(h)); }",
        "fn add<T>(it: App<T>) -> App<T> { it.route(\"/x\", web::get().to(h)) }",
        "use actix_web::App as A; fn f() { A::new().route(\"/x\", web::get().to(h)); }",
        "fn f() { HttpServer::new(|| { let app = App::new(); app.route(\"/x\", web::get().to(h)) }); }",
        "fn add(c: &mut ServiceConfig) { c.route(\"/x\", web::get().to(h)); } fn f() { App::new().configure(|c| add(c)); }",
    ] {
        assert_eq!(routes(program), ["GET /x"], "{program}");
    }
    for other in [
        "fn f() { let app = App::new(); { let app = other(); app.route(\"/x\", h); } }",
        "fn f() { { let app = App::new(); } app.route(\"/x\", h); }",
        "fn g() { let app = App::new(); } fn f() { app.route(\"/x\", h); }",
    ] {
        assert_eq!(routes(other), [""; 0], "{other}");
    }
}

#[test]
fn mm_t6_methods_that_are_named() {
    for (calls, expected) in [
        (".route(\"/x\", web::method(Method::PUT).to(h))", vec!["PUT /x"]),
        (".route(\"/x\", web::route().method(http::Method::PUT).to(h))", vec!["PUT /x"]),
        (".route(\"/x\", web::route().guard(guard::Get()).to(h))", vec!["GET /x"]),
        (".route(\"/x\", web::get().guard(guard::Header(\"a\", \"b\")).to(h))", vec!["GET /x"]),
        (".service(web::resource(\"/x\").guard(guard::Post()).to(h))", vec!["POST /x"]),
        (".service(web::resource(\"/x\").get(h).post(h))", vec!["GET /x", "POST /x"]),
        (
            ".service(web::scope(\"/x\").guard(guard::Method(Method::PATCH)).route(\"\", web::to(h)))",
            vec!["PATCH /x"],
        ),
        (
            ".route(\"/x\", web::route().guard(guard::Any(guard::Get()).or(guard::Post())).to(h))",
            vec!["GET /x", "POST /x"],
        ),
        (
            ".route(\"/x\", web::route().guard(guard::All(guard::Header(\"a\", \"b\")).and(guard::Get())).to(h))",
            vec!["GET /x"],
        ),
        // These let every method in.
        (".route(\"/x\", web::to(h))", vec!["ANY /x"]),
        (".route(\"/x\", web::route().guard(guard::Not(guard::Get())).to(h))", vec!["ANY /x"]),
        (
            ".route(\"/x\", web::route().guard(guard::Any(guard::Get()).or(guard::Host(\"a\"))).to(h))",
            vec!["ANY /x"],
        ),
        (".service(web::resource(\"/x\").guard(guard::Host(\"a\")).to(h))", vec!["ANY /x"]),
        // Of these nobody knows.
        (".route(\"/x\", somewhere)", vec!["? /x"]),
        (".route(\"/x\", made(1).to(h))", vec!["? /x"]),
        (".route(\"/x\", web::method(own(1)).to(h))", vec!["? /x"]),
        (".route(\"/x\", web::route().method(own(1)).to(h))", vec!["? /x"]),
    ] {
        assert_eq!(app(calls), expected, "{calls}");
    }
    for (attribute, expected) in [
        ("#[route(\"/x\", method = \"GET\", method = \"POST\")]", vec!["GET /x", "POST /x"]),
        ("#[actix_web::route(\"/x\", method = \"put\", guard = \"g\")]", vec!["PUT /x"]),
        ("#[routes] #[get(\"/x\")] #[post(\"/y\")]", vec!["GET /x", "POST /y"]),
    ] {
        let program = format!("{attribute} async fn h() {{}} fn f() {{ App::new().service(h); }}");
        assert_eq!(routes(&program), expected, "{attribute}");
        assert_eq!(told(&all(&program).routes), expected, "{attribute}");
    }
}

#[test]
fn mm_what_is_made_is_counted_and_so_is_who_names_no_scope() {
    let made = |text: &str| all(text).made;
    assert_eq!(made("fn f() { let a = App::new(); run(HttpServer::new(move || a)); }"), 2);
    assert_eq!(made("use actix_web::HttpServer as S; fn f() { S::new(it); }"), 1);
    assert_eq!(made("fn f() { Other::new(); App::of(); }"), 0);
    let known = all("
        #[zt::get(\"/a\", authenticated(why = \"a b c\"))] async fn a() {}
        #[zt::get(\"/b\", scopes(B))] async fn b() {}
    ");
    assert_eq!((known.endpoints, known.authenticated), (2, 1));
}
