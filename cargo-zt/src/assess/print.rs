//! How an assessment is printed.

use std::fmt::Write as _;

use serde_json::json;

use super::verdict::Holds;
use super::{Assessment, Route};

/// One JSON document.
pub(crate) fn json(assessment: &Assessment) -> String {
    format!("{:#}\n", json!({ "version": 1, "assessment": assessment }))
}

/// For a person at a terminal.
pub(crate) fn human(assessment: &Assessment) -> String {
    let Assessment { packages, stage, routes, endpoints, criteria, first } = assessment;
    let mut text = format!("{}: stage {stage}\n", packages.join(", "));
    let _ = writeln!(text, "\n{} routes of actix, {endpoints} endpoints of zt", routes.len());
    routes.iter().for_each(|route| text.push_str(&line(route)));
    text.push_str("\ncriteria (unknown counts as unmet)\n");
    for it in criteria {
        let holds = match it.holds {
            Holds::Met => "met",
            Holds::Unmet => "unmet",
            Holds::Unknown => "unknown",
        };
        let _ = writeln!(text, "  {:<4}{holds:<9}{} ({})", it.id, it.what, it.because);
    }
    text.push_str("\nwhat to do first\n");
    for (number, step) in (1..).zip(first) {
        let _ = writeln!(text, "  {number}. {step}");
    }
    text
}

fn line(route: &Route) -> String {
    let Route { method, path, handler, file, line, seen } = route;
    let handler = handler.as_deref().unwrap_or("-");
    let seen = match seen.as_slice() {
        [] => "nothing that guards it is seen".to_owned(),
        seen => format!("seen, and no rule: {}", seen.join(", ")),
    };
    format!("  {method:<7}{path}  {handler}  {file}:{line}  {seen}\n")
}
