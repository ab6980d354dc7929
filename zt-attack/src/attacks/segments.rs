//! X09, X29: what belongs to one segment of a service, tried in another.

use crate::callers::Wanted;
use crate::case::Case;
use crate::expect::Expect;
use crate::plan::Step;

const FOREIGN: &str = "a token that is stolen in one part of the service would open the others";
const HIDDEN: &str =
    "what is reached at a door where nobody expects it is guarded there by nobody's rules";

/// At the segment's own door, with tokens of the others.
pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    if case.is_open() {
        return Vec::new();
    }
    let others = case.manifest.segments.iter().filter(|it| it.name != case.endpoint.segment);
    let step = |other: &zt_manifest::Word| {
        let wanted = Wanted { segment: Some(other.name.clone()), ..case.wanted(case.needed()) };
        let request = case.anonymous().bearing(case.holding(case.caller(), wanted));
        let tried = format!("a token of the segment `{}`", other.name);
        Step::new("X09", FOREIGN, tried, request, Expect::Status(&[401])).at(case)
    };
    others.map(step).collect()
}

/// At another segment's door, with a token of that one and with one of the endpoint's own.
pub(crate) fn at_another_door(case: &Case<'_>, door: &str) -> Vec<Step> {
    let at_door = Wanted { segment: Some(door.to_owned()), ..case.wanted(case.needed()) };
    let own = case.wanted(case.needed());
    let tried = [(door, at_door), (case.endpoint.segment.as_str(), own)];
    let step = |(of, wanted): (&str, Wanted)| {
        let request = case.anonymous().bearing(case.holding(case.caller(), wanted));
        let tried = format!("an endpoint of `{}` with a token of `{of}`", case.endpoint.segment);
        Step::new("X29", HIDDEN, tried, request, Expect::Status(unknown_at(case, door))).at(case)
    };
    tried.into_iter().map(step).collect()
}

/// What is unknown at a door answers 404; where the door has the path for other methods, 405, with those alone.
fn unknown_at(case: &Case<'_>, door: &str) -> &'static [u16] {
    let mut own = case.manifest.endpoints.iter().filter(|it| it.segment == door);
    if own.any(|it| meet(&it.path, &case.endpoint.path)) { &[405] } else { &[404] }
}

/// Whether some path is of both patterns.
fn meet(one: &str, other: &str) -> bool {
    let (ones, others) = (one.split('/'), other.split('/'));
    let alike =
        |(one, other): (&str, &str)| one == other || one.starts_with('{') || other.starts_with('{');
    ones.clone().count() == others.clone().count() && ones.zip(others).all(alike)
}

#[cfg(test)]
mod tests {
    use super::meet;

    #[test]
    fn patterns_meet_where_a_parameter_stands_for_a_text() {
        assert!(meet("/orders/{order}", "/orders/{id}") && meet("/orders/{order}", "/orders/new"));
        assert!(!meet("/orders", "/orders/{id}") && !meet("/orders/{order}", "/users/{user}"));
    }
}
