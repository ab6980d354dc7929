//! What must come back, and what is said where something else does.

use serde_json::Value;
use zt_manifest::{Field, Fields, Kind};

use crate::answer::Answer;
use crate::request::Request;
use crate::wire::Given;

/// What an attack must meet.
#[derive(Debug, Clone)]
pub(crate) enum Expect {
    /// The service does nothing of the sort: any refusal, or the end of the connection.
    Refusal,
    /// One of these.
    Status(&'static [u16]),
    /// Word for word what is said of an object that isn't there, which this request asks for.
    LikeMissing(Box<Request>),
    /// One refusal on the connection, and nothing behind it.
    OneRefusal,
    /// Success, and the answer shows these fields and no others.
    Only(Kind),
    /// Success or refusal, with nothing in it that only developers should read.
    NothingInner,
    /// No permission for another origin.
    NoOrigin,
    /// No permission for a page to send such a request.
    NoPermission,
    /// An answer that nobody stores.
    NotStored,
    /// None of these texts in what is shown; a refusal shows nothing.
    Without(Vec<String>),
    /// At last, 429 with Retry-After, among so many of the same.
    TooMany(u32),
    /// Each of them is refused for its token.
    EachRefused,
    /// One of them is not told to prove who sends it, and all others are.
    OnePasses,
    /// Success: without it all refusals prove nothing.
    Success,
}

/// Whether it is as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Held,
    Broken(String),
    /// It can't be told: too many requests were sent, or nothing came.
    Unclear(String),
}

impl Expect {
    /// Judges what came; `missing` is what was said of an object that isn't there.
    pub(crate) fn judge(&self, given: &Given, missing: Option<&Answer>) -> Verdict {
        let answers = match (self, given) {
            (Self::Refusal | Self::OneRefusal, Given::Closed) => return Verdict::Held,
            (_, Given::Closed) => return Verdict::Broken("the connection was closed".to_owned()),
            (_, Given::Silence) => return Verdict::Unclear("no answer came in time".to_owned()),
            (_, Given::Answers(answers)) => answers,
        };
        let Some(first) = answers.first() else {
            return Verdict::Unclear("no answer came".to_owned());
        };
        match self {
            Self::OnePasses => return one_passes(answers),
            Self::EachRefused => return each_refused(answers),
            Self::TooMany(_) | Self::NoOrigin | Self::NoPermission | Self::NothingInner => {}
            _ if first.status == 429 => return Verdict::Unclear(TOO_SOON.to_owned()),
            _ => {}
        }
        let fault = self.fault(first, answers.len(), missing);
        fault.map_or(Verdict::Held, Verdict::Broken)
    }

    fn fault(&self, answer: &Answer, count: usize, missing: Option<&Answer>) -> Option<String> {
        let status = answer.status;
        match self {
            Self::Refusal => answer.is_success().then(|| format!("it was answered with {status}")),
            Self::Status(allowed) => other_status(status, allowed),
            Self::LikeMissing(_) => differs(answer, missing),
            Self::OneRefusal if count > 1 => {
                Some(format!("one request was answered {count} times"))
            }
            Self::OneRefusal => {
                answer.is_success().then(|| format!("it was answered with {status}"))
            }
            Self::Only(kind) if answer.is_success() => {
                answer.json().and_then(|shown| undeclared(&shown, kind))
            }
            Self::NothingInner => inner_word(answer),
            Self::NoOrigin => {
                let origin = answer.header("access-control-allow-origin");
                origin.map(|origin| format!("another site may read the answer: {origin}"))
            }
            Self::NoPermission => {
                let allowed = answer.header("access-control-allow-methods");
                let allowed = allowed.or_else(|| answer.header("access-control-allow-headers"));
                allowed.map(|allowed| format!("a page may send such a request: {allowed}"))
            }
            Self::NotStored => {
                let stored =
                    !answer.header("cache-control").is_some_and(|it| it.contains("no-store"));
                stored.then(|| "nothing tells caches not to store the answer".to_owned())
            }
            Self::Without(texts) if answer.is_success() => {
                let text = answer.text();
                texts
                    .iter()
                    .any(|it| text.contains(it.as_str()))
                    .then(|| "the answer shows what belongs to somebody else".to_owned())
            }
            Self::TooMany(count) => too_many(answer, *count),
            Self::Without(_) | Self::EachRefused | Self::OnePasses => None,
            Self::Success | Self::Only(_) => {
                (!answer.is_success()).then(|| format!("it was answered with {status}"))
            }
        }
    }
}

/// Whatever got through is told, also among answers that there were too many.
fn each_refused(answers: &[Answer]) -> Verdict {
    let passed = answers.iter().find_map(|it| other_status(it.status, &[401, 429]));
    match (passed, too_soon(answers)) {
        (Some(fault), _) => Verdict::Broken(fault),
        (None, true) => Verdict::Unclear(TOO_SOON.to_owned()),
        (None, false) => Verdict::Held,
    }
}

fn one_passes(answers: &[Answer]) -> Verdict {
    match answers.iter().filter(|it| !matches!(it.status, 401 | 429)).count() {
        0 => Verdict::Unclear(format!("all {} were refused, the first one, too", answers.len())),
        1 if too_soon(answers) => Verdict::Unclear(TOO_SOON.to_owned()),
        1 => Verdict::Held,
        passed => Verdict::Broken(format!("{passed} of {} got through", answers.len())),
    }
}

const TOO_SOON: &str = "too many requests: the rate answered, not the rule";

fn too_soon(answers: &[Answer]) -> bool {
    answers.iter().any(|it| it.status == 429)
}

fn other_status(status: u16, allowed: &[u16]) -> Option<String> {
    let is_other = !allowed.contains(&status);
    is_other.then(|| format!("it was answered with {status}, not {}", list(allowed)))
}

fn list(statuses: &[u16]) -> String {
    statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ")
}

fn differs(answer: &Answer, missing: Option<&Answer>) -> Option<String> {
    if answer.is_success() {
        return Some(format!("it was answered with {}", answer.status));
    }
    let missing = missing?;
    if answer.status != missing.status {
        return Some(format!(
            "{} where what isn't there gets {}: the difference tells that it is there",
            answer.status, missing.status
        ));
    }
    (answer.without_instance() != missing.without_instance()).then(|| {
        "the answer differs from that for what isn't there, so it tells that it is there".to_owned()
    })
}

fn too_many(answer: &Answer, count: u32) -> Option<String> {
    if answer.status != 429 {
        return Some(format!(
            "{count} requests in a row were answered, the last with {}",
            answer.status
        ));
    }
    answer.header("retry-after").is_none().then(|| "429 without Retry-After".to_owned())
}

/// The first field of the answer that the manifest doesn't list.
fn undeclared(shown: &Value, kind: &Kind) -> Option<String> {
    match (shown, kind) {
        (Value::Array(items), Kind::List { of, .. }) => {
            items.iter().find_map(|it| undeclared(it, of))
        }
        // A list of views; and a page of them.
        (Value::Array(items), kind) => items.iter().find_map(|it| undeclared(it, kind)),
        (Value::Object(members), Kind::Fields(fields)) => {
            members.iter().find_map(|(name, value)| of_field(name, value, fields))
        }
        _ => None,
    }
}

fn of_field(name: &str, value: &Value, fields: &Fields) -> Option<String> {
    match fields.fields.iter().find(|field| field.name == name) {
        None => Some(format!("`{}` doesn't declare the field `{name}` that is shown", fields.name)),
        Some(Field { kind, .. }) => undeclared(value, kind),
    }
}

/// Words of the inside: places in source, panics, SQL, paths of the machine.
const INNER: [&str; 14] = [
    "panicked at",
    "stack backtrace",
    "RUST_BACKTRACE",
    ".rs:",
    "src/",
    "thread '",
    "called `Option",
    "called `Result",
    "SELECT ",
    "INSERT INTO",
    "sqlite",
    "postgres",
    "/home/",
    "/usr/",
];

fn inner_word(answer: &Answer) -> Option<String> {
    if answer.is_success() {
        return None;
    }
    let text = answer.text();
    let word = INNER.iter().find(|word| text.contains(**word));
    word.map(|word| format!("the refusal tells of the inside: `{}`", word.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    fn given(status: u16, body: &str) -> Given {
        Given::Answers(vec![answer(status, body)])
    }

    #[test]
    fn a01_what_is_there_and_what_is_not_look_alike() {
        let expect = Expect::LikeMissing(Box::new(Request::new("GET", "/")));
        let missing = answer(404, r#"{"title":"Not found","instance":"a"}"#);
        let judge = |given: &Given| expect.judge(given, Some(&missing));
        assert_eq!(judge(&given(404, r#"{"title":"Not found","instance":"b"}"#)), Verdict::Held);
        assert!(matches!(judge(&given(403, "")), Verdict::Broken(_)));
        assert!(matches!(judge(&given(404, r#"{"title":"Not yours"}"#)), Verdict::Broken(_)));
        assert!(matches!(judge(&given(200, "")), Verdict::Broken(_)));
    }

    #[test]
    fn x23_one_request_has_one_answer() {
        let twice = Given::Answers(vec![answer(400, ""), answer(204, "")]);
        assert!(matches!(Expect::OneRefusal.judge(&twice, None), Verdict::Broken(_)));
        assert_eq!(Expect::OneRefusal.judge(&Given::Closed, None), Verdict::Held);
        assert_eq!(Expect::OneRefusal.judge(&given(400, ""), None), Verdict::Held);
    }

    #[test]
    fn x20_only_declared_fields_are_shown() {
        let text = || Kind::Text { min: 0, max: None };
        let field = |name: &str, kind| Field {
            name: name.to_owned(),
            optional: false,
            with: Vec::new(),
            kind,
        };
        let inner = Fields { name: "Line".to_owned(), fields: vec![field("sku", text())] };
        let lines = Kind::List { max: None, nulls: false, of: Box::new(Kind::Fields(inner)) };
        let view = Kind::Fields(Fields {
            name: "OrderView".to_owned(),
            fields: vec![field("lines", lines)],
        });
        let judge = |body: &str| Expect::Only(view.clone()).judge(&given(200, body), None);
        assert_eq!(judge(r#"{"lines":[{"sku":"a"}]}"#), Verdict::Held);
        assert_eq!(judge(r#"[{"lines":[]}]"#), Verdict::Held);
        assert!(matches!(judge(r#"{"lines":[],"email":"x"}"#), Verdict::Broken(_)));
        assert!(matches!(judge(r#"{"lines":[{"sku":"a","cost":1}]}"#), Verdict::Broken(_)));
    }

    #[test]
    fn x31_one_of_many_passes() {
        let judge = |statuses: &[u16]| {
            let all = statuses.iter().map(|status| answer(*status, "")).collect();
            Expect::OnePasses.judge(&Given::Answers(all), None)
        };
        assert_eq!(judge(&[401, 200, 401]), Verdict::Held);
        // For want of a scope, say: it got as far as that.
        assert_eq!(judge(&[403, 401]), Verdict::Held);
        assert!(matches!(judge(&[200, 200]), Verdict::Broken(_)));
        assert!(matches!(judge(&[200, 409, 401]), Verdict::Broken(_)));
        assert!(matches!(judge(&[401, 401]), Verdict::Unclear(_)));
        assert!(matches!(judge(&[200, 429]), Verdict::Unclear(_)));
    }

    #[test]
    fn x06_one_that_passes_is_one_too_many() {
        let judge = |statuses: &[u16]| {
            let all = statuses.iter().map(|status| answer(*status, "")).collect();
            Expect::EachRefused.judge(&Given::Answers(all), None)
        };
        assert_eq!(judge(&[401, 401]), Verdict::Held);
        assert!(matches!(judge(&[401, 204, 429]), Verdict::Broken(_)));
        assert!(matches!(judge(&[401, 503]), Verdict::Broken(_)));
        assert!(matches!(judge(&[401, 429]), Verdict::Unclear(_)));
    }

    #[test]
    fn a_limit_that_answers_proves_nothing() {
        assert!(matches!(Expect::Refusal.judge(&given(429, ""), None), Verdict::Unclear(_)));
        assert!(matches!(Expect::Refusal.judge(&Given::Silence, None), Verdict::Unclear(_)));
        assert!(matches!(Expect::TooMany(9).judge(&given(200, ""), None), Verdict::Broken(_)));
    }

    #[test]
    fn g07_a_refusal_tells_nothing_of_the_inside() {
        let judge = |status, body| Expect::NothingInner.judge(&given(status, body), None);
        assert!(matches!(
            judge(500, "thread 'main' panicked at src/main.rs:1"),
            Verdict::Broken(_)
        ));
        assert_eq!(judge(200, "see /usr/share"), Verdict::Held);
    }
}
