//! What the compiler demands by type, asked one by one: each code that stands in a trait's message, and both its sides.

use std::marker::PhantomData;

use zt::demands::{InPath, MessageArgument, OwnedPathArg, ProbeArgument, ToChange, ToRead};
use zt::prelude::*;
use zt::{
    Action as IsAction, Argument as IsArgument, HasProof, Header, Id as IsId, IdValue, Identified,
    MessageAnswer, Mount, Offers, OpenArg, OpenValue, OwnedArgument, ProbeAnswer, RequestHeader,
    Requires, Respond, Scope as IsScope, Site, Socket, Store, StreamAnswer, Streams, TakesBody,
    TiedArg, ViewOf,
};

/// Whether a type meets a bound: the method of the narrow `impl` comes before the trait's.
macro_rules! meets {
    ($type:ty: $($bound:tt)+) => {{
        #[allow(dead_code, reason = "one of the two answers")]
        trait Otherwise {
            fn answer(&self) -> bool {
                false
            }
        }
        struct Question<T>(PhantomData<T>);
        impl<T> Otherwise for Question<T> {}
        #[allow(dead_code, reason = "one of the two answers")]
        impl<T: $($bound)+> Question<T> {
            fn answer(&self) -> bool {
                true
            }
        }
        Question::<$type>(PhantomData).answer()
    }};
}

/// Look at things.
#[derive(Scope)]
#[scope("things:read", reads)]
struct ThingsRead;

/// Change things.
#[derive(Scope)]
#[scope("things:write", writes)]
struct ThingsWrite;

/// Bend it.
#[derive(Action)]
#[action(writes)]
struct Bend;

/// Lose it: nobody decided who may.
#[derive(Action)]
#[action(writes)]
struct Lose;

#[derive(Id)]
struct ThingId(u64);

struct Things;

#[zt::store]
impl Things {
    pub async fn find(&self, _: &ThingId, _: Loading<'_>) -> zt::Result<Option<Thing>> {
        Ok(None)
    }

    pub async fn part(&self, _: &ThingId, _: Loading<'_>) -> zt::Result<Option<Part>> {
        Ok(None)
    }
}

#[derive(Resource)]
#[resource(id = ThingId, store = Things, load = Things::find, owner = owner, tenancy = single, owner_may(Read, Bend))]
struct Thing {
    owner: Subject,
}

#[derive(Resource)]
#[resource(id = ThingId, store = Things, load = Things::part, owner = owner, tenancy = single, owner_may(Read))]
struct Part {
    owner: Subject,
    thing: ThingId,
}

impl Within<Thing> for Part {
    fn within(&self) -> &ThingId {
        &self.thing
    }
}

#[derive(Disclose)]
#[disclose(of = Thing)]
struct ThingView {
    bent: bool,
}

impl From<&Thing> for ThingView {
    fn from(_: &Thing) -> Self {
        Self { bent: false }
    }
}

#[derive(Input)]
struct Bending {
    degrees: u16,
}

/// One thing.
#[zt::get("/{thing}", scopes(any(ThingsRead, ThingsWrite)))]
async fn look(thing: &Authorized<Thing, Read>) -> Answer<ThingView> {
    Ok(Reply::of(thing))
}

/// Bend a thing.
#[zt::post("/{thing}", scopes(ThingsWrite))]
async fn bend(thing: &Authorized<Thing, Bend>, body: &Body<Bending>) -> Answer<ThingView> {
    assert!(body.degrees < 360);
    Ok(Reply::of(thing))
}

/// The door of the house.
#[zt::get("/door", public(why = "anybody may knock here"))]
async fn door() -> NoContent {
    NoContent
}

/// Things, as they are bent.
#[zt::get("/bent", scopes(ThingsRead), stream)]
async fn watch(events: &Events<ThingView>) -> Streamed {
    Ok(events.open().end())
}

/// Things, as they are bent, and what is said of them.
#[zt::get("/talk", scopes(ThingsRead), socket)]
async fn talk(events: &Events<ThingView>) -> Streamed {
    Ok(events.open().end())
}

/// Bend all things.
#[zt::message("bend", on = talk, scopes(ThingsWrite))]
async fn say_bend(body: &Body<Bending>) -> NoContent {
    assert!(body.degrees < 360);
    NoContent
}

/// All of it.
#[zt::service(endpoints(look, bend, door, watch, talk, say_bend))]
struct Everything;

/// Things by themselves.
#[derive(Argument)]
struct Bundle {
    _things: Data<Things>,
}

/// Which language is asked for.
struct Language;

impl RequestHeader for Language {
    const NAME: &'static str = "accept-language";

    fn parse(_: &str) -> Option<Self> {
        Some(Self)
    }
}

/// Where things are sold.
enum Market {}

impl Site for Market {
    const ORIGIN: &'static str = "https://market.example";
}

/// How it should be bent.
enum Drawing {}

impl FileType for Drawing {
    const MEDIA_TYPES: &'static [&'static str] = &["image/png"];
}

fn plain_function() {}

#[test]
fn zt0703_an_upload_says_which_files_it_takes() {
    assert!(meets!(Upload<Bending, Drawing>: IsArgument<bend>));
    assert!(!meets!(Upload<Bending, Bending>: IsArgument<bend>) && !meets!(String: FileType));
    assert!(!meets!(Upload<String, Drawing>: IsArgument<bend>));
    assert!(!meets!(Upload<Bending, Drawing>: OwnedArgument<bend>));
}

#[test]
fn zt0201_a_path_argument_is_tied_to_the_caller() {
    assert!(meets!(Authorized<Thing, Read>: TiedArg<look, ToRead>));
    assert!(
        meets!(OwnSubject: TiedArg<look, ToRead>) && meets!(OwnTenant: TiedArg<bend, ToChange>)
    );
    assert!(!meets!(String: TiedArg<look, ToRead>) && !meets!(u64: TiedArg<bend, ToChange>));
    assert!(!meets!(Open<String>: TiedArg<look, ToRead>));
    assert!(meets!(OwnSubject: OwnedPathArg<look, ToRead>));
    assert!(!meets!(Authorized<Thing, Read>: OwnedPathArg<look, ToRead>));
}

#[test]
fn zt0202_an_argument_is_guarded_and_proofs_are_lent() {
    assert!(meets!(Caller<look>: IsArgument<look>) && meets!(Data<Things>: IsArgument<door>));
    assert!(!meets!(Caller<bend>: IsArgument<look>), "the caller of another endpoint");
    assert!(
        !meets!(String: IsArgument<look>) && !meets!(Authorized<Thing, Read>: IsArgument<look>)
    );
    assert!(meets!(Data<Things>: OwnedArgument<look>));
    assert!(
        !meets!(Caller<look>: OwnedArgument<look>) && !meets!(Query<Bending>: OwnedArgument<look>)
    );
}

#[test]
fn zt0203_a_reading_action_changes_nothing() {
    assert!(!meets!(Authorized<Thing, Read>: TiedArg<bend, ToChange>));
}

#[test]
fn zt0204_a_writing_action_is_not_for_asking() {
    assert!(!meets!(Authorized<Thing, Bend>: TiedArg<look, ToRead>));
}

#[test]
fn zt0205_an_answer_is_made_of_views() {
    assert!(meets!(Answer<ThingView>: Respond) && meets!(NoContent: Respond));
    assert!(
        !meets!(String: Respond)
            && !meets!(Thing: Respond)
            && !meets!(Result<NoContent, String>: Respond)
    );
}

#[test]
fn zt0206_a_public_endpoint_knows_nobody() {
    assert!(meets!(look: Identified) && !meets!(door: Identified));
    assert!(!meets!(Caller<door>: IsArgument<door>));
}

#[test]
fn zt0207_a_waiver_needs_an_open_argument() {
    assert!(meets!(Open<String>: OpenArg<look>) && !meets!(String: OpenArg<look>));
    assert!(!meets!(Authorized<Thing, Read>: OpenArg<look>));
}

#[test]
fn zt0208_only_some_methods_have_a_body() {
    assert!(meets!(bend: TakesBody) && !meets!(look: TakesBody));
    assert!(!meets!(Body<Bending>: IsArgument<look>) && !meets!(Form<Bending>: IsArgument<look>));
    assert!(!meets!(Upload<Bending, Drawing>: IsArgument<look>));
}

#[test]
fn zt0209_a_probe_takes_stores_only() {
    assert!(meets!(Data<Things>: ProbeArgument) && !meets!(Query<Bending>: ProbeArgument));
}

#[test]
fn zt0210_a_probe_answers_nothing() {
    assert!(meets!(NoContent: ProbeAnswer) && !meets!(Answer<ThingView>: ProbeAnswer));
}

#[test]
fn zt1001_a_streaming_rule_needs_a_stream() {
    assert!(meets!(Streamed: StreamAnswer) && meets!(Streamed: Respond));
    assert!(!meets!(Answer<ThingView>: StreamAnswer) && !meets!(NoContent: StreamAnswer));
}

#[test]
fn zt1002_a_stream_needs_a_streaming_rule() {
    assert!(meets!(watch: Streams) && meets!(Events<ThingView>: IsArgument<watch>));
    assert!(!meets!(look: Streams) && !meets!(Events<ThingView>: IsArgument<look>));
    assert!(!meets!(Events<Thing>: IsArgument<watch>));
    // It can't outlive the request.
    assert!(!meets!(Events<ThingView>: OwnedArgument<watch>));
    assert!(!meets!(Events<ThingView>: Clone) && !meets!(Events<ThingView>: Send));
}

#[test]
fn zt1015_a_message_takes_nothing_else_of_a_request() {
    assert!(meets!(Caller<say_bend>: MessageArgument<say_bend>));
    assert!(meets!(Body<Bending>: MessageArgument<say_bend>));
    assert!(meets!(Data<Things>: MessageArgument<say_bend>));
    assert!(!meets!(Caller<talk>: MessageArgument<say_bend>), "the caller of its socket");
    assert!(!meets!(Body<Bending>: OwnedArgument<say_bend>));
    assert!(!meets!(Query<Bending>: MessageArgument<say_bend>));
    assert!(!meets!(Form<Bending>: MessageArgument<say_bend>));
    assert!(!meets!(Upload<Bending, Drawing>: MessageArgument<say_bend>));
    assert!(!meets!(Header<Language>: MessageArgument<say_bend>));
    assert!(!meets!(Events<ThingView>: MessageArgument<say_bend>));
    assert!(!meets!(Authorized<Thing, Bend>: MessageArgument<say_bend>));
    assert!(meets!(Bundle: IsArgument<say_bend>) && !meets!(Bundle: MessageArgument<say_bend>));
}

#[test]
fn zt1016_a_message_is_answered_with_a_view_or_nothing() {
    assert!(meets!(Answer<ThingView>: MessageAnswer) && meets!(NoContent: MessageAnswer));
    assert!(meets!(Result<NoContent, Problem>: MessageAnswer));
    assert!(!meets!(Download: MessageAnswer) && !meets!(Redirect<Market>: MessageAnswer));
    assert!(!meets!(Result<Download, Problem>: MessageAnswer));
    assert!(!meets!(Streamed: MessageAnswer) && !meets!(Thing: MessageAnswer));
}

#[test]
fn zt1017_a_message_is_said_over_a_socket() {
    assert!(meets!(talk: Socket) && meets!(talk: Streams));
    assert!(!meets!(look: Socket) && !meets!(watch: Socket) && !meets!(say_bend: Socket));
    assert!(!meets!(Everything: Socket));
}

#[test]
fn zt0301_zt0404_ids_are_types_of_their_own() {
    assert!(meets!(ThingId: IsId) && meets!(u64: IdValue) && !meets!(f64: IdValue));
}

#[test]
fn zt0404_no_plain_value_is_an_id() {
    assert!(!meets!(u64: IsId) && !meets!(String: IsId));
}

#[test]
fn zt0302_scopes_are_derived() {
    assert!(meets!(ThingsRead: IsScope) && !meets!(Thing: IsScope) && !meets!(String: IsScope));
}

#[test]
fn zt0304_actions_are_derived() {
    assert!(meets!(Bend: IsAction) && meets!(Read: IsAction) && !meets!(ThingsRead: IsAction));
}

#[test]
fn zt0305_an_id_is_never_open() {
    assert!(meets!(u64: OpenValue) && !meets!(ThingId: OpenValue));
}

/// Keeps things.
#[derive(Onward)]
#[onward("keeper")]
struct Keeper;

#[test]
fn zt0321_a_service_is_derived() {
    assert!(meets!(Keeper: zt::NextService) && !meets!(Thing: zt::NextService));
}

/// Looks after things.
#[derive(zt::Role)]
#[role("keeper", grants(ThingsRead))]
struct KeepersRole;

#[test]
fn zt0333_a_role_is_derived() {
    assert!(meets!(KeepersRole: zt::Role) && !meets!(ThingsRead: zt::Role));
}

#[test]
fn zt0720_what_only_some_may_send_may_be_left_out() {
    use zt::MayBeLeftOut;
    assert!(meets!(Option<u8>: MayBeLeftOut) && meets!(Patch<u8>: MayBeLeftOut));
    assert!(!meets!(u8: MayBeLeftOut) && !meets!(Vec<u8>: MayBeLeftOut));
    assert!(!meets!(Vec<Option<u8>>: MayBeLeftOut) && !meets!(String: MayBeLeftOut));
}

#[test]
fn zt0401_what_nobody_decided_nobody_may() {
    assert!(
        meets!(Thing: Authorize<Bend>)
            && !meets!(Thing: Authorize<Lose>)
            && !meets!(Part: Authorize<Bend>)
    );
}

#[test]
fn zt0402_a_resource_is_derived() {
    assert!(meets!(Thing: zt::Resource) && !meets!(ThingView: zt::Resource));
}

#[test]
fn zt0403_two_objects_belong_together() {
    assert!(meets!(Authorized<Part, Read>: InPath<Authorized<Thing, Read>>));
    assert!(!meets!(Authorized<Thing, Read>: InPath<Authorized<Part, Read>>));
}

#[test]
fn zt0501_the_rule_demands_what_is_proved() {
    assert!(meets!(bend: Requires<ThingsWrite>) && !meets!(bend: Requires<ThingsRead>));
    assert!(!meets!(look: Requires<ThingsRead>), "one of several ways in");
    assert!(meets!(Caller<bend>: Proves<ThingsWrite>) && !meets!(Caller<look>: Proves<ThingsRead>));
    assert!(!meets!(Authorized<Thing, Bend>: Proves<ThingsWrite>));
}

#[test]
fn zt0502_only_a_way_in_is_asked_for() {
    assert!(meets!(look: Offers<ThingsRead>) && !meets!(bend: Offers<ThingsWrite>));
}

#[test]
fn zt0503_data_is_a_store() {
    assert!(
        meets!(Things: Store)
            && !meets!(Vec<Thing>: Store)
            && !meets!(Data<Vec<Thing>>: IsArgument<look>)
    );
}

#[test]
fn zt0505_one_proof_is_enough_and_none_is_not() {
    use zt::demands::{No, Or, Yes};
    assert!(
        meets!(Or<No, Or<Yes, No>>: HasProof)
            && !meets!(Or<No, Or<No, No>>: HasProof)
            && !meets!(No: HasProof)
    );
}

#[test]
fn zt0603_a_view_goes_with_the_evidence_of_its_object() {
    assert!(
        meets!(ThingView: ViewOf<Authorized<Thing, Bend>>)
            && !meets!(ThingView: ViewOf<Authorized<Part, Read>>)
    );
    assert!(!meets!(ThingView: ViewOf<Thing>), "a row is no evidence");
    assert!(meets!(Vec<ThingView>: ViewOf<Vec<Allowed<'static, Thing, Read>>>));
}

#[test]
fn zt0901_a_service_lists_endpoints_and_groups() {
    plain_function();
    assert!(meets!(look: Mount) && !meets!(Thing: Mount));
    assert_eq!(<Everything as zt::Service>::ENTRIES.len(), 6);
}
