//! Who calls in a test.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use zt_core::contract::{MAIN, SegmentInfo};

use super::TestRequest;
use super::held::Held;
use crate::authority::TokenBuilder;
use crate::gate::Gate;
use crate::serve::Gates;
use crate::{Acr, Device, Issuer, Role, Scope, Segment};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Somebody who sends requests. A token is signed for each, at the time that the service sees then.
#[derive(Clone)]
#[must_use = "a caller does nothing before `.get(..)` or one of its sisters"]
pub struct TestCaller<'t> {
    gates: &'t Gates,
    segment: SegmentInfo,
    credential: Credential<'t>,
    peer: IpAddr,
    key: Option<Held>,
}

#[derive(Clone)]
enum Credential<'t> {
    Nothing,
    Raw(String),
    Signed(Box<TokenBuilder<'t>>),
}

#[allow(
    clippy::wrong_self_convention,
    reason = "`as_caller(\"billing\").as_client()` reads as it is meant"
)]
impl<'t> TestCaller<'t> {
    pub(super) fn with_token_of(gates: &'t Gates, token: TokenBuilder<'t>) -> Self {
        Self::with_credential(gates, Credential::Signed(Box::new(token)))
    }

    pub(super) fn with(gates: &'t Gates, raw: Option<String>) -> Self {
        Self::with_credential(gates, raw.map_or(Credential::Nothing, Credential::Raw))
    }

    fn with_credential(gates: &'t Gates, credential: Credential<'t>) -> Self {
        Self { gates, segment: MAIN, credential, peer: HERE, key: None }
    }

    /// Calls this segment of the service, by its own door, with tokens for it. Without this it is `Main`.
    ///
    /// A caller of `with_token` or `anonymous` takes what it has to that door.
    ///
    /// ```
    /// use zt::prelude::*;
    ///
    /// # /// Those who run the shop.
    /// # #[derive(Segment)]
    /// # #[segment("admin")]
    /// # pub struct Admin;
    /// # /// Look users up.
    /// # #[derive(Scope)]
    /// # #[scope("users:read", reads)]
    /// # pub struct UsersRead;
    /// # /// All users.
    /// # #[zt::get("/users", scopes(UsersRead), segment = Admin)]
    /// # async fn list_users() -> NoContent { NoContent }
    /// # /// The load balancer asks whether we live.
    /// # #[zt::get("/health", public(probe))]
    /// # async fn health() -> NoContent { NoContent }
    /// # /// A shop.
    /// # #[zt::service(endpoints(list_users, health))]
    /// # pub struct Shop;
    /// # fn main() {
    /// let shop = Shop::test();
    /// let alice = shop.as_caller("alice").holding::<UsersRead>();
    /// zt::testing::block_on(async {
    ///     assert_eq!(alice.get("/users").await.status(), 404);
    ///     assert_eq!(alice.in_segment::<Admin>().get("/users").await.status(), 204);
    /// });
    /// # }
    /// ```
    pub fn in_segment<S: Segment>(mut self) -> Self {
        self.segment = S::INFO;
        if let Credential::Signed(token) = self.credential {
            self.credential = Credential::Signed(Box::new(token.in_segment::<S>()));
        }
        self
    }

    #[allow(clippy::panic, reason = "a test fails by panicking")]
    fn gate(&self) -> &'t Arc<Gate> {
        // Of a service that has nothing in `Main`, a caller who names no segment finds the first one's door, and no more.
        let first = || self.gates.first().filter(|_| self.segment.is(&MAIN));
        let gate = self.gates.of(&self.segment).or_else(first);
        gate.unwrap_or_else(|| panic!("no endpoint is of the segment `{}`", self.segment.name))
    }

    /// Was granted a scope.
    pub fn holding<S: Scope>(self) -> Self {
        self.token(TokenBuilder::holding::<S>)
    }

    /// Has a role: what it grants is what the service says of it.
    pub fn in_role<R: Role>(self) -> Self {
        self.token(TokenBuilder::in_role::<R>)
    }

    /// Acts for an organisation.
    pub fn in_tenant(self, name: &str) -> Self {
        self.token(|token| token.tenant(name))
    }

    /// Calls through a program (`client_id`).
    pub fn through(self, client: &str) -> Self {
        self.token(|token| token.client(client))
    }

    /// Logged in so long before each of its tokens is issued (`auth_time`).
    pub fn logged_in_ago(self, ago: Duration) -> Self {
        self.token(|token| token.logged_in_ago(ago))
    }

    /// Logged in this way (`acr`).
    pub fn with_acr<A: Acr>(self) -> Self {
        self.token(TokenBuilder::with_acr::<A>)
    }

    /// Calls from such a device.
    pub fn on_device<D: Device>(self) -> Self {
        self.token(TokenBuilder::on_device::<D>)
    }

    /// Has its tokens from this issuer, which a rule of the service names. Its alice is somebody else than the alice of
    /// another.
    pub fn vouched_by<I: Issuer>(self) -> Self {
        self.token(TokenBuilder::vouched_by::<I>)
    }

    /// Is a program that acts in its own name.
    pub fn as_client(self) -> Self {
        self.token(TokenBuilder::as_client)
    }

    /// Is a running service.
    pub fn as_workload(self) -> Self {
        self.token(TokenBuilder::as_workload)
    }

    /// Has a key that its tokens are bound to (`cnf.jkt`), and sends a DPoP proof of it with each of its requests (RFC 9449),
    /// as `proof(bound)` asks for it. It has the service's nonce already, as a client has it from the answer before.
    ///
    /// ```
    /// use zt::prelude::*;
    ///
    /// # /// Pay bills.
    /// # #[derive(Scope)]
    /// # #[scope("bills:pay", writes)]
    /// # pub struct BillsPay;
    /// # /// Pays all that is due.
    /// # #[zt::post("/bills/due", scopes(BillsPay), proof(bound))]
    /// # async fn pay_due() -> NoContent { NoContent }
    /// # /// Bills.
    /// # #[zt::service(endpoints(pay_due))]
    /// # pub struct Bills;
    /// # fn main() {
    /// let bills = Bills::test();
    /// let alice = bills.as_caller("alice").holding::<BillsPay>();
    /// zt::testing::block_on(async {
    ///     assert_eq!(alice.post("/bills/due").await.status(), 401);
    ///     assert_eq!(alice.bound().post("/bills/due").await.status(), 204);
    /// });
    /// # }
    /// ```
    ///
    /// A request that has a header `DPoP` of the test's own gets no second one. Where they are sent to, and what panics, is as
    /// with [`signed`](Self::signed).
    pub fn bound(self) -> Self {
        self.with_key(Held::proving)
    }

    /// Has a key that its tokens name (`cnf.jwk`), and signs each of its requests with it, as `proof(signed)` asks for it.
    ///
    /// ```
    /// use zt::prelude::*;
    ///
    /// # /// Pay bills.
    /// # #[derive(Scope)]
    /// # #[scope("bills:pay", writes)]
    /// # pub struct BillsPay;
    /// # /// Pays all that is due.
    /// # #[zt::post("/bills/due", scopes(BillsPay), proof(signed))]
    /// # async fn pay_due() -> NoContent { NoContent }
    /// # /// Bills.
    /// # #[zt::service(endpoints(pay_due))]
    /// # pub struct Bills;
    /// # fn main() {
    /// let bills = Bills::test();
    /// let alice = bills.as_caller("alice").holding::<BillsPay>();
    /// zt::testing::block_on(async {
    ///     assert_eq!(alice.post("/bills/due").await.status(), 401);
    ///     assert_eq!(alice.signed().post("/bills/due").await.status(), 204);
    /// });
    /// # }
    /// ```
    ///
    /// They are sent to `http://localhost`, or to where [`serve`](super::TestApp::serve) listens: a test that does both serves first.
    ///
    /// # Panics
    /// When the machine has no random numbers, or for a caller that doesn't come from `as_caller(..)`.
    pub fn signed(self) -> Self {
        self.with_key(Held::signing)
    }

    /// One that is bound and signs does both with one key, as its rule wants it.
    fn with_key(self, does: fn(Held) -> Held) -> Self {
        let key = does(self.key.clone().unwrap_or_else(Held::generate));
        let named = self.token(|token| token.bound_to(&key.confirmation()));
        Self { key: Some(key), ..named }
    }

    /// Calls from this address.
    pub fn from(mut self, peer: IpAddr) -> Self {
        self.peer = peer;
        self
    }

    /// GET.
    pub fn get(&self, target: &str) -> TestRequest {
        self.send("GET", target)
    }

    /// GET, to open a WebSocket: `.say(..)` on its answer says a message.
    pub fn socket(&self, target: &str) -> TestRequest {
        self.get(target)
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    }

    /// HEAD.
    pub fn head(&self, target: &str) -> TestRequest {
        self.send("HEAD", target)
    }

    /// POST.
    pub fn post(&self, target: &str) -> TestRequest {
        self.send("POST", target)
    }

    /// PUT.
    pub fn put(&self, target: &str) -> TestRequest {
        self.send("PUT", target)
    }

    /// PATCH.
    pub fn patch(&self, target: &str) -> TestRequest {
        self.send("PATCH", target)
    }

    /// DELETE.
    pub fn delete(&self, target: &str) -> TestRequest {
        self.send("DELETE", target)
    }

    /// Any method and any target, as they are.
    pub fn send(&self, method: &str, target: &str) -> TestRequest {
        let request = TestRequest::new(Arc::clone(self.gate()), method, target, self.peer);
        let request = request.proved_with(self.key.clone());
        let scheme = self.key.as_ref().map_or("Bearer", Held::scheme);
        match self.bearer() {
            Some(token) => request.header("authorization", &format!("{scheme} {token}")),
            None => request,
        }
    }

    #[allow(clippy::panic, reason = "a test fails by panicking")]
    fn bearer(&self) -> Option<String> {
        match &self.credential {
            Credential::Nothing => None,
            Credential::Raw(token) => Some(token.clone()),
            Credential::Signed(token) => {
                let issued = token.clone().issue();
                Some(issued.unwrap_or_else(|fault| panic!("no token for this caller: {fault}")))
            }
        }
    }

    #[allow(clippy::panic, reason = "a test fails by panicking")]
    fn token(mut self, change: impl FnOnce(TokenBuilder<'t>) -> TokenBuilder<'t>) -> Self {
        self.credential = match self.credential {
            Credential::Signed(token) => Credential::Signed(Box::new(change(*token))),
            _ => panic!("only a caller of `as_caller(..)` can be granted something"),
        };
        self
    }
}

impl fmt::Debug for TestCaller<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestCaller").field("peer", &self.peer).finish_non_exhaustive()
    }
}
