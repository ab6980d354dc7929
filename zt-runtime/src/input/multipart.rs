//! Forms with a file: `multipart/form-data` (RFC 7578), every part once, in one reading.
//!
//! The body is whole and bounded when it comes here, so its parts are slices of it and nothing touches a disk. The usual
//! readers search for a boundary somewhere, keep the last of two headers, and guess at what is left unquoted. Each is a second
//! reading, so each is refused. httparse reads the parts' heads.

use std::str;

use super::ParseFault;
use super::disposition::Disposition;

/// How many parts there may be (X27).
const PARTS: usize = 100;

/// Bytes of a part's head, and headers in it.
const HEAD: usize = 4096;
const HEADERS: usize = 8;

/// RFC 2046 §5.1.1.
const LONGEST_BOUNDARY: usize = 70;

/// One part as it was sent.
pub(super) struct Part<'b> {
    pub(super) name: &'b str,
    /// It came as a file. What the client calls the file isn't kept: nobody can take that name for a path (CWE-22, CWE-434).
    pub(super) is_file: bool,
    pub(super) content_type: Option<&'b str>,
    pub(super) content: &'b [u8],
}

/// The boundary that a request's `Content-Type` names, its only parameter.
pub(super) fn boundary(content_type: &str) -> Result<&str, ParseFault> {
    let (_, parameter) = content_type.split_once(';').ok_or(ParseFault::NotMultipart)?;
    let (name, value) = parameter.split_once('=').ok_or(ParseFault::NotMultipart)?;
    let value = value.trim_end_matches([' ', '\t']);
    let boundary = match value.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').ok_or(ParseFault::NotMultipart)?,
        None => value,
    };
    let named = name.trim_start_matches([' ', '\t']).eq_ignore_ascii_case("boundary");
    let bounded = (1..=LONGEST_BOUNDARY).contains(&boundary.len());
    let fits = named && bounded && boundary.bytes().all(is_of_a_boundary);
    if fits { Ok(boundary) } else { Err(ParseFault::NotMultipart) }
}

/// RFC 2046 §5.1.1, without the space, which may not stand at the end.
const fn is_of_a_boundary(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'\'' | b'(' | b')' | b'+' | b'_' | b',' | b'-' | b'.' | b'/' | b':' | b'=' | b'?'
        )
}

/// The parts of a body, in order. It starts with its first boundary and ends with its last: what stands before or behind is
/// shown by some readers and not by others.
pub(super) fn parse<'b>(body: &'b [u8], boundary: &str) -> Result<Vec<Part<'b>>, ParseFault> {
    let delimiter = format!("\r\n--{boundary}");
    let mut rest =
        body.strip_prefix(delimiter.trim_start().as_bytes()).ok_or(ParseFault::NotMultipart)?;
    let mut parts = Vec::new();
    while !matches!(rest, b"--" | b"--\r\n") {
        let part = rest.strip_prefix(b"\r\n").ok_or(ParseFault::NotMultipart)?;
        if parts.len() == PARTS {
            return Err(ParseFault::TooMany);
        }
        let (whole, after) = split(part, delimiter.as_bytes())?;
        parts.push(read(whole)?);
        rest = after;
    }
    Ok(parts)
}

/// What stands before `mark` and what behind it.
fn split<'b>(text: &'b [u8], mark: &[u8]) -> Result<(&'b [u8], &'b [u8]), ParseFault> {
    let at = memchr::memmem::find(text, mark).ok_or(ParseFault::NotMultipart)?;
    let (before, rest) = text.split_at_checked(at).ok_or(ParseFault::NotMultipart)?;
    let after = rest.get(mark.len()..).ok_or(ParseFault::NotMultipart)?;
    Ok((before, after))
}

fn read(part: &[u8]) -> Result<Part<'_>, ParseFault> {
    let mut room = [httparse::EMPTY_HEADER; HEADERS];
    let parsed = httparse::parse_headers(part, &mut room).map_err(|_| ParseFault::NotMultipart)?;
    let httparse::Status::Complete((length, headers)) = parsed else {
        return Err(ParseFault::NotMultipart);
    };
    let (head, content) = part.split_at_checked(length).ok_or(ParseFault::NotMultipart)?;
    if length > HEAD || !has_whole_line_ends(head) {
        return Err(ParseFault::NotMultipart);
    }
    // It would say that the content is not what it looks like (RFC 7578 §4.7).
    if header(headers, "content-transfer-encoding")?.is_some() {
        return Err(ParseFault::NotMultipart);
    }
    let disposition = header(headers, "content-disposition")?.and_then(Disposition::parse);
    let Disposition { name, is_file } = disposition.ok_or(ParseFault::NotMultipart)?;
    Ok(Part { name, is_file, content_type: header(headers, "content-type")?, content })
}

/// httparse ends a line at a lone `\n`, as some do and others don't.
fn has_whole_line_ends(head: &[u8]) -> bool {
    let whole = memchr::memmem::find_iter(head, b"\r\n").count();
    let count = |byte| memchr::memchr_iter(byte, head).count();
    (whole, whole) == (count(b'\r'), count(b'\n'))
}

/// The header of this name, which comes once. Others than those that are asked for mean nothing (RFC 7578 §4.8).
fn header<'b>(headers: &[httparse::Header<'b>], name: &str) -> Result<Option<&'b str>, ParseFault> {
    let mut named = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let Some(first) = named.next() else { return Ok(None) };
    if named.next().is_some() {
        return Err(ParseFault::DoubledKey);
    }
    str::from_utf8(first.value).map(Some).map_err(|_| ParseFault::NotUtf8)
}
