//! One endpoint of the document.

use zt_core::contract::{Contract, Effective};
use zt_manifest::{Answer, Binding, Endpoint, Parameter};

use super::noted::Noted;
use super::{rules, stage};

/// The contract as it is enforced, with what the survey learned of the handler.
pub(super) fn endpoint(effective: &Effective, noted: Noted) -> Result<Endpoint, Vec<String>> {
    let Noted { mut bindings, query, body, headers, stores, onward, answer, mut faults, .. } =
        noted;
    let contract = effective.contract;
    let parameters = parameters(contract, &mut bindings, &mut faults);
    let answer = answered(contract, answer, &mut faults);
    match answer.filter(|_| faults.is_empty()) {
        Some(answer) => Ok(Endpoint {
            name: contract.name.to_owned(),
            reason: contract.reason.to_owned(),
            place: rules::place(contract.place),
            group: effective.group.map(|group| group.name.to_owned()),
            segment: effective.segment.name.to_owned(),
            method: rules::method(contract.method),
            path: effective.path(),
            effect: rules::effect(contract.effect()),
            access: rules::access(&contract.access),
            proof: rules::proof(effective),
            network: rules::names(effective.network),
            rate: rules::rate(effective),
            limits: rules::limits(effective),
            parameters,
            query,
            body,
            headers: headers.into_iter().map(str::to_owned).collect(),
            stores: stores.into_iter().map(str::to_owned).collect(),
            onward: onward.into_iter().map(str::to_owned).collect(),
            answer,
            stage: stage::of_endpoint(effective),
        }),
        None => Err(faults),
    }
}

fn parameters(
    contract: &Contract,
    bindings: &mut Vec<(String, Binding)>,
    faults: &mut Vec<String>,
) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    for name in contract.params {
        match bindings.iter().position(|(bound, _)| bound == name) {
            Some(found) => {
                let (name, binding) = bindings.swap_remove(found);
                parameters.push(Parameter { name, binding });
            }
            None => faults.push(format!("no argument was bound to `{{{name}}}`")),
        }
    }
    parameters
}

fn answered(
    contract: &Contract,
    answer: Option<Answer>,
    faults: &mut Vec<String>,
) -> Option<Answer> {
    if answer.is_none() && faults.is_empty() {
        faults.push("it doesn't say what it answers".to_owned());
    }
    match (answer?, contract.stream) {
        (Answer::Stream { of, shows, .. }, Some(rule)) => {
            let (recheck_ms, socket) = (rule.interval().millis(), rule.socket);
            Some(Answer::Stream { of, shows, recheck_ms, socket })
        }
        (answer, _) => Some(answer),
    }
}
