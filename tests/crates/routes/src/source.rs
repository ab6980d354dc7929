//! From a description to the service that somebody would write by hand with zt.

use std::collections::{BTreeMap, BTreeSet};

use super::cnf;
use super::operation::Operation;

/// Names that Rust keeps for itself, of those that stand in paths.
const KEYWORDS: [&str; 4] = ["type", "ref", "match", "use"];

/// The whole module. Of `gmail`, its service is called `GmailApi`.
pub(crate) fn service(module: &str, operations: &[Operation]) -> String {
    let name = format!("{}Api", type_name(module));
    let effects = effects(operations);
    let scopes: String =
        effects.iter().map(|(scope, writes)| self::scope(scope, *writes)).collect();
    let handlers: String = operations.iter().map(|it| handler(it, &effects)).collect();
    let names: String =
        operations.iter().map(|it| format!(",\n    {}", snake_case(&it.id))).collect();
    format!(
        "use zt::prelude::*;\n\n\
         use crate::{{Done, done}};\n\
         {scopes}\n\
         /// The load balancer asks whether we live.\n\
         #[zt::get(\"/health\", public(probe))]\n\
         async fn health() -> NoContent {{\n    NoContent\n}}\n\
         {handlers}\n\
         /// An API as its owner describes it.\n\
         #[zt::service(rate(\"1000000/min\"), endpoints(\n    health{names}\n))]\n\
         #[derive(Debug)]\n\
         pub struct {name};\n"
    )
}

/// What each scope lets its holder do, as its uses tell: what is needed to replace, to alter or to delete something
/// writes, whatever else it is good for. What is needed to look at something and for none of these reads. What is needed
/// for POST alone writes.
fn effects(operations: &[Operation]) -> BTreeMap<&str, bool> {
    let mut methods: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for operation in operations {
        for scope in operation.alternatives.iter().flatten() {
            methods.entry(scope).or_default().insert(&operation.method);
        }
    }
    let writes = |methods: &BTreeSet<&str>| {
        ["PUT", "PATCH", "DELETE"].iter().any(|it| methods.contains(it)) || !methods.contains("GET")
    };
    methods.into_iter().map(|(scope, methods)| (scope, writes(&methods))).collect()
}

fn scope(name: &str, writes: bool) -> String {
    let (type_name, effect) = (type_name(name), if writes { "writes" } else { "reads" });
    format!(
        "\n/// What its owner calls `{name}`.\n\
         #[derive(Debug, Scope)]\n\
         #[scope(\"{name}\", {effect})]\n\
         pub struct {type_name};\n"
    )
}

fn handler(operation: &Operation, effects: &BTreeMap<&str, bool>) -> String {
    let (path, params) = pattern(&operation.path());
    let rule = rule(operation, effects);
    let (attribute, name) = (operation.method.to_lowercase(), snake_case(&operation.id));
    let open: String =
        params.iter().map(|it| format!(", open({it}, why = \"there are no objects\")")).collect();
    let arguments: Vec<_> = params.iter().map(|it| format!("{it}: Open<String>")).collect();
    // Else they would be unused.
    let read: String = params.iter().map(|it| format!("    drop({it});\n")).collect();
    let (id, arguments) = (&operation.id, arguments.join(", "));
    format!(
        "\n/// What its owner calls `{id}`.\n\
         #[zt::{attribute}(\"{path}\", {rule}{open})]\n\
         async fn {name}({arguments}) -> Answer<Done> {{\n{read}    done(\"{id}\")\n}}\n"
    )
}

/// Who may call.
fn rule(operation: &Operation, effects: &BTreeMap<&str, bool>) -> String {
    let alternatives = &operation.alternatives;
    if alternatives.is_empty() {
        return "public(why = \"its owner asks for no token\")".to_owned();
    }
    let clauses = cnf::clauses(alternatives);
    if clauses.is_empty() {
        return "authenticated(why = \"its owner asks for no scope\")".to_owned();
    }
    let clauses: Vec<_> = clauses.iter().map(clause).collect();
    let writes = |scope: &String| effects.get(scope.as_str()) == Some(&true);
    let only_asks =
        operation.method == "POST" && !alternatives.iter().all(|it| it.iter().any(writes));
    let reads = if only_asks { "reads, " } else { "" };
    format!("{reads}scopes({})", clauses.join(", "))
}

fn clause(scopes: &cnf::Clause<'_>) -> String {
    let names: Vec<_> = scopes.iter().map(|scope| type_name(scope)).collect();
    match names.as_slice() {
        [one] => one.clone(),
        several => format!("any({})", several.join(", ")),
    }
}

/// The path with parameters as zt names them, and these names.
fn pattern(path: &str) -> (String, Vec<String>) {
    let mut params = Vec::new();
    let mut segment = |segment: &str| {
        let Some(name) = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}')) else {
            return segment.to_owned();
        };
        let mut name = snake_case(name);
        if KEYWORDS.contains(&name.as_str()) {
            name.push_str("_name");
        }
        params.push(name.clone());
        format!("{{{name}}}")
    };
    let path: Vec<_> = path.split('/').map(&mut segment).collect();
    (path.join("/"), params)
}

/// `users.getProfile` → `users_get_profile`
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        let is_boundary = !letter.is_ascii_alphanumeric();
        if (is_boundary || letter.is_ascii_uppercase())
            && !snake.ends_with('_')
            && !snake.is_empty()
        {
            snake.push('_');
        }
        if !is_boundary {
            snake.push(letter.to_ascii_lowercase());
        }
    }
    snake
}

/// `orders:read` → `OrdersRead`
fn type_name(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let capital = |word: &str| {
        word.chars()
            .take(1)
            .map(|it| it.to_ascii_uppercase())
            .chain(word.chars().skip(1))
            .collect::<String>()
    };
    words.map(capital).collect()
}
