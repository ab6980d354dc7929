//! Claims: something of an order came broken, and here is a photo of it. A claim is within its order.

use zt::prelude::*;

use crate::orders::{Assist, Complain, Order, OrderId};
use crate::scopes::{ClaimsWrite, OrdersRead, SupportRead, SupportWrite};
use crate::store::Claims;

/// Give the money back.
#[derive(Action)]
#[action(writes)]
pub struct Refund;

#[derive(Id, Clone, Copy)]
pub struct ClaimId(pub i64);

#[derive(Resource)]
#[resource(id = ClaimId, store = Claims, load = Claims::find, tenancy = shop)]
pub struct Claim {
    pub id: ClaimId,
    pub order: OrderId,
    pub shop: Tenant,
    pub buyer: Subject,
    pub reason: String,
    pub refunded: bool,
}

impl Within<Order> for Claim {
    fn within(&self) -> &OrderId {
        &self.order
    }
}

impl Authorize<Read> for Claim {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(&self.buyer == caller.subject() || caller.holds::<SupportRead>())
    }
}

impl Authorize<Refund> for Claim {
    fn authorize(&self, caller: &Identity) -> Decision {
        // Four eyes: nobody gives money back to themselves.
        Decision::allow_if(&self.buyer != caller.subject() && caller.holds::<SupportWrite>())
    }
}

#[derive(Disclose)]
#[disclose(of = Claim)]
pub struct ClaimView {
    pub id: ClaimId,
    pub order: OrderId,
    pub reason: String,
    pub refunded: bool,
}

impl From<&Claim> for ClaimView {
    fn from(claim: &Claim) -> Self {
        Self {
            id: claim.id,
            order: claim.order.clone(),
            reason: claim.reason.clone(),
            refunded: claim.refunded,
        }
    }
}

#[derive(Input)]
pub struct NewClaim {
    #[input(length(min = 1, max = 500))]
    pub reason: String,
}

/// What a camera makes.
pub enum Photo {}

impl FileType for Photo {
    const MEDIA_TYPES: &'static [&'static str] = &["image/jpeg", "image/png"];
}

#[derive(Input)]
pub struct ClaimsOf {
    pub order: Authorized<Order, Read>,
}

/// Something came broken.
#[zt::post(
    "/{order}/claims",
    scopes(ClaimsWrite),
    proof(bound, max_age = "10m"),
    rate("10/min"),
    limits(body = "1MiB")
)]
async fn hand_in_claim(
    order: &Authorized<Order, Complain>,
    claim: &Upload<NewClaim, Photo>,
    claims: Data<Claims>,
) -> Answer<ClaimView> {
    let claim = claims.hand_in(order, &claim.reason, claim.file()).await?;
    Ok(Reply::of(&claim.authorized::<Read>(order)?).created())
}

/// One claim.
#[zt::get("/{order}/claims/{claim}", scopes(OrdersRead))]
async fn read_claim(
    order: &Authorized<Order, Read>,
    claim: &Authorized<Claim, Read>,
) -> Answer<ClaimView> {
    let _ = order;
    Ok(Reply::of(claim))
}

/// The photo of what came broken, to save.
#[zt::get("/{order}/claims/{claim}/photo", scopes(OrdersRead))]
async fn claim_photo(
    order: &Authorized<Order, Read>,
    claim: &Authorized<Claim, Read>,
    claims: Data<Claims>,
) -> Result<Download, Problem> {
    let _ = order;
    let (media_type, photo) = claims.photo(claim).await?;
    Ok(Download::of(claim, format!("claim-{}", claim.id.0), media_type, photo))
}

/// Give the money back. Whoever does it has just shown who they are.
#[zt::post(
    "/{order}/claims/{claim}/refund",
    scopes(SupportRead, SupportWrite),
    proof(bound, max_age = "5m")
)]
async fn refund_claim(
    order: &Authorized<Order, Assist>,
    claim: &Authorized<Claim, Refund>,
    claims: Data<Claims>,
) -> Answer<ClaimView> {
    let refunded = claims.refund(order, claim).await?;
    let refunded =
        refunded.ok_or_else(|| Problem::conflict("the order is refunded or cancelled"))?;
    Ok(Reply::of(&refunded.authorized::<Read>(claim)?))
}

/// The claims about one order.
#[zt::get("/claims", scopes(OrdersRead), rate("60/min"))]
pub async fn list_claims(
    caller: &Caller<list_claims>,
    of: &Query<ClaimsOf>,
    claims: Data<Claims>,
) -> Answer<Vec<ClaimView>> {
    let found = claims.of_order(&of.order, caller).await?;
    Ok(Reply::of(&found.authorized::<Read>(caller)))
}

/// What came broken.
#[zt::group(
    "/orders",
    rate("60/min"),
    endpoints(hand_in_claim, read_claim, claim_photo, refund_claim)
)]
pub struct ClaimsApi;
