//! B-02: a handler that a macro wrote without a rule

macro_rules! handlers {
    ($($name:ident)*) => {
        $(async fn $name() -> &'static str {
            stringify!($name)
        })*
    };
}

handlers!(all_orders);

/// Orders.
#[zt::service(endpoints(all_orders))]
pub struct Shop;

fn main() {}
