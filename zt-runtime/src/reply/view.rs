//! A view of a resource is replied only with the evidence that the caller may see it.

use crate::disclose::{View, ViewOf};
use crate::evidence::{Allowed, Authorized};

impl<V: View, A> ViewOf<Authorized<V::Of, A>> for V {
    fn view_of(evidence: &Authorized<V::Of, A>) -> Self {
        V::view(evidence)
    }
}

impl<V: View, A> ViewOf<Allowed<'_, V::Of, A>> for V {
    fn view_of(evidence: &Allowed<'_, V::Of, A>) -> Self {
        V::view(evidence)
    }
}

impl<V: View, A> ViewOf<Vec<Allowed<'_, V::Of, A>>> for Vec<V> {
    fn view_of(evidence: &Vec<Allowed<'_, V::Of, A>>) -> Self {
        evidence.iter().map(|allowed| V::view(allowed)).collect()
    }
}
