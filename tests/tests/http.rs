//! The running service: what it answers, what it refuses and how, and what it writes down of it.

mod fixture;

#[path = "http"]
mod http {
    mod answers;
    mod credentials;
    mod faults;
    mod input;
    mod limits;
    mod listener;
    mod methods;
    mod objects;
    mod refusals;
    mod revocation;
}
