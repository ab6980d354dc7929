//! What must not compile, with the words that the developer reads; and what must.
//!
//! `cargo xtask bless` writes the expected output anew. Read each as a tired developer would.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/**/*.rs");
    cases.pass("pass/**/*.rs");
}
