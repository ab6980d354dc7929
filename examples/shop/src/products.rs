//! What a shop sells. Everybody of the shop sees it, its admins change it.

use zt::prelude::*;

use crate::scopes::{OrdersRead, ProductsWrite};
use crate::segments::Admin;
use crate::store::Products;

/// Say something else about a product, or ask another price.
#[derive(Action)]
#[action(writes)]
pub struct Edit;

#[derive(Id, Clone, Copy)]
pub struct ProductId(pub i64);

#[derive(Resource)]
#[resource(id = ProductId, store = Products, load = Products::find, tenancy = shop)]
pub struct Product {
    pub id: ProductId,
    pub shop: Tenant,
    pub name: String,
    pub cents: u32,
    pub blurb: Option<String>,
}

impl Authorize<Read> for Product {
    fn authorize(&self, _: &Identity) -> Decision {
        // The gate has compared the shop by now.
        Decision::Allow
    }
}

impl Authorize<Edit> for Product {
    fn authorize(&self, caller: &Identity) -> Decision {
        Decision::allow_if(caller.holds::<ProductsWrite>())
    }
}

#[derive(Disclose)]
#[disclose(of = Product)]
pub struct ProductView {
    pub id: ProductId,
    pub name: String,
    pub cents: u32,
    pub blurb: Option<String>,
}

impl From<&Product> for ProductView {
    fn from(product: &Product) -> Self {
        let Product { id, name, cents, blurb, .. } = product;
        Self { id: *id, name: name.clone(), cents: *cents, blurb: blurb.clone() }
    }
}

/// A line of the price list, which is nobody's object.
#[derive(Disclose)]
#[disclose(plain)]
pub struct Price {
    pub name: String,
    pub cents: u32,
}

#[derive(Input)]
pub struct NewProduct {
    #[input(length(min = 1, max = 80))]
    pub name: String,
    #[input(range(min = 1, max = 1_000_000))]
    pub cents: u32,
    #[input(length(max = 1000))]
    pub blurb: Option<String>,
}

/// What is absent stays as it is; a blurb that is `null` goes away.
#[derive(Input)]
pub struct ProductChange {
    #[input(range(min = 1, max = 1_000_000))]
    pub cents: Option<u32>,
    #[input(length(max = 1000))]
    pub blurb: Patch<String>,
}

/// What a shop sells, at which price.
#[zt::get(
    "/prices/{shop}",
    public(
        why = "prices hang in the window of every shop",
        owner = "team-shop",
        until = "2028-12-31"
    ),
    open(
        shop,
        why = "a window shows the same to everyone",
        owner = "team-shop",
        until = "2028-12-31"
    )
)]
pub async fn price_list(shop: Open<String>, products: Data<Products>) -> Answer<Vec<Price>> {
    Ok(Reply(products.prices(&shop).await?))
}

/// What my shop sells.
#[zt::get("/", scopes(OrdersRead))]
async fn list_products(
    caller: &Caller<list_products>,
    products: Data<Products>,
) -> Answer<Vec<ProductView>> {
    let all = products.of_shop(caller.tenant(), caller).await?;
    Ok(Reply::of(&all.authorized::<Read>(caller)))
}

/// One product.
#[zt::get("/{product}", scopes(OrdersRead))]
async fn read_product(product: &Authorized<Product, Read>) -> Answer<ProductView> {
    Ok(Reply::of(product))
}

/// Something new to sell.
#[zt::post("/", scopes(ProductsWrite), segment = Admin, proof(bound, max_age = "10m"))]
async fn add_product(
    caller: &Caller<add_product>,
    product: &Body<NewProduct>,
    products: Data<Products>,
) -> Answer<ProductView> {
    let shop = caller.tenant().ok_or_else(Problem::forbidden)?;
    let added = products.add(shop, product, caller).await?;
    Ok(Reply::of(&added.authorized::<Read>(caller)?).created())
}

/// Another price, another text.
#[zt::patch("/{product}", scopes(ProductsWrite), segment = Admin, proof(bound, max_age = "10m"))]
async fn edit_product(
    product: &Authorized<Product, Edit>,
    change: &Body<ProductChange>,
    products: Data<Products>,
) -> Answer<ProductView> {
    let edited = products.edit(product, change).await?;
    Ok(Reply::of(&edited.authorized::<Read>(product)?))
}

/// What there is to buy.
#[zt::group(
    "/products",
    rate("120/min"),
    endpoints(list_products, read_product, add_product, edit_product)
)]
pub struct ProductsApi;
