//! What dispatcher, body and wire of one connection tell each other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Waker};

use super::framing::BodyKind;
use crate::clock::Clock;
use crate::identity::PeerCertificate;
use crate::stream::{End, Watch};

/// The state of a connection. It lives on one thread.
#[derive(Default)]
pub(super) struct Connection {
    /// Whether TLS goes over it.
    over_tls: bool,
    /// The client's, from the handshake: for all requests the same.
    certificate: Option<(Rc<PeerCertificate>, Clock)>,
    /// Requests handed to the gate so far.
    begun: Cell<u64>,
    /// The gate is at work.
    busy: Cell<bool>,
    /// What the latest request says of its body.
    body: Cell<BodyKind>,
    /// The latest request has a body that wasn't read to a clean end.
    open_body: Cell<bool>,
    /// No request follows the latest one.
    closes: Cell<bool>,
    /// `100 Continue` is to be written.
    continues: Cell<bool>,
    /// The latest answer ends in bytes that look like an answer of the dispatcher's own.
    lookalike: Cell<bool>,
    /// Who decides about the stream that is open, or was.
    watch: RefCell<Option<Rc<Watch>>>,
    /// The connection went on as a WebSocket.
    upgraded: Cell<bool>,
    /// The client sends no more.
    gone: Cell<bool>,
    /// Whoever holds bytes that wait for the gate.
    waiting: Cell<Option<Waker>>,
}

impl Connection {
    /// One over TLS, whose client showed this certificate; it runs out by this clock.
    pub(super) fn over_tls(certificate: Option<PeerCertificate>, clock: Clock) -> Self {
        let certificate = certificate.map(|certificate| (Rc::new(certificate), clock));
        Self { over_tls: true, certificate, ..Self::default() }
    }

    /// One that another server accepted: whatever certificate its client showed, we didn't see it.
    #[cfg(feature = "actix")]
    pub(super) fn of_another_server(over_tls: bool) -> Self {
        Self { over_tls, ..Self::default() }
    }

    pub(super) const fn is_over_tls(&self) -> bool {
        self.over_tls
    }

    /// The client's certificate, as long as it is in date: a connection may outlive it, and then has none.
    pub(super) fn certificate(&self) -> Option<Rc<PeerCertificate>> {
        let (certificate, clock) = self.certificate.as_ref()?;
        certificate.is_in_date(clock.now()).then(|| Rc::clone(certificate))
    }

    pub(super) fn begin(&self, body: BodyKind, closes: bool) {
        self.begun.set(self.begun.get().wrapping_add(1));
        self.busy.set(true);
        self.body.set(body);
        self.open_body.set(body != BodyKind::None);
        self.closes.set(closes);
        self.lookalike.set(false);
        self.wake();
    }

    pub(super) fn end(&self, lookalike: bool) {
        self.busy.set(false);
        self.lookalike.set(lookalike);
        self.continues.set(false);
        self.wake();
    }

    pub(super) fn close(&self) {
        self.closes.set(true);
    }

    pub(super) fn body_ended(&self) {
        self.open_body.set(false);
    }

    pub(super) fn ask_to_continue(&self) {
        self.continues.set(true);
    }

    /// Whether `100 Continue` is to be written now; asked once.
    pub(super) fn take_continue(&self) -> bool {
        self.continues.take()
    }

    pub(super) fn begun(&self) -> u64 {
        self.begun.get()
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy.get()
    }

    pub(super) fn body(&self) -> BodyKind {
        self.body.get()
    }

    pub(super) fn has_open_body(&self) -> bool {
        self.open_body.get()
    }

    pub(super) fn closes(&self) -> bool {
        self.closes.get()
    }

    pub(super) fn ends_in_lookalike(&self) -> bool {
        self.lookalike.get()
    }

    /// The answer is a stream, and the last one of the connection.
    pub(super) fn streams(&self, watch: Option<Rc<Watch>>) {
        self.close();
        self.watch.replace(watch);
    }

    /// What follows belongs to another protocol.
    pub(super) fn upgrade(&self) {
        self.upgraded.set(true);
        self.end(false);
    }

    pub(super) fn is_upgraded(&self) -> bool {
        self.upgraded.get()
    }

    /// Whether the stream's caller has lost the right to it: not even what was written before goes out then.
    pub(super) fn is_cut(&self, context: &mut Context<'_>) -> bool {
        let watch = self.watch.borrow();
        let over = watch.as_ref().filter(|watch| watch.poll(context).is_ready());
        over.and_then(|watch| watch.end()).as_ref().is_some_and(End::cuts)
    }

    /// The client sends no more. Whoever listens keeps its side open, so a stream is over by that.
    pub(super) fn client_ended(&self) {
        self.gone.set(true);
    }

    pub(super) fn has_client(&self) -> bool {
        !self.gone.get()
    }

    /// To be woken when a request begins or ends.
    pub(super) fn wait(&self, waker: &Waker) {
        self.waiting.set(Some(waker.clone()));
    }

    fn wake(&self) {
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }
}
