//! Issuers in tables of their own, and what they call things.

use super::*;

/// Two issuers in a file, with more lines for the second one.
fn two(more: &str) -> String {
    format!(
        "[issuers.corp]\nissuer = \"https://corp.example\"\naudience = \"shop\"\n\
         [issuers.partner]\nissuer = \"https://partner.example\"\naudience = \"shop-of-partner\"\n{more}"
    )
}

pub(super) fn load_file(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zt.toml");
    fs::write(&file, text).unwrap();
    let named = [("ZT_CONFIG", file.to_str().unwrap())];
    let loaded = load(&[&named, variables].concat());
    loaded.map_err(|told| told.replace(&format!("{}/", folder.path().display()), ""))
}

fn names(config: &Config) -> Vec<(Option<&str>, &str)> {
    issuers(config).iter().map(|issuer| (issuer.name.as_deref(), &*issuer.terms.audience)).collect()
}

#[test]
fn t04_each_table_is_an_issuer_with_its_name() {
    let config = load_file(&two(""), &[]).unwrap();
    assert_eq!(names(&config), [(Some("corp"), "shop"), (Some("partner"), "shop-of-partner")]);
}

#[test]
fn t04_one_issuer_may_stand_outside_of_tables_and_paseto_beside_jwt() {
    let key = key();
    let paseto = [("ZT_ISSUER", "house"), ("ZT_AUDIENCE", "shop"), ("ZT_KEYS", key.as_str())];
    let config = load_file(&two(""), &paseto).unwrap();
    assert_eq!(
        names(&config),
        [(None, "shop"), (Some("corp"), "shop"), (Some("partner"), "shop-of-partner")]
    );
    assert!(matches!(issuers(&config)[0].form, TokenForm::Paseto { .. }));
    assert!(matches!(issuers(&config)[1].form, TokenForm::Jwt(_)));
}

#[test]
fn t04_the_environment_fills_and_overrides_tables() {
    let config = load_file(
        &two(""),
        &[
            ("ZT_ISSUERS_PARTNER_AUDIENCE", "other"),
            ("ZT_ISSUERS_PARTNER_KEY_REFRESH", "7s"),
            ("ZT_ISSUERS_IN_HOUSE_ISSUER", "https://house.example"),
            ("ZT_ISSUERS_IN_HOUSE_AUDIENCE", "house"),
        ],
    )
    .unwrap();
    assert_eq!(
        names(&config),
        [(Some("corp"), "shop"), (Some("in-house"), "house"), (Some("partner"), "other")]
    );
    let TokenForm::Jwt(jwt) = &issuers(&config)[2].form else { panic!("JWT") };
    assert_eq!(jwt.key_refresh.as_secs(), 7);
}

#[test]
fn a_fault_in_a_table_says_which_and_where() {
    let told = load_file(
        &two("leway = \"1s\"\nalgorithms = \"HS256\"\n[issuers.Big]\nissuer = \"https://b.example\"\n"),
        &[("ZT_ISSUERS_CORP_TOKEN_LIFE", "2d"), ("ZT_ISSUERS_CORP_KEYZ", "x"), ("ZT_ISSUERS_NEW_ISSUER", "https://n.example")],
    )
    .unwrap_err();
    for line in [
        "the configuration has 6 faults",
        "ZT_ISSUERS_CORP_KEYZ: there is no such setting; in a table of `issuers` there are issuer, audience,",
        "zt.toml:7, `issuers.partner.leway`: there is no such setting; did you mean `issuers.partner.leeway`?",
        "zt.toml:8, `issuers.partner.algorithms`: found \"HS256\", expected some of ES256, EdDSA, PS256 and RS256",
        "zt.toml:9, `issuers.Big`: expected another name: a small letter, then small letters, digits and `-`, 64 at most",
        "ZT_ISSUERS_CORP_TOKEN_LIFE: found \"2d\", expected a time of at most 24 hours, such as 1h",
        "ZT_ISSUERS_NEW_AUDIENCE: missing; expected the service's own name",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let told = load_file("[issuers]\nsmall = 1\n", &[]).unwrap_err();
    assert!(
        told.contains("zt.toml:2, `issuers.small`: found a number, expected a table for"),
        "{told}"
    );
    let told = load_file("issuers = \"corp\"\n", &[]).unwrap_err();
    assert!(
        told.contains("zt.toml:1, `issuers`: found a text, expected a table for each issuer, such as [issuers.corp]"),
        "{told}"
    );
}

// T-04: whose a token is, is never a matter of order.
#[test]
fn t04_two_issuers_that_could_be_mistaken_are_refused() {
    let same = two("[issuers.third]\nissuer = \"https://corp.example\"\naudience = \"x\"\n");
    let told = load_file(&same, &[]).unwrap_err();
    assert!(
        told.contains("1 fault\n")
            && told.contains("zt.toml:8, `issuers.third.issuer`: [issuers.corp] has the same"),
        "{told}"
    );
    let key = key();
    let keys = format!(
        "issuer = \"a\"\naudience = \"x\"\nkeys = [\"{key}\"]\n[issuers.b]\nissuer = \"b\"\naudience = \"x\"\nkeys = \"{key}\"\n"
    );
    let told = load_file(&keys, &[]).unwrap_err();
    assert!(
        told.contains("1 fault\n")
            && told.contains("zt.toml:7, `issuers.b.keys`: the issuer outside of tables has one of these keys too")
            && !told.contains(&key),
        "{told}"
    );
    let folder = tempfile::tempdir().unwrap();
    let secret = crate::testing::pki::written(folder.path(), "secret", "s", 0o600);
    let told = load_file(
        &two(""),
        &[
            ("ZT_ISSUERS_CORP_INTROSPECTION_CLIENT", "a"),
            ("ZT_ISSUERS_CORP_INTROSPECTION_SECRET", &secret),
            ("ZT_ISSUERS_PARTNER_INTROSPECTION_CLIENT", "a"),
            ("ZT_ISSUERS_PARTNER_INTROSPECTION_SECRET", &secret),
        ],
    )
    .unwrap_err();
    assert!(
        told.contains("1 fault\n")
            && told.contains("ZT_ISSUERS_PARTNER_INTROSPECTION_CLIENT: [issuers.corp] is asked"),
        "{told}"
    );
}

#[test]
fn the_development_authority_stands_alone_also_against_tables() {
    let told = load_file(&two(""), &[("ZT_PROFILE", "development")]).unwrap_err();
    assert!(told.contains("zt.toml:1, `issuers`: with profile = development"), "{told}");
}

#[test]
fn s10_the_issuer_s_words_are_read_as_a_table_and_as_pairs() {
    let lines = "kind_claim = \"idtyp\"\nkind_values = { client = \"app\", person = [\"user\", \"guest\"] }\n\
                 device_claim = \"device\"\ntoken_id_claim = \"uti\"\n\
                 acr_values = { \"urn:acr:mfa\" = [\"phr\", \"2\"] }\n";
    let config = load_file(
        &two(lines),
        &[("ZT_ISSUERS_PARTNER_DEVICE_VALUES", "managed=compliant, managed=true")],
    )
    .unwrap();
    let partner = &issuers(&config)[1];
    assert_eq!(partner.words.acr.theirs("urn:acr:mfa"), ["phr", "2"]);
    assert_eq!(partner.words.device.theirs("managed"), ["compliant", "true"]);
    let TokenForm::Jwt(jwt) = &partner.form else { panic!("JWT") };
    assert_eq!((&*jwt.mapping.token_id, jwt.mapping.device.as_deref()), ("uti", Some("device")));
    let kind = jwt.mapping.kind.as_ref().unwrap();
    assert_eq!((&*kind.claim, kind.values.ours("guest")), ("idtyp", Some("person")));
}

#[test]
fn s10_words_that_decide_nothing_or_two_things_are_faults() {
    for (line, expected) in [
        ("acr_values = {}", "found a table, expected a table of the service's words"),
        ("acr_values = { a = 1 }", "found a table, expected"),
        ("acr_values = { a = [] }", "found a table, expected"),
        ("acr_values = \"a\"", "found \"a\", expected"),
        ("acr_values = \"a=\"", "found \"a=\", expected"),
        ("acr_values = { a = \"1\", b = \"1\" }", "\"1\" stands for two things"),
        (
            "kind_claim = \"k\"\nkind_values = { robot = \"r\" }",
            "expected a table of person, client and workload",
        ),
        ("kind_values = { client = \"app\" }", "without it `kind_values` does nothing"),
    ] {
        let told = load_file(&two(line), &[]).unwrap_err();
        assert!(told.contains("1 fault\n") && told.contains(expected), "{line}: {told}");
    }
}
