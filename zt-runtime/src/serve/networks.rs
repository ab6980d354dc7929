//! The networks that rules name, held against those that the configuration has (G-05).

use std::collections::BTreeSet;

use super::assemble::Mounted;
use super::fault::Faults;
use crate::config::closest;
use crate::network::Networks;

/// A rule for a network that is nowhere lets nobody in, and a network that no rule names lets nobody be kept out.
pub(super) fn check(mounted: &[Mounted], networks: &Networks, faults: &mut Faults) {
    let mut named = BTreeSet::new();
    for mounted in mounted {
        for network in mounted.effective().network {
            if named.insert(network.name) && !networks.has(network.name) {
                faults.at(mounted.contract(), &nowhere(network.name));
            }
        }
    }
    for name in networks.names().filter(|name| !named.contains(name)) {
        let mend = closest(named.iter().copied(), name).map_or_else(
            || "remove it, or name it in a rule: `network(..)`".to_owned(),
            |closest| format!("did you mean {closest:?}?"),
        );
        faults.add(format!("[networks] {name}: no rule of the service names this network; {mend}"));
    }
}

fn nowhere(name: &str) -> String {
    format!(
        "its rule is for callers in the network `{name}`, and the configuration doesn't say where that is; write \
         `{name} = [\"10.1.0.0/16\"]` in [networks], or ZT_NETWORKS=\"{name}=10.1.0.0/16\" (in a test \
         `.network::<..>(\"10.1.0.0/16\")`)"
    )
}
