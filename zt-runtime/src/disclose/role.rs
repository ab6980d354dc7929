//! A type is a resource or a view, never both.

/// Says whether a type is a resource, which is guarded, or a view, which goes out. Both derives implement it, so that
/// no type can be both.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a resource nor a view [ZT0604]",
    label = "not derived as either",
    note = "only a type that is derived as a view has its fields listed one by one",
    note = "help: write `#[derive(Disclose)]` above the struct that goes out"
)]
pub trait EitherResourceOrView {
    /// [`AResource`] or [`AView`].
    type Role;
}

/// The role of what is guarded.
#[derive(Debug, Clone, Copy)]
pub struct AResource;

/// The role of what goes out.
#[derive(Debug, Clone, Copy)]
pub struct AView;

/// The roles that may go out: a view's.
#[diagnostic::on_unimplemented(
    message = "a resource can't be disclosed [ZT0604]",
    label = "the type is a resource",
    note = "a resource that goes out whole takes each field with it that is ever added to it",
    note = "help: show it by a view: `#[derive(Disclose)] #[disclose(of = ..)] pub struct OrderView {{ .. }}`"
)]
pub trait MayGoOut: sealed::Sealed {}

impl MayGoOut for AView {}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::AView {}
}
