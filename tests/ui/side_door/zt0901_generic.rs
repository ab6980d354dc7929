//! B-02: a generic function without a rule

async fn all_orders<T: Default + ToString>() -> String {
    T::default().to_string()
}

/// Orders.
#[zt::service(endpoints(all_orders))]
pub struct Shop;

fn main() {}
