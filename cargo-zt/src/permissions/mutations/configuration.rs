//! What `zt.toml` says.

use super::*;

/// A configuration that was `before` and is `after`.
fn configured(before: &str, after: &str) -> Vec<(Class, String)> {
    let of = |text: &str| facts(&shop(), crate::permissions::configuration(text).unwrap());
    told(compare(&of(before), &of(after)))
}

fn configuration_widens(before: &str, after: &str, sentence: &str) {
    assert_eq!(configured(before, after), [(Wider, sentence.to_owned())]);
}

#[test]
fn d04_the_configuration_widens() {
    for (before, after, sentence) in [
        ("", "issuer = \"https://id\"", "tokens of the issuer `https://id` count now"),
        (
            "issuer = \"https://id\"",
            "issuer = \"https://evil\"",
            "tokens of the issuer `https://evil` count now; it was `https://id`",
        ),
        ("audience = \"a\"", "audience = \"b\"", "tokens made for `b` count now; it was `a`"),
        ("", "keys = [\"k4.public.a\"]", "the configuration's `keys` now takes `k4.public.a`"),
        ("", "token_life = \"24h\"", "tokens may live for 24h; it was 1h"),
        (
            "",
            "tls_min_version = \"1.2\"",
            "the configuration's `tls_min_version` is \"1.2\" now; there was none",
        ),
        (
            "[segments.admin]\ntls_min_version = \"1.3\"",
            "[segments.admin]\ntls_min_version = \"1.2\"",
            "the configuration's `segments.admin.tls_min_version` is \"1.2\" now; it was \"1.3\"",
        ),
        ("leeway = \"5s\"", "", "the issuer's clock may be 10s ahead; it was 5s"),
        (
            "[network]\nOffice = [\"10.0.0.0/24\"]",
            "[network]\nOffice = [\"10.0.0.0/24\", \"10.0.0.0/8\"]",
            "the configuration's `network.Office` now takes `10.0.0.0/8`",
        ),
        (
            "browser_origins = [\"https://shop.example\"]",
            "browser_origins = [\"https://shop.example\", \"https://desk.example\"]",
            "the configuration's `browser_origins` now takes `https://desk.example`",
        ),
        (
            "profile = \"production\"",
            "profile = \"development\"",
            "the service issues its own tokens now: `profile = \"development\"`",
        ),
        (
            "[issuers.corp.role_values]\nsupport = [\"desk\"]",
            "[issuers.corp.role_values]\nsupport = [\"desk\", \"everybody\"]",
            "the configuration's `issuers.corp.role_values.support` now takes `everybody`",
        ),
        (
            "",
            "[issuers.corp]\nroles_claim = \"groups\"",
            "the configuration's `issuers.corp.roles_claim` is \"groups\" now; there was none",
        ),
        ("", "strict = false", "the configuration's `strict` is \"false\" now; there was none"),
    ] {
        configuration_widens(before, after, sentence);
    }
}

#[test]
fn d04_a_segment_that_takes_every_issuer() {
    let listed = "[segments.admin]\nissuers = [\"corp\"]";
    let told = configured(listed, "[segments.admin]\nlisten = \"127.0.0.1:1\"");
    let sentence =
        "the configuration's `segments.admin.issuers` is gone; it was \"only those listed\"";
    assert!(told.contains(&(Wider, sentence.to_owned())), "{told:?}");
    let told = configured(listed, "[segments.admin]\nissuers = [\"corp\", \"partner\"]");
    assert!(told.len() == 1 && told[0].0 == Wider, "{told:?}");
    let listens = |port| format!("[segments.admin]\nlisten = \"127.0.0.1:{port}\"");
    assert_eq!(configured(&listens(1), &listens(2)), []);
}

#[test]
fn d04_the_configuration_narrows() {
    for (before, after) in [
        ("keys = [\"k4.public.a\", \"k4.public.b\"]", "keys = [\"k4.public.a\"]"),
        ("", "token_life = \"5m\""),
        ("tls_min_version = \"1.2\"", "tls_min_version = \"1.3\""),
        ("tls_min_version = \"1.2\"", ""),
        ("leeway = \"20s\"", "leeway = \"1s\""),
        ("profile = \"development\"", "profile = \"production\""),
    ] {
        let told = configured(before, after);
        assert!(told.len() == 1 && told[0].0 == Narrower, "{told:?}");
    }
    assert_eq!(configured("listen = \"a\"", "listen = \"b\"\nstate = \"c\""), []);
}
