//! A step, from the token that it needs to what came of it.

use std::collections::BTreeSet;
use std::io;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use crate::answer::Answer;
use crate::callers::Bound;
use crate::expect::{Expect, Verdict};
use crate::finding::Report;
use crate::plan::{Plan, Sending, Step};
use crate::request::{Request, TOKEN};
use crate::run::{Fault, Target};
use crate::wallet::Wallet;
use crate::wire::{Ends, Given, exchange};

/// zt's own.
const OWN_TRIES_SECONDS: u64 = 5;

/// What sends the same once more.
type Exchange<'e> = &'e (dyn Fn() -> io::Result<Given> + Sync);

/// One step on its way.
pub(crate) struct Attempt<'a, 't> {
    pub(crate) plan: &'a Plan,
    pub(crate) target: &'a mut Target<'t>,
    pub(crate) report: &'a mut Report,
    /// Tokens and proofs that were sent.
    pub(crate) secrets: &'a mut BTreeSet<String>,
    /// None without random numbers.
    pub(crate) wallet: Option<&'a mut Wallet>,
}

impl Attempt<'_, '_> {
    /// `None` if it needs a fault that can't be had.
    pub(crate) fn of(&mut self, step: &Step) -> Option<Verdict> {
        let Some(fault) = step.fault else {
            return Some(self.judged(step).unwrap_or_else(Verdict::Unclear));
        };
        let faults = self.target.faults?;
        (self.target.pace)();
        // Made while all was well.
        let texts = self.texts(step);
        if !faults.begin(fault) {
            return None;
        }
        let verdict = texts.and_then(|texts| self.judged_during(fault, &texts, step));
        faults.end();
        Some(verdict.unwrap_or_else(Verdict::Unclear))
    }

    fn texts(&mut self, step: &Step) -> Result<Vec<String>, String> {
        let count = if let Sending::Each(count) = step.sending { count } else { 1 };
        (0..count).map(|_| self.text(&step.request)).collect()
    }

    fn judged_during(
        &mut self,
        fault: Fault,
        texts: &[String],
        step: &Step,
    ) -> Result<Verdict, String> {
        if fault == Fault::KeyDropped {
            self.show_new_key(&step.request)?;
        }
        let (before, begun) = (self.target.callers.key_fetches(), Instant::now());
        let given = self.send_texts(texts, step)?;
        let verdict = step.expect.judge(&given, None);
        let asked = self.target.callers.key_fetches().saturating_sub(before);
        if verdict == Verdict::Held && is_storm(asked, begun.elapsed()) {
            return Ok(Verdict::Broken(format!("its issuer was asked for keys {asked} times")));
        }
        Ok(verdict)
    }

    /// A key that isn't known is asked for, and what comes is all that counts.
    fn show_new_key(&mut self, request: &Request) -> Result<(), String> {
        match self.seen(request)? {
            Some(answer) if answer.is_success() => Ok(()),
            _ => Err("a token under the issuer's new key was refused, too".to_owned()),
        }
    }

    fn send_texts(&mut self, texts: &[String], step: &Step) -> Result<Given, String> {
        if let [text] = texts {
            return self.send_text(text, &step.request, &step.expect);
        }
        let all = texts.iter().map(|text| self.send_text(text, &step.request, &step.expect));
        all_answers(all)
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
            Sending::Each(_) => {
                let texts = self.texts(step)?;
                self.send_texts(&texts, step)
            }
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
        send: fn(u32, Exchange<'_>) -> Vec<io::Result<Given>>,
    ) -> Result<Given, String> {
        (self.target.pace)();
        let text = self.text(&step.request)?;
        let (ends, method) = (self.ends(&step.request)?, step.request.method.as_str());
        let said = step.request.said();
        self.count(usize::try_from(copies).unwrap_or(usize::MAX))?;
        let all = send(copies, &|| exchange(ends, &text, said.as_deref(), method, false));
        all_answers(all.into_iter().map(|given| given.map_err(no_connection)))
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
        let proofs = text.lines().filter_map(|line| line.strip_prefix("dpop: "));
        self.secrets.extend(proofs.map(str::to_owned));
        self.secrets.insert(token);
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
        let (ends, said) = (self.ends(request)?, request.said());
        exchange(ends, text, said.as_deref(), &request.method, one).map_err(no_connection)
    }

    fn ends(&self, request: &Request) -> Result<Ends, String> {
        let Target { address, elsewhere, .. } = &*self.target;
        let none = "there is no address from elsewhere to send it from";
        let from =
            request.is_from_elsewhere.then(|| elsewhere.ok_or_else(|| none.to_owned())).transpose();
        Ok(Ends { from: from?, to: *address })
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

fn all_answers(all: impl Iterator<Item = Result<Given, String>>) -> Result<Given, String> {
    let mut answers = Vec::new();
    for given in all {
        match given? {
            Given::Answers(more) => answers.extend(more),
            Given::Closed | Given::Silence => return Err("one had no answer".to_owned()),
        }
    }
    Ok(Given::Answers(answers))
}

/// Callers may cause one fetch a minute. A service that misses its issuer's keys tries by itself every few seconds.
fn is_storm(asked: usize, meanwhile: Duration) -> bool {
    let own = meanwhile.as_secs() / OWN_TRIES_SECONDS;
    asked > usize::try_from(own).unwrap_or(usize::MAX).saturating_add(1)
}

#[allow(clippy::needless_pass_by_value, reason = "as `map_err` wants it")]
fn no_connection(error: io::Error) -> String {
    format!("no connection: {error}")
}

fn in_turn(copies: u32, send: Exchange<'_>) -> Vec<io::Result<Given>> {
    (0..copies).map(|_| send()).collect()
}

/// All threads are there before the first one sends.
fn at_once(copies: u32, send: Exchange<'_>) -> Vec<io::Result<Given>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x06_one_fetch_is_none_too_many() {
        for (asked, seconds, is) in [
            (0, 0, false),
            (1, 4, false),
            (2, 4, true),
            (2, 5, false),
            (13, 60, false),
            (14, 60, true),
        ] {
            assert_eq!(is_storm(asked, Duration::from_secs(seconds)), is, "{asked} in {seconds} s");
        }
    }
}
