//! Issuers: the closed vocabulary of what `proof(issuer = ..)` may ask for.

use zt_core::contract::IssuerInfo;

/// Who vouches for callers, by the name that the configuration gives to an issuer. Made by `#[derive(Issuer)]` alone.
///
/// It is a type, so that a misspelt one is a compile error instead of an issuer that nobody configured. The name is the
/// service's own: an issuer's address may change, and its rules stay as they are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no issuer [ZT0302]",
    label = "not an issuer",
    note = "a rule that names something else would compare a token's issuer with nothing",
    note = "help: declare it, with a doc comment: `#[derive(Issuer)] #[issuer(\"corp\")] pub struct {Self};`",
    note = "help: or, where it is something else, name the issuer that you mean: `issuer = Corp`"
)]
pub trait Issuer: 'static {
    /// The name in the configuration, and for whom the issuer vouches.
    const INFO: IssuerInfo;
}
