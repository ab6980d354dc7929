//! A form with one file in it.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use bytes::Bytes;

use super::fault::Faults;
use super::field::{At, Place, Step};
use super::media::is;
use super::multipart::{Part, boundary, parse};
use super::node::{Entries, Node};
use super::whole::read_into;
use super::{Input, InputRefused, ParseFault, Pending};
use crate::argument::Gathering;

/// The part that is the file, as `<input type="file" name="file">` and `curl -F file=@a.png` send it.
const FILE: &str = "file";

/// Which files an [`Upload`] takes. It is a type, so that the list stands in the handler's signature; there is no wildcard and
/// no default.
///
/// ```
/// use zt::prelude::*;
///
/// /// What a camera makes.
/// pub enum Photo {}
///
/// impl FileType for Photo {
///     const MEDIA_TYPES: &'static [&'static str] = &["image/jpeg", "image/png"];
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which files it takes [ZT0703]",
    label = "no list of media types",
    note = "a file of any kind can be a page with a script, or a program, and somebody will open it",
    note = "help: impl FileType for {Self} {{ const MEDIA_TYPES: &'static [&'static str] = &[\"image/png\"]; }}"
)]
pub trait FileType: 'static {
    /// The media types, in lower case, each in full: `image/png`. A service that lists none or one that is none doesn't start.
    const MEDIA_TYPES: &'static [&'static str];
}

/// The request's body as an HTML form with a file sends it (`multipart/form-data`, RFC 7578): the declared fields of `T`, read
/// as strictly as a [`Form`](super::Form), and one file in the part `file`, of a type that `F` lists.
///
/// It is no larger than the endpoint's `limits(body = ..)`, stays in memory, and is gone with the request.
pub struct Upload<T, F> {
    fields: T,
    file: UploadedFile,
    kind: PhantomData<fn() -> F>,
}

impl<T, F> Upload<T, F> {
    pub(crate) fn new((fields, file): (T, UploadedFile)) -> Self {
        Self { fields, file, kind: PhantomData }
    }

    /// The file.
    #[must_use]
    pub const fn file(&self) -> &UploadedFile {
        &self.file
    }
}

impl<T, F> Deref for Upload<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.fields
    }
}

impl<T, F> fmt::Debug for Upload<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").finish_non_exhaustive()
    }
}

/// A file that came in. What its sender calls it is not kept: a name from outside is no path and no text for a page.
pub struct UploadedFile {
    media_type: &'static str,
    bytes: Bytes,
}

impl UploadedFile {
    /// Its content: at least one byte.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The entry of [`FileType::MEDIA_TYPES`] that its sender declared. Nobody has looked whether the bytes are of that type.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        self.media_type
    }
}

impl fmt::Debug for UploadedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadedFile").field("media_type", &self.media_type).finish_non_exhaustive()
    }
}

/// Reads the body of a form with a file in it; all faults are told at once.
pub(crate) fn read_upload<T: Input + 'static>(
    body: &Bytes,
    content_type: &str,
    media_types: &[&'static str],
    gathering: Option<&mut Gathering<'_>>,
) -> Result<Pending<(T, UploadedFile)>, InputRefused> {
    let parts = boundary(content_type).and_then(|boundary| parse(body, boundary));
    let mut faults = Faults::default();
    let (sent, file) = sorted(parts.map_err(InputRefused::Malformed)?, &mut faults)
        .map_err(InputRefused::Malformed)?;
    let file = taken(file, body, media_types, &mut faults);
    let fields = read_into::<T>(Node::Object(sent), &mut faults, gathering);
    match file {
        Some(file) if faults.is_empty() => Ok(fields.map(|fields| (fields, file))),
        _ => Err(InputRefused::Invalid(faults.into_list())),
    }
}

/// The fields by name, and the file.
fn sorted<'b>(
    parts: Vec<Part<'b>>,
    faults: &mut Faults,
) -> Result<(Entries<'b>, Option<Part<'b>>), ParseFault> {
    let (mut sent, mut file) = (Entries::new(), None);
    for part in parts {
        if part.name == FILE {
            if file.replace(part).is_some() {
                return Err(ParseFault::DoubledKey);
            }
        } else if part.is_file {
            faults.add(&Place::ROOT, "has a file in a part that is not called `file`");
        } else if sent.insert(part.name.into(), text(&part)?).is_some() {
            return Err(ParseFault::DoubledKey);
        }
    }
    Ok((sent, file))
}

/// A field's text, in UTF-8 whatever the part says about itself.
fn text<'b>(part: &Part<'b>) -> Result<Node<'b>, ParseFault> {
    if part.content_type.is_some_and(|content_type| !is(content_type, "text/plain")) {
        return Err(ParseFault::NotMultipart);
    }
    let text = str::from_utf8(part.content).map_err(|_| ParseFault::NotUtf8)?;
    Ok(Node::Untyped(text.into()))
}

/// The file, if it is one that the endpoint takes.
fn taken(
    part: Option<Part<'_>>,
    body: &Bytes,
    media_types: &[&'static str],
    faults: &mut Faults,
) -> Option<UploadedFile> {
    let found = match part {
        None => Err("is required".to_owned()),
        Some(part) if !part.is_file => Err("must be a file".to_owned()),
        Some(part) if part.content.is_empty() => Err("must not be empty".to_owned()),
        Some(part) => listed(&part, media_types)
            .map(|media_type| UploadedFile { media_type, bytes: body.slice_ref(part.content) })
            .ok_or_else(|| format!("must be one of: {}", media_types.join(", "))),
    };
    let mut root = At::root(faults, None);
    found.map_err(|detail| root.below(Step::Name(FILE)).fault(detail)).ok()
}

fn listed(part: &Part<'_>, media_types: &[&'static str]) -> Option<&'static str> {
    let declared = part.content_type?;
    media_types.iter().copied().find(|media_type| is(declared, media_type))
}

/// Entries of a list of media types that are none, for start-up to refuse. An empty list is refused as the empty text.
pub(crate) fn no_media_types(listed: &'static [&'static str]) -> Vec<&'static str> {
    match listed {
        [] => vec![""],
        listed => listed.iter().copied().filter(|entry| !is_media_type(entry)).collect(),
    }
}

/// `type/subtype` in lower case (RFC 6838 §4.2).
fn is_media_type(entry: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && word.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$&-^_.+".contains(&byte)
            })
    };
    entry.split_once('/').is_some_and(|(kind, name)| word(kind) && word(name))
}
