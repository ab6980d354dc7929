//! The stages that a service's contracts reach, as its manifest tells them.

use zt_core::stage::{self, criterion};
use zt_manifest::{Manifest, Reached};

use crate::finding::{BELOW_STAGE, Finding, Place, STAGE};
use crate::permissions::{core_stage, route};

/// Where the service is, and, if a stage is asked for, each endpoint that is below it, or the service itself.
pub(crate) fn findings(
    manifest: &Manifest,
    asked: Option<stage::Stage>,
    place: impl Fn(&zt_manifest::Place) -> Place,
) -> Vec<Finding> {
    let service = &manifest.service;
    let told = of_service(manifest, place(&service.place));
    let below = asked.map(|asked| {
        let below = manifest.endpoints.iter().filter(|it| is_below(&it.stage, asked));
        let mut below: Vec<_> =
            below.map(|it| below_stage(&route(it), &it.stage, asked, place(&it.place))).collect();
        // A service that asks nobody is below each of its endpoints.
        if below.is_empty() && is_below(&service.stage, asked) {
            below.push(below_stage(&service.name, &service.stage, asked, place(&service.place)));
        }
        below
    });
    std::iter::once(told).chain(below.into_iter().flatten()).collect()
}

fn of_service(manifest: &Manifest, place: Place) -> Finding {
    let service = &manifest.service;
    let reached = core_stage(service.stage.stage).as_str();
    let what = format!("the contracts of `{}` reach stage `{reached}`", service.name);
    let Some(held) = service.stage.held_back_by.as_deref().and_then(criterion) else {
        return STAGE.at(place, what, "the contracts hold nothing back: `App::stage_report` tells what the configuration does");
    };
    let back =
        manifest.endpoints.iter().filter(|it| it.stage.held_back_by.as_deref() == Some(held.id));
    let routes: Vec<_> = back.map(route).collect();
    let what = match routes.as_slice() {
        // A service that asks nobody has no endpoint of which that could be said.
        [] => format!("{what}; {}: nobody is asked who it is", held.id),
        [one] => format!("{what}; {}, \"{}\", holds back `{one}`", held.id, held.what),
        [first, others @ ..] => format!(
            "{what}; {}, \"{}\", holds back `{first}` and {} more",
            held.id,
            held.what,
            others.len()
        ),
    };
    STAGE.at(place, what, held.mend)
}

fn below_stage(name: &str, reached: &Reached, asked: stage::Stage, place: Place) -> Finding {
    let held = reached.held_back_by.as_deref().and_then(criterion);
    let why = held.map(|it| format!("; {}, \"{}\"", it.id, it.what)).unwrap_or_default();
    let what = format!(
        "`{name}` reaches stage `{}`, and `{}` is asked for{why}",
        core_stage(reached.stage).as_str(),
        asked.as_str()
    );
    BELOW_STAGE.at(place, what, held.map_or("see its chapter", |it| it.mend))
}

fn is_below(reached: &Reached, asked: stage::Stage) -> bool {
    !core_stage(reached.stage).is_at_least(asked)
}

/// A stage on the command line.
pub(crate) fn parse(text: &str) -> Result<stage::Stage, String> {
    let stages = stage::Stage::ALL.map(stage::Stage::as_str).join(", ");
    stage::Stage::parse(text).ok_or_else(|| format!("expected one of {stages}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use zt_manifest::Stage;

    use super::*;
    use crate::permissions::shop;

    fn told(manifest: &Manifest, asked: Option<stage::Stage>) -> Vec<(&'static str, String)> {
        let all = findings(manifest, asked, |_| Place::default());
        all.into_iter().map(|it| (it.code, it.what)).collect()
    }

    #[test]
    fn d09_zt2301_a_service_is_told_where_it_is_and_what_is_next() {
        let shop = shop();
        let [(code, what)] = told(&shop, None).try_into().unwrap();
        assert_eq!(code, "ZT2301");
        assert!(
            what.starts_with("the contracts of `Shop` reach stage `traditional`; I3, "),
            "{what}"
        );
        assert!(what.contains("holds back `"), "{what}");
        let mut open = shop.clone();
        open.endpoints.retain(|it| it.stage.held_back_by.as_deref() != Some("I3"));
        let [(_, what)] = told(&open, None).try_into().unwrap();
        assert!(
            what.ends_with("reach stage `traditional`; I3: nobody is asked who it is"),
            "{what}"
        );
        let mut whole = shop;
        whole.service.stage = Reached { stage: Stage::Optimal, held_back_by: None };
        let [(_, what)] = told(&whole, None).try_into().unwrap();
        assert_eq!(what, "the contracts of `Shop` reach stage `optimal`");
    }

    #[test]
    fn d09_zt2302_each_endpoint_below_what_is_asked_for() {
        let mut shop = shop();
        for it in &mut shop.endpoints {
            it.stage = Reached { stage: Stage::Advanced, held_back_by: Some("O1".to_owned()) };
        }
        shop.endpoints[0].stage =
            Reached { stage: Stage::Initial, held_back_by: Some("A2".to_owned()) };
        shop.service.stage = shop.endpoints[0].stage.clone();
        let count = |asked| told(&shop, Some(asked)).iter().filter(|it| it.0 == "ZT2302").count();
        assert_eq!(count(stage::Stage::Traditional), 0);
        assert_eq!(count(stage::Stage::Initial), 0);
        assert_eq!(count(stage::Stage::Advanced), 1);
        assert_eq!(count(stage::Stage::Optimal), shop.endpoints.len());
        let all = told(&shop, Some(stage::Stage::Advanced));
        let what = &all[1].1;
        assert!(
            what.contains("reaches stage `initial`, and `advanced` is asked for; A2, "),
            "{what}"
        );
    }

    #[test]
    fn d09_zt2302_a_service_that_asks_nobody_is_below_too() {
        let mut shop = shop();
        for it in &mut shop.endpoints {
            it.stage = Reached { stage: Stage::Optimal, held_back_by: None };
        }
        let held_back_by = Some("I3".to_owned());
        shop.service.stage = Reached { stage: Stage::Traditional, held_back_by };
        assert_eq!(told(&shop, Some(stage::Stage::Traditional)).len(), 1);
        let [_, (code, what)] = told(&shop, Some(stage::Stage::Initial)).try_into().unwrap();
        assert_eq!(code, "ZT2302");
        assert!(
            what.starts_with(
                "`Shop` reaches stage `traditional`, and `initial` is asked for; I3, "
            ),
            "{what}"
        );
        // Where an endpoint says it already, that is enough.
        shop.endpoints[0].stage = shop.service.stage.clone();
        let [_, (_, what)] = told(&shop, Some(stage::Stage::Initial)).try_into().unwrap();
        assert!(what.starts_with(&format!("`{}` reaches", route(&shop.endpoints[0]))), "{what}");
    }

    #[test]
    fn a_stage_on_the_command_line() {
        assert_eq!(parse("initial"), Ok(stage::Stage::Initial));
        assert_eq!(
            parse("Initial"),
            Err("expected one of traditional, initial, advanced, optimal".to_owned())
        );
    }
}
