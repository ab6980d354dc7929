//! Its test is all that there is.
