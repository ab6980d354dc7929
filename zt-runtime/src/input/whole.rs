//! From what was sent to a whole input.

use std::rc::Rc;

use super::fault::Faults;
use super::field::{At, Field, Undeclared};
use super::node::Node;
use super::{FieldRules, Input, InputRefused, ParseFault, Pending, json, urlencoded};
use crate::argument::Gathering;
use crate::manifest::Question;

/// Reads a JSON body.
pub(crate) fn read_json<T: Input>(
    body: &[u8],
    gathering: Option<&mut Gathering<'_>>,
) -> Result<Pending<T>, InputRefused> {
    read(json::parse(body), gathering)
}

/// Reads the body of a form.
pub(crate) fn read_form<T: Input>(
    body: &[u8],
    gathering: Option<&mut Gathering<'_>>,
) -> Result<Pending<T>, InputRefused> {
    read(form(body), gathering)
}

/// Reads the query of a URL, without its `?`; one that isn't there is empty.
pub(crate) fn read_query<T: Input>(
    query: Option<&str>,
    gathering: Option<&mut Gathering<'_>>,
) -> Result<Pending<T>, InputRefused> {
    read_form(query.unwrap_or_default().as_bytes(), gathering)
}

/// What the fields of an input are. Objects that they name are told to the gathering.
pub(crate) fn describe<T: Input>(
    gathering: &mut Gathering<'_>,
) -> Result<zt_manifest::Fields, String> {
    let question = Rc::new(Question::default());
    let sent = Some(Node::Question(Rc::clone(&question)));
    let mut faults = Faults::default();
    let at = At::root(&mut faults, Some(gathering));
    let _: Pending<T> = Field { sent, rules: FieldRules::NONE, at }.object();
    gathering.cx().note(|noted| noted.scopes(question.scopes()));
    question.told_fields(T::NAME)
}

/// Reads what another service answered. Nothing that it names is loaded for it.
pub(crate) fn read_answer<T: Input>(body: &[u8]) -> Option<T> {
    answered(json::parse(body).ok()?)
}

/// Reads a list of them.
pub(crate) fn read_answers<T: Input>(body: &[u8]) -> Option<Vec<T>> {
    match json::parse(body).ok()? {
        Node::List(items) => items.into_iter().map(answered).collect(),
        _ => None,
    }
}

fn answered<T: Input>(sent: Node<'_>) -> Option<T> {
    let mut faults = Faults::default();
    let at = At { undeclared: Undeclared::Dropped, ..At::root(&mut faults, None) };
    let value: Pending<T> = Field { sent: Some(sent), rules: FieldRules::NONE, at }.object();
    if faults.is_empty() { value.settled() } else { None }
}

pub(super) fn form(text: &[u8]) -> Result<Node<'_>, ParseFault> {
    urlencoded::parse(text).map(Node::Object)
}

/// Reads what was parsed. Without a gathering no field can load an object.
pub(super) fn read<T: Input>(
    parsed: Result<Node<'_>, ParseFault>,
    gathering: Option<&mut Gathering<'_>>,
) -> Result<Pending<T>, InputRefused> {
    let sent = parsed.map_err(InputRefused::Malformed)?;
    let mut faults = Faults::default();
    let value = read_into(sent, &mut faults, gathering);
    if faults.is_empty() { Ok(value) } else { Err(InputRefused::Invalid(faults.into_list())) }
}

/// Takes from what was sent the fields of `T`; what is wrong is added to the faults.
pub(super) fn read_into<T: Input>(
    sent: Node<'_>,
    faults: &mut Faults,
    gathering: Option<&mut Gathering<'_>>,
) -> Pending<T> {
    let at = At::root(faults, gathering);
    Field { sent: Some(sent), rules: FieldRules::NONE, at }.object()
}
