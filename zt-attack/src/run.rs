//! Sends what was planned, and judges what comes.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use crate::answer::Answer;
use crate::callers::Callers;
use crate::expect::{Expect, Verdict};
use crate::finding::{Finding, Report, Unproven};
use crate::log;
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
    /// The audit log up to now, if it can be read: what nobody may find in it is looked for at the end.
    pub audit: Option<&'t dyn Fn() -> String>,
    /// What can be made to fail, if something can.
    pub faults: Option<&'t dyn Faults>,
}

/// Makes parts of the target fail.
pub trait Faults {
    /// From now on this fails; `false` where it can't be had, and what would be tried meanwhile is left out.
    fn begin(&self, fault: Fault) -> bool;

    /// Everything works again.
    fn end(&self);
}

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The store answers nothing but errors.
    Store,
    /// Policies panic.
    Policy,
    /// The issuer doesn't answer.
    Issuer,
    /// The clock says that it is two hours earlier.
    ClockBack,
    /// The clock says that it is two hours later.
    ClockAhead,
}

/// Tries everything that was planned.
#[must_use]
pub fn attack(plan: &Plan, target: &mut Target<'_>) -> Report {
    let mut report = Report { unproven: plan.unproven.clone(), ..Report::default() };
    let mut tokens = BTreeSet::new();
    for step in &plan.steps {
        let mut attempt = Attempt { target, report: &mut report, tokens: &mut tokens };
        if let Some(verdict) = attempt.of(step) {
            record(&mut report, step, verdict, &target.address.to_string());
        }
    }
    if let Some(audit) = target.audit {
        report.findings.extend(log::findings(&audit(), &tokens, &plan.secrets));
    }
    report
}

struct Attempt<'a, 't> {
    target: &'a mut Target<'t>,
    report: &'a mut Report,
    /// Those that were sent.
    tokens: &'a mut BTreeSet<String>,
}

impl Attempt<'_, '_> {
    /// `None` if it needs a fault that can't be had.
    fn of(&mut self, step: &Step) -> Option<Verdict> {
        let Some(fault) = step.fault else {
            return Some(self.judged(step).unwrap_or_else(Verdict::Unclear));
        };
        let faults = self.target.faults?;
        (self.target.pace)();
        // Made while all was well.
        let text = self.text(&step.request);
        if !faults.begin(fault) {
            return None;
        }
        let given = text.and_then(|text| self.send_text(&text, &step.request, &step.expect));
        faults.end();
        let verdict = given.map(|given| step.expect.judge(&given, None));
        Some(verdict.unwrap_or_else(Verdict::Unclear))
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
        let text = self.text(request)?;
        self.send_text(&text, request, expect)
    }

    /// With the token in its place.
    fn text(&mut self, request: &Request) -> Result<String, String> {
        let text = request.text(&self.target.host);
        let Some(credential) = &request.credential else { return Ok(text) };
        let token = credential.token(self.target.callers);
        let token = token.ok_or("there is no such token to be had")?;
        let text = text.replace(TOKEN, &token);
        self.tokens.insert(token);
        Ok(text)
    }

    fn send_text(
        &mut self,
        text: &str,
        request: &Request,
        expect: &Expect,
    ) -> Result<Given, String> {
        if self.report.sent >= self.target.at_most {
            return Err("the number of requests was used up".to_owned());
        }
        self.report.sent += 1;
        let one = matches!(expect, Expect::OneRefusal);
        exchange(self.target.address, text, &request.method, one)
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
