//! The canonical path: whatever is accepted has one reading.

use zt_core::path::CanonicalPath;

pub(crate) fn run(bytes: &[u8]) {
    let _ = CanonicalPath::decode(&String::from_utf8_lossy(bytes));
    let Ok(path) = CanonicalPath::parse(bytes) else { return };
    let text = path.as_str();
    assert_eq!(text.as_bytes(), bytes, "it is not changed");
    assert!(text.is_ascii() && text.starts_with('/'));
    assert!(!text.contains("//") && (text == "/" || !text.ends_with('/')));
    assert!(!text.contains([';', '\\', '?', '#', ' ']));
    let mut rebuilt = String::new();
    for segment in path.segments() {
        let meant = CanonicalPath::decode(segment);
        assert!(!meant.is_empty() && meant != "." && meant != "..");
        assert!(!meant.contains(['/', '\\', ';', '%']) && !meant.chars().any(char::is_control));
        // Decoding once more changes nothing: there is no second layer.
        assert_eq!(CanonicalPath::decode(&meant), meant);
        rebuilt.push('/');
        rebuilt.push_str(segment);
    }
    assert!(rebuilt == text || text == "/");
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    super::texts(&[
        "/",
        "/orders",
        "/orders/17",
        "/a.b/c-d_e~f",
        "/x!$&'()*+,=",
        "/a@b:c",
        "/%C3%A9",
        "/a%20b",
        "/%40",
        "//",
        "/a//b",
        "/a/",
        "/.",
        "/..",
        "/a/../b",
        "/%2E%2E/x",
        "/%2e%2e/x",
        "/a%2Fb",
        "/a%2fb",
        "/a%5Cb",
        "/a%3Bb",
        "/a%2541",
        "/%2500",
        "/%61dmin",
        "/a;x",
        "/..;/x",
        "/a\\b",
        "/a?b",
        "/a b",
        "/%",
        "/%2",
        "/%zz",
        "/%FF",
        "/%C0%AF",
        "/%ED%A0%80",
        "/%C3",
        "/%00",
        "/%0D%0Ax",
        "/%E2%80%AE",
        "/%EF%BB%BF",
        "*",
        "http://evil/x",
        "/\u{e9}",
        "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z",
    ])
}
