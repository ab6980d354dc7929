//! A value that is shown to nobody.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A value that must not leave the process: a password, a key, an account number.
///
/// It is never printed, never part of a reply, never copied, and overwritten when it is dropped. The one way to its
/// value is [`Secret::expose`], a word that a reviewer can look for.
///
/// ```
/// use zt::prelude::*;
///
/// #[derive(Input)]
/// pub struct SignIn {
///     pub password: Secret<String>,
/// }
/// ```
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Keeps `value` from here on.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. What is done with it is no longer zt's to guard.
    #[must_use]
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize + AsRef<[u8]>> Secret<T> {
    /// Whether both hold the same bytes. The time it takes tells their lengths, and nothing else.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.as_ref().ct_eq(other.0.as_ref()).into()
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    struct Watched(Rc<Cell<bool>>);

    impl Zeroize for Watched {
        fn zeroize(&mut self) {
            self.0.set(true);
        }
    }

    /// What a type can't do: an inherent constant comes before a trait's.
    trait Nothing {
        const CLONE: bool = false;
        const SERIALIZE: bool = false;
        const DISPLAY: bool = false;
    }

    struct CanClone<T>(std::marker::PhantomData<T>);
    struct CanSerialize<T>(std::marker::PhantomData<T>);
    struct CanDisplay<T>(std::marker::PhantomData<T>);
    impl<T> Nothing for CanClone<T> {}
    impl<T> Nothing for CanSerialize<T> {}
    impl<T> Nothing for CanDisplay<T> {}
    impl<T: Clone> CanClone<T> {
        const CLONE: bool = true;
    }
    impl<T: serde::Serialize> CanSerialize<T> {
        const SERIALIZE: bool = true;
    }
    impl<T: fmt::Display> CanDisplay<T> {
        const DISPLAY: bool = true;
    }

    #[test]
    fn k05_it_has_no_copy_and_no_text() {
        const { assert!(CanClone::<String>::CLONE && !CanClone::<Secret<String>>::CLONE) };
        const {
            assert!(CanSerialize::<String>::SERIALIZE && !CanSerialize::<Secret<String>>::SERIALIZE)
        };
        const { assert!(CanDisplay::<String>::DISPLAY && !CanDisplay::<Secret<String>>::DISPLAY) };
    }

    #[test]
    fn k05_it_prints_nothing_of_its_value() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(
            format!("{secret:?} {:#?}", Some(&secret)),
            "<redacted> Some(\n    <redacted>,\n)"
        );
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn k05_it_is_overwritten_when_dropped() {
        let overwritten = Rc::new(Cell::new(false));
        drop(Secret::new(Watched(Rc::clone(&overwritten))));
        assert!(overwritten.get());
    }

    #[test]
    fn it_is_compared_whole() {
        let secret = |text: &str| Secret::new(text.to_owned());
        assert!(secret("abc").same_as(&secret("abc")));
        for other in ["", "ab", "abcd", "abC"] {
            assert!(!secret("abc").same_as(&secret(other)), "{other}");
        }
    }
}
