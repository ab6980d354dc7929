//! The tour: curl lines to paste, each below the status that it shows.
//!
//! A token alone reads, and stands in its line. What changes something takes a token that is bound to a key, with a proof for each
//! request (DPoP), which curl can't make: `shop as alice POST <url>` makes both and hands them over as headers.

use std::env;
use std::net::SocketAddr;

use shop::{Buyer, OrdersRead, SupportStaff};
use zt::{Development, TokenBuilder};

/// Tokens that are bound to no key: of two buyers and of support, all of the shop acme. They count for an hour; the next start
/// makes new ones.
pub(crate) struct Tour {
    alice: String,
    bob: String,
    sue: String,
    /// This program, as a shell finds it from any folder.
    program: String,
}

/// Who is who at acme. Bob may only look.
pub(crate) fn person<'d>(development: &'d Development, name: &str) -> TokenBuilder<'d> {
    let token = development.token_for(name).tenant("acme");
    match name {
        "bob" => token.holding::<OrdersRead>(),
        "sue" => token.in_role::<SupportStaff>(),
        _ => token.in_role::<Buyer>(),
    }
}

impl Tour {
    pub(crate) fn new(development: &Development) -> zt::Result<Self> {
        let token = |name| person(development, name).issue();
        let program = env::current_exe()?.display().to_string();
        Ok(Self { alice: token("alice")?, bob: token("bob")?, sue: token("sue")?, program })
    }

    pub(crate) fn text(&self, server: SocketAddr) -> String {
        let (shop, program) = (format!("http://{server}"), &self.program);
        let [alice, bob, sue] = [&self.alice, &self.bob, &self.sue]
            .map(|token| format!("-H 'authorization: Bearer {token}'"));
        let json = "-H 'content-type: application/json'";
        let order = format!("tour-{}", std::process::id());
        let bound = |name: &str, method: &str, path: &str| {
            let headers = format!("'{program}' as {name} {method} {shop}{path}");
            format!("{headers} | curl -i {shop}{path} -X {method} -H @-")
        };
        let place = bound("alice", "POST", "/orders");
        let change = bound("alice", "PATCH", &format!("/orders/{order}"));
        let claim = bound("alice", "POST", &format!("/orders/{order}/claims"));
        let note = bound("sue", "PATCH", &format!("/support/orders/{order}"));
        let bobs = bound("bob", "POST", "/orders");
        format!(
            r#"
# 200: what acme sells, for everybody who passes by
curl -i {shop}/prices/acme

# 200: alice lists her orders; to read, a token is enough
curl -i {shop}/orders {alice}

# 401: to order it isn't: the token has to be bound to a key, and the key proved
curl -i {shop}/orders {alice} {json} -d '{{"id": "{order}", "product": 1, "pieces": 3}}'

# 201: alice orders three cups with such a token and a proof, under an id of her own
{place} {json} -d '{{"id": "{order}", "product": 1, "pieces": 3}}'

# 409: sent again by mistake, it isn't placed again
{place} {json} -d '{{"id": "{order}", "product": 1, "pieces": 3}}'

# 401: who recorded a request can't send it again: its proof counted once
headers=$('{program}' as alice POST {shop}/orders); for _ in 1 2; do echo "$headers" | curl -si {shop}/orders -H @- {json} -d '{{"id": "{order}-2", "product": 1, "pieces": 1}}' | head -n 1; done

# 404: a lamp of the other shop can't be ordered at acme
{place} {json} -d '{{"id": "{order}-lamp", "product": 3, "pieces": 1}}'

# 422: a hundred cups are too many, and nobody but support writes notes
{change} {json} -d '{{"pieces": 100, "note": "free of charge"}}'

# 200: the invoice, a file to save
curl -i {shop}/orders/{order}/invoice {alice}

# 201: one came broken; alice hands in a photo
{claim} -F 'reason=No handle.' -F 'file=not really a photo;filename=cup.png;type=image/png'

# 413: this very program is too large for a photo
{claim} -F 'reason=No handle.' -F 'file=@{program};filename=cup.png;type=image/png'

# 422: a page with a script in it is no photo
{claim} -F 'reason=Hello.' -F 'file=Hello.<script>;filename=cup.html;type=text/html'

# 401: without a token nobody gets in
curl -i {shop}/orders

# 403: bob's token lets him read, not order
{bobs} {json} -d '{{"id": "{order}-bob", "product": 1, "pieces": 1}}'

# 404: to bob, alice's order is not there
curl -i {shop}/orders/{order} {bob}

# 200: sue of support sees all orders of acme, and not one of the other shop
curl -i {shop}/support/orders {sue}

# 200: and writes a note that no buyer reads
{note} {json} -d '{{"note": "Sent a new cup."}}'

# 429: bob lists his orders seven times, and five times a minute is enough
for _ in 1 2 3 4 5 6 7; do curl -si {shop}/orders {bob} | head -n 1; done

"#,
        )
    }
}
