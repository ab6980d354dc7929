//! One thing that tidy found: where, what, and what to do.

use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    weight: Weight,
    file: String,
    line: usize,
    what: String,
    mend: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Warning,
    Mistake,
}

impl Finding {
    pub(crate) fn mistake(
        file: &str,
        line: usize,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            weight: Weight::Mistake,
            file: file.into(),
            line,
            what: what.into(),
            mend: mend.into(),
        }
    }

    pub(crate) fn warning(
        file: &str,
        line: usize,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { weight: Weight::Warning, ..Self::mistake(file, line, what, mend) }
    }

    pub(crate) fn is_mistake(&self) -> bool {
        self.weight == Weight::Mistake
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, what, mend, .. } = self;
        let weight = if self.is_mistake() { "error" } else { "warning" };
        write!(formatter, "{file}:{line}: {weight}: {what}\n    help: {mend}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_what_and_what_to_do() {
        let finding = Finding::warning("a/b.rs", 7, "it is long", "split it");
        assert_eq!(finding.to_string(), "a/b.rs:7: warning: it is long\n    help: split it");
    }
}
