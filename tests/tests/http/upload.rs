//! A file that comes in: the form around it is read as strictly as any other, and its own name is nobody's.

use std::sync::Mutex;

use serde_json::Value;
use zt::prelude::*;
use zt::testing::{TestApp, TestRequest, TestResponse, block_on};

use crate::fixture::wire::Wire;

/// Hand files in.
#[derive(Scope)]
#[scope("files:write", writes)]
struct FilesWrite;

#[derive(Input)]
struct Label {
    #[input(length(min = 1, max = 20))]
    label: String,
    urgent: Option<bool>,
}

/// What a camera makes.
enum Photo {}

impl FileType for Photo {
    const MEDIA_TYPES: &'static [&'static str] = &["image/jpeg", "image/png"];
}

/// What was handed in.
#[derive(Default)]
struct Depot(Mutex<Vec<(String, &'static str, Vec<u8>)>>);

#[zt::store]
impl Depot {
    pub async fn keep(
        &self,
        upload: (&str, &'static str, &[u8]),
        _: &impl Proves<FilesWrite>,
    ) -> zt::Result<u64> {
        let (label, media_type, bytes) = upload;
        let mut kept = self.0.lock().unwrap();
        kept.push((label.to_owned(), media_type, bytes.to_vec()));
        Ok(kept.len() as u64)
    }
}

#[derive(Disclose)]
#[disclose(plain)]
struct Kept {
    number: u64,
}

/// A file, with a label on it.
#[zt::post("/files", scopes(FilesWrite), limits(body = "2KiB"))]
async fn hand_in(
    caller: &Caller<hand_in>,
    upload: &Upload<Label, Photo>,
    depot: Data<Depot>,
) -> Answer<Kept> {
    let file = upload.file();
    let number = depot.keep((&upload.label, file.media_type(), file.bytes()), caller).await?;
    let reply = Reply(Kept { number });
    Ok(if upload.urgent == Some(true) { reply.accepted() } else { reply.created() })
}

/// Files with labels.
#[zt::service(endpoints(hand_in))]
struct Archive;

const MEDIA: &str = "multipart/form-data; boundary=line";
const LABEL: &str = "Content-Disposition: form-data; name=\"label\"\r\n\r\nmine";
const FILE: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\nContent-Type: image/png\r\n\r\nPNG";

fn archive() -> TestApp<Archive> {
    Archive::test().data(Depot::default())
}

fn form(parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--line\r\n{part}\r\n")).collect();
    format!("{parts}--line--\r\n")
}

fn send(archive: &TestApp<Archive>, media: &str, body: impl Into<String>) -> TestRequest {
    archive.as_caller("alice").holding::<FilesWrite>().post("/files").body(media, body.into())
}

/// Refused, with one record, before the handler ran: the next file is still the first.
async fn refused(archive: &TestApp<Archive>, request: TestRequest, status: u16) -> TestResponse {
    let records = archive.audit().len();
    let answer = request.await;
    assert_eq!(answer.status(), status, "{answer:?}");
    assert_eq!(archive.audit().len(), records + 1);
    assert!(!format!("{answer:?}").contains("canary"), "{answer:?}");
    assert!(!archive.audit().iter().any(|it| it.to_string().contains("canary")));
    let next = send(archive, MEDIA, form(&[LABEL, FILE])).await;
    assert_eq!(next.json()["number"], 1, "a handler ran");
    answer
}

/// Each request in a service of its own.
fn each_refused(requests: &[(&str, &str)], status: u16) -> Vec<Value> {
    let mut documents = Vec::new();
    for (media, body) in requests {
        let archive = archive();
        let request = send(&archive, media, *body);
        documents.push(block_on(refused(&archive, request, status)).json());
    }
    documents
}

fn pointers(document: &Value) -> Vec<&str> {
    let faults = document["errors"].as_array().unwrap();
    faults.iter().map(|fault| fault["pointer"].as_str().unwrap()).collect()
}

#[test]
fn b14_a_file_comes_in_with_its_fields() {
    let archive = archive();
    block_on(async {
        let urgent = "Content-Disposition: form-data; name=\"urgent\"\r\n\r\ntrue";
        let answer = send(&archive, MEDIA, form(&[FILE, urgent, LABEL])).await;
        assert_eq!((answer.status(), &answer.json()["number"]), (202, &Value::from(1)));
        let quoted = "multipart/form-data; boundary=\"line\"";
        assert_eq!(send(&archive, quoted, form(&[LABEL, FILE])).await.json()["number"], 2);
    });
}

#[test]
fn b18_nobody_without_the_scope_sends_a_file() {
    let archive = archive();
    block_on(async {
        let body = form(&[LABEL, FILE]);
        let stranger = archive.anonymous().post("/files").body(MEDIA, body.clone());
        refused(&archive, stranger, 401).await;
    });
    let archive = self::archive();
    block_on(async {
        let without = archive.as_caller("bob").post("/files").body(MEDIA, form(&[LABEL, FILE]));
        refused(&archive, without, 403).await;
    });
}

#[test]
fn b14_another_media_type_is_refused() {
    let body = form(&[LABEL, FILE]);
    let medias = ["", "application/json", "multipart/mixed; boundary=line", "text/plain"];
    for media in medias {
        let archive = archive();
        let answer = block_on(refused(&archive, send(&archive, media, body.clone()), 415));
        assert_eq!(answer.header("accept"), Some("multipart/form-data"), "{media}");
    }
    let archive = archive();
    let zipped = send(&archive, MEDIA, body).header("content-encoding", "gzip");
    block_on(refused(&archive, zipped, 415));
}

#[test]
fn g13_a_form_with_two_readings_is_malformed() {
    let whole = form(&[LABEL, FILE]);
    let huge = form(&[&format!("X-Canary: {}\r\n{LABEL}", "x".repeat(1500)), FILE]);
    let truncated = whole.replace("--line--\r\n", "");
    let nameless = form(&[&LABEL.replace("; name=\"label\"", ""), FILE]);
    let twice = form(&[LABEL, LABEL, FILE]);
    let two_files = form(&[LABEL, FILE, FILE]);
    let many_headers = form(&[&format!("{}{LABEL}", "X: canary\r\n".repeat(9)), FILE]);
    let encoded = form(&[
        LABEL,
        &FILE.replace("Content-Type", "Content-Transfer-Encoding: base64\r\nContent-Type"),
    ]);
    let escaped = form(&[LABEL, &FILE.replace("cat.png", "a\\\"; name=\\\"label")]);
    let windows = form(&[LABEL, &FILE.replace("cat.png", "..\\canary.png")]);
    for document in each_refused(
        &[
            ("multipart/form-data", &whole),
            ("multipart/form-data; boundary=", &whole),
            ("multipart/form-data; boundary=other", &whole),
            ("multipart/form-data; boundary=line; boundary=other", &whole),
            (MEDIA, ""),
            (MEDIA, &truncated),
            (MEDIA, &nameless),
            (MEDIA, &twice),
            (MEDIA, &two_files),
            (MEDIA, &many_headers),
            (MEDIA, &encoded),
            (MEDIA, &escaped),
            (MEDIA, &windows),
            (MEDIA, &format!("canary\r\n{whole}")),
            (MEDIA, &format!("{whole}canary")),
        ],
        400,
    ) {
        assert_eq!(document["type"], "urn:zt:problem:malformed-body");
    }
    // Within the limit of the body a head of 1,500 bytes is a long one, and nothing else.
    let archive = archive();
    assert_eq!(block_on(send(&archive, MEDIA, huge).into_future()).status(), 201);
}

#[test]
fn x19_fields_and_file_are_declared_and_all_faults_are_told() {
    let undeclared = LABEL.replace("\"label\"", "\"canary\"");
    let (html, unnamed) =
        (FILE.replace("image/png", "text/html"), FILE.replace("; filename=\"cat.png\"", ""));
    let elsewhere = FILE.replace("\"file\"", "\"label\"");
    let documents = each_refused(
        &[
            (MEDIA, &form(&[LABEL])),
            (MEDIA, &form(&[FILE])),
            (MEDIA, &form(&[LABEL, FILE, &undeclared])),
            (MEDIA, &form(&[LABEL, &html])),
            (MEDIA, &form(&[LABEL, &unnamed])),
            (MEDIA, &form(&[&elsewhere])),
            (MEDIA, &form(&[&LABEL.replace("mine", ""), &html])),
        ],
        422,
    );
    let found: Vec<_> = documents.iter().map(pointers).collect();
    let expected: [&[&str]; 7] = [
        &["/file"],
        &["/label"],
        &[""],
        &["/file"],
        &["/file"],
        &["", "/file", "/label"],
        &["/file", "/label"],
    ];
    assert_eq!(found, expected);
}

// CWE-22: there is no name that anything could be written to.
#[test]
fn the_name_of_a_file_is_dropped() {
    for name in ["../../../etc/passwd", "/etc/passwd", "C:evil.exe", "a%00.png", "", "canary"] {
        let archive = archive();
        let body = form(&[LABEL, &FILE.replace("cat.png", name)]);
        let answer = block_on(send(&archive, MEDIA, body).into_future());
        assert_eq!(answer.text(), r#"{"number":1}"#, "{name}");
        assert!(!archive.audit().iter().any(|it| it.to_string().contains("canary")));
    }
}

#[test]
fn g06_the_form_is_bounded_as_a_whole() {
    let archive = archive();
    let large = form(&[LABEL, &FILE.replace("PNG", &"x".repeat(2048))]);
    let answer = block_on(refused(&archive, send(&archive, MEDIA, large), 413));
    assert_eq!(answer.json()["type"], "urn:zt:problem:too-large");
}

// Over a real connection, in pieces that cut through boundaries and heads.
#[test]
fn a_form_arrives_in_pieces() {
    let archive = archive();
    let server = archive.serve();
    let token = archive.token_for("alice").holding::<FilesWrite>().issue().unwrap();
    let mut wire = Wire::open(server.address());
    wire.send(format!(
        "POST /files HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\ncontent-type: {MEDIA}\r\n\
         transfer-encoding: chunked\r\n\r\n"
    ));
    for piece in form(&[LABEL, FILE]).as_bytes().chunks(7) {
        wire.send(format!("{:x}\r\n{}\r\n", piece.len(), String::from_utf8_lossy(piece)));
    }
    wire.send("0\r\n\r\n");
    let answer = wire.answer().unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (201, r#"{"number":1}"#));
}

/// Says that it takes pictures of every kind.
enum AnyPicture {}

impl FileType for AnyPicture {
    const MEDIA_TYPES: &'static [&'static str] = &["image/*"];
}

/// A file of many kinds.
#[zt::post("/any", scopes(FilesWrite))]
async fn hand_in_any(upload: &Upload<Label, AnyPicture>) -> NoContent {
    let _ = upload.file();
    NoContent
}

/// Takes too much.
#[zt::service(endpoints(hand_in_any))]
struct Careless;

#[test]
#[should_panic(expected = "`image/*` is no media type that an upload can have")]
fn a_wildcard_does_not_start() {
    let careless = Careless::test();
    block_on(careless.anonymous().post("/any").into_future());
}
