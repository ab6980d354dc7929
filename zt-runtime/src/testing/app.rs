//! A service in a test.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use zt_core::contract::{MAIN, SegmentInfo};

use super::{TestCaller, TestServer};
use crate::audit::{Audit, MemorySink};
use crate::authority::{LocalAuthority, TokenBuilder};
use crate::clock::{Clock, ManualClock};
use crate::config::Bounds;
use crate::edge::Origin;
use crate::gate::Gate;
use crate::identity::introspection::ClientCredentials;
use crate::identity::{Issuer, Kind, Memory, Revocations, SegmentTerms, Subject, Verifier};
use crate::onward::{NextService, TargetConfig};
use crate::outbound::SafeUrl;
use crate::prefix::Prefix;
use crate::serve::{self, Faults, Gates, Mounted, Parts, SegmentParts, Tables};
use crate::{Network, Segment, Service, Store};

/// 2030-01-01T00:00:00Z: every test runs at the same time of the same day, until it moves its clock.
const START: Timestamp = Timestamp::constant(1_893_456_000, 0);

const LAST_LINES: Duration = Duration::from_secs(10);

/// A service with an authority, a clock and an audit log of its own. It is called `localhost`, as a service is that listens
/// there.
///
/// Its faults are those of the real one: what would not start panics at the first request, with every fault listed.
/// The clock stands still until [`clock`](Self::clock) moves it, so that limits don't recover by themselves: a test that
/// provokes more than 600 refusals from one address moves it now and then.
pub struct TestApp<S> {
    parts: Mutex<Option<Parts>>,
    gates: OnceLock<Gates>,
    authority: LocalAuthority,
    revocations: Revocations,
    hands: ManualClock,
    audit: Audit,
    log: MemorySink,
    service: PhantomData<fn() -> S>,
}

#[allow(clippy::panic, reason = "a test fails by panicking, with the fault in its message")]
impl<S: Service> TestApp<S> {
    /// As [`Service::test`].
    ///
    /// # Panics
    /// When the machine has no random numbers or no threads.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "a test says `Shop::test()`")]
    pub fn new() -> Self {
        Self::configured(Vec::new(), |parts| parts, Bounds::loopback())
    }

    /// One that trusts other issuers too, with parts and bounds of its own.
    pub(crate) fn configured(
        others: Vec<Issuer>,
        change: impl FnOnce(Parts) -> Parts,
        bounds: Bounds,
    ) -> Self {
        Self::configured_by(|_| others, change, bounds)
    }

    /// The same with issuers that go by the service's clock.
    pub(crate) fn configured_by(
        others: impl FnOnce(&Clock) -> Vec<Issuer>,
        change: impl FnOnce(Parts) -> Parts,
        bounds: Bounds,
    ) -> Self {
        let (clock, hands) = Clock::manual(START);
        let log = MemorySink::default();
        let audit =
            Audit::start(log.clone()).unwrap_or_else(|error| panic!("no audit log: {error}"));
        let mounted = serve::mounted(Tables::of::<S>(), &mut Faults::of(S::OUTER));
        let names = serve::issuers_asked_for(&mounted);
        let authority = LocalAuthority::for_test(S::OUTER.name, clock.clone())
            .and_then(|authority| authority.with_issuers(&names))
            .unwrap_or_else(|fault| panic!("no authority: {fault}"));
        let revocations = Revocations::in_memory(clock.clone());
        let issuers: Vec<_> = authority.issuers().into_iter().chain(others(&clock)).collect();
        let verifier = Verifier::new(issuers, revocations.clone());
        let segments = segments(&mounted, &authority, &verifier, &bounds);
        let parts = Parts::new(verifier, audit.clone(), clock, bounds).with_segments(segments);
        let parts = Mutex::new(Some(change(parts)));
        let (gates, service) = (OnceLock::new(), PhantomData);
        Self { parts, gates, authority, revocations, hands, audit, log, service }
    }

    /// Hands in a store, before the first request.
    ///
    /// # Panics
    /// After the first request: the service runs by then.
    #[must_use]
    pub fn data<T: Store>(self, store: T) -> Self {
        match &mut *self.parts.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(parts) => parts.add(store),
            None => panic!("hand in stores before the first request"),
        }
        self
    }

    /// Says where the service `T` stands in this test, in the place of `[onward.<name>]`: a server of the test's own at
    /// `url`, and one at `token_endpoint` that exchanges tokens (RFC 8693). It is asked by the client `test` with the secret
    /// `test`, for a token whose audience and scope are the service's name.
    ///
    /// Before the first request. Both are called as they are when the service runs: on loopback addresses.
    ///
    /// # Panics
    /// After the first request, and for addresses that are neither https nor on loopback.
    #[must_use]
    pub fn onward<T: NextService>(self, url: &str, token_endpoint: &str) -> Self {
        let address = |text| SafeUrl::parse(text).unwrap_or_else(|| panic!("not callable: {text}"));
        let name = T::INFO.name.to_owned();
        let config = TargetConfig {
            url: address(url),
            token_endpoint: address(token_endpoint),
            issuer: None,
            audience: name.clone(),
            scope: name.clone(),
            credentials: ClientCredentials::new("test", "test"),
            networks: Vec::new(),
            name,
        };
        match &mut *self.parts.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(parts) => parts
                .also_calling(config)
                .unwrap_or_else(|error| panic!("the service can't be called: {error}")),
            None => panic!("say where services are before the first request"),
        }
        self
    }

    /// Says where the network `N` is in this test, in the place of `[networks]`: `10.1.0.0/16`, or `192.0.2.7/32` for one address.
    /// Who calls [`from`](TestCaller::from) there is in it, and nobody else is.
    ///
    /// ```
    /// use zt::prelude::*;
    ///
    /// # /// Look users up.
    /// # #[derive(Scope)]
    /// # #[scope("users:read", reads)]
    /// # pub struct UsersRead;
    /// /// Where we work.
    /// #[derive(Network)]
    /// #[network("office")]
    /// pub struct Office;
    ///
    /// /// All users.
    /// #[zt::get("/users", scopes(UsersRead), network(Office))]
    /// async fn list_users() -> NoContent {
    ///     NoContent
    /// }
    ///
    /// # /// Users.
    /// # #[zt::service(endpoints(list_users))]
    /// # pub struct Users;
    /// # fn main() {
    /// let users = Users::test().network::<Office>("10.1.0.0/16");
    /// let alice = users.as_caller("alice").holding::<UsersRead>();
    /// zt::testing::block_on(async {
    ///     assert_eq!(alice.get("/users").await.status(), 403);
    ///     assert_eq!(alice.from("10.1.2.3".parse().unwrap()).get("/users").await.status(), 204);
    /// });
    /// # }
    /// ```
    ///
    /// # Panics
    /// After the first request, and for what is no prefix.
    #[must_use]
    pub fn network<N: Network>(self, prefix: &str) -> Self {
        let parsed = Prefix::parse(prefix).unwrap_or_else(|| panic!("{prefix:?} is no prefix"));
        match &mut *self.parts.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(parts) => parts.networks().add(N::INFO.name, parsed),
            None => panic!("say where networks are before the first request"),
        }
        self
    }

    /// Lets the pages of this origin call, in the place of `browser_origins`.
    ///
    /// ```
    /// use zt::prelude::*;
    ///
    /// # /// Look users up.
    /// # #[derive(Scope)]
    /// # #[scope("users:read", reads)]
    /// # pub struct UsersRead;
    /// # /// All users.
    /// # #[zt::get("/users", scopes(UsersRead))]
    /// # async fn list_users() -> NoContent { NoContent }
    /// # /// Users.
    /// # #[zt::service(endpoints(list_users))]
    /// # pub struct Users;
    /// # fn main() {
    /// let users = Users::test().browser_origin("https://shop.example");
    /// let alice = users.as_caller("alice").holding::<UsersRead>();
    /// zt::testing::block_on(async {
    ///     let answer = alice.get("/users").header("origin", "https://shop.example").await;
    ///     assert_eq!(answer.header("access-control-allow-origin"), Some("https://shop.example"));
    ///     let other = alice.get("/users").header("origin", "https://evil.example").await;
    ///     assert_eq!(other.header("access-control-allow-origin"), None);
    /// });
    /// # }
    /// ```
    ///
    /// # Panics
    /// After the first request, and for what is no origin.
    #[must_use]
    pub fn browser_origin(self, origin: &str) -> Self {
        let parsed = Origin::parse(origin).unwrap_or_else(|| panic!("{origin:?} is no origin"));
        match &mut *self.parts.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(parts) => parts.allow_pages_of(&parsed),
            None => panic!("say whose pages may call before the first request"),
        }
        self
    }

    /// Somebody who calls with a token: a person, unless said otherwise, who was granted nothing yet.
    pub fn as_caller<'t>(&'t self, name: &str) -> TestCaller<'t> {
        TestCaller::with_token_of(self.gates(), self.authority.token_for(name))
    }

    /// Somebody who calls without any credential.
    pub fn anonymous(&self) -> TestCaller<'_> {
        TestCaller::with(self.gates(), None)
    }

    /// Somebody who calls with this text as bearer token.
    pub fn with_token(&self, raw: &str) -> TestCaller<'_> {
        TestCaller::with(self.gates(), Some(raw.to_owned()))
    }

    /// A token of the test's authority, for a raw request or one to send twice.
    pub fn token_for(&self, name: &str) -> TokenBuilder<'_> {
        self.authority.token_for(name)
    }

    /// The person that a token for `name` stands for, as stores name the owner of an object.
    ///
    /// # Panics
    /// When `name` is none: empty, over 255 bytes, or with characters that nobody sees.
    #[must_use]
    pub fn person(&self, name: &str) -> Subject {
        self.authority
            .subject(name, Kind::Person)
            .unwrap_or_else(|fault| panic!("{name:?}: {fault}"))
    }

    /// The time that the service sees.
    #[must_use]
    pub const fn clock(&self) -> &ManualClock {
        &self.hands
    }

    /// Takes back tokens and subjects.
    #[must_use]
    pub const fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// The audit log so far, one value for each decision.
    ///
    /// # Panics
    /// When a line is no JSON.
    #[must_use]
    pub fn audit(&self) -> Vec<Value> {
        if self.audit.flush(LAST_LINES).is_err() {
            panic!("the audit log didn't take its lines");
        }
        let parse = |line: String| {
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("not JSON ({error}): {line}"))
        };
        let decision = |line: String| {
            let mut record: Value = parse(line);
            // What binds a line to the one before says nothing about the decision.
            if let Some(members) = record.as_object_mut() {
                members.retain(|name, _| name != "seq" && name != "prev");
            }
            record
        };
        self.log.lines().into_iter().map(decision).collect()
    }

    /// The same service on a free port of the loopback address, for clients that speak HTTP themselves. It ends when it
    /// is dropped.
    ///
    /// # Panics
    /// When there is no port to be had.
    #[must_use]
    pub fn serve(&self) -> TestServer {
        TestServer::start(Arc::clone(self.gate()))
            .unwrap_or_else(|error| panic!("no server: {error}"))
    }

    /// As [`serve`](Self::serve), for another segment than `Main`.
    ///
    /// # Panics
    /// When there is no port to be had, and where no endpoint belongs to the segment.
    #[must_use]
    pub fn serve_segment<G: Segment>(&self) -> TestServer {
        let gate = self.gates().of(&G::INFO);
        let gate = gate.unwrap_or_else(|| panic!("no endpoint is of `{}`", G::INFO.name));
        TestServer::start(Arc::clone(gate)).unwrap_or_else(|error| panic!("no server: {error}"))
    }

    /// The same service in front of an actix application, which listens on a free port of the loopback address: see
    /// [`DefaultDeny`](crate::DefaultDeny). Its [`address`](crate::DefaultDeny::address) is `127.0.0.1:0`.
    #[cfg(feature = "actix")]
    pub fn service(&self) -> crate::DefaultDeny {
        let address = (std::net::Ipv4Addr::LOCALHOST, 0).into();
        crate::DefaultDeny::of_test(Arc::clone(self.gate()), self.audit.clone(), address)
    }

    /// As [`serve`](Self::serve), with TLS.
    #[cfg(test)]
    pub(crate) fn serve_with(&self, tls: crate::web::Tls) -> TestServer {
        TestServer::start_with(Arc::clone(self.gate()), Some(tls))
            .unwrap_or_else(|error| panic!("no server: {error}"))
    }

    pub(crate) fn gate(&self) -> &Arc<Gate> {
        self.gates().first().unwrap_or_else(|| panic!("the service has no endpoint"))
    }

    fn gates(&self) -> &Gates {
        self.gates.get_or_init(|| {
            let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner).take();
            let Some(parts) = parts else { panic!("the service didn't start the first time") };
            serve::gates::<S>(parts).unwrap_or_else(|faults| panic!("{faults}"))
        })
    }
}

/// What each further segment has of its own: an audience.
fn segments(
    mounted: &[Mounted],
    authority: &LocalAuthority,
    verifier: &Verifier,
    bounds: &Bounds,
) -> Vec<SegmentParts> {
    let others = serve::segments_of(mounted).into_iter().filter(|segment| !segment.is(&MAIN));
    let parts = others.map(|SegmentInfo { name, .. }| {
        let audience = Some(authority.audience_of(name));
        let terms = SegmentTerms { audience, only: None };
        let verifier = verifier.in_segment(&terms, Memory::default());
        SegmentParts { name: name.to_owned(), verifier, bounds: bounds.clone(), clients: None }
    });
    parts.collect()
}

impl<S: Service> fmt::Debug for TestApp<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestApp").field("service", &S::OUTER.name).finish_non_exhaustive()
    }
}
