//! Whatever people ask, and in whatever order: nobody sees or changes what is another's.

mod fixture;

#[path = "property"]
mod property {
    mod model;
    mod steps;
}
