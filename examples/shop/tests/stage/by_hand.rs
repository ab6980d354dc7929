//! What a person finds who reads the shop, its configuration and the list of criteria in the book.

/// By hand, from the annotations: route, stage, and the first criterion that keeps it from more.
///
/// - What changes data takes tokens that are bound to a key (A2) and ten minutes old at most (A3), which are two things beside the
///   token (A11). It is advanced, until five minutes are the most (O2).
/// - What only reads is advanced, until tokens have to be bound everywhere (O1).
/// - The probe, and the price list whose waivers have an owner and a last day, hold nothing back.
pub(crate) const CONTRACTS: &str = "
GET /changes | advanced | O1
GET /claims | advanced | O1
GET /health | optimal | -
GET /me | advanced | O1
GET /orders | advanced | O1
POST /orders | advanced | O2
GET /orders/{order} | advanced | O1
PATCH /orders/{order} | advanced | O2
DELETE /orders/{order} | advanced | O2
POST /orders/{order}/cancel | advanced | O2
POST /orders/{order}/claims | advanced | O2
GET /orders/{order}/claims/{claim} | advanced | O1
GET /orders/{order}/claims/{claim}/photo | advanced | O1
POST /orders/{order}/claims/{claim}/refund | optimal | -
GET /orders/{order}/invoice | advanced | O1
GET /orders/{order}/parcel | advanced | O1
GET /prices/{shop} | optimal | -
GET /products | advanced | O1
POST /products | advanced | O2
GET /products/{product} | advanced | O1
PATCH /products/{product} | advanced | O2
GET /support/desk | advanced | O1
MESSAGE /support/desk#orders.annotate | advanced | O2
GET /support/orders | advanced | O1
POST /support/orders/search | advanced | O1
PATCH /support/orders/{order} | advanced | O2
";

/// Every criterion that contracts decide, in this order: T1 I3 I4 I8, A2 A3 A4 A5, A11 AW, O1 O2. `+` is met, `-` isn't, and
/// `o` has nothing to hold for. Then the limit (I4), and what the endpoint is for (I8).
///
/// - A rule, a limit, a reason, listed fields (T1, I4, I8, A5): nothing compiles without.
/// - I3: scopes, but where everybody may call. There no token is looked at, so that no proof is either (A2, A3, A11, O1, O2).
/// - A4: what has `{..}` in its path.
/// - A2, A3, A11: what changes something. O1: it alone is bound. O2: the refund alone takes tokens of five minutes.
/// - AW: the price list alone waives something, with an owner and a last day.
pub(crate) const ENDPOINTS: &str = "
GET /changes | ++++ ooo+ oo -- | 600/min, the default | Orders, each time something happens to one: a buyer's own, or those of the shop for support.
GET /claims | ++++ ooo+ oo -- | 60/min, its own | The claims about one order.
GET /health | +o++ ooo+ oo oo | 600/min, the default | The load balancer asks whether we live, and reach our data.
GET /me | ++++ ooo+ oo -- | 600/min, the default | Who I am, and for which shop my token counts.
GET /orders | ++++ ooo+ oo -- | 5/min, its own | My latest hundred orders.
POST /orders | ++++ ++o+ +o +- | 60/min, its group's | Order something.
DELETE /orders/{order} | ++++ ++++ +o +- | 60/min, its group's | Remove an order for good.
GET /orders/{order} | ++++ oo++ oo -- | 60/min, its group's | One order.
PATCH /orders/{order} | ++++ ++++ +o +- | 60/min, its group's | More pieces or fewer, another remark or none.
POST /orders/{order}/cancel | ++++ ++++ +o +- | 60/min, its group's | Call it off.
POST /orders/{order}/claims | ++++ ++++ +o +- | 10/min, its own | Something came broken.
GET /orders/{order}/claims/{claim} | ++++ oo++ oo -- | 60/min, its group's | One claim.
GET /orders/{order}/claims/{claim}/photo | ++++ oo++ oo -- | 60/min, its group's | The photo of what came broken, to save.
POST /orders/{order}/claims/{claim}/refund | ++++ ++++ +o ++ | 60/min, its group's | Give the money back. Whoever does it has just shown who they are.
GET /orders/{order}/invoice | ++++ oo++ oo -- | 60/min, its group's | What was paid, as a file to keep.
GET /orders/{order}/parcel | ++++ oo++ oo -- | 60/min, its group's | To the courier's page about the parcel.
GET /prices/{shop} | +o++ oo++ o+ oo | 600/min, the default | What a shop sells, at which price.
GET /products | ++++ ooo+ oo -- | 120/min, its group's | What my shop sells.
POST /products | ++++ ++o+ +o +- | 120/min, its group's | Something new to sell.
GET /products/{product} | ++++ oo++ oo -- | 120/min, its group's | One product.
PATCH /products/{product} | ++++ ++++ +o +- | 120/min, its group's | Another price, another text.
GET /support/desk | ++++ ooo+ oo -- | 120/min, its group's | The orders of my shop, each time something happens to one, and what support says of them.
MESSAGE /support/desk#orders.annotate | ++++ ++o+ +o +- | 120/min, its group's | A note on an order, another or none, without leaving the desk.
GET /support/orders | ++++ ooo+ oo -- | 120/min, its group's | The latest hundred orders of my shop.
POST /support/orders/search | ++++ ooo+ oo -- | 120/min, its group's | Those of a buyer or of products among the latest hundred orders.
PATCH /support/orders/{order} | ++++ ++++ +o +- | 120/min, its group's | A note on an order, another or none.
";

/// What those signs were seen by, and at how many endpoints: of the 26, ten change something and fourteen read.
pub(crate) const SEEN_BY: &str = "
T1 | met | 26 | it has an access rule, for without one it doesn't compile
I3 | met | 24 | its scopes are named
I3 | not_applicable | 2 | everybody may call it
A2 | met | 10 | `proof(..)` asks for it
A2 | not_applicable | 14 | it only reads
A2 | not_applicable | 2 | everybody may call it
A3 | met | 10 | `proof(..)` asks for it
A3 | not_applicable | 14 | it isn't sensitive
A3 | not_applicable | 2 | everybody may call it
A4 | met | 14 | each parameter is tied to the caller, or waived by name
A4 | not_applicable | 12 | its path has no parameter; ids elsewhere are loaded and authorized
A5 | met | 26 | it takes inputs and answers views, field by field
A11 | met | 10 | `proof(..)` asks for it
A11 | not_applicable | 14 | it isn't sensitive
A11 | not_applicable | 2 | everybody may call it
AW | met | 1 | its waivers have an owner and a last day
AW | not_applicable | 25 | nothing is waived
O1 | met | 10 | `proof(..)` asks for it
O1 | unmet | 14 | it takes tokens that are bound to no key
O1 | not_applicable | 2 | everybody may call it
O2 | met | 1 | `proof(..)` asks for it
O2 | unmet | 23 | it takes tokens that are older than five minutes
O2 | not_applicable | 2 | everybody may call it
";

/// Every other criterion, as `cargo run -p shop` starts it: with `zt.toml`, which says `development` and where the admins' door is.
///
/// - It issues its own tokens, with one key that lies beside it: nobody replaces that (I7), and it could make tokens (A1). They
///   live an hour, so that one that is taken back counts as long (A7).
/// - It listens without TLS (I6), on addresses that this machine alone reaches (T3).
/// - It answers itself and keeps a record: T4, T5, T6, I5.
/// - I9, A10, O7 and O8 lie outside of it.
/// - Nobody signs its log, which stays here (A6).
/// - A9: nobody is told of findings, since nobody named an address in `alerts`; O4: no rule says what counts while nobody watches.
/// - The rest isn't built yet: A8, O3, O5, O6, O9, O10.
pub(crate) const IN_DEVELOPMENT: &str = "
T2 | met | the development authority
T3 | met | `listen` is 127.0.0.1:8080, `segments.admin.listen` is 127.0.0.1:8081, which this machine alone reaches
T4 | met | it answered itself with problem documents
T5 | met | each decision has a record before it is answered
T6 | met | GET of no path and TRACE were refused
I1 | met | the development authority: tokens live 1h at most
I2 | met | the development authority: `iss`, `aud`, `typ` and algorithms are fixed
I5 | met | each decision has a record before it is answered
I6 | unmet | there is no `tls_listen`, and there is no `segments.admin.tls_listen`
I7 | unmet | the development authority has one key, on this machine
I9 | unknown | it is decided outside of the running service
A1 | unmet | the development authority has one key, on this machine
A6 | unmet | there is no `audit_key`, so nobody signs it, and there is no `audit_anchor`, so a cut tail doesn't show, and it is on this machine: zt doesn't do that yet, to send it to another one
A7 | unmet | a token that its issuer takes back counts for up to 1h
A8 | unmet | no key is replaced by itself: zt doesn't do that yet
A9 | unmet | 8 detections are on, and tell nobody but the audit log
A10 | unknown | it is decided outside of the running service
O3 | unmet | zt doesn't do that yet
O4 | unmet | findings throttle, ask for a login and revoke, and a watch that stands still refuses nobody
O5 | unmet | zt doesn't do that yet
O6 | unmet | zt doesn't do that yet
O7 | unknown | it is decided outside of the running service
O8 | unknown | it is decided outside of the running service
O9 | unmet | zt doesn't do that yet
O10 | unmet | zt doesn't do that yet
";

/// The same where it runs for others, as `production` has it.
///
/// - An issuer with a place for its keys: they come and go there (I7), and none of them is the service's (A1).
/// - Tokens of five minutes: what is taken back stops by then (A7).
/// - Both doors have TLS (I6). Beside them `listen` is what it is where nothing is said, and this machine alone reaches it (T3).
/// - What lies outside and what isn't built is as before.
pub(crate) const IN_PRODUCTION: &str = "
T2 | met | `issuer`
T3 | met | `listen` is 127.0.0.1:8080, which this machine alone reaches
T4 | met | it answered itself with problem documents
T5 | met | each decision has a record before it is answered
T6 | met | GET of no path and TRACE were refused
I1 | met | `issuer`: tokens live 5m at most
I2 | met | `issuer`: `iss`, `aud`, `typ` and algorithms are fixed
I5 | met | each decision has a record before it is answered
I6 | met | `tls_listen` is 0.0.0.0:8443, `segments.admin.tls_listen` is 0.0.0.0:8444, TLS 1.3 with HSTS; without TLS this machine alone
I7 | met | `issuer`: its keys are fetched anew, and count until it drops them
I9 | unknown | it is decided outside of the running service
A1 | met | `issuer`: published keys, tokens of 5m
A6 | unmet | there is no `audit_key`, so nobody signs it, and there is no `audit_anchor`, so a cut tail doesn't show, and it is on this machine: zt doesn't do that yet, to send it to another one
A7 | met | tokens live 5m at most
A8 | unmet | no key is replaced by itself: zt doesn't do that yet
A9 | unmet | 8 detections are on, and tell nobody but the audit log
A10 | unknown | it is decided outside of the running service
O3 | unmet | zt doesn't do that yet
O4 | unmet | findings throttle, ask for a login and revoke, and a watch that stands still refuses nobody
O5 | unmet | zt doesn't do that yet
O6 | unmet | zt doesn't do that yet
O7 | unknown | it is decided outside of the running service
O8 | unknown | it is decided outside of the running service
O9 | unmet | zt doesn't do that yet
O10 | unmet | zt doesn't do that yet
";
