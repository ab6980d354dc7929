//! What the compiler demands of an annotated item, under the names that its messages print. Generated code calls these;
//! there is nothing here for a service to call, and `cargo zt check` refuses it.

pub use crate::argument::bind::{
    argument, message_argument, message_own, open_param, own, own_to_change, own_to_read,
    probe_argument, tied_to_change, tied_to_read,
};
pub use crate::argument::settled::{
    OnlyTheGate, Settled, respond, respond_message, respond_probe, respond_stream, within,
};
pub use crate::argument::{MessageArgument, OwnedMessageArgument, ProbeArgument};
pub use crate::disclose::{show, show_with};
pub use crate::input::{
    input_field, input_field_with, need_items, need_left_out, need_length, need_range,
};
pub use crate::object::{InPath, OwnedPathArg, ToChange, ToRead};
pub use crate::store::{No, Or, Yes, need_proof};
pub use crate::stream::need_socket;
