//! Ways to log in: the closed vocabulary of what `proof(acr = ..)` may ask for.

use zt_core::contract::AcrInfo;

/// A way to log in, as the issuer names it in a token's `acr` (OpenID Connect Core 1.0 §2, RFC 9470). Made by
/// `#[derive(Acr)]` alone.
///
/// It is a type, so that a misspelt one is a compile error instead of a login that no issuer offers (B-04).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no way to log in [ZT0302]",
    label = "not an acr",
    note = "a rule that names something else would compare a token's `acr` with nothing",
    note = "help: declare it, with a doc comment: `#[derive(Acr)] #[acr(\"urn:acr:mfa\")] pub struct {Self};`",
    note = "help: or, where it is something else, name the acr that you mean: `acr = Mfa`"
)]
pub trait Acr: 'static {
    /// The value in a token, and what it stands for.
    const INFO: AcrInfo;
}
