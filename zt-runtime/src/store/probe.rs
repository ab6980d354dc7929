//! Does one of a method's arguments prove something? Recognised by type, never by spelling: an inherent method that exists
//! only for evidence wins over a trait's method that exists for everything.

use crate::evidence::Evidence;

/// It does.
#[derive(Debug)]
pub struct Yes;

/// It does not.
#[derive(Debug)]
pub struct No;

/// The first, or one of the others.
#[derive(Debug)]
pub struct Or<A, B>(pub A, pub B);

/// An argument under question.
#[derive(Debug)]
pub struct Probe<'a, T: ?Sized>(pub &'a T);

impl<T: Evidence> Probe<'_, T> {
    /// Evidence: yes.
    #[must_use]
    pub const fn is_proof(&self) -> Yes {
        Yes
    }
}

/// What holds for everything that is no evidence.
pub trait ElseNo {
    /// No.
    fn is_proof(&self) -> No {
        No
    }
}

impl<T: ?Sized> ElseNo for Probe<'_, T> {}

/// One of the arguments is a proof.
#[diagnostic::on_unimplemented(
    message = "a method of this store takes no proof [ZT0505]",
    label = "any handler could call this for anybody",
    note = "a method without a proof answers whoever asks, whatever the endpoint's rule says",
    note = "help: add an argument: `by: &impl Proves<OrdersRead>`, `caller: &Caller<E>`, or `order: &Authorized<Order, Read>`",
    note = "help: or waive it: `#[unproved(why = \"..\")]`"
)]
pub trait HasProof {}

impl HasProof for Yes {}

#[diagnostic::do_not_recommend]
impl<B> HasProof for Or<Yes, B> {}

#[diagnostic::do_not_recommend]
impl<B: HasProof> HasProof for Or<No, B> {}

/// Compiles only for a list with a proof in it.
pub fn need_proof<T: HasProof>(_: T) {}
