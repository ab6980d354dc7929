//! That zt's form of a description says the same as the description, for every set of scopes that somebody could hold.
use std::collections::BTreeSet;

use crate::cnf::{Clause, clauses};

fn lists(text: &[&str]) -> Vec<Vec<String>> {
    let list = |it: &&str| it.split_whitespace().map(str::to_owned).collect();
    text.iter().map(list).collect()
}

fn said(text: &[&str]) -> Vec<String> {
    let join = |clause: &Clause<'_>| clause.iter().copied().collect::<Vec<_>>().join("|");
    clauses(&lists(text)).iter().map(join).collect()
}

#[test]
fn b05_lists_of_scopes_become_clauses() {
    for (alternatives, expected) in [
        (&["a"][..], &["a"][..]),
        (&["a b"], &["a", "b"]),
        (&["a", "b"], &["a|b"]),
        (&["a b", "a c"], &["a", "b|c"]),
        (&["a b", "c"], &["a|c", "b|c"]),
        (&["a b", "a"], &["a"]),
        (&["a b", "c d"], &["a|c", "a|d", "b|c", "b|d"]),
        (&["a", ""], &[]),
        (&[""], &[]),
    ] {
        assert_eq!(said(alternatives), expected, "{alternatives:?}");
    }
}

/// Every set of up to five scopes, under a thousand random descriptions: it comes in by both forms or by none. No clause
/// could be left out, and none holds another.
#[test]
fn b05_the_clauses_are_exact_and_none_is_too_many() {
    const SCOPES: [&str; 5] = ["a", "b", "c", "d", "e"];
    let sets = || (0_u32..1 << SCOPES.len()).map(set);
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..1_000 {
        let count = random.usize(1..5);
        let pick =
            |_| set(random.u32(0..1 << SCOPES.len())).into_iter().map(str::to_owned).collect();
        let alternatives: Vec<Vec<String>> = (0..count).map(pick).collect();
        let clauses = clauses(&alternatives);
        let listed = |held: &BTreeSet<&str>| {
            alternatives.iter().any(|it| it.iter().all(|scope| held.contains(scope.as_str())))
        };
        for held in sets() {
            let admitted = |left_out: Option<&Clause<'_>>| {
                let counted = clauses.iter().filter(|it| Some(*it) != left_out);
                counted.into_iter().all(|it| !it.is_disjoint(&held))
            };
            assert_eq!(admitted(None), listed(&held), "{held:?} under {alternatives:?}");
        }
        for clause in &clauses {
            let others = clauses.iter().filter(|it| *it != clause);
            assert!(others.clone().all(|it| !it.is_subset(clause)), "{clauses:?}");
            let wider = sets()
                .any(|held| !listed(&held) && others.clone().all(|it| !it.is_disjoint(&held)));
            assert!(wider, "{clause:?} of {clauses:?} says nothing");
        }
    }

    fn set(bits: u32) -> BTreeSet<&'static str> {
        SCOPES.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, it)| *it).collect()
    }
}
