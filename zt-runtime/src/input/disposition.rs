//! The `Content-Disposition` of a part (RFC 7578 §4.2): its name, and whether it is a file.

/// What it says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Disposition<'b> {
    pub(super) name: &'b str,
    pub(super) is_file: bool,
}

/// The parameters, once each.
#[derive(Default)]
struct Parameters<'b> {
    name: Option<&'b str>,
    filename: Option<&'b str>,
    /// RFC 7578 forbids it and some clients send it. Neither name of the file is used, so the two can't disagree.
    extended: Option<&'b str>,
}

impl<'b> Disposition<'b> {
    /// `form-data; name="picture"; filename="a.png"`, or nothing where it has a second reading.
    pub(super) fn parse(text: &'b str) -> Option<Self> {
        let (kind, mut rest) = text.split_once(';')?;
        if !kind.trim_end().eq_ignore_ascii_case("form-data") {
            return None;
        }
        let mut parameters = Parameters::default();
        loop {
            let (name, value, after) = parameter(rest)?;
            parameters.set(name, value)?;
            match after {
                Some(after) => rest = after,
                None => break,
            }
        }
        let is_file = parameters.filename.is_some() || parameters.extended.is_some();
        parameters.name.filter(|name| !name.is_empty()).map(|name| Self { name, is_file })
    }
}

impl<'b> Parameters<'b> {
    fn set(&mut self, name: &str, value: &'b str) -> Option<()> {
        let place = match name.to_ascii_lowercase().as_str() {
            "name" => &mut self.name,
            "filename" => &mut self.filename,
            "filename*" => &mut self.extended,
            _ => return None,
        };
        place.replace(value).is_none().then_some(())
    }
}

/// ` name="value"`, and what follows its `;`.
fn parameter(text: &str) -> Option<(&str, &str, Option<&str>)> {
    let (name, text) = text.split_once('=')?;
    let (value, rest) = match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => text.split_at_checked(text.find(';').unwrap_or(text.len()))?,
    };
    // Is `\` an escape, or a folder of Windows? Readers disagree.
    if value.contains(['\\', '"']) {
        return None;
    }
    let rest = rest.trim_start();
    match rest.strip_prefix(';') {
        Some(after) => Some((name.trim(), value, Some(after))),
        None => rest.is_empty().then_some((name.trim(), value, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, bool)> {
        Disposition::parse(text).map(|it| (it.name, it.is_file))
    }

    #[test]
    fn what_clients_send_is_read() {
        for (text, expected) in [
            (r#"form-data; name="reason""#, ("reason", false)),
            (r#"Form-Data ;name=reason"#, ("reason", false)),
            (r#"form-data; name="file"; filename="a.png""#, ("file", true)),
            (r#"form-data; filename="a;b=c.png"; name="file""#, ("file", true)),
            (r#"form-data; name="file"; filename="""#, ("file", true)),
            (r#"form-data; name=file; filename=a.png; filename*=utf-8''a.png"#, ("file", true)),
            (r#"form-data; name="file"; filename="../../etc/passwd""#, ("file", true)),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_has_a_second_reading_is_none() {
        for text in [
            "",
            "form-data",
            "form-data;",
            "form-data; name",
            r#"form-data; name="""#,
            r#"attachment; name="a""#,
            r#"form-data; filename="a.png""#,
            r#"form-data; name="a"; name="b""#,
            r#"form-data; name="a"; NAME="b""#,
            r#"form-data; name="a"; filename="b"; filename="c""#,
            r#"form-data; name="a\"; filename=\"b""#,
            r#"form-data; name="a"; filename="..\b.png""#,
            r#"form-data; name="a"b"#,
            r#"form-data; name="a" filename="b""#,
            r#"form-data; name="a"#,
            r#"form-data; name="a"; size=1"#,
            r#"form-data; name="a";"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
