//! The lines of the example's README show what stands above them.

use serde_json::Value;

use super::desk::Desk;
use super::issuer::Issuer;
use super::node;

const README: &str = include_str!("../../../examples/oidc/README.md");
/// Where the README's service is.
const THERE: &str = "http://127.0.0.1:8080";

#[test]
fn the_lines_of_the_readme_show_what_they_say() {
    let issuer = Issuer::start();
    let desk = Desk::start(&issuer);
    let lines: Vec<_> = README.lines().collect();
    let mut statuses = Vec::new();
    for pair in lines.windows(2) {
        let [comment, line] = pair else { panic!("two lines") };
        let Some(arguments) = line.strip_prefix("node token.mjs") else { continue };
        let said = comment.strip_prefix("# ").and_then(|said| said.split(':').next());
        let said: u64 = said.and_then(|said| said.parse().ok()).expect("a status above the line");
        let arguments = arguments.replace(THERE, &desk.url(""));
        let name = issuer.name();
        let mut all = vec!["token.mjs", "--issuer", &name];
        all.extend(arguments.split_whitespace());
        let printed: Value = serde_json::from_str(&node::run(&all)).unwrap();
        assert_eq!(printed["call"]["status"], said, "{line}\n{printed}");
        statuses.push(said);
    }
    assert_eq!(statuses, [200, 403, 401, 401, 200, 401, 200]);
}
