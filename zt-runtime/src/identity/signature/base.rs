//! What was signed: the signature base (RFC 9421 §2.5).

use super::Message;
use super::component::Component;
use crate::edge::Origin;
use crate::endpoint::HeaderSource;
use crate::identity::paseto::Fault;

/// Writes a line for each component, and one for how it was signed. `text` is the value of `@signature-params`.
pub(super) fn write(
    components: &[Component],
    text: &str,
    message: &Message<'_>,
    origin: &Origin,
) -> Result<String, Fault> {
    let mut base = String::new();
    for component in components {
        let value = value(component, message, origin)?;
        base.push_str(&format!("\"{}\": {value}\n", component.name()));
    }
    base.push_str(&format!("\"@signature-params\": {text}"));
    Ok(base)
}

/// What has to do with the address comes from the origin that is ours: the `Host` header says where its sender thinks
/// that it is.
fn value(component: &Component, message: &Message<'_>, origin: &Origin) -> Result<String, Fault> {
    let Message { method, path, query, .. } = message;
    let target = || if query.is_empty() { (*path).to_owned() } else { format!("{path}?{query}") };
    let (scheme, authority) = origin.as_str().split_once("://").unwrap_or_default();
    Ok(match component {
        Component::Method => (*method).to_owned(),
        Component::TargetUri => format!("{}{}", origin.as_str(), target()),
        Component::Authority => authority.to_owned(),
        Component::Scheme => scheme.to_owned(),
        Component::RequestTarget => target(),
        Component::Path => (*path).to_owned(),
        Component::Query => format!("?{query}"),
        Component::Field(name) => field(message.headers, name)?,
    })
}

/// RFC 9421 §2.1: the lines of a field, trimmed, with a comma between them. What isn't plain ASCII has no place in a base,
/// and a line break would begin a line of its own.
fn field(headers: &dyn HeaderSource, name: &str) -> Result<String, Fault> {
    let lines = headers.values(name);
    if lines.is_empty() {
        return Err("signature_component_absent");
    }
    let lines: Option<Vec<_>> = lines.into_iter().map(plain).collect();
    lines.map(|lines| lines.join(", ")).ok_or("signature_component_unreadable")
}

fn plain(line: &[u8]) -> Option<&str> {
    let is_plain = |byte: &u8| *byte == b'\t' || (b' '..=b'~').contains(byte);
    let line = str::from_utf8(line).ok().filter(|line| line.as_bytes().iter().all(is_plain))?;
    Some(line.trim_matches([' ', '\t']))
}
