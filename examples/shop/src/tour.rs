//! The tour: curl lines to paste, each below the status that it shows.

use std::net::SocketAddr;

use shop::{Buyer, OrdersRead, SupportStaff};
use zt::{AuthorityFault, Development};

/// The tokens of two buyers and of support, all of the shop acme. They count for an hour; the next start makes new ones.
pub(crate) struct Tour {
    alice: String,
    bob: String,
    sue: String,
}

impl Tour {
    pub(crate) fn new(development: &Development) -> Result<Self, AuthorityFault> {
        let of_acme = |name| development.token_for(name).tenant("acme");
        Ok(Self {
            alice: of_acme("alice").in_role::<Buyer>().issue()?,
            bob: of_acme("bob").holding::<OrdersRead>().issue()?,
            sue: of_acme("sue").in_role::<SupportStaff>().issue()?,
        })
    }

    pub(crate) fn text(&self, server: SocketAddr) -> String {
        let shop = format!("http://{server}");
        let [alice, bob, sue] = [&self.alice, &self.bob, &self.sue]
            .map(|token| format!("-H 'authorization: Bearer {token}'"));
        let json = "-H 'content-type: application/json'";
        let order = format!("tour-{}", std::process::id());
        let photo = "-F 'file=@-;filename=cup.png;type=image/png'";
        format!(
            r#"
# 200: what acme sells, for everybody who passes by
curl -i {shop}/prices/acme

# 200: alice lists her orders
curl -i {shop}/orders {alice}

# 201: alice orders three cups, under an id of her own
curl -i {shop}/orders {alice} {json} -d '{{"id": "{order}", "product": 1, "pieces": 3}}'

# 409: sent again by mistake, it isn't placed again
curl -i {shop}/orders {alice} {json} -d '{{"id": "{order}", "product": 1, "pieces": 3}}'

# 404: a lamp of the other shop can't be ordered at acme
curl -i {shop}/orders {alice} {json} -d '{{"id": "{order}-lamp", "product": 3, "pieces": 1}}'

# 422: a hundred cups are too many, and nobody but support writes notes
curl -i {shop}/orders/{order} {alice} {json} -X PATCH -d '{{"pieces": 100, "note": "free of charge"}}'

# 200: the invoice, a file to save
curl -i {shop}/orders/{order}/invoice {alice}

# 201: one came broken; alice hands in a photo
printf 'not really a photo' | curl -i {shop}/orders/{order}/claims {alice} -F 'reason=No handle.' {photo}

# 413: a photo of two megabytes is too large
head -c 2000000 /dev/zero | curl -i {shop}/orders/{order}/claims {alice} -F 'reason=No handle.' {photo}

# 422: a page with a script in it is no photo
echo '<script>' | curl -i {shop}/orders/{order}/claims {alice} -F 'reason=Hello.' -F 'file=@-;type=text/html'

# 401: without a token nobody gets in
curl -i {shop}/orders

# 403: bob's token lets him read, not order
curl -i {shop}/orders {bob} {json} -d '{{"id": "{order}-bob", "product": 1, "pieces": 1}}'

# 404: to bob, alice's order is not there
curl -i {shop}/orders/{order} {bob}

# 200: sue of support sees all orders of acme, and not one of the other shop
curl -i {shop}/support/orders {sue}

# 200: and writes a note that no buyer reads
curl -i {shop}/support/orders/{order} {sue} {json} -X PATCH -d '{{"note": "Sent a new cup."}}'

# 429: bob lists his orders seven times, and five times a minute is enough
for _ in 1 2 3 4 5 6 7; do curl -si {shop}/orders {bob} | head -n 1; done

"#
        )
    }
}
