//! X02: tokens without a signature. X33: PASETOs of another kind, cut or mixed.

use super::siege::{Siege, guarded};
use crate::fixture::{House, in_house};

/// None of these is a `v4.public` token.
fn unsigned() -> Vec<String> {
    // {"alg":"none"} in four spellings, {"alg":"HS256"}, and a payload that grants everything.
    let payload = "eyJzdWIiOiJhbGljZSIsInNjb3BlIjoiZm9sZGVyczpyZWFkIn0";
    let headers = [
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJOb25lIn0",
        "eyJhbGciOiJuT25FIn0",
        "eyJhbGciOiIifQ",
        "eyJhbGciOiJIUzI1NiJ9",
        "e30",
    ];
    let mut all: Vec<_> = headers.iter().map(|header| format!("{header}.{payload}.")).collect();
    all.extend(headers.iter().map(|header| format!("{header}.{payload}")));
    all.extend(headers.iter().map(|header| format!("{header}.{payload}.AAAA")));
    all.extend([format!(".{payload}."), "..".to_owned(), ".....".to_owned(), payload.to_owned()]);
    all
}

#[test]
fn x02_an_unsigned_token_opens_nothing() {
    for route in guarded() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for token in unsigned() {
                let answer = siege.send(route.by(&house.app.with_token(&token))).await;
                assert_eq!(answer.status(), 401, "{} {token}", route.name());
                assert_eq!(
                    answer.header("www-authenticate"),
                    Some(r#"Bearer error="invalid_token""#)
                );
            }
            let records = siege.ends_in_vain();
            assert!(
                records.iter().all(|record| record["reason"] == "not_v4_public"),
                "{records:#?}"
            );
        });
    }
}

/// A good token, spoilt in every way that needs no key.
fn spoilt(house: &House) -> Vec<String> {
    let token = house.token();
    let rest = token.strip_prefix("v4.public.").unwrap();
    let (body, footer) = rest.split_once('.').unwrap();
    let prefixes = [
        "v4.local.",
        "v3.public.",
        "v3.local.",
        "v2.public.",
        "v2.local.",
        "v1.public.",
        "v1.local.",
        "v5.public.",
        "V4.PUBLIC.",
        "v4.Public.",
        "v4.public",
        "v4..",
        "4.public.",
        "v4.public..",
        "v4.secret.",
        "k4.public.",
        "",
    ];
    let mut all: Vec<_> = prefixes.iter().map(|prefix| format!("{prefix}{rest}")).collect();
    // Cut at each end of its parts, and in the middle.
    let cuts = [1, 10, body.len() / 2, body.len() - 86, body.len() - 1];
    all.extend(cuts.iter().map(|at| format!("v4.public.{}.{footer}", &body[..*at])));
    all.extend(cuts.iter().map(|at| format!("v4.public.{}.{footer}", &body[*at..])));
    // Without its footer, with half of it, with another's.
    let stranger = House::open().token();
    let foreign = stranger.rsplit_once('.').unwrap().1;
    for footer in ["", &footer[..footer.len() / 2], foreign, "e30", &format!("{footer}.{footer}")] {
        all.push(format!("v4.public.{body}.{footer}"));
    }
    all.push(format!("v4.public.{body}"));
    // Another's token, and another's body under this footer.
    let foreign_body =
        stranger.strip_prefix("v4.public.").unwrap().split_once('.').unwrap().0.to_owned();
    all.push(stranger.clone());
    all.push(format!("v4.public.{foreign_body}.{footer}"));
    all.extend(flipped(body).into_iter().map(|body| format!("v4.public.{body}.{footer}")));
    all.push(format!("v4.public.{body}={footer}"));
    all
}

/// One letter changed: in the claims, in the signature, and in the last one, whose low bits mean nothing.
fn flipped(body: &str) -> Vec<String> {
    let at = [0, 5, body.len() / 2, body.len() - 80, body.len() - 2, body.len() - 1];
    let flip = |at: usize| {
        let other = if &body[at..=at] == "A" { "B" } else { "A" };
        format!("{}{other}{}", &body[..at], &body[at + 1..])
    };
    at.into_iter().map(flip).filter(|flipped| flipped != body).collect()
}

#[test]
fn x33_a_spoilt_token_opens_nothing() {
    for route in guarded() {
        in_house(async |house| {
            let mut siege = Siege::of(house);
            for token in spoilt(house) {
                let answer = siege.send(route.by(&house.app.with_token(&token))).await;
                // With `=` in the middle or nothing before the dot it isn't even a bearer token.
                assert!(
                    [400, 401].contains(&answer.status()),
                    "{} {token}: {answer:?}",
                    route.name()
                );
            }
            siege.ends_in_vain();
        });
    }
}

// The token that all of these are made of does open the door.
#[test]
fn x33_the_whole_token_counts() {
    in_house(async |house| {
        assert_eq!(house.app.with_token(&house.token()).get("/folders/7001").await.status(), 200);
    });
}

#[test]
fn t11_a_huge_token_is_refused_before_it_is_decoded() {
    in_house(async |house| {
        let mut siege = Siege::of(house);
        let huge = format!("v4.public.{}", "A".repeat(20_000));
        assert_eq!(siege.send(house.app.with_token(&huge).get("/me")).await.status(), 401);
        let records = siege.ends_in_vain();
        assert_eq!(records[0]["reason"], "token_too_long");
    });
}
