//! X20, G-07, G-08: what answers show, and what they tell by the way.

use zt_manifest::{Answer, Fields, Kind, Method};

use crate::case::{Case, holds_each};
use crate::expect::Expect;
use crate::plan::Step;

const SHOWN: &str = "a field that goes out with the rest tells what nobody decided to tell";
const INNER: &str =
    "a refusal with places in the source or the machine is a map for whoever attacks next";
const STORED: &str = "a shared cache hands one person's answer to another";

pub(super) fn steps(case: &Case<'_>) -> Vec<Step> {
    let mut steps = refusals(case);
    if case.is_open() || !matches!(case.endpoint.method, Method::Get) {
        return steps;
    }
    if let Answer::View { shows, .. } = &case.endpoint.answer {
        let expect = Expect::Only(seen_by(&case.needed(), shows));
        steps.push(
            Step::new("X20", SHOWN, "the owner's own answer", case.by(case.caller()), expect)
                .at(case),
        );
    }
    // Of a stream only the head is read.
    let secrets = case.samples.secrets();
    if !secrets.is_empty() && !matches!(case.endpoint.answer, Answer::Stream { .. }) {
        let expect = Expect::Without(secrets.to_vec());
        steps.push(
            Step::new(
                "X20",
                SHOWN,
                "a secret in the owner's own answer",
                case.by(case.caller()),
                expect,
            )
            .at(case),
        );
    }
    let request = case.by(case.caller());
    steps.push(
        Step::new("G-08", STORED, "the owner's own answer, cached", request, Expect::NotStored)
            .at(case),
    );
    steps
}

/// What a view shows to whoever holds these scopes: the fields of others aren't there.
fn seen_by(held: &[String], shows: &Kind) -> Kind {
    match shows {
        Kind::Fields(all) => {
            let mut seen = all.fields.clone();
            seen.retain(|field| holds_each(held, &field.with));
            seen.iter_mut().for_each(|field| field.kind = seen_by(held, &field.kind));
            Kind::Fields(Fields { fields: seen, ..all.clone() })
        }
        Kind::List { max, nulls, of } => {
            Kind::List { max: *max, nulls: *nulls, of: Box::new(seen_by(held, of)) }
        }
        other => other.clone(),
    }
}

/// Requests that are wrong in a way which often ends in an exception.
fn refusals(case: &Case<'_>) -> Vec<Step> {
    let mut tries = vec![("a refusal without a credential", case.anonymous())];
    if let Some(media) = &case.media {
        let broken = case.bearing(case.with_body(media, "{\"a\":"), case.caller());
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        let deep = case.bearing(case.with_body(media, &deep), case.caller());
        tries.push(("a refusal of a broken body", broken));
        // A message of that length ends its socket.
        if !case.is_message() {
            tries.push(("a refusal of a deep body", deep));
        }
    }
    for (name, _) in case.objects_in_path() {
        let odd = case.path_with(name, "%27%20OR%201%3D1%20--");
        let odd = odd.map(|path| case.bearing(case.to(&path), case.caller()));
        tries.extend(odd.map(|request| ("a refusal of an odd id", request)));
    }
    let step =
        |(tried, request)| Step::new("G-07", INNER, tried, request, Expect::NothingInner).at(case);
    tries.into_iter().map(step).collect()
}
