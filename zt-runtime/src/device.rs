//! Devices: the closed vocabulary of what `proof(device = ..)` may ask for.

use zt_core::contract::DeviceInfo;

/// A kind of device, as the issuer names it in a token. Made by `#[derive(Device)]` alone.
///
/// It is a type, so that a misspelt one is a compile error instead of a device that no token names (T-22).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no device [ZT0302]",
    label = "not a device",
    note = "a rule that names something else would compare a token's device with nothing",
    note = "help: declare it, with a doc comment: `#[derive(Device)] #[device(\"managed\")] pub struct {Self};`",
    note = "help: or, where it is something else, name the device that you mean: `device = Managed`"
)]
pub trait Device: 'static {
    /// The value in a token, and what it stands for.
    const INFO: DeviceInfo;
}
