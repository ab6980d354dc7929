//! Forms with a file in them.

use bytes::Bytes;

use super::super::multipart::boundary;
use super::super::{no_media_types, read_upload};
use super::*;

const PICTURES: &[&str] = &["image/png", "image/jpeg"];
const CONTENT_TYPE: &str = "multipart/form-data; boundary=XX";
const NAMED: &str = "Content-Disposition: form-data; name=\"name\"\r\n\r\nAnn";
const PICTURE: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u{89}PNG\r\n--X";

struct Named {
    name: String,
}

impl Input for Named {
    const NAME: &'static str = "Named";
    fn read(fields: &mut Fields<'_, '_>) -> Pending<Self> {
        let length = FieldRules { max_length: Some(8), ..NONE };
        input_field::<String>(fields, "name", length).map(|name| Self { name })
    }
}

/// What was read: the field, and the file's type and bytes.
type Read = Result<(String, &'static str, Vec<u8>), InputRefused>;

fn read_as(content_type: &str, body: impl Into<Bytes>) -> Read {
    let read = read_upload::<Named>(&body.into(), content_type, PICTURES, None)?;
    let (fields, file) = read.settled().expect("nothing was refused");
    Ok((fields.name, file.media_type(), file.bytes().to_vec()))
}

fn body(parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--XX\r\n{part}\r\n")).collect();
    format!("{parts}--XX--\r\n")
}

fn malformed(fault: ParseFault) -> Read {
    Err(InputRefused::Malformed(fault))
}

fn pointers(read: Read) -> Vec<String> {
    match read {
        Err(InputRefused::Invalid(faults)) => faults.into_iter().map(|it| it.pointer).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn fields_and_file_are_read_in_any_order() {
    let expected = Ok(("Ann".to_owned(), "image/png", "\u{89}PNG\r\n--X".as_bytes().to_vec()));
    assert_eq!(read_as(CONTENT_TYPE, body(&[NAMED, PICTURE])), expected);
    assert_eq!(read_as(CONTENT_TYPE, body(&[PICTURE, NAMED])), expected);
    let without_last_line_end = body(&[NAMED, PICTURE]).trim_end().to_owned();
    assert_eq!(read_as("Multipart/Form-Data;  Boundary=\"XX\" ", without_last_line_end), expected);
}

#[test]
fn a_boundary_is_named_once_and_bounded() {
    let long = "x".repeat(71);
    for parameters in [
        "".to_owned(),
        ";".to_owned(),
        "; boundary".to_owned(),
        "; boundary=".to_owned(),
        "; boundary=\"XX".to_owned(),
        "; boundary=XX; boundary=YY".to_owned(),
        "; charset=utf-8; boundary=XX".to_owned(),
        "; charset=XX".to_owned(),
        "; boundary=X X".to_owned(),
        format!("; boundary={long}"),
    ] {
        let content_type = format!("multipart/form-data{parameters}");
        assert_eq!(boundary(&content_type), Err(ParseFault::NotMultipart), "{parameters:?}");
        let read = read_as(&content_type, body(&[NAMED, PICTURE]));
        assert_eq!(read, malformed(ParseFault::NotMultipart), "{parameters:?}");
    }
}

#[test]
fn what_is_cut_off_or_stands_outside_of_the_parts_is_malformed() {
    let whole = body(&[NAMED, PICTURE]);
    for end in 0..whole.len() - 2 {
        let cut = whole.as_bytes().get(..end).expect("within").to_vec();
        // The line end behind the last boundary is nobody's.
        let read = read_as(CONTENT_TYPE, cut);
        assert_eq!(read, malformed(ParseFault::NotMultipart), "{end}");
    }
    for odd in [
        format!("preamble\r\n{whole}"),
        format!("\r\n{whole}"),
        format!("{whole}epilogue"),
        format!("{whole}{whole}"),
        whole.replace("--XX\r\n", "--XX \r\n"),
        whole.replace("\r\n", "\n"),
    ] {
        assert_eq!(
            read_as(CONTENT_TYPE, odd.clone()),
            malformed(ParseFault::NotMultipart),
            "{odd}"
        );
    }
}

#[test]
fn a_part_has_one_bounded_head() {
    let head = |head: &str| read_as(CONTENT_TYPE, body(&[&format!("{head}\r\n\r\nAnn"), PICTURE]));
    let named = "Content-Disposition: form-data; name=\"name\"";
    assert!(head(&format!("{named}\r\nContent-Length: 3")).is_ok());
    assert!(head(&format!("{named}\r\nContent-Type: text/plain;charset=UTF-8")).is_ok());
    // 4096 bytes with the empty line behind it.
    let sized = |bytes: usize| format!("{named}\r\nX: {}", "x".repeat(bytes - named.len() - 9));
    assert!(head(&sized(4096)).is_ok());
    let huge = sized(4097);
    let many = format!("{}{named}", "X: x\r\n".repeat(8));
    for bad in [
        "X: x",
        "Content-Disposition: form-data",
        "Content-Disposition: form-data; filename=\"a\"",
        "Content-Disposition form-data",
        &format!("{named}\r\nContent-Transfer-Encoding: base64"),
        &format!("X: x\n{named}"),
        &format!("X: x\r{named}"),
        &format!("X: x\r\n folded\r\n{named}"),
        &format!("{named}\r\nContent-Type: text/plain; charset=utf-7"),
        &format!("{named}\r\nContent-Type: text/html"),
        &huge,
        &many,
    ] {
        assert_eq!(head(bad), malformed(ParseFault::NotMultipart), "{bad}");
    }
    for doubled in [
        format!("{named}\r\n{named}"),
        format!("{named}\r\nContent-Type: text/plain\r\nContent-type: text/plain"),
    ] {
        assert_eq!(head(&doubled), malformed(ParseFault::DoubledKey), "{doubled}");
    }
}

// X19: readers that disagree about which of two counts.
#[test]
fn x19_a_part_twice_is_refused() {
    for parts in [[NAMED, NAMED, PICTURE], [NAMED, PICTURE, PICTURE]] {
        assert_eq!(read_as(CONTENT_TYPE, body(&parts)), malformed(ParseFault::DoubledKey));
    }
}

#[test]
fn x27_parts_are_counted() {
    let parts: Vec<String> =
        (0..101).map(|n| NAMED.replace("\"name\"", &format!("f{n}"))).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    assert_eq!(read_as(CONTENT_TYPE, body(&parts)), malformed(ParseFault::TooMany));
}

#[test]
fn a_field_is_utf8() {
    let mut bytes = body(&[NAMED, PICTURE]).into_bytes();
    let at = bytes.windows(3).position(|it| it == b"Ann").expect("Ann");
    bytes[at] = 0xff;
    assert_eq!(read_as(CONTENT_TYPE, bytes), malformed(ParseFault::NotUtf8));
}

#[test]
fn x19_all_faults_are_told_and_none_repeats_what_was_sent() {
    let other = NAMED.replace("\"name\"", "canary");
    assert_eq!(pointers(read_as(CONTENT_TYPE, body(&[NAMED, PICTURE, &other]))), [""]);
    // A body of no part at all.
    assert_eq!(pointers(read_as(CONTENT_TYPE, "--XX--")), ["/file", "/name"]);
}

#[test]
fn a_file_is_there_is_one_and_is_of_a_listed_type() {
    let file = |from: &str, to: &str| {
        read_as(
            CONTENT_TYPE,
            body(&[&NAMED.replace("Ann", "much too long"), &PICTURE.replace(from, to)]),
        )
    };
    for (from, to) in [
        ("image/png", "text/html"),
        ("image/png", "image/svg+xml"),
        ("image/png", "image/png; charset=latin1"),
        ("image/png", "image/pngx"),
        ("image/png", "image/*"),
        ("\r\nContent-Type: image/png", ""),
        ("; filename=\"a.png\"", ""),
        ("\u{89}PNG\r\n--X", ""),
    ] {
        assert_eq!(pointers(file(from, to)), ["/file", "/name"], "{to}");
    }
    assert_eq!(pointers(read_as(CONTENT_TYPE, body(&[NAMED]))), ["/file"]);
    let elsewhere = PICTURE.replace("\"file\"", "\"name\"");
    assert_eq!(pointers(read_as(CONTENT_TYPE, body(&[&elsewhere]))), ["", "/file", "/name"]);
}

#[test]
fn the_name_that_a_file_came_with_is_nowhere() {
    let sent = PICTURE.replace("a.png", "../../etc/passwd");
    let sent = Bytes::from(body(&[NAMED, &sent]));
    let read = read_upload::<Named>(&sent, CONTENT_TYPE, PICTURES, None).expect("a good upload");
    let (_, file) = read.settled().expect("nothing was refused");
    assert_eq!(format!("{file:?}"), "UploadedFile { media_type: \"image/png\", .. }");
}

#[test]
fn a_list_of_media_types_has_no_wildcard_and_is_not_empty() {
    assert_eq!(
        no_media_types(&["image/png", "application/vnd.ms-excel", "image/svg+xml"]),
        [""; 0]
    );
    assert_eq!(no_media_types(&[]), [""]);
    let bad: &[&str] =
        &["*/*", "image/*", "image", "Image/png", "image/png; q=1", "/png", "a/b/c", ""];
    assert_eq!(no_media_types(bad), bad);
}

proptest! {
    // Whatever comes: no panic, and what is accepted has a field and a file.
    #[test]
    fn arbitrary_bodies_are_read_or_refused(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "--XX", "--XX--", "\r\n", "\n", "--", ";", "\"", "name=", "filename=", "file", "name", "\r\n\r\n",
            "Content-Disposition: form-data; ", "Content-Type: image/png", NAMED, PICTURE, "\u{0}", "x",
        ]), 0..24),
    ) {
        if let Ok((name, media_type, bytes)) = read_as(CONTENT_TYPE, pieces.concat()) {
            prop_assert!(name.len() <= 8 && media_type == "image/png" && !bytes.is_empty());
        }
    }
}
