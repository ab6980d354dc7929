//! The store that instances share: the configuration says where it is, the program brings what knows it. One without the other
//! starts nothing: the service would count alone, and whoever runs it would think otherwise.

use std::sync::Arc;

use zt_core::contract::Outer;

use super::assemble::Sharing;
use super::fault::Faults;
use crate::clock::Clock;
use crate::identity::Revocations;
use crate::shared::Link;

/// What to write where the configuration names a store that nobody handed in.
const NOT_HANDED_IN: &str = "the configuration names a store that instances share (`shared`), and the program has nothing that knows \
                             such a store; add `.shared(zt_redis::Redis)` behind `from_config()?`, with the crate zt-redis, or take \
                             `shared` away";

/// What to write where nobody knows where the store is.
const NOT_CONFIGURED: &str = "`.shared(..)` was handed in, and the configuration doesn't say where that store is; add \
                              `shared = \"rediss://redis.internal:6380\"`, or take `.shared(..)` away";

/// The link to the store, unless something else keeps the service from starting.
pub(super) fn link(
    sharing: Sharing,
    service: &Outer,
    revocations: &Revocations,
    clock: &Clock,
    faults: &mut Faults,
) -> Option<Arc<Link>> {
    let (config, backend) = match (sharing.config, sharing.backend) {
        (None, None) => return None,
        (Some(_), None) => {
            faults.add(NOT_HANDED_IN.to_owned());
            return None;
        }
        (None, Some(_)) => {
            faults.add(NOT_CONFIGURED.to_owned());
            return None;
        }
        (Some(config), Some(backend)) => (config, backend),
    };
    let place = config.place(service.name);
    if let Err(wrong) = backend.check(&place) {
        faults.add(format!("`shared`: {wrong}"));
    }
    if !faults.is_empty() {
        return None;
    }
    let link = Link::start(backend, place, revocations.clone(), clock.clone());
    link.map_err(|error| faults.add(format!("`shared`: no thread for it: {error}"))).ok()
}
