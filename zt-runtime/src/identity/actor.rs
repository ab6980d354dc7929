//! Who acts for a token's subject (RFC 8693 §4.1, `act`).

use serde_json::Value;

use super::name;
use super::paseto::Fault;

/// Services that may stand behind one another in a token. A longer chain is no delegation that anybody follows.
const DEEPEST: usize = 4;

/// The name of the one who acts now. Those before it are read, so that a chain is whole, and count for nothing: RFC 8693
/// §4.1 forbids to decide by them.
pub(super) fn current(act: &Value) -> Result<Box<str>, Fault> {
    let current = named(act)?;
    let mut before = act.get("act");
    for _ in 1..DEEPEST {
        let Some(actor) = before else { return Ok(current) };
        named(actor)?;
        before = actor.get("act");
    }
    if before.is_some() { Err("actor_chain_too_long") } else { Ok(current) }
}

/// An actor without a name is nobody; `iss` may stand beside it.
fn named(actor: &Value) -> Result<Box<str>, Fault> {
    const MALFORMED: Fault = "actor_malformed";
    let text = |claim: &str| match actor.get(claim) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(MALFORMED),
    };
    text("iss")?;
    let sub = text("sub")?.ok_or(MALFORMED)?;
    name::check(sub).map_err(|_| MALFORMED)?;
    Ok(sub.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn chain(length: usize) -> Value {
        (1..length).fold(
            json!({ "sub": "first" }),
            |inner, number| json!({ "sub": format!("service{number}"), "act": inner }),
        )
    }

    #[test]
    fn a11_the_outermost_actor_acts_and_four_are_enough() {
        assert_eq!(current(&chain(1)).as_deref(), Ok("first"));
        assert_eq!(current(&chain(4)).as_deref(), Ok("service3"));
        assert_eq!(current(&chain(5)), Err("actor_chain_too_long"));
        // Figure 6 of the RFC.
        let figure = json!({ "sub": "https://service16.example.com", "act": { "sub": "https://service77.example.com" } });
        assert_eq!(current(&figure).as_deref(), Ok("https://service16.example.com"));
    }

    #[test]
    fn a11_an_actor_that_is_none_is_refused_at_every_depth() {
        for bad in [
            json!(null),
            json!("service"),
            json!([]),
            json!({}),
            json!({ "sub": 1 }),
            json!({ "sub": null }),
            json!({ "sub": "" }),
            json!({ "sub": "a\u{202e}b" }),
            json!({ "sub": "a".repeat(256) }),
            json!({ "sub": "a", "iss": 1 }),
            json!({ "client_id": "a" }),
        ] {
            assert_eq!(current(&bad), Err("actor_malformed"), "{bad}");
            let inner = json!({ "sub": "a", "act": { "sub": "b", "act": bad } });
            assert_eq!(current(&inner), Err("actor_malformed"), "{inner}");
        }
    }
}
