//! What to do about a criterion of the stages in an application that isn't on zt yet, where that is something else than for
//! one that is.

use zt_core::stage::Criterion;

const ON_THE_WAY: [(&str, &str); 6] = [
    ("T1", "put zt in front, name every path that stays as `legacy(..)`, and move them one by one"),
    ("T3", "bind to a loopback address behind a proxy with TLS, or let zt's own listener speak it"),
    ("T4", "answer with `Problem`: zt writes every refusal and catches every panic"),
    ("T5", "put zt in front: each request has its audit record"),
    ("T6", "put zt in front: everything that isn't declared is 404 or 405"),
    ("I5", "move the route: its record then names subject, object and rule"),
];

/// What to do where it doesn't hold.
pub(super) fn mend(criterion: &Criterion) -> &'static str {
    let own = ON_THE_WAY.iter().find(|(id, _)| *id == criterion.id);
    own.map_or(criterion.mend, |(_, mend)| mend)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use zt_core::stage::{CRITERIA, criterion};

    use super::*;

    #[test]
    fn advice_on_the_way_is_about_criteria_and_says_something_else() {
        for (id, advice) in ON_THE_WAY {
            let criterion = criterion(id).unwrap();
            assert_eq!(mend(criterion), advice);
            assert_ne!(criterion.mend, advice);
            assert!(!advice.ends_with('.'), "{id}");
        }
        let others = CRITERIA.iter().filter(|it| ON_THE_WAY.iter().all(|(id, _)| *id != it.id));
        assert!(others.clone().all(|it| mend(it) == it.mend) && others.count() > 30);
    }
}
