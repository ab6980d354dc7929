//! What was found in the place of a setting, for whoever has to mend it.

use figment::value::{Num, Value};

/// Longer texts are cut.
const LONGEST: usize = 64;

/// The value in words. A text is shown with its invisible characters escaped, unless it may be a secret.
pub(super) fn found(value: &Value, shown: bool) -> String {
    match value {
        Value::String(_, text) if text.trim().is_empty() => "an empty text".to_owned(),
        Value::String(_, text) if shown && !text.contains("secret") => quoted(text),
        Value::String(..) | Value::Char(..) => "a text".to_owned(),
        Value::Bool(_, truth) => format!("`{truth}`"),
        Value::Num(_, number) if shown => format!("the number {}", digits(*number)),
        Value::Num(..) => "a number".to_owned(),
        Value::Array(_, items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_, items) => listed(items, shown),
        Value::Dict(..) => "a table".to_owned(),
        Value::Empty(..) => "nothing".to_owned(),
    }
}

fn listed(items: &[Value], shown: bool) -> String {
    let items: Vec<_> = items.iter().take(4).map(|item| found(item, shown)).collect();
    format!("a list of {}", items.join(", "))
}

fn quoted(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST).collect();
    let more = if cut.len() < text.len() { ".." } else { "" };
    format!("{cut:?}{more}")
}

fn digits(number: Num) -> String {
    number
        .to_i128()
        .map(|whole| whole.to_string())
        .or_else(|| number.to_f64().map(|real| real.to_string()))
        .unwrap_or_default()
}
