//! What roles grant.

use super::*;

fn role(grants: &[&str]) -> Role {
    let grants = grants.iter().map(|&scope| scope.to_owned()).collect();
    Role { name: "support".to_owned(), reason: "Help on the phone.".to_owned(), grants }
}

/// The changes from a shop with these roles to one with those.
fn between(before: &[Role], after: &[Role]) -> Vec<(Class, String)> {
    let of = |roles: &[Role]| facts(&mutated(|it| it.roles = roles.to_vec()), Aspects::new());
    told(compare(&of(before), &of(after)))
}

#[test]
fn d04_a_role_grown_is_wider_and_shrunk_narrower() {
    let less = [role(&["orders:read"])];
    let more = [role(&["orders:read", "orders:cancel"])];
    let grown = "holders of the role `support` now also hold `orders:cancel`";
    assert_eq!(between(&less, &more), [(Wider, grown.to_owned())]);
    let shrunk = "holders of the role `support` no longer hold `orders:cancel` by it";
    assert_eq!(between(&more, &less), [(Narrower, shrunk.to_owned())]);
}

#[test]
fn d04_one_scope_in_the_place_of_another_is_wider() {
    let told = between(&[role(&["orders:read"])], &[role(&["orders:cancel"])]);
    let classes: Vec<_> = told.iter().map(|(class, _)| *class).collect();
    assert_eq!(classes, [Wider, Narrower]);
}

#[test]
fn d04_a_role_that_came_is_wider_and_one_that_went_narrower() {
    let classes = |before: &[Role], after: &[Role]| {
        let told = between(before, after);
        told.into_iter().map(|(class, _)| class).max()
    };
    let support = [role(&["orders:read", "orders:cancel"])];
    assert_eq!(classes(&[], &support), Some(Wider));
    assert_eq!(classes(&support, &[]), Some(Narrower));
}

#[test]
fn a_role_reworded_is_neutral() {
    let reworded = Role { reason: "Help.".to_owned(), ..role(&["orders:read"]) };
    let said = "the reason of the role `support` is \"Help.\" now; it was \"Help on the phone.\"";
    assert_eq!(between(&[role(&["orders:read"])], &[reworded]), [(Neutral, said.to_owned())]);
}
