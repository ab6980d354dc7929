//! Sends what was planned, and judges what comes.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread;

use crate::answer::Answer;
use crate::callers::{Bound, Callers};
use crate::expect::{Expect, Verdict};
use crate::finding::{Finding, Report, Unproven};
use crate::log;
use crate::plan::{Plan, Sending, Step};
use crate::request::{Request, TOKEN};
use crate::wallet::Wallet;
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
    let (mut tokens, mut wallet) = (BTreeSet::new(), Wallet::new());
    for step in &plan.steps {
        let (report_of_it, tokens, wallet) = (&mut report, &mut tokens, wallet.as_mut());
        let mut attempt = Attempt { plan, target, report: report_of_it, tokens, wallet };
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
    plan: &'a Plan,
    target: &'a mut Target<'t>,
    report: &'a mut Report,
    /// Those that were sent.
    tokens: &'a mut BTreeSet<String>,
    /// None without random numbers.
    wallet: Option<&'a mut Wallet>,
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
        let given = self.given(step)?;
        let verdict = step.expect.judge(&given, missing.as_ref());
        if verdict == Verdict::Held
            && let (Some(witness), Some(before)) = (&step.witness, before)
        {
            return self.unchanged(witness, before.as_ref());
        }
        Ok(verdict)
    }

    fn given(&mut self, step: &Step) -> Result<Given, String> {
        match step.sending {
            Sending::Once => self.send(&step.request, &step.expect),
            Sending::UpTo(times) => self.send_up_to(times, step),
            Sending::Twice => self.send_copies(2, step, in_turn),
            Sending::AtOnce(copies) => self.send_copies(copies, step, at_once),
        }
    }

    fn send_up_to(&mut self, times: u32, step: &Step) -> Result<Given, String> {
        let mut given = self.send(&step.request, &step.expect)?;
        for _ in 1..times {
            if matches!(&given, Given::Answers(all) if all.iter().any(|it| it.status == 429)) {
                break;
            }
            given = self.send_at_once(&step.request, &step.expect)?;
        }
        Ok(given)
    }

    /// All that comes of so many copies of the same bytes.
    fn send_copies(
        &mut self,
        copies: u32,
        step: &Step,
        send: fn(u32, &(dyn Fn() -> io::Result<Given> + Sync)) -> Vec<io::Result<Given>>,
    ) -> Result<Given, String> {
        (self.target.pace)();
        let text = self.text(&step.request)?;
        let (address, method) = (self.target.address, step.request.method.as_str());
        self.count(usize::try_from(copies).unwrap_or(usize::MAX))?;
        let mut all = Vec::new();
        for given in send(copies, &|| exchange(address, &text, method, false)) {
            match given.map_err(no_connection)? {
                Given::Answers(answers) => all.extend(answers),
                Given::Closed | Given::Silence => return Err("one had no answer".to_owned()),
            }
        }
        Ok(Given::Answers(all))
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
        if let Some(bound) = credential.bound {
            self.ask_for_nonce(bound)?;
        }
        let Target { callers, host, .. } = &*self.target;
        let wallet = self.wallet.as_deref().ok_or("there are no random numbers for a key")?;
        let token = credential.token(*callers, wallet).ok_or("there is no such token to be had")?;
        let text = match credential.bound {
            None => text.replace(TOKEN, &token),
            Some(bound) => wallet.proved(&text, &token, bound, host, callers.now()),
        };
        self.tokens.insert(token);
        Ok(text)
    }

    /// So that what is refused afterwards is refused for another reason.
    fn ask_for_nonce(&mut self, bound: Bound) -> Result<(), String> {
        let now = self.target.callers.now();
        if !self.wallet.as_ref().is_some_and(|wallet| wallet.needs_nonce(bound, now)) {
            return Ok(());
        }
        let Some(request) = &self.plan.asks_nonce else { return Ok(()) };
        let answer = self.seen(request)?;
        let nonce = answer.as_ref().and_then(|answer| answer.header("dpop-nonce"));
        let now = self.target.callers.now();
        if let (Some(wallet), Some(nonce)) = (&mut self.wallet, nonce) {
            wallet.keep_nonce(nonce, now);
        }
        Ok(())
    }

    fn send_text(
        &mut self,
        text: &str,
        request: &Request,
        expect: &Expect,
    ) -> Result<Given, String> {
        self.count(1)?;
        let one = matches!(expect, Expect::OneRefusal);
        exchange(self.target.address, text, &request.method, one).map_err(no_connection)
    }

    fn count(&mut self, requests: usize) -> Result<(), String> {
        let sent = self.report.sent.saturating_add(requests);
        if sent > self.target.at_most {
            return Err("the number of requests was used up".to_owned());
        }
        self.report.sent = sent;
        Ok(())
    }
}

#[allow(clippy::needless_pass_by_value, reason = "as `map_err` wants it")]
fn no_connection(error: io::Error) -> String {
    format!("no connection: {error}")
}

fn in_turn(copies: u32, send: &(dyn Fn() -> io::Result<Given> + Sync)) -> Vec<io::Result<Given>> {
    (0..copies).map(|_| send()).collect()
}

/// All threads are there before the first one sends.
fn at_once(copies: u32, send: &(dyn Fn() -> io::Result<Given> + Sync)) -> Vec<io::Result<Given>> {
    let start = Barrier::new(usize::try_from(copies).unwrap_or(1));
    let race = || {
        start.wait();
        send()
    };
    thread::scope(|threads| {
        let racers: Vec<_> = (0..copies).map(|_| threads.spawn(race)).collect();
        let fallen = |_| Err(io::Error::other("a thread panicked"));
        racers.into_iter().map(|racer| racer.join().unwrap_or_else(fallen)).collect()
    })
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
