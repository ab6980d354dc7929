//! Answers that go on: the handler is called as any other, and then runs for as long as its stream is open.

use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::answer::{Answer, Refused};
use super::{Gate, Noting, Opening, Way, guard};
use crate::access::{Admission, Admittance, Renewal};
use crate::audit::{Entry, Record};
use crate::clock::Clock;
use crate::endpoint::{Admitted, Cx};
use crate::identity::{Identity, Revocations, Scheme};
use crate::problem::Refusal;
use crate::reply::Response;
use crate::route::Route;
use crate::stream::rpc::ENVELOPE;
use crate::stream::{Handling, Line, OpenStream, Outlet, Talk, Watch};

impl Gate {
    /// Runs the handler until it opened its stream, within the endpoint's time, and gives the head of the answer with the
    /// stream behind it. Its record is written now; the end has one of its own.
    pub(super) async fn stream(self: &Arc<Self>, opening: Opening<'_>) -> Response {
        let Opening { admission, admittance, document, mut entry, way } = opening;
        let Way { scheme, over_tls, page } = way;
        let Admission { route, admitted, next_nonce, standing, .. } = admission;
        let (trace, limit) = (admitted.trace.clone(), admitted.limits.time.duration());
        let to_head = admittance.to_head;
        let (answer, handling) = match self.handling(route, admitted, *admittance, scheme) {
            Ok(handling) => {
                let cx = Rc::clone(&handling.cx);
                let (response, handling) = open(handling, limit, &mut entry).await;
                (Answer::of(response, &cx, scheme, document), handling)
            }
            Err(refusal) => (Answer::refused(&Refused { refusal, document }, &trace, scheme), None),
        };
        let record = Record::clone(&entry);
        let answer = answer.with_nonce(next_nonce).with_standing(standing);
        let response = answer.over(over_tls).read_by(page).close(entry);
        let Some(handling) = handling else { return response };
        let stream = if to_head {
            OpenStream::none()
        } else {
            OpenStream::new(handling, self.audit.clone(), self.clock.clone(), record)
        };
        Response { stream: Some(Box::new(stream)), ..response }
    }

    /// The handler, called and not run.
    fn handling(
        self: &Arc<Self>,
        route: &Route,
        admitted: Admitted,
        admittance: Admittance,
        scheme: Scheme,
    ) -> Result<Handling, Refusal> {
        let Admittance { identity, renewal, peer, .. } = admittance;
        let seat = self.seats.take(identity.subject())?;
        let interval = admitted.contract.stream.map(|rule| rule.interval().duration());
        let interval = interval.ok_or(Refusal::Internal("no_stream"))?;
        let watch = Watch::new(Arc::clone(self), route.index, identity, renewal, interval);
        let watch = Rc::new(watch);
        let talk = route.contract().is_socket().then(|| {
            let line = Line {
                watch: Rc::clone(&watch),
                route: route.index,
                peer,
                scheme,
                trace: admitted.trace.clone(),
                credential: admitted.credential.clone(),
            };
            Talk::new(Arc::clone(self), Rc::new(line), self.longest_message(route))
        });
        let (outlet, frames) = Outlet::new(watch);
        let outlet = Rc::new(outlet);
        let cx = Cx::new(admitted, Arc::clone(&self.stores)).streaming(Rc::clone(&outlet));
        let cx = Rc::new(cx);
        let (entry, own) = (route.entry, Rc::clone(&cx));
        let running = Box::pin(async move { guard::run(entry, &own).await });
        Ok(Handling { running, cx, outlet, frames, seat, talk })
    }

    /// With what stands around it.
    fn longest_message(&self, socket: &Route) -> usize {
        let messages = self.router.messages(socket.index);
        let most = messages.map(|(_, route)| route.effective.limits.body.bytes()).max();
        usize::try_from(most.unwrap_or_default()).unwrap_or(usize::MAX).saturating_add(ENVELOPE)
    }

    pub(crate) const fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) const fn revocations(&self) -> &Revocations {
        self.provers.verifier.revocations()
    }

    /// Whether the caller of a stream still counts: what is told at once.
    pub(crate) fn check_again(
        &self,
        renewal: &Renewal,
        identity: &Identity,
    ) -> Result<(), Refusal> {
        self.provers.ledger.check_fresh()?;
        renewal.check(identity, &self.provers, &self.clock)
    }

    /// Decides about the caller of a stream as if the request came now.
    pub(crate) async fn decide_again(
        &self,
        route: usize,
        renewal: &Renewal,
    ) -> Result<Identity, Refusal> {
        let route = self.router.routes().get(route).ok_or(Refusal::Internal("no_route"))?;
        let decided = renewal.decide(route, &self.provers, &self.clock, &self.grants);
        let decided = guard::guarded(decided).await;
        decided.unwrap_or(Err(Refusal::Internal("panicked")))
    }
}

/// What is answered, and the handler if it goes on behind it.
async fn open(
    mut handling: Handling,
    limit: Duration,
    entry: &mut Entry,
) -> (Response, Option<Handling>) {
    let cx = Rc::clone(&handling.cx);
    let _noting = Noting { cx: &cx, entry };
    let opening = timeout(limit, poll_fn(|context| handling.poll_opening(context)));
    match opening.await {
        Ok(None) => (head(&handling), Some(handling)),
        Ok(Some(whole)) => (whole, None),
        Err(_) => (cx.refuse(&Refusal::TimedOut), None),
    }
}

/// What every stream begins with (WHATWG HTML §9.2.5; RFC 6455 §4.2.2, where the connection adds its own).
fn head(handling: &Handling) -> Response {
    if handling.talk.is_some() {
        return Response::empty(101);
    }
    let headers = vec![("content-type", "text/event-stream".to_owned())];
    Response { headers, ..Response::empty(200) }
}
