//! Enough of a program's shape to paste into it: lists, attributes, items.

use std::ops::Range;

/// A program, and beside it the same bytes with comments and the insides of literals blanked.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    mask: Vec<u8>,
    brackets: Vec<(usize, usize)>,
}

/// What stands between two brackets.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) open: usize,
    pub(crate) close: usize,
    pub(crate) elements: Vec<Range<usize>>,
}

/// `#[zt::get("/", ..)]`
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) range: Range<usize>,
    pub(crate) path: String,
    pub(crate) arguments: Option<List>,
}

/// A struct, a function, an implementation ..
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Where its attributes and comments start.
    pub(crate) head: usize,
    /// Where the item itself starts.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) attributes: Vec<Attribute>,
}

const DECLARED_BY: [&str; 7] = ["struct", "enum", "fn", "impl", "const", "type", "mod"];
const BEFORE: [&str; 6] = ["pub", "pub(crate)", "async", "unsafe", "extern", "\" \""];

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mask = mask(text);
        let brackets = brackets(&mask);
        Self { text, mask, brackets }
    }

    /// The program with one piece of it replaced.
    pub(crate) fn with(&self, range: &Range<usize>, piece: &str) -> String {
        format!("{}{piece}{}", &self.text[..range.start], &self.text[range.end..])
    }

    /// The lists that the span stands in, and the one that follows it: innermost first.
    pub(crate) fn lists_around(&self, span: &Range<usize>) -> Vec<List> {
        let around =
            self.brackets.iter().filter(|(open, close)| *open < span.start && span.end <= *close);
        let mut around: Vec<_> = around.copied().collect();
        around.sort_by_key(|(open, close)| close - open);
        let own = self.brackets.iter().find(|(open, _)| *open == span.end).copied();
        own.into_iter().chain(around).map(|(open, close)| self.list(open, close)).collect()
    }

    fn list(&self, open: usize, close: usize) -> List {
        let mut elements = Vec::new();
        let mut start = open + 1;
        let mut at = start;
        while at <= close {
            if let Some((_, inner)) = self.brackets.iter().find(|(inner, _)| *inner == at) {
                at = *inner;
            } else if at == close || self.mask[at] == b',' {
                elements.extend(self.trimmed(start..at));
                start = at + 1;
            }
            at += 1;
        }
        List { open, close, elements }
    }

    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let piece = &self.text[range.clone()];
        let start = range.start + (piece.len() - piece.trim_start().len());
        let end = range.end - (piece.len() - piece.trim_end().len());
        (start < end).then_some(start..end)
    }

    /// The range together with the comma that it leaves behind.
    pub(crate) fn with_comma(&self, range: &Range<usize>) -> Range<usize> {
        let after = &self.text[range.end..];
        if let Some(rest) = after.trim_start().strip_prefix(',') {
            return range.start..self.text.len() - rest.trim_start().len();
        }
        let before = self.text[..range.start].trim_end();
        before.strip_suffix(',').map_or(range.start, str::len)..range.end
    }

    pub(crate) fn line_start(&self, at: usize) -> usize {
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let indent = self.text[line..].len() - self.text[line..].trim_start_matches(' ').len();
        line + indent
    }

    /// From a place on, the first of these bytes that stands in no bracket.
    pub(crate) fn find_from(&self, from: usize, wanted: &[u8]) -> Option<usize> {
        let mut at = from;
        while at < self.mask.len() {
            if wanted.contains(&self.mask[at]) {
                return Some(at);
            }
            at = self.brackets.iter().find(|(open, _)| *open == at).map_or(at, |(_, close)| *close);
            at += 1;
        }
        None
    }

    fn closing(&self, open: usize) -> Option<usize> {
        self.brackets.iter().find(|(it, _)| *it == open).map(|(_, close)| *close)
    }

    pub(crate) fn attributes(&self) -> Vec<Attribute> {
        let starts = self.mask.windows(2).enumerate().filter(|(_, pair)| *pair == b"#[");
        starts.filter_map(|(at, _)| self.attribute(at)).collect()
    }

    fn attribute(&self, at: usize) -> Option<Attribute> {
        let end = self.closing(at + 1)?;
        let inside = &self.text[at + 2..end];
        let path: String = inside
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || "_:".contains(*letter))
            .collect();
        let open = at + 2 + path.len();
        let arguments =
            self.closing(open).filter(|_| open < end).map(|close| self.list(open, close));
        Some(Attribute { range: at..end + 1, path, arguments })
    }

    /// In the order of their starts.
    pub(crate) fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        let mut line = 0;
        for text in self.text.split_inclusive('\n') {
            items.extend(self.item(self.line_start(line), text.trim()));
            line += text.len();
        }
        items
    }

    fn item(&self, start: usize, line: &str) -> Option<Item> {
        let blanked = mask(line);
        let blanked = String::from_utf8(blanked).unwrap().replace("\"C\"", "\" \"");
        let mut words = blanked.split(' ').skip_while(|word| {
            BEFORE.contains(word) || word.starts_with('"') || word.ends_with('"')
        });
        let declared_by = words.next()?;
        let declared_by = declared_by.split('<').next()?;
        if !DECLARED_BY.contains(&declared_by) {
            return None;
        }
        let letter = |letter: &char| letter.is_alphanumeric() || *letter == '_';
        let name: String = words.next().unwrap_or_default().chars().take_while(letter).collect();
        let end = self.find_from(start, b";{")?;
        let end = self.closing(end).unwrap_or(end) + 1;
        let head = self.head(start);
        let inside = |it: &Attribute| head <= it.range.start && it.range.end <= start;
        let attributes = self.attributes().into_iter().filter(inside).collect();
        Some(Item { name, head, start, end, attributes })
    }

    /// Up over attributes and comments.
    fn head(&self, start: usize) -> usize {
        let mut head = start;
        while let Some(line) = self.text[..head].trim_end_matches(' ').strip_suffix('\n') {
            let above = self.line_start(line.len());
            let text = &self.text[above..line.len()];
            if !text.starts_with("#[") && !text.starts_with("///") {
                break;
            }
            head = above;
        }
        head
    }
}

/// Blanks comments and what stands in literals, byte by byte.
fn mask(text: &str) -> Vec<u8> {
    let mut mask = text.as_bytes().to_vec();
    let mut at = 0;
    while at < mask.len() {
        let rest = &text.as_bytes()[at..];
        let end = if rest.starts_with(b"//") {
            at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
        } else if rest[0] == b'"' {
            let closing = (1..rest.len()).find(|it| rest[*it] == b'"' && rest[it - 1] != b'\\');
            at += 1;
            at + closing.map_or(0, |closing| closing - 1)
        } else {
            at += 1;
            continue;
        };
        mask[at..end].fill(b' ');
        at = end + 1;
    }
    mask
}

/// Pairs, `<` and `>` of types among them.
fn brackets(mask: &[u8]) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    for (at, byte) in mask.iter().enumerate() {
        let arrow = *byte == b'>' && at > 0 && b"-=".contains(&mask[at - 1]);
        match byte {
            b'(' | b'[' | b'{' => open.push((at, *byte)),
            b'<' => open.push((at, *byte)),
            b'>' if !arrow => {
                if let Some((start, _)) = open.pop_if(|(_, byte)| *byte == b'<') {
                    pairs.push((start, at));
                }
            }
            b')' | b']' | b'}' => {
                while open.pop_if(|(_, byte)| *byte == b'<').is_some() {}
                pairs.extend(open.pop().map(|(start, _)| (start, at)));
            }
            _ => {}
        }
    }
    pairs
}
