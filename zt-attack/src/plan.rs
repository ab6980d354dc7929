//! Which attacks apply where.

use zt_manifest::{Binding, Manifest, Method};

use crate::attacks;
use crate::callers::Bound;
use crate::case::Case;
use crate::expect::Expect;
use crate::finding::Unproven;
use crate::proof::Proof;
use crate::request::Request;
use crate::run::Fault;
use crate::sample::Samples;

/// One thing to try.
#[derive(Debug, Clone)]
pub struct Step {
    /// The number of the attack or the requirement.
    pub attack: &'static str,
    /// The endpoint's name, or none where it is of the whole service.
    pub endpoint: Option<String>,
    /// What is tried, as in "a token without a signature".
    pub tried: String,
    /// Why success would matter.
    pub danger: &'static str,
    /// What is sent.
    pub request: Request,
    /// What must come of it.
    pub(crate) expect: Expect,
    /// The object's own representation, which must be the same afterwards.
    pub(crate) witness: Option<Request>,
    /// How often it is sent.
    pub(crate) sending: Sending,
    /// What fails meanwhile.
    pub(crate) fault: Option<Fault>,
}

/// How often a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sending {
    Once,
    /// At most so often in a row, until it is too much; each time with a token of its own.
    UpTo(u32),
    /// So often in a row, each time with a token of its own.
    Each(u32),
    /// The very same, once more.
    Twice,
    /// The very same, so many times side by side.
    AtOnce(u32),
}

/// All that is tried, and what can't be.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// In the order in which it is tried: what destroys comes last.
    pub steps: Vec<Step>,
    /// Endpoints for which there are no samples.
    pub unproven: Vec<Unproven>,
    /// What no log may ever hold.
    pub(crate) secrets: Vec<String>,
    /// What is answered with the nonce that proofs have to hold.
    pub(crate) asks_nonce: Option<Request>,
}

impl Plan {
    /// Each endpoint × each attack that applies to it. Of a service with several segments it is what is tried at the door of
    /// the first one, `main` where there is such.
    #[must_use]
    pub fn of(manifest: &Manifest, samples: &Samples) -> Self {
        let names = || manifest.segments.iter().map(|it| it.name.as_str());
        let first = names().find(|name| *name == "main").or_else(|| names().next());
        Self::of_segment(manifest, first.unwrap_or("main"), samples)
    }

    /// The same at the door of this segment: its own endpoints, and that those of the others aren't there.
    #[must_use]
    pub fn of_segment(manifest: &Manifest, segment: &str, samples: &Samples) -> Self {
        let (mut cases, mut unproven) = (Vec::new(), Vec::new());
        for endpoint in &manifest.endpoints {
            match Case::of(manifest, endpoint, samples) {
                Ok(case) => cases.push(case),
                Err(missing) => unproven.push(Unproven {
                    endpoint: Some(endpoint.name.clone()),
                    why: format!("the samples lack {missing}"),
                }),
            }
        }
        let (cases, elsewhere): (Vec<_>, Vec<_>) =
            cases.into_iter().partition(|case| case.endpoint.segment == segment);
        let (messages, requests): (Vec<_>, Vec<_>) =
            cases.iter().partition(|case| case.is_message());
        let mut steps = of_cases(&requests, &attacks::OF_EACH);
        steps.extend(of_cases(&messages, &attacks::OF_MESSAGE));
        let elsewhere = elsewhere.iter().filter(|case| !case.is_message());
        let foreign = elsewhere.flat_map(|it| attacks::at_another_door(it, segment));
        steps.extend(foreign);
        steps.extend(attacks::OF_ALL.iter().flat_map(|attack| attack(&cases)));
        let (last, first): (Vec<_>, Vec<_>) =
            cases.iter().partition(|case| case.endpoint.method == Method::Delete);
        steps.extend(first.into_iter().chain(last).map(attacks::baseline));
        let (secrets, asks_nonce) = (samples.secrets().to_vec(), asks_nonce(&cases));
        Self { steps, unproven, secrets, asks_nonce }
    }

    /// Only these attacks, by their numbers.
    #[must_use]
    pub fn only(mut self, attacks: &[&str]) -> Self {
        self.steps.retain(|step| attacks.contains(&step.attack));
        self
    }
}

fn of_cases(cases: &[&Case<'_>], attacks: &[attacks::OfEach]) -> Vec<Step> {
    let of = |attack: &attacks::OfEach| {
        let attack = *attack;
        cases.iter().flat_map(move |case| of_case(case, &cases_witness(case), attack))
    };
    attacks.iter().flat_map(of).collect()
}

fn of_case(case: &Case<'_>, witness: &Option<Request>, attack: attacks::OfEach) -> Vec<Step> {
    let mut steps = attack(case);
    for step in &mut steps {
        step.witness.clone_from(witness);
    }
    steps
}

/// A valid request whose proof lacks nothing but the nonce.
fn asks_nonce(cases: &[Case<'_>]) -> Option<Request> {
    let asked = || {
        cases
            .iter()
            .filter(|case| !case.is_open() && !case.is_message() && !case.endpoint.proof.signed)
    };
    let case =
        asked().find(|case| case.endpoint.method == Method::Get).or_else(|| asked().next())?;
    Some(case.anonymous().bearing(case.whole().bound(Bound::Dpop(Proof::NoNonce))))
}

/// How the owner looks at the object that the case is about: a plain GET of it.
fn cases_witness(case: &Case<'_>) -> Option<Request> {
    let object =
        case.endpoint.parameters.iter().find_map(|parameter| match &parameter.binding {
            Binding::Object(object) => Some(object),
            _ => None,
        })?;
    let shows = |endpoint: &&zt_manifest::Endpoint| {
        let [parameter] = endpoint.parameters.as_slice() else { return false };
        let of_it = matches!(&parameter.binding, Binding::Object(other) if other.resource == object.resource);
        of_it
            && endpoint.method == Method::Get
            && endpoint.query.is_none()
            && endpoint.path.ends_with('}')
    };
    let endpoint = case.manifest.endpoints.iter().find(shows)?;
    let mut witness = Case::of(case.manifest, endpoint, case.samples).ok()?;
    let id = case.samples.id(&case.endpoint.name, object)?;
    let parameter = endpoint.parameters.first()?;
    witness.path = witness.path_with(&parameter.name, id)?;
    Some(witness.by(crate::callers::Who::Owner))
}

impl Step {
    pub(crate) fn new(
        attack: &'static str,
        danger: &'static str,
        tried: impl Into<String>,
        request: Request,
        expect: Expect,
    ) -> Self {
        let tried = tried.into();
        Self {
            attack,
            endpoint: None,
            tried,
            danger,
            request,
            expect,
            witness: None,
            sending: Sending::Once,
            fault: None,
        }
    }

    pub(crate) fn at(mut self, case: &Case<'_>) -> Self {
        self.endpoint = Some(case.endpoint.name.clone());
        self
    }

    pub(crate) fn sending(self, sending: Sending) -> Self {
        Self { sending, ..self }
    }

    pub(crate) fn during(self, fault: Fault) -> Self {
        Self { fault: Some(fault), ..self }
    }
}
