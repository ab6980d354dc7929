//! X11: headers that say which certificate there was. X12: headers that others believe. X16: headers that say who is there. X28: other sites.

use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;
use crate::request::Request;

const BELIEVED: &str = "a header that anybody can send stands in for a credential";
const ORIGIN: &str = "a page of another site reads what the visitor may read";

const HEADERS: [(&str, &str); 20] = [
    ("x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"),
    ("x-middleware-next", "1"),
    ("x-internal", "true"),
    ("x-internal-request", "1"),
    ("x-auth-user", "owner"),
    ("x-auth-request-user", "owner"),
    ("x-authenticated-user", "owner"),
    ("x-remote-user", "owner"),
    ("remote-user", "owner"),
    ("x-user", "owner"),
    ("x-user-id", "1"),
    ("x-forwarded-user", "owner"),
    ("x-roles", "admin"),
    ("x-scope", "admin"),
    ("x-tenant", "acme"),
    ("x-zt-verified", "1"),
    ("x-original-url", "/health"),
    ("x-rewrite-url", "/health"),
    ("x-forwarded-prefix", "/health"),
    ("x-amzn-oidc-identity", "owner"),
];

/// What proxies say of a client's certificate (RFC 9440 among them).
const CERTIFICATES: [(&str, &str); 9] = [
    ("x-forwarded-client-cert", "URI=spiffe://cluster/ns/admin"),
    ("x-client-cert", "CN=admin"),
    ("x-ssl-client-cert", "-----BEGIN CERTIFICATE-----"),
    ("x-ssl-client-verify", "SUCCESS"),
    ("x-ssl-client-s-dn", "CN=x,CN=admin"),
    ("ssl-client-verify", "SUCCESS"),
    ("x-amzn-mtls-clientcert-subject", "CN=admin"),
    ("client-cert", ":MIIB:"),
    ("x-arr-clientcert", "MIIB"),
];

/// Where the request is said to come from.
const ADDRESSES: [(&str, &str); 6] = [
    ("x-forwarded-for", "127.0.0.1"),
    ("x-forwarded-for", "::ffff:127.0.0.1, 10.0.0.1"),
    ("forwarded", "for=127.0.0.1;proto=https"),
    ("x-real-ip", "127.0.0.1"),
    ("true-client-ip", "::1"),
    ("x-client-ip", "127.0.0.1"),
];

const ORIGINS: [&str; 4] =
    ["null", "https://evil.example", "https://localhost.evil.example", "http://127.0.0.1"];

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let mut steps = origins(case);
    if !case.is_open() {
        steps.extend(HEADERS.iter().map(|header| believed(case, "X12", header)));
        steps.extend(CERTIFICATES.iter().map(|header| believed(case, "X11", header)));
        steps.extend(ADDRESSES.iter().map(|header| believed(case, "X16", header)));
    }
    steps
}

fn believed(case: &Case<'_>, attack: &'static str, (name, value): &(&str, &str)) -> Step {
    let tried = format!("`{name}: {value}` in the place of a credential");
    let request = case.anonymous().header(name, value);
    Step::new(attack, BELIEVED, tried, request, Expect::Status(&[400, 401])).at(case)
}

fn origins(case: &Case<'_>) -> Vec<Step> {
    let near = case.samples.listed_page().map(near).unwrap_or_default();
    let all = ORIGINS.iter().map(|&origin| origin.to_owned()).chain(near);
    let from = |origin: String| {
        let asked = case.anonymous().header("origin", &origin);
        let asks = preflight(case, &origin, case.method(), "authorization");
        [(format!("a request from {origin}"), asked), (format!("a preflight from {origin}"), asks)]
    };
    let reads = case.method() == "GET";
    let owned = reads.then(|| {
        let request = case.by(case.caller()).header("origin", "https://evil.example");
        ("the owner's request from https://evil.example".to_owned(), request)
    });
    let step =
        |(tried, request)| Step::new("X28", ORIGIN, tried, request, Expect::NoOrigin).at(case);
    let beyond = case.samples.listed_page().map(|page| beyond(case, page)).unwrap_or_default();
    all.flat_map(from).chain(owned).map(step).chain(beyond).collect()
}

fn preflight(case: &Case<'_>, origin: &str, method: &str, headers: &str) -> Request {
    let asked = case.anonymous().header("origin", origin).with_method("OPTIONS");
    let asked = asked.header("access-control-request-method", method);
    asked.header("access-control-request-headers", headers)
}

/// Origins that differ from the listed one where a comparison is careless.
fn near(page: &str) -> Vec<String> {
    let (scheme, host) = page.split_once("://").unwrap_or(("https", page));
    let name = host.split(':').next().unwrap_or(host);
    vec![
        format!("{page}.evil.example"),
        format!("{scheme}://evil{host}"),
        format!("{scheme}://evil.{host}"),
        format!("http://{host}"),
        format!("{scheme}://{name}:4443"),
        format!("{page}/"),
        format!("{page}@evil.example"),
        format!("{page} https://evil.example"),
        format!("{scheme}://{}", host.to_uppercase()),
    ]
}

/// What the listed page asks for, and no endpoint declares.
fn beyond(case: &Case<'_>, page: &str) -> Vec<Step> {
    let others = ["OPTIONS", "TRACE", "JEFF"].map(|method| (method, "authorization"));
    let headers = ["*", "x-anything", "authorization, x-anything", "cookie"];
    let headers = headers.map(|headers| (case.method(), headers));
    let step = |(method, headers): (&str, &str)| {
        let tried = format!("a preflight from the listed page for {method} with `{headers}`");
        let request = preflight(case, page, method, headers);
        Step::new("X28", ORIGIN, tried, request, Expect::NoPermission).at(case)
    };
    others.into_iter().chain(headers).map(step).collect()
}
