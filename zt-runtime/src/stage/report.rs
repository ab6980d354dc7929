//! All criteria of a service, told together.

use zt_core::contract::Outer;
use zt_core::stage::{CRITERIA, Criterion, Decider};
use zt_manifest::{EndpointStage, Judged, StageReport};

use super::judgement::{Finding, reached, unknown};
use super::probe::Probed;
use super::{configuration, contract};
use crate::config::Config;
use crate::gate::Gate;
use crate::manifest;
use crate::serve::Mounted;

/// The report of a service that is about to start.
pub(crate) fn report(
    outer: &Outer,
    mounted: &[Mounted],
    config: &Config,
    gate: &Gate,
) -> StageReport {
    let asks = mounted.iter().any(|it| !it.contract().access.is_open());
    let criteria = of_service(config, asks, &Probed::of(gate));
    let mut endpoints: Vec<_> = mounted.iter().map(|it| endpoint(it, &criteria)).collect();
    endpoints.sort_by(|one, other| by_path(&one.route).cmp(&by_path(&other.route)));
    StageReport {
        service: outer.name.to_owned(),
        floor: outer.stage.map(manifest::stage),
        reached: whole(asks, &criteria, &endpoints),
        criteria,
        endpoints,
    }
}

fn of_service(config: &Config, asks: bool, probed: &Probed) -> Vec<Judged> {
    let finding = |it: &Criterion| -> Option<Finding> {
        match it.decider {
            Decider::Contract => None,
            Decider::Configuration => Some(configuration::finding(it, config, asks)),
            Decider::Probe => Some(probed.finding(it)),
            Decider::Artefact => Some(unknown("it is decided outside of the running service")),
        }
    };
    CRITERIA.iter().filter_map(|it| Some(finding(it)?.about(it))).collect()
}

fn endpoint(mounted: &Mounted, of_service: &[Judged]) -> EndpointStage {
    let effective = mounted.effective();
    let criteria = contract::judged(effective);
    EndpointStage {
        route: format!("{} {}", effective.contract.method.as_str(), effective.path()),
        name: effective.contract.name.to_owned(),
        reached: reached(of_service.iter().chain(&criteria)),
        criteria,
    }
}

/// Where its weakest endpoint is. One that asks nobody who it is is at the lowest: a service can't come up by opening
/// everything.
fn whole(asks: bool, criteria: &[Judged], endpoints: &[EndpointStage]) -> zt_manifest::Reached {
    let all = reached(criteria.iter().chain(endpoints.iter().flat_map(|it| &it.criteria)));
    if asks { all } else { zt_manifest::Reached { stage: zt_manifest::Stage::Traditional, ..all } }
}

fn by_path(route: &str) -> (&str, &str) {
    let (method, path) = route.split_once(' ').unwrap_or(("", route));
    (path, method)
}
