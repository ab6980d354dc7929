//! Where clients are told is in every challenge of a guarded route (RFC 9728 §5.1), and can't be misread (T-21).

use std::time::Duration;

use super::*;

/// The value of `resource_metadata`, read as RFC 9110 §5.6.4 says; every parameter must be one that is ours.
fn document_of(challenge: &str) -> Option<String> {
    let (_, mut rest) = challenge.split_once(' ')?;
    let mut found = None;
    loop {
        let (name, value) = rest.split_once("=\"").unwrap();
        let known = ["error", "error_description", "scope", "max_age", "acr_values", "algs"];
        assert!(known.contains(&name) || name == "resource_metadata", "{challenge}");
        let (value, after) = value.split_once('"').unwrap();
        assert!(!value.contains('\\'), "{challenge}");
        if name == "resource_metadata" {
            assert_eq!(found.replace(value.to_owned()), None, "{challenge}");
        }
        match after.strip_prefix(", ") {
            Some(next) => rest = next,
            None if after.is_empty() => return found,
            None => return None,
        }
    }
}

#[test]
fn a10_each_refusal_of_a_credential_says_where_its_path_is_described() {
    let shop = shop();
    let here = |path: &str| format!("https://api.example{PREFIX}{path}");
    let answers = block_on(async {
        let mallory = shop.as_caller("mallory");
        let reader = shop.as_caller("reader").holding::<Read>();
        let in_query = shop.anonymous().get("/things/7?access_token=a");
        let old = shop.token_for("alice").holding::<Read>().issue().unwrap();
        shop.clock().advance(Duration::from_secs(90));
        [
            (401, "/things/7", shop.anonymous().get("/things/7").await),
            (401, "/things/7", shop.anonymous().head("/things/7").await),
            (401, "/things/7", shop.with_token("v4.public.x").get("/things/7?a=b").await),
            (401, "/fresh", shop.with_token(&old).get("/fresh").await),
            (403, "/things/7", mallory.get("/things/7").await),
            (403, "/things/7", reader.put("/things/7").await),
            (403, "/things", reader.post("/things").await),
            (400, "/things/7", in_query.await),
        ]
    });
    for (status, path, answer) in answers {
        assert_eq!(answer.status(), status, "{answer:?}");
        let challenges = answer.headers("www-authenticate");
        assert!(!challenges.is_empty());
        for challenge in challenges {
            assert_eq!(document_of(challenge), Some(here(path)), "{challenge}");
        }
        assert_eq!(told(&shop, path)["resource"], format!("https://api.example{path}"));
    }
}

#[test]
fn a10_what_is_not_about_a_guarded_route_names_no_document() {
    let shop = shop();
    block_on(async {
        let alice = shop.as_caller("alice").holding::<Read>();
        for answer in [
            shop.anonymous().get("/nothing").await,
            shop.anonymous().send("DELETE", "/things/7").await,
            shop.anonymous().get("/fails").await,
            shop.anonymous().get("/open").header("dpop", "a").header("dpop", "b").await,
            alice.get("/things/7").await,
        ] {
            assert!(!format!("{answer:?}").contains("resource_metadata"), "{answer:?}");
        }
    });
}

#[test]
fn t21_no_path_ends_the_quoted_string() {
    let shop = shop();
    for name in [
        "a%22",
        "%22,%20error=%22insufficient_scope",
        "a'b",
        "a,b=c",
        "a%C3%A9",
        "(a)",
        "a*b+c!d$e&f",
        "a:b@c",
        "a%3Cb%3E",
        "%60%7B%7C%7D%5E",
    ] {
        let answer = get(&shop, &format!("/things/{name}"));
        assert_eq!(answer.status(), 401, "{name}");
        for challenge in answer.headers("www-authenticate") {
            let document = document_of(challenge).unwrap();
            assert_eq!(document, format!("https://api.example{PREFIX}/things/{name}"));
        }
    }
    for name in ["a\"b", "a\\b", "a%5Cb", "a%0D%0Ab", "a\r\nb", "a\u{7f}b", "é", "a%00", "a%2Fb"] {
        let answer = get(&shop, &format!("/things/{name}"));
        assert_eq!(answer.status(), 400, "{name:?}");
        assert!(answer.headers("www-authenticate").is_empty());
    }
}
