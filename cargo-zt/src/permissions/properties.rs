//! The laws of the order, over generated values.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;

use proptest::prelude::*;
use zt_manifest::{RateBy, RateOrigin};

use super::facts::{Aspects, facts};
use super::fixture::shop;
use super::order::{Class, Within, class};
use super::values::{Access, Answer, Binding, Given, Length, Millis, Rate, Shape};
use super::{Lock, compare};

fn scopes() -> impl Strategy<Value = Access> {
    let clause = prop::collection::btree_set("[abc]", 1..3);
    prop::collection::btree_set(clause, 1..4).prop_map(Access::Scopes)
}

fn access() -> impl Strategy<Value = Access> {
    prop_oneof![
        3 => scopes(),
        1 => Just(Access::Authenticated),
        1 => Just(Access::Probe),
        1 => Just(Access::Public),
    ]
}

fn shape() -> impl Strategy<Value = Shape> {
    let most = || prop::option::of(0..9_u32);
    let range = "(-?[0-9])?\\.\\.([0-9])?".prop_map(|it| format!("whole({it})"));
    prop_oneof![
        (0..9_u32, most()).prop_map(|(min, max)| Shape::Text { min, max }),
        (0..9_u32, most()).prop_map(|(min, max)| Shape::Secret { min, max }),
        prop::collection::btree_set(word(), 0..3).prop_map(Shape::Choice),
        range.prop_map(|text| Shape::parse(&text).unwrap()),
        (most(), any::<bool>()).prop_map(|(max, nulls)| Shape::List { max, nulls }),
        prop_oneof![Just("truth"), Just("fields"), Just("id(A)"), Just("object(A, B, reads)")]
            .prop_map(|text| Shape::parse(text).unwrap()),
    ]
}

/// Of a choice: what is written around it may stand in it.
fn word() -> impl Strategy<Value = String> {
    let around = prop_oneof![Just(", for callers with "), Just(", optional"), Just("\"])")];
    let marks = "[a-c,)\"]{0,2}";
    prop_oneof![
        2 => "[a-c,)\"]{1,2}",
        1 => (marks, around, marks).prop_map(|(before, around, after)| before + around + &after),
    ]
}

fn given() -> impl Strategy<Value = Given> {
    let given = (shape(), any::<bool>(), prop::option::of(scopes()));
    given.prop_map(|(shape, optional, with)| Given { shape, optional, with })
}

fn binding() -> impl Strategy<Value = Binding> {
    let open =
        shape().prop_map(|shape| Binding::Open(Given { shape, optional: false, with: None }));
    let object = Shape::parse("object(Order, Read, reads)").unwrap();
    prop_oneof![
        open,
        Just(Binding::OwnSubject),
        Just(Binding::OwnTenant),
        Just(Binding::Object(object))
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    let view = (any::<bool>(), prop::option::of("[AB]"));
    prop_oneof![
        view.prop_map(|(many, of)| Answer::View { many, of }),
        prop::option::of("[AB]").prop_map(|of| Answer::Stream { of }),
        Just(Answer::Nothing),
        Just(Answer::Download),
        "[AB]".prop_map(Answer::Redirect),
    ]
}

fn rate() -> impl Strategy<Value = Rate> {
    let by = prop_oneof![Just(RateBy::Subject), Just(RateBy::Ip)];
    let origin = prop_oneof![
        Just(RateOrigin::Service),
        Just(RateOrigin::Group),
        Just(RateOrigin::Endpoint),
        Just(RateOrigin::Default)
    ];
    let per = prop_oneof![Just(1_000_u64), Just(60_000), 1..100_000_u64];
    (1..99_u32, per, by, origin).prop_map(|(count, per_ms, by, origin)| {
        Rate(zt_manifest::Rate { count, per_ms, by, origin })
    })
}

/// Reflexive and transitive; a class in one direction says what the other is.
fn laws<T: Within + Debug>(a: &T, b: &T, c: &T) {
    assert_eq!(class(a, a), Class::Neutral, "{a:?}");
    if a.within(b) && b.within(c) {
        assert!(a.within(c), "{a:?} within {b:?} within {c:?}");
    }
    match class(a, b) {
        Class::Narrower => assert_eq!(class(b, a), Class::Wider, "{a:?} {b:?}"),
        Class::Neutral => assert_eq!(class(b, a), Class::Neutral, "{a:?} {b:?}"),
        Class::Wider => assert_ne!(class(b, a), Class::Neutral, "{a:?} {b:?}"),
    }
}

/// Whether somebody with these scopes and a valid credential gets in: what the order of accesses has to agree with.
fn admits(access: &Access, scopes: &[&str]) -> bool {
    match access {
        Access::Scopes(clauses) => {
            clauses.iter().all(|clause| clause.iter().any(|it| scopes.contains(&it.as_str())))
        }
        _ => true,
    }
}

proptest! {
    #[test]
    fn d03_the_laws_hold(
        accesses in [access(), access(), access()],
        givens in [given(), given(), given()],
        bindings in [binding(), binding(), binding()],
        answers in [answer(), answer(), answer()],
        rates in [rate(), rate(), rate()],
    ) {
        let [a, b, c] = &accesses;
        laws(a, b, c);
        let [a, b, c] = &givens;
        laws(a, b, c);
        let [a, b, c] = &bindings;
        laws(a, b, c);
        let [a, b, c] = &answers;
        laws(a, b, c);
        let [a, b, c] = &rates;
        laws(a, b, c);
    }

    #[test]
    fn d03_an_access_is_within_another_just_when_it_admits_nobody_more(a in scopes(), b in scopes()) {
        let names = ["a", "b", "c"];
        let subsets = (0..8_usize).map(|bits| {
            names.into_iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0).map(|it| it.1).collect::<Vec<_>>()
        });
        let admits_nobody_more = subsets.into_iter().all(|it| !admits(&a, &it) || admits(&b, &it));
        prop_assert_eq!(a.within(&b), admits_nobody_more);
    }

    #[test]
    fn d03_texts_are_read_back(
        access in access(), given in given(), binding in binding(), answer in answer(), rate in rate(),
        number in any::<u64>(),
    ) {
        prop_assert_eq!(Access::parse(&access.to_string()), Some(access));
        prop_assert_eq!(Given::parse(&given.to_string()), Some(given));
        prop_assert_eq!(Binding::parse(&binding.to_string()), Some(binding));
        prop_assert_eq!(Answer::parse(&answer.to_string()), Some(answer));
        prop_assert_eq!(Rate::parse(&rate.to_string()), Some(rate));
        prop_assert_eq!(Millis::parse(&Millis(number).text()), Some(Millis(number)));
        prop_assert_eq!(Length::parse(&Length(number).text()), Some(Length(number)));
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in ".*|text\\(.*\\)|object\\(.*\\)|[0-9]*/.* by .* \\(.*\\)") {
        let _ = (Access::parse(&text), Given::parse(&text), Binding::parse(&text));
        let _ = (Answer::parse(&text), Rate::parse(&text), Millis::parse(&text), Length::parse(&text));
        let _ = Lock::read(&text);
    }

    /// Whatever text replaces a fact's, there is one change, it is told, and nothing but the same is no change.
    #[test]
    fn d03_every_changed_fact_is_a_change(at in any::<prop::sample::Index>(), text in "[a-z0-9]{1,8}") {
        let before = facts(&shop(), Aspects::new());
        let all: Vec<_> = before.0.iter().flat_map(|(subject, aspects)| aspects.keys().map(move |key| (subject, key))).collect();
        let (subject, key) = all[at.index(all.len())];
        let mut after = before.clone();
        let old = after.0.get_mut(subject).unwrap().insert(key.clone(), text.clone()).unwrap();
        let changes = compare(&before, &after);
        prop_assert_eq!(changes.len(), usize::from(old != text));
        prop_assert!(changes.iter().all(|it| !it.sentence.is_empty()));
        prop_assert_eq!(compare(&after, &after), vec![]);
    }
}

#[test]
fn d03_a_word_that_looks_like_what_follows_it_is_read_back() {
    let with = || Some(Access::Scopes([["a".to_owned()].into()].into()));
    for word in [
        ", for callers with a",
        "a), for callers with b",
        "\"]), for callers with a or b",
        "a, optional",
        ", optional, for callers with ",
    ] {
        for (optional, with) in [(false, None), (true, None), (false, with()), (true, with())] {
            let shape = Shape::Choice([word.to_owned()].into());
            let given = Given { shape, optional, with };
            assert_eq!(Given::parse(&given.to_string()), Some(given), "{word}");
        }
    }
}
