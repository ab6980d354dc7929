//! Binds bodies, forms, uploads and queries.

use bytes::Bytes;

use super::{Argument, Gathering, Media, TakesBody};
use crate::Endpoint;
use crate::evidence::Authorized;
use crate::input::{
    Body, Field, FileType, Form, Input, InputField, InputRefused, Pending, Query, Upload,
    UploadedFile, describe, is_form, is_json, is_multipart, no_media_types, read_form, read_json,
    read_query, read_upload,
};
use crate::manifest::object;
use crate::object::{Action, Authorize};
use crate::problem::{FieldFault, Refusal};
use zt_core::contract::Effect;
use zt_manifest::Kind;

static JSON: Media = Media { name: "application/json", is: is_json };
static FORM: Media = Media { name: "application/x-www-form-urlencoded", is: is_form };
static MULTIPART: Media = Media { name: "multipart/form-data", is: is_multipart };

impl<T: Input + 'static, E: TakesBody> Argument<E> for Body<T> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        described::<T>(gathering, &JSON);
        from_body(gathering, &JSON, |body, at| read_json(body, Some(at)), Self::new)
    }
}

impl<T: Input + 'static, E: TakesBody> Argument<E> for Form<T> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        described::<T>(gathering, &FORM);
        from_body(gathering, &FORM, |body, at| read_form(body, Some(at)), Self::new)
    }
}

impl<T: Input + 'static, F: FileType, E: TakesBody> Argument<E> for Upload<T, F> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        if let Some(survey) = gathering.cx().survey() {
            survey.no_media_types.borrow_mut().extend(no_media_types(F::MEDIA_TYPES));
            described::<T>(gathering, &MULTIPART);
            gathering.cx().note(|noted| noted.file(F::MEDIA_TYPES));
        }
        from_body(gathering, &MULTIPART, upload::<T, F>, Self::new)
    }
}

fn upload<T: Input + 'static, F: FileType>(
    body: &Bytes,
    gathering: &mut Gathering<'_>,
) -> Result<Pending<(T, UploadedFile)>, InputRefused> {
    let headers = gathering.cx().headers().values("content-type");
    let content_type = headers.first().and_then(|value| str::from_utf8(value).ok());
    read_upload(body, content_type.unwrap_or_default(), F::MEDIA_TYPES, Some(gathering))
}

impl<T: Input + 'static, E: Endpoint> Argument<E> for Query<T> {
    fn bind(gathering: &mut Gathering<'_>) -> Pending<Self> {
        let cx = gathering.cx();
        if cx.survey().is_some() {
            let fields = describe::<T>(gathering);
            cx.note(|noted| noted.query(fields));
            return Pending::failed();
        }
        match read_query::<T>(Some(cx.query()), Some(gathering)) {
            Ok(pending) => pending.map(Self::new),
            Err(InputRefused::Malformed(fault)) => {
                gathering.refuse(Refusal::MalformedRequest(fault.reason()))
            }
            Err(InputRefused::Invalid(faults)) => {
                gathering.fault(faults.into_iter().map(told));
                Pending::failed()
            }
        }
    }
}

type Read<T> = fn(&Bytes, &mut Gathering<'_>) -> Result<Pending<T>, InputRefused>;

/// Notes what the fields of a body are, for the manifest.
fn described<T: Input>(gathering: &mut Gathering<'_>, media: &'static Media) {
    let cx = gathering.cx();
    if cx.survey().is_some() {
        let fields = describe::<T>(gathering);
        cx.note(|noted| noted.body(media.name, fields));
    }
}

fn from_body<T: 'static, H: 'static>(
    gathering: &mut Gathering<'_>,
    media: &'static Media,
    read: Read<T>,
    hold: fn(T) -> H,
) -> Pending<H> {
    let (slot, held) = Pending::<Pending<T>>::slot();
    gathering.want_body(
        media,
        Box::new(move |gathering, bytes| {
            slot.fill(read(bytes, gathering).map_err(refusal)?);
            Ok(())
        }),
    );
    Pending::later(move || held.settled()?.settled().map(hold))
}

fn refusal(refused: InputRefused) -> Refusal {
    match refused {
        InputRefused::Malformed(fault) => Refusal::MalformedBody(fault.reason()),
        InputRefused::Invalid(faults) => {
            Refusal::InvalidInput(faults.into_iter().map(told).collect())
        }
    }
}

fn told(fault: crate::input::InputFault) -> FieldFault {
    FieldFault { pointer: fault.pointer, detail: fault.detail }
}

fn kind<R: Authorize<A>, A: Action>(gathering: Option<&mut Gathering<'_>>) -> Kind {
    Kind::Object(gathering.map_or_else(object::<R, A>, |gathering| gathering.note_object::<R, A>()))
}

/// An object named in the input: loaded, compared with the tenant, and authorized before the handler runs (API1:2023).
#[diagnostic::do_not_recommend]
impl<R: Authorize<A>, A: Action> InputField for Authorized<R, A> {
    fn read(field: Field<'_, '_>) -> Pending<Self> {
        let (text, mut at) = match field.id_text(|gathering| kind::<R, A>(gathering)) {
            Ok(found) => found,
            Err(failed) => return failed,
        };
        let Some(gathering) = at.gathering() else { return Pending::failed() };
        // A query names objects to look at; what changes one comes in a body.
        if gathering.cx().contract().effect() == Effect::Reads && A::INFO.effect == Effect::Writes {
            return gathering.refuse(Refusal::Internal("writing_action_on_a_reading_endpoint"));
        }
        gathering.object(text.into_owned())
    }
}
