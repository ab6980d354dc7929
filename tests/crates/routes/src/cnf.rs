//! Any of lists of scopes, turned into zt's form: all of clauses, of each of which one scope is enough.

use std::collections::BTreeSet;

/// Scopes of which one is enough.
pub(crate) type Clause<'t> = BTreeSet<&'t str>;

/// Every way to take one scope from each alternative, without the clauses that a smaller one already says. An empty
/// alternative leaves no clause: every caller comes in.
pub(crate) fn clauses(alternatives: &[Vec<String>]) -> BTreeSet<Clause<'_>> {
    let mut all = BTreeSet::from([Clause::new()]);
    for alternative in alternatives {
        let pairs = alternative.iter().flat_map(|scope| all.iter().map(move |it| (scope, it)));
        let longer = pairs.map(|(scope, clause)| {
            let mut clause = clause.clone();
            clause.insert(scope);
            clause
        });
        all = smallest(&longer.collect());
    }
    all
}

fn smallest<'t>(clauses: &BTreeSet<Clause<'t>>) -> BTreeSet<Clause<'t>> {
    let absorbed =
        |clause: &Clause<'_>| clauses.iter().any(|it| it != clause && it.is_subset(clause));
    clauses.iter().filter(|clause| !absorbed(clause)).cloned().collect()
}
