//! Who answers for a widening, why, and until when: `zt-approvals.toml`.

use serde::{Deserialize, Serialize};
use zt_core::grammar::{Date, Fault as _, reason};

use super::change::{Change, WHOLE};
use super::facts::Facts;
use super::order::Class;

/// One entry of `zt-approvals.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approval {
    /// The change's id, as `cargo zt check` prints it.
    pub(crate) change: String,
    /// The change's sentence, so that nobody approves a number.
    pub(crate) what: String,
    /// Who answers for it.
    pub(crate) who: String,
    /// Why it is right.
    pub(crate) why: String,
    /// The last day on which it counts.
    pub(crate) until: String,
}

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approvals {
    #[serde(default)]
    pub(crate) approved: Vec<Approval>,
}

/// An approval that a lock remembers, since what it approved is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InForce {
    pub(crate) change: String,
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) why: String,
    pub(crate) until: String,
    /// `endpoints`, `scopes`, .. and the name.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) aspect: String,
    /// The text that was approved; empty for what was taken away, and for a whole endpoint.
    pub(crate) now: String,
}

/// Why an approval doesn't count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ApprovalFault {
    /// Its day is gone.
    Expired { until: String },
    /// A field that says nothing, or not what it should; the words of the fault, and the way out.
    Invalid { what: String, mend: String },
}

/// What became of all changes and approvals.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Review {
    /// Wider, and nobody answers for it; with the approval that doesn't count, if there is one.
    pub(crate) refused: Vec<(Change, Option<ApprovalFault>)>,
    /// Wider, and approved.
    pub(crate) approved: Vec<(Change, Approval)>,
    /// Narrower or neutral.
    pub(crate) free: Vec<Change>,
    /// Approvals of nothing that changed.
    pub(crate) unused: Vec<Approval>,
}

impl Approvals {
    pub(crate) fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

/// Sorts the changes; `known` are approvals that the lock remembers, which are neither needed nor unused.
pub(crate) fn review(
    changes: Vec<Change>,
    approvals: &Approvals,
    known: &[InForce],
    today: Date,
) -> Review {
    let mut review = Review::default();
    let ids: Vec<_> = changes.iter().map(Change::id).collect();
    for (change, id) in changes.into_iter().zip(&ids) {
        if change.class != Class::Wider {
            review.free.push(change);
            continue;
        }
        match approvals.approved.iter().find(|it| it.change == *id) {
            None => review.refused.push((change, None)),
            Some(approval) => match approval.fault(&change, today) {
                Some(fault) => review.refused.push((change, Some(fault))),
                None => review.approved.push((change, approval.clone())),
            },
        }
    }
    let unused = approvals.approved.iter().filter(|it| {
        !ids.contains(&it.change) && !known.iter().any(|known| known.change == it.change)
    });
    review.unused = unused.cloned().collect();
    review
}

impl Approval {
    fn fault(&self, change: &Change, today: Date) -> Option<ApprovalFault> {
        let invalid = |what: String, mend: String| Some(ApprovalFault::Invalid { what, mend });
        if self.what != change.sentence {
            let what = "its `what` is not what the change is".to_owned();
            return invalid(what, format!("what = {:?}", change.sentence));
        }
        if self.who.trim().is_empty() || self.who.chars().any(char::is_control) {
            return invalid("its `who` is nobody".to_owned(), "who = \"your name\"".to_owned());
        }
        if let Err(fault) = reason::check(&self.why) {
            return invalid(format!("its `why` is {fault}"), fault.help());
        }
        match Date::parse(&self.until) {
            Err(fault) => invalid(format!("its `until`: {fault}"), fault.help()),
            Ok(until) if until < today => {
                Some(ApprovalFault::Expired { until: self.until.clone() })
            }
            Ok(_) => None,
        }
    }
}

impl InForce {
    pub(crate) fn new(change: &Change, approval: &Approval) -> Self {
        let now = if change.aspect == WHOLE { None } else { change.after.clone() };
        Self {
            change: change.id(),
            what: approval.what.clone(),
            who: approval.who.clone(),
            why: approval.why.clone(),
            until: approval.until.clone(),
            kind: change.subject.kind().to_owned(),
            name: change.subject.to_string(),
            aspect: change.aspect.clone(),
            now: now.unwrap_or_default(),
        }
    }

    /// Whether what was approved is still so.
    pub(crate) fn stands(&self, facts: &Facts) -> bool {
        facts.0.iter().any(|(subject, aspects)| {
            subject.kind() == self.kind
                && subject.to_string() == self.name
                && (self.aspect == WHOLE
                    || aspects.get(&self.aspect).map(String::as_str).unwrap_or_default()
                        == self.now)
        })
    }

    /// Whether its day is gone; a day that can't be read is.
    pub(crate) fn ran_out(&self, today: Date) -> bool {
        Date::parse(&self.until).is_ok_and(|until| until < today)
            || Date::parse(&self.until).is_err()
    }

    pub(super) fn lines(&self) -> [(&'static str, String); 9] {
        [
            ("change", self.change.clone()),
            ("what", self.what.clone()),
            ("who", self.who.clone()),
            ("why", self.why.clone()),
            ("until", self.until.clone()),
            ("kind", self.kind.clone()),
            ("name", self.name.clone()),
            ("aspect", self.aspect.clone()),
            ("now", self.now.clone()),
        ]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::permissions::facts::Subject;

    fn change(after: &str) -> Change {
        Change {
            subject: Subject::Endpoint("POST /orders".to_owned()),
            aspect: "access".to_owned(),
            before: Some("orders:write".to_owned()),
            after: Some(after.to_owned()),
            class: Class::Wider,
            sentence: "`POST /orders` is open".to_owned(),
        }
    }

    fn approval(change: &Change) -> Approval {
        Approval {
            change: change.id(),
            what: change.sentence.clone(),
            who: "alice".to_owned(),
            why: "support cancels on the phone".to_owned(),
            until: "2027-01-31".to_owned(),
        }
    }

    fn reviewed(approval: Approval, on: &str) -> Review {
        let approvals = Approvals { approved: vec![approval] };
        review(vec![change("everyone")], &approvals, &[], Date::parse(on).unwrap())
    }

    #[test]
    fn d03_who_why_and_until_approve_one_change() {
        let good = approval(&change("everyone"));
        let review = reviewed(good.clone(), "2027-01-31");
        assert_eq!(review.approved.len(), 1);
        assert!(review.refused.is_empty() && review.unused.is_empty());
        let other = Approval { change: change("orders:read").id(), ..good };
        let review = reviewed(other, "2026-12-31");
        assert_eq!((review.refused.len(), review.unused.len()), (1, 1));
    }

    #[test]
    fn d03_an_approval_ends_with_its_day() {
        let review = reviewed(approval(&change("everyone")), "2027-02-01");
        let fault = ApprovalFault::Expired { until: "2027-01-31".to_owned() };
        assert_eq!(review.refused.first().unwrap().1, Some(fault));
    }

    #[test]
    fn d03_an_approval_says_something() {
        let good = approval(&change("everyone"));
        for bad in [
            Approval { what: "nothing much".to_owned(), ..good.clone() },
            Approval { who: " ".to_owned(), ..good.clone() },
            Approval { why: "todo".to_owned(), ..good.clone() },
            Approval { why: "because".to_owned(), ..good.clone() },
            Approval { until: "soon".to_owned(), ..good.clone() },
            Approval { until: "2027-02-30".to_owned(), ..good.clone() },
        ] {
            let review = reviewed(bad, "2026-12-31");
            let fault = review.refused.first().unwrap().1.clone();
            assert!(matches!(fault, Some(ApprovalFault::Invalid { .. })), "{fault:?}");
        }
    }

    #[test]
    fn d03_ids_differ_with_every_part() {
        let base = change("everyone");
        let others = [
            Change { subject: Subject::Scope("POST /orders".to_owned()), ..base.clone() },
            Change { aspect: "rate".to_owned(), ..base.clone() },
            Change { before: None, ..base.clone() },
            Change { before: Some("none".to_owned()), ..base.clone() },
            Change { after: None, ..base.clone() },
            change("orders:read"),
        ];
        for other in others {
            assert_ne!(other.id(), base.id(), "{other:?}");
        }
        assert_eq!(base.id(), change("everyone").id());
        assert_eq!(base.id().len(), 20);
    }
}
