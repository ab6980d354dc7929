//! From the fields `Signature-Input` and `Signature` to the one signature that is meant for us (RFC 9421 §4).

use sfv::{BareItem, Dictionary, InnerList, Key, ListEntry, ListSerializer};

use super::component::Component;
use crate::endpoint::HeaderSource;
use crate::identity::paseto::Fault;
use crate::structured;

/// What signatures for us say in `tag` (RFC 9421 §7.2.6). Others, of proxies or for others, are none of our business.
pub(super) const TAG: &str = "zt";

/// More than anybody covers.
const MOST_COMPONENTS: usize = 64;
const LONGEST_NONCE: usize = 128;

const MALFORMED: Fault = "signature_malformed";

/// A signature, and what it is said to cover. Nothing of it has been checked.
pub(super) struct Found {
    /// Each once.
    pub(super) components: Vec<Component>,
    pub(super) parameters: Parameters,
    /// The value of `@signature-params` (RFC 9421 §2.3).
    pub(super) text: String,
    pub(super) signature: Vec<u8>,
}

pub(super) struct Parameters {
    /// In whole seconds.
    pub(super) created: i64,
    pub(super) expires: Option<i64>,
    pub(super) nonce: String,
    pub(super) keyid: String,
    pub(super) alg: Option<String>,
}

/// The signature with our tag. `None` if there is none, and a fault if there are two: they could cover different things.
pub(super) fn find(headers: &dyn HeaderSource) -> Result<Option<Found>, Fault> {
    let inputs = headers.values("signature-input");
    if inputs.is_empty() {
        return Ok(None);
    }
    let inputs = structured::dictionary(&inputs).ok_or(MALFORMED)?;
    let mut ours = Vec::new();
    for (label, entry) in inputs {
        let ListEntry::InnerList(list) = entry else { return Err(MALFORMED) };
        if text_of(&list, "tag")?.as_deref() == Some(TAG) {
            ours.push((label, list));
        }
    }
    let Some((label, list)) = ours.pop() else { return Ok(None) };
    if !ours.is_empty() {
        return Err("signature_twice");
    }
    let signatures = structured::dictionary(&headers.values("signature")).ok_or(MALFORMED)?;
    let signature = signature(&signatures, &label).ok_or(MALFORMED)?;
    read(list, signature).map(Some)
}

fn signature(signatures: &Dictionary, label: &Key) -> Option<Vec<u8>> {
    let Some(ListEntry::Item(item)) = signatures.get(label) else { return None };
    item.bare_item.as_byte_sequence().map(<[u8]>::to_vec)
}

fn read(list: InnerList, signature: Vec<u8>) -> Result<Found, Fault> {
    let components = components(&list)?;
    let parameters = parameters(&list)?;
    let mut text = ListSerializer::new();
    text.members(&[ListEntry::InnerList(list)]);
    let text = text.finish().ok_or(MALFORMED)?;
    Ok(Found { components, parameters, text, signature })
}

fn components(list: &InnerList) -> Result<Vec<Component>, Fault> {
    if list.items.len() > MOST_COMPONENTS {
        return Err(MALFORMED);
    }
    let mut components = Vec::new();
    for item in &list.items {
        let component = Component::parse(item).ok_or("signature_component_unknown")?;
        // RFC 9421 §2: each occurs once.
        if components.contains(&component) {
            return Err(MALFORMED);
        }
        components.push(component);
    }
    Ok(components)
}

/// A parameter that isn't known could narrow what the signature is for, as `expires` does: it isn't passed over.
fn parameters(list: &InnerList) -> Result<Parameters, Fault> {
    const KNOWN: [&str; 6] = ["created", "expires", "nonce", "keyid", "alg", "tag"];
    if list.params.keys().any(|name| !KNOWN.contains(&name.as_str())) {
        return Err(MALFORMED);
    }
    let nonce = text_of(list, "nonce")?.filter(|nonce| is_nonce(nonce));
    Ok(Parameters {
        created: seconds(list, "created")?.ok_or(MALFORMED)?,
        expires: seconds(list, "expires")?,
        nonce: nonce.ok_or(MALFORMED)?,
        keyid: text_of(list, "keyid")?.ok_or(MALFORMED)?,
        alg: text_of(list, "alg")?,
    })
}

fn is_nonce(text: &str) -> bool {
    (1..=LONGEST_NONCE).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A parameter of another type is a fault, never an absence.
fn text_of(list: &InnerList, name: &str) -> Result<Option<String>, Fault> {
    let text = |value: &BareItem| value.as_string().map(|text| text.as_str().to_owned());
    list.params.get(name).map(|value| text(value).ok_or(MALFORMED)).transpose()
}

fn seconds(list: &InnerList, name: &str) -> Result<Option<i64>, Fault> {
    let seconds = |value: &BareItem| value.as_integer().map(i64::from);
    list.params.get(name).map(|value| seconds(value).ok_or(MALFORMED)).transpose()
}
