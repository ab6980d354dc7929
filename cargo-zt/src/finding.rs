//! What `cargo zt check` finds: the shape, and the catalogue of codes.

use std::fmt;

use serde::Serialize;

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// Its code, with a page of the book.
    pub(crate) code: &'static str,
    pub(crate) level: Level,
    pub(crate) place: Place,
    /// What is wrong: lower case, no full stop.
    pub(crate) what: String,
    /// Why it matters.
    pub(crate) reason: String,
    /// What to write instead.
    pub(crate) mend: String,
}

/// How much it matters. Only errors fail a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

/// Where. The file is written from the workspace's root, with `/`; lines and columns count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// How many characters are underlined; 0 when it isn't known.
    pub(crate) width: usize,
}

impl Place {
    /// A whole file.
    pub(crate) fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 1, column: 1, width: 0 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Level {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A code of the catalogue.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) code: &'static str,
    pub(crate) level: Level,
    /// Why it matters, one sentence without full stop.
    pub(crate) reason: &'static str,
}

impl Code {
    /// A finding of this code.
    pub(crate) fn at(
        &self,
        place: Place,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Finding {
        let reason = self.reason.to_owned();
        Finding {
            code: self.code,
            level: self.level,
            place,
            what: what.into(),
            reason,
            mend: mend.into(),
        }
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal $level:ident $reason:literal;)*) => {
        $(pub(crate) const $name: Code = Code { code: $code, level: Level::$level, reason: $reason };)*
        /// Every code, in order.
        pub(crate) const CODES: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    PRIVATE_DOOR = "ZT2001" Error
        "what stands behind that door makes rules and proofs; code that calls it by hand can make any of them";
    HAND_IMPL = "ZT2002" Error
        "the macro that implements it checks the rule first; by hand nothing was checked";
    SECOND_IMPL = "ZT2003" Error
        "methods beside `#[zt::store]` need no proof, so that every handler could call them for anybody's data";
    ENDPOINT_IN_STORE = "ZT2004" Error
        "code in a store's module sees its private fields, and reaches every row without a proof";
    CONDITIONAL_POLICY = "ZT2005" Error
        "a policy that differs from build to build was reviewed in one of them only";
    CONDITIONAL_ENDPOINT = "ZT2006" Error
        "a route that only some builds have is in no report of the others";
    INCLUDED_SOURCE = "ZT2007" Error
        "what is included was not read here, and could hold an endpoint or a way around one";
    WAIVER_WITHOUT_OWNER = "ZT2008" Error
        "an exception that belongs to nobody is looked after by nobody";
    WAIVER_RAN_OUT = "ZT2009" Error
        "somebody agreed to this exception up to that day and no longer";
    NEVER_MOUNTED = "ZT2010" Error
        "a rule that no service enforces looks as if it protected something";
    UNUSED_SCOPE = "ZT2011" Warning
        "a permission that opens nothing is handed out all the same, and opens whatever is built on it later";
    RAW_ROUTING = "ZT2012" Error
        "a route that actix answers by itself has no rule: no token, no limit, no audit line";
    OTHER_SERVER = "ZT2013" Error
        "whatever listens beside the gate answers without it";
    OUTLIVES_REQUEST = "ZT2014" Error
        "work that outlives its request goes on after the caller's rights are taken back, and leaves no audit line";
    SILENCED = "ZT2015" Error
        "an exception that silences this check hides what it would have found";
    MANIFEST_WAIVER_WITHOUT_OWNER = "ZT2101" Error
        "an exception that belongs to nobody is looked after by nobody";
    MANIFEST_WAIVER_RAN_OUT = "ZT2102" Error
        "somebody agreed to this exception up to that day and no longer";
    UNPROVED_METHOD = "ZT2103" Note
        "every handler that has the store can call it, whatever its rule says";
    TOO_MANY_SCOPES = "ZT2104" Warning
        "a rule that nobody can keep in mind is a rule that nobody checks";
    SCOPE_WITHOUT_ENDPOINT = "ZT2105" Warning
        "a permission that opens nothing is handed out all the same, and opens whatever is built on it later";
    WIDER = "ZT2201" Error
        "somebody may do more than was reviewed";
    APPROVAL_RAN_OUT = "ZT2202" Error
        "it was approved up to that day and no longer";
    APPROVAL_UNUSED = "ZT2203" Warning
        "an approval that lies ready lets a later change pass unread";
    APPROVAL_INVALID = "ZT2204" Error
        "an approval is what a later reader trusts: it says which change, who answers for it and why";
    LOCK_BEHIND = "ZT2205" Error
        "a lock that permits more than the service does lets the difference come back without review";
    NO_LOCK = "ZT2206" Warning
        "without a lock nobody sees when a change lets somebody do more";
    STAGE = "ZT2301" Note
        "a service is as safe as its weakest endpoint";
    BELOW_STAGE = "ZT2302" Error
        "whoever asked for the stage counts on it at each endpoint";
}

/// In the order of the source, each once.
pub(crate) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (&a.place, a.code, &a.what).cmp(&(&b.place, b.code, &b.what)));
    findings.dedup_by(|a, b| {
        let here = |it: &Finding| (it.place.file.clone(), it.place.line, it.code);
        here(a) == here(b) && a.what == b.what
    });
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages;

    #[test]
    fn every_code_has_a_page_and_every_page_of_findings_a_code() {
        let codes: Vec<_> = CODES.iter().map(|it| it.code).collect();
        for code in &codes {
            assert!(pages::find(code).is_some(), "book/src/findings/{code}.md");
        }
        for page in pages::all().filter(|page| page.code.starts_with("ZT2")) {
            assert!(codes.contains(&page.code), "{} is reported by nothing", page.code);
        }
    }

    #[test]
    fn reasons_are_one_sentence() {
        for code in CODES {
            assert!(!code.reason.ends_with('.') && code.reason.len() < 130, "{}", code.code);
        }
    }
}
