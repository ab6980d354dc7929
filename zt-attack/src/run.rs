//! Sends what was planned, and judges what comes.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

use crate::attempt::Attempt;
use crate::callers::Callers;
use crate::expect::{Expect, Verdict};
use crate::finding::{Finding, Report, Unproven};
use crate::log;
use crate::plan::{Plan, Step};
use crate::wallet::Wallet;

/// What is attacked, by whom, and at what pace.
pub struct Target<'t> {
    /// Where it listens.
    pub address: SocketAddr,
    /// The name that it is asked for (`Host`).
    pub host: String,
    /// An address of the attacker's machine that is in none of the service's networks, if there is one.
    pub elsewhere: Option<IpAddr>,
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
    /// The issuer has another key in the place of the one that it signed with until now.
    KeyDropped,
    /// The clock says that it is two hours earlier.
    ClockBack,
    /// The clock says that it is two hours later.
    ClockAhead,
}

/// Tries everything that was planned.
#[must_use]
pub fn attack(plan: &Plan, target: &mut Target<'_>) -> Report {
    let mut report = Report { unproven: plan.unproven.clone(), ..Report::default() };
    let (mut secrets, mut wallet) = (BTreeSet::new(), Wallet::new());
    for step in &plan.steps {
        let mut attempt = Attempt {
            plan,
            target,
            report: &mut report,
            secrets: &mut secrets,
            wallet: wallet.as_mut(),
        };
        if let Some(verdict) = attempt.of(step) {
            record(&mut report, step, verdict, &target.address.to_string());
        }
    }
    if let Some(audit) = target.audit {
        report.findings.extend(log::findings(&audit(), &secrets, &plan.secrets));
    }
    report
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
