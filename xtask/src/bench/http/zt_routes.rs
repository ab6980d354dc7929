//! The service that is written with zt: its endpoints can't be made in a loop.

use std::fmt::Write as _;

use super::workspace::GROUP;

pub(super) fn files(routes: usize) -> Vec<(String, String)> {
    let groups: Vec<_> = (0..routes.div_ceil(GROUP)).collect();
    let mut files = vec![
        ("main.rs".to_owned(), main(&groups)),
        ("orders.rs".to_owned(), include_str!("crates/zt_shop.rs").to_owned()),
    ];
    files.extend(groups.iter().map(|group| {
        let numbers = group * GROUP..routes.min((group + 1) * GROUP);
        (format!("g{group}.rs"), self::group(*group, numbers))
    }));
    files
}

fn main(groups: &[usize]) -> String {
    let modules: String = groups.iter().map(|group| format!("mod g{group};\n")).collect();
    let names: Vec<_> = groups.iter().map(|group| format!("g{group}::Group")).collect();
    let names = names.join(", ");
    format!(
        r#"//! Orders, each read by its buyer.

{modules}mod orders;

use zt::prelude::*;

/// Orders. The rate is there and never met: it is counted on each request, and refuses none.
#[zt::service(rate("1000000/s"), endpoints({names}))]
pub struct Shop;

#[zt::main]
async fn main() -> zt::Result<()> {{
    let server = Shop::from_config()?.data(orders::Orders::open()?).bind()?;
    server.serve().await
}}
"#
    )
}

fn group(group: usize, numbers: std::ops::Range<usize>) -> String {
    let mut text = "//! Some of the routes.\n\nuse zt::prelude::*;\n\n\
                    use crate::orders::{Count, Order, OrderView, Orders, OrdersRead};\n"
        .to_owned();
    let mut names = Vec::new();
    for number in numbers {
        let (name, endpoint) = if number % 2 == 0 { look(number) } else { count(number) };
        // Writing to a `String` can't fail.
        let _ = write!(text, "{endpoint}");
        names.push(name);
    }
    let names = names.join(", ");
    let _ = write!(
        text,
        "\n/// Some of the routes.\n#[zt::group(\"/g{group}\", endpoints({names}))]\npub struct Group;\n"
    );
    text
}

fn look(number: usize) -> (String, String) {
    let name = format!("look_{number}");
    let endpoint = format!(
        r#"
/// One order.
#[zt::get("/{name}/{{order}}", scopes(OrdersRead))]
async fn {name}(order: &Authorized<Order, Read>) -> Answer<OrderView> {{
    Ok(Reply::of(order))
}}
"#
    );
    (name, endpoint)
}

fn count(number: usize) -> (String, String) {
    let name = format!("count_{number}");
    let endpoint = format!(
        r#"
/// How many are the caller's.
#[zt::get("/{name}", scopes(OrdersRead))]
async fn {name}(caller: &Caller<{name}>, orders: Data<Orders>) -> Answer<Count> {{
    Ok(Reply(Count {{ orders: orders.count_of(caller.subject(), caller).await? }}))
}}
"#
    );
    (name, endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_endpoints_as_asked_for() {
        for routes in [1, 10, 50, 120] {
            let files = files(routes);
            let lines = files.iter().flat_map(|(_, text)| text.lines());
            assert_eq!(lines.filter(|line| line.starts_with("#[zt::get(")).count(), routes);
            assert_eq!(files.len(), 2 + routes.div_ceil(GROUP));
        }
    }

    #[test]
    fn paths_are_those_that_are_asked_for() {
        let files = files(120);
        let text = &files.iter().find(|(name, _)| name == "g2.rs").map(|(_, text)| text.clone());
        let text = text.clone().unwrap_or_default();
        assert!(text.contains("\"/look_100/{order}\"") && text.contains("zt::group(\"/g2\""));
    }
}
