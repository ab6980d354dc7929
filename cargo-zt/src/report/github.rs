//! Workflow commands of GitHub Actions, which show a finding at its line in the pull request.

use std::fmt::Write as _;

use crate::finding::{Finding, Level};

pub(super) fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { code, level, place, what, reason, mend } in findings {
        let kind = match level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let message = escaped(&format!("{what}\nwhy: {reason}\nmend: {mend}"));
        let file = escaped(&place.file).replace(':', "%3A").replace(',', "%2C");
        let (line, column) = (place.line, place.column);
        let _ =
            writeln!(text, "::{kind} file={file},line={line},col={column},title={code}::{message}");
    }
    text
}

/// A line break would end the command, and the next line could be another one.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::findings;

    #[test]
    fn d06_a_finding_is_one_command() {
        let text = text(&findings());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        let start =
            "::error file=src/api.rs,line=2,col=5,title=ZT2001::`zt::__private` is named%0Awhy: ";
        assert!(lines.iter().any(|it| it.starts_with(start)), "{text}");
        assert!(text.contains("nothing, 100%25 of: it%0A"), "{text}");
        assert!(text.contains("is open%0Ato everyone"), "{text}");
    }
}
