//! What to do first, in order.

use std::collections::BTreeSet;

use zt_core::stage::Stage;

use super::verdict::{Holds, Verdict};
use crate::source::application::Application;
use crate::source::routes::{Registered, UNSEEN};

/// Lower stages come first, and of the higher ones nothing is said before.
const SOON: Stage = Stage::Initial;

/// The steps, each a sentence without a full stop.
pub(super) fn first(application: &Application, criteria: &[Verdict]) -> Vec<String> {
    let mut steps = Vec::new();
    if !application.routes.is_empty() {
        steps.push("add `zt-runtime` with the feature `actix`, and put it in front of the application: `HttpServer::new(move || front.around(App::new()..))`".to_owned());
        steps.extend(left(&application.routes));
        steps.extend(unguarded(&application.routes));
        steps.extend(unseen(&application.routes));
    }
    let open = criteria.iter().filter(|it| it.holds != Holds::Met);
    let soon = open.filter(|it| SOON.is_at_least(it.stage));
    steps.extend(soon.map(|it| format!("{}: {}", it.id, it.mend)));
    steps
}

/// What the service has to name so that everything goes on as it was.
fn left(routes: &[Registered]) -> Option<String> {
    let paths: BTreeSet<_> = routes.iter().filter_map(|it| first_segment(&it.path)).collect();
    let lines: Vec<_> = paths
        .iter()
        .map(|path| {
            format!("legacy(\"{path}\", why = \"..\", owner = \"..\", until = \"YYYY-MM-DD\")")
        })
        .collect();
    (!lines.is_empty()).then(|| {
        format!(
            "name what stays, for as long as it stays: `#[zt::service({}, endpoints(..))]`",
            lines.join(", ")
        )
    })
}

/// `/orders` of `/orders/{id}`; a route whose first segment isn't literal has none.
fn first_segment(path: &str) -> Option<String> {
    let segment = path.split('/').nth(1).filter(|it| !it.is_empty() && !it.contains(['{', '*']))?;
    Some(format!("/{segment}"))
}

/// Routes at which nothing looks like a guard; those that change something come first.
fn unguarded(routes: &[Registered]) -> Option<String> {
    let changes =
        |it: &&Registered| !matches!(it.method.as_deref(), Some("GET" | "HEAD" | "OPTIONS"));
    let bare = routes.iter().filter(|it| it.seen.is_empty() && !is_unseen(it));
    let (mut order, asking): (Vec<_>, Vec<_>) = bare.partition(changes);
    order.extend(asking);
    let named: Vec<_> = order
        .iter()
        .take(5)
        .map(|it| format!("`{} {}`", it.method.as_deref().unwrap_or("ANY"), it.path))
        .collect();
    let more = order.len().saturating_sub(named.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!named.is_empty())
        .then(|| format!("move first what nothing seems to guard: {}{more}", named.join(", ")))
}

/// Places at which something is registered that nobody followed.
fn unseen(routes: &[Registered]) -> Option<String> {
    let places: BTreeSet<_> =
        routes.iter().filter(|it| is_unseen(it)).map(|it| &it.place).collect();
    let places: Vec<_> = places.into_iter().map(|it| format!("{}:{}", it.file, it.line)).collect();
    (!places.is_empty()).then(|| {
        format!(
            "look which routes are registered at {}: the source doesn't show it",
            places.join(", ")
        )
    })
}

fn is_unseen(route: &Registered) -> bool {
    route.method.as_deref() == Some(UNSEEN)
}
