//! Paths that nobody has a reason to ask for.

use zt_core::contract::Decoy;

use super::positional;

/// All decoys of a service. Without any, nothing is looked up.
#[derive(Debug, Default)]
pub(crate) struct Decoys {
    tree: Option<matchit::Router<&'static Decoy>>,
}

impl Decoys {
    /// The faults are patterns that another decoy has taken, or that can't be one.
    pub(crate) fn new(decoys: &[&'static Decoy]) -> Result<Self, Vec<String>> {
        let mut tree = matchit::Router::new();
        let mut faults = Vec::new();
        for decoy in decoys {
            if tree.insert(positional(decoy.pattern), *decoy).is_err() {
                faults.push(format!(
                    "`{}`: {} can't be a decoy, or is one already; give it a path of its own",
                    decoy.name, decoy.pattern
                ));
            }
        }
        match faults.is_empty() {
            true => Ok(Self { tree: Some(tree).filter(|_| !decoys.is_empty()) }),
            false => Err(faults),
        }
    }

    pub(super) fn at(&self, path: &str) -> Option<&'static Decoy> {
        self.tree.as_ref()?.at(path).ok().map(|found| *found.value)
    }
}
