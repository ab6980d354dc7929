//! What a help says to write and to take out, and whether a program does it.

use proc_macro2::{Group, TokenStream, TokenTree};

/// A line to paste.
pub(crate) struct Help {
    pub(crate) text: String,
    /// The text without its code: the same in each case, whatever the user's names are.
    pub(crate) kind: String,
    /// What it says to do, one of which may be enough.
    pub(crate) steps: Vec<Step>,
}

/// Code with nothing but commas, `and`, `or` between: one of it is enough.
pub(crate) struct Step {
    takes_out: bool,
    pieces: Vec<Vec<TokenTree>>,
}

/// Before code, they say that it is to go.
const TAKE_OUT: [&str; 5] = ["drop", "leave", "without", "not", "instead"];

/// In the place of code that only the reader knows. So is a single capital letter, as in `Body<T>`.
const STAND_IN: &str = "param";

impl Help {
    pub(crate) fn new(text: &str) -> Self {
        let (mut kind, mut steps) = (String::new(), Vec::<Step>::new());
        for (before, code) in parts(text) {
            kind.push_str(&before);
            kind.push('`');
            let piece = trees(&code);
            match steps.last_mut() {
                Some(step) if is_a_list(&before) => step.pieces.push(piece),
                _ => steps.push(Step { takes_out: takes_out(&before), pieces: vec![piece] }),
            }
        }
        Self { text: text.to_owned(), kind, steps }
    }
}

impl Step {
    /// Done by pasting: a piece stands in the mended program as it didn't in the case, or stands there no longer.
    pub(crate) fn is_done(&self, case: &[TokenTree], mended: &[TokenTree]) -> bool {
        self.pieces.iter().any(|piece| {
            let (before, after) = (found(piece, case), found(piece, mended));
            let (less, more) = if self.takes_out { (after, before) } else { (before, after) };
            more.iter().any(|text| count(text, &more) > count(text, &less))
        })
    }

    /// Done already, at least: what is to be written stands there.
    pub(crate) fn holds(&self, case: &[TokenTree], mended: &[TokenTree]) -> bool {
        let stands = |piece: &Vec<TokenTree>| !found(piece, mended).is_empty();
        self.is_done(case, mended) || (!self.takes_out && self.pieces.iter().any(stands))
    }
}

fn count(text: &str, texts: &[String]) -> usize {
    texts.iter().filter(|it| *it == text).count()
}

/// The code of a help, each with the words before it: what stands in backticks, texts in quotes, or all of it.
fn parts(help: &str) -> Vec<(String, String)> {
    if ["#[", "pub ", "impl "].iter().any(|start| help.starts_with(start)) {
        return vec![(String::new(), help.to_owned())];
    }
    let (mut parts, mut rest) = (Vec::new(), help);
    while let Some((before, behind)) = rest.split_once(['`', '"']) {
        let quoted = rest.as_bytes()[before.len()] == b'"';
        let (code, after) = behind.split_once(if quoted { '"' } else { '`' }).expect(help);
        let code = if quoted { format!("\"{code}\"") } else { code.to_owned() };
        parts.push((before.to_owned(), code));
        rest = after;
    }
    parts
}

fn is_a_list(between: &str) -> bool {
    between.replace(',', " ").split_whitespace().all(|word| ["and", "or"].contains(&word))
}

/// The words since the last comma, colon or semicolon decide.
fn takes_out(before: &str) -> bool {
    let last = before.rsplit([',', ';', ':']).next().unwrap();
    last.split_whitespace().any(|word| TAKE_OUT.contains(&word))
}

pub(crate) fn trees(code: &str) -> Vec<TokenTree> {
    let tokens: TokenStream = code.parse().unwrap_or_else(|error| panic!("`{code}`: {error}"));
    tokens.into_iter().collect()
}

/// What a piece stands for in a program, at any depth.
fn found(piece: &[TokenTree], program: &[TokenTree]) -> Vec<String> {
    let mut texts = Vec::new();
    for (at, tree) in program.iter().enumerate() {
        if let Some(rest) = behind(piece, &program[at..], false) {
            let matched = &program[at..program.len() - rest.len()];
            texts.push(matched.iter().map(|tree| format!("{tree} ")).collect());
        }
        if let TokenTree::Group(group) = tree {
            texts.extend(found(piece, &inside(group)));
        }
    }
    texts
}

fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// What is left of a program that begins with a piece; or that is it, but for a last comma.
fn behind<'a>(
    piece: &[TokenTree],
    program: &'a [TokenTree],
    whole: bool,
) -> Option<&'a [TokenTree]> {
    if let Some(more) = behind_stand_in(piece) {
        return (0..=program.len()).find_map(|skipped| behind(more, &program[skipped..], whole));
    }
    match (piece, program) {
        ([], []) => Some(program),
        ([], [comma]) if is_punct(comma, ',') => Some(program),
        ([], _) => (!whole).then_some(program),
        ([one, more @ ..], [other, rest @ ..]) if is_same(one, other) => behind(more, rest, whole),
        _ => None,
    }
}

/// `..`, `param` and `T` stand for anything.
fn behind_stand_in(piece: &[TokenTree]) -> Option<&[TokenTree]> {
    match piece {
        [first, second, rest @ ..] if is_punct(first, '.') && is_punct(second, '.') => Some(rest),
        [TokenTree::Ident(word), rest @ ..] => {
            let word = word.to_string();
            let letter = word.len() == 1 && word.starts_with(|it: char| it.is_ascii_uppercase());
            (letter || word == STAND_IN).then_some(rest)
        }
        _ => None,
    }
}

fn is_punct(tree: &TokenTree, sign: char) -> bool {
    matches!(tree, TokenTree::Punct(it) if it.as_char() == sign)
}

fn is_same(piece: &TokenTree, program: &TokenTree) -> bool {
    match (piece, program) {
        (TokenTree::Group(one), TokenTree::Group(other)) => {
            let same = one.delimiter() == other.delimiter();
            same && behind(&inside(one), &inside(other), true).is_some()
        }
        (TokenTree::Literal(one), TokenTree::Literal(other)) => {
            let any_text = one.to_string() == "\"..\"" && other.to_string().starts_with('"');
            any_text || one.to_string() == other.to_string()
        }
        (one, other) => one.to_string() == other.to_string(),
    }
}

#[test]
fn a_step_is_done_where_its_code_comes_or_goes() {
    let help =
        Help::new("write `rate(\"..\", by = T)` or \"60/min\", or leave `limits(param, ..)` out");
    let [write, leave] = help.steps.as_slice() else { panic!("{}", help.kind) };
    let case = trees("get(rate(60), limits(time = 2, body = 9))");
    let rate = trees("get(rate(\"9/s\",  by = ip,), limits(time = 2, body = 9))");
    let none = trees("get(rate(60), limit)");
    assert!(write.is_done(&case, &rate) && !leave.is_done(&case, &rate));
    assert!(!write.is_done(&case, &none) && leave.is_done(&case, &none));
    assert!(!write.holds(&case, &case) && !leave.holds(&case, &case));
    assert!(write.holds(&rate, &rate) && !write.is_done(&rate, &rate));
    assert!(write.is_done(&case, &trees("get(rate(\"60/min\"))")));
    assert!(!write.is_done(&case, &trees("get(rate(\"9/s\"))")));
}
