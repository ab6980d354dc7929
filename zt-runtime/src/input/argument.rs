//! The arguments that hold an input. The gate binds them.

use std::fmt;
use std::ops::Deref;

macro_rules! holders {
    ($($(#[$doc:meta])* $holder:ident)*) => {$(
        $(#[$doc])*
        pub struct $holder<T>(T);

        impl<T> $holder<T> {
            pub(crate) const fn new(input: T) -> Self {
                Self(input)
            }
        }

        impl<T> Deref for $holder<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> fmt::Debug for $holder<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // What came with the request is not for logs.
                f.debug_struct(stringify!($holder)).finish_non_exhaustive()
            }
        }
    )*};
}

holders! {
    /// The request's body, as JSON: one object that holds the declared fields and no others (RFC 8259). A handler
    /// takes `&Body<T>`, on POST, PUT and PATCH, once.
    Body
    /// The query part of the request's URL: `name=value` pairs, each declared, none twice.
    Query
    /// The request's body as an HTML form sends it (`application/x-www-form-urlencoded`), read as strictly as JSON.
    Form
}
