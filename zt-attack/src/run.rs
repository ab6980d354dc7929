//! Sends what was planned, and judges what comes.

use std::net::SocketAddr;

use crate::answer::Answer;
use crate::callers::Callers;
use crate::expect::{Expect, Verdict};
use crate::finding::{Finding, Report, Unproven};
use crate::plan::{Plan, Step};
use crate::request::{Request, TOKEN};
use crate::wire::{Given, exchange};

/// What is attacked, by whom, and at what pace.
pub struct Target<'t> {
    /// Where it listens.
    pub address: SocketAddr,
    /// The name that it is asked for (`Host`).
    pub host: String,
    /// Whose tokens there are.
    pub callers: &'t dyn Callers,
    /// Called before each request: to wait, so that no rate answers in the place of a rule, or to move a test's clock.
    pub pace: &'t mut dyn FnMut(),
    /// At most so many requests are sent.
    pub at_most: usize,
}

/// Tries everything that was planned.
#[must_use]
pub fn attack(plan: &Plan, target: &mut Target<'_>) -> Report {
    let mut report = Report { unproven: plan.unproven.clone(), ..Report::default() };
    for step in &plan.steps {
        let verdict = Attempt { target, report: &mut report }.of(step);
        record(&mut report, step, verdict, &target.address.to_string());
    }
    report
}

struct Attempt<'a, 't> {
    target: &'a mut Target<'t>,
    report: &'a mut Report,
}

impl Attempt<'_, '_> {
    fn of(&mut self, step: &Step) -> Verdict {
        match self.judged(step) {
            Ok(verdict) => verdict,
            Err(why) => Verdict::Unclear(why),
        }
    }

    fn judged(&mut self, step: &Step) -> Result<Verdict, String> {
        let before = step.witness.as_ref().map(|it| self.seen(it)).transpose()?;
        let missing = match &step.expect {
            Expect::LikeMissing(request) => self.seen(request)?,
            _ => None,
        };
        let mut given = self.send(&step.request, &step.expect)?;
        for _ in 1..step.times {
            if matches!(&given, Given::Answers(all) if all.iter().any(|it| it.status == 429)) {
                break;
            }
            given = self.send_at_once(&step.request, &step.expect)?;
        }
        let verdict = step.expect.judge(&given, missing.as_ref());
        if verdict == Verdict::Held
            && let (Some(witness), Some(before)) = (&step.witness, before)
        {
            return self.unchanged(witness, before.as_ref());
        }
        Ok(verdict)
    }

    fn unchanged(&mut self, witness: &Request, before: Option<&Answer>) -> Result<Verdict, String> {
        let after = self.seen(witness)?;
        let body = |answer: Option<&Answer>| answer.map(|it| (it.status, it.without_instance()));
        if body(before) == body(after.as_ref()) {
            return Ok(Verdict::Held);
        }
        Ok(Verdict::Broken("it was refused, and yet the object changed".to_owned()))
    }

    /// The only answer.
    fn seen(&mut self, request: &Request) -> Result<Option<Answer>, String> {
        match self.send(request, &Expect::Success)? {
            Given::Answers(mut answers) => Ok(answers.pop()),
            Given::Closed | Given::Silence => Ok(None),
        }
    }

    fn send(&mut self, request: &Request, expect: &Expect) -> Result<Given, String> {
        (self.target.pace)();
        self.send_at_once(request, expect)
    }

    fn send_at_once(&mut self, request: &Request, expect: &Expect) -> Result<Given, String> {
        if self.report.sent >= self.target.at_most {
            return Err("the number of requests was used up".to_owned());
        }
        self.report.sent += 1;
        let mut text = request.text(&self.target.host);
        if let Some(credential) = &request.credential {
            let token = credential.token(self.target.callers);
            text = text.replace(TOKEN, &token.ok_or("there is no such token to be had")?);
        }
        let one = matches!(expect, Expect::OneRefusal);
        exchange(self.target.address, &text, &request.method, one)
            .map_err(|error| format!("no connection: {error}"))
    }
}

fn record(report: &mut Report, step: &Step, verdict: Verdict, address: &str) {
    *report.attempts.entry(step.attack).or_default() += 1;
    let endpoint = step.endpoint.clone();
    match verdict {
        Verdict::Held => {}
        Verdict::Unclear(why) => {
            report.unproven.push(Unproven { endpoint, why: format!("{}: {why}", step.tried) });
        }
        Verdict::Broken(why) if matches!(step.expect, Expect::Success) => {
            let why = format!("the valid request failed ({why}), so the refusals prove nothing");
            report.unproven.push(Unproven { endpoint, why });
        }
        Verdict::Broken(found) => report.findings.push(Finding {
            attack: step.attack,
            endpoint,
            tried: step.tried.clone(),
            found,
            danger: step.danger,
            reproduce: step.request.to_curl(address),
        }),
    }
}

impl std::fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target").field("address", &self.address).finish_non_exhaustive()
    }
}
