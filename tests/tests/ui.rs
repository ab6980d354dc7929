//! What must not compile, with the words that the developer reads. What must compile is `pass.rs`.
//!
//! | folder of `ui/` | shows |
//! |---|---|
//! | `endpoint/`, `signature/` | a handler without a whole rule does not compile: B-01, B-03, B-05, B-06, B-08, A-13 |
//! | `side_door/` | nor does whatever would answer beside the gate: B-02 |
//! | `scope/`, `role/` | scopes are a closed vocabulary, and so are roles; each says what it is for: B-04, B-15, X32 |
//! | `legacy/` | what an application still answers is named, with owner and day: B-03 |
//! | `service/` | two endpoints at one place: B-07 |
//! | `resource/`, `store/`, `argument/` | every object is tied to the caller, every call of a store to a proof: B-08 |
//! | `segment/` | no store of another segment is reached: O6 |
//! | `stream/` | an answer that goes on says so, and sends what any other answer could: B-12, C-03 |
//! | `socket/` | what comes in over a socket is a message with a rule, arguments and an answer of its own: B-12 |
//! | `disclose/`, `input/` | what goes out and comes in is listed field by field: B-13, B-14 |
//!
//! `cargo xtask bless` writes the expected output anew. Read each as a tired developer would.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/**/*.rs");
}
