//! What is asked, and what must come back.

use std::fmt;

use super::peer::Peer;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scenario {
    Accepted,
    NoToken,
    WrongScope,
    NotTheirs,
}

/// Whose token comes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    Nobody,
    /// alice, who may read orders.
    Reader,
    /// alice with a token that is for something else.
    Stranger,
}

/// So many paths are asked for in turn, from the first route to the last: a list of routes is as slow as its middle.
const TARGETS: usize = 100;

impl Scenario {
    pub(super) const ALL: [Self; 4] =
        [Self::Accepted, Self::NoToken, Self::WrongScope, Self::NotTheirs];

    /// Plain actix refuses nobody.
    pub(super) fn is_for(self, peer: Peer) -> bool {
        self == Self::Accepted || peer != Peer::Plain
    }

    pub(super) const fn status(self) -> u16 {
        match self {
            Self::Accepted => 200,
            Self::NoToken => 401,
            Self::WrongScope => 403,
            Self::NotTheirs => 404,
        }
    }

    pub(super) const fn holder(self) -> Holder {
        match self {
            Self::Accepted | Self::NotTheirs => Holder::Reader,
            Self::NoToken => Holder::Nobody,
            Self::WrongScope => Holder::Stranger,
        }
    }

    /// Paths with the body that must come back; `-` for any.
    pub(super) fn targets(self, routes: usize) -> Vec<(String, String)> {
        // Every other route reads an object.
        let objects = routes.div_ceil(2);
        let count = objects.min(TARGETS);
        (0..count).map(|number| self.target(number * objects / count * 2, number)).collect()
    }

    fn target(self, route: usize, number: usize) -> (String, String) {
        // alice has the odd ones.
        let id = number * 2 + if self == Self::NotTheirs { 2 } else { 1 };
        let path = format!("/g{}/look_{route}/{id}", route / super::workspace::GROUP);
        let body = format!(r#"{{"id":{id},"total":{}}}"#, id * 100);
        (path, if self == Self::Accepted { body } else { "-".to_owned() })
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Accepted => "200 one's own order",
            Self::NoToken => "401 no token",
            Self::WrongScope => "403 another scope",
            Self::NotTheirs => "404 somebody else's order",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_spread_over_all_routes_that_read() {
        let targets = Scenario::Accepted.targets(5000);
        assert_eq!(targets.len(), 100);
        let expected = ("/g0/look_0/1".to_owned(), r#"{"id":1,"total":100}"#.to_owned());
        assert_eq!(targets.first(), Some(&expected));
        assert_eq!(targets.last().map(|it| it.0.as_str()), Some("/g99/look_4950/199"));
        assert_eq!(Scenario::NoToken.targets(10).len(), 5);
        assert_eq!(Scenario::Accepted.targets(1).len(), 1);
        assert!(Scenario::Accepted.targets(0).is_empty());
    }

    #[test]
    fn what_is_not_hers_is_bobs() {
        let targets = Scenario::NotTheirs.targets(10);
        assert_eq!(targets.first(), Some(&("/g0/look_0/2".to_owned(), "-".to_owned())));
    }

    #[test]
    fn plain_actix_is_asked_for_nothing_that_it_would_not_refuse() {
        let asked = Scenario::ALL.iter().filter(|scenario| scenario.is_for(Peer::Plain));
        assert_eq!(asked.count(), 1);
    }
}
