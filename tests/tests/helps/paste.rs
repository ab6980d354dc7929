//! Where a reader would put a piece of a help: the most likely places, in turn.

use std::ops::Range;

use super::case::Mistake;
use super::snippet::{self, Kind};
use super::source::{Attribute, Item, List, Source};

/// The programs that come of pasting a help.
pub(crate) fn programs(text: &str, mistake: &Mistake, code: &str, help: &str) -> Vec<String> {
    let place = Place::new(text, &mistake.span, &mistake.what);
    let pieces = snippet::pieces(help);
    let (items, others): (Vec<_>, Vec<_>) =
        pieces.iter().partition(|piece| snippet::kind(piece) == Kind::Item);
    let items: Vec<String> =
        items.into_iter().flat_map(|item| snippet::filled(code, item)).collect();
    let mut programs = Vec::new();
    if snippet::says_to_remove(help) {
        programs.extend(place.without(&pieces));
    }
    for piece in others.iter().flat_map(|piece| snippet::filled(code, piece)) {
        let beside = items.iter().map(|item| format!("\n{item}\n")).collect::<String>();
        programs.extend(place.with(&piece).into_iter().map(|program| program + &beside));
    }
    if let Some(first) = items.first() {
        let beside = items[1..].iter().map(|item| format!("\n{item}\n")).collect::<String>();
        programs.extend(place.with_item(first).into_iter().map(|program| program + &beside));
    }
    if let [one, other] = others.as_slice() {
        programs.extend(
            place.with_both(&snippet::filled(code, one)[0], &snippet::filled(code, other)[0]),
        );
        programs.extend(
            place.with_both(&snippet::filled(code, other)[0], &snippet::filled(code, one)[0]),
        );
    }
    let mut different: Vec<String> = Vec::new();
    for program in programs {
        if program != text && !different.contains(&program) {
            different.push(program);
        }
    }
    different
}

/// Where an error is, and what it is about.
struct Place<'a> {
    source: Source<'a>,
    span: Range<usize>,
    /// Around the underlined place, innermost first.
    lists: Vec<List>,
    /// The item that it stands in, and those that the error names.
    about: Vec<Item>,
    attributes: Vec<Attribute>,
}

impl<'a> Place<'a> {
    fn new(text: &'a str, span: &Range<usize>, what: &str) -> Self {
        let source = Source::new(text);
        let lists = source.lists_around(span);
        let named: Vec<&str> =
            what.split('`').skip(1).step_by(2).chain([&text[span.clone()]]).collect();
        let items = source.items();
        let around = |item: &&Item| item.head <= span.start && span.end <= item.end;
        let mut about: Vec<Item> = items.iter().filter(around).cloned().collect();
        about.sort_by_key(|item| item.end - item.head);
        about.extend(items.into_iter().filter(|item| named.contains(&item.name.as_str())));
        let attributes = source.attributes();
        Self { source, span: span.clone(), lists, about, attributes }
    }

    fn with(&self, piece: &str) -> Vec<String> {
        match snippet::kind(piece) {
            Kind::Comment => self.above(piece, |item| item.head),
            Kind::Attributes => self.with_attributes(piece),
            Kind::Item => self.with_item(piece),
            Kind::FunctionHead => self.with_function_head(piece),
            Kind::Answer => self.with_answer(piece),
            Kind::Word => self.with_word(piece),
        }
    }

    fn replace(&self, range: &Range<usize>, piece: &str) -> String {
        self.source.with(range, piece)
    }

    fn above(&self, piece: &str, line: impl Fn(&Item) -> usize) -> Vec<String> {
        let lines = self.about.iter().map(line);
        lines.map(|at| self.replace(&(at..at), &format!("{piece}\n"))).collect()
    }

    /// Lists that a rule may be added to: around the place, of the annotations, of the function.
    fn all_lists(&self) -> Vec<List> {
        let annotations = self.about.iter().flat_map(|item| &item.attributes);
        let annotations = annotations.filter_map(|it| it.arguments.clone());
        let functions = self.about.iter().filter_map(|item| self.arguments(item));
        self.lists.iter().cloned().chain(annotations).chain(functions).collect()
    }

    fn arguments(&self, item: &Item) -> Option<List> {
        let declaration = &self.source.text[item.start..item.end];
        let name = declaration.find("fn ")? + item.start + 3;
        let open = self.source.find_from(name, b"(")?;
        self.source.lists_around(&(open..open)).into_iter().next()
    }

    fn with_word(&self, piece: &str) -> Vec<String> {
        let mut programs = vec![self.replace(&self.span, piece)];
        for element in self.elements_around() {
            programs.push(self.replace(&element, piece));
            if let Some(colon) = self.source.text[element.clone()].find(": ") {
                programs.push(self.replace(&(element.start + colon + 2..element.end), piece));
            }
        }
        let lists = self.all_lists();
        programs.extend(lists.iter().filter_map(|list| self.instead_of_same_word(list, piece)));
        programs.extend(lists.iter().map(|list| self.added(list, piece)));
        let line = self.source.line_start(self.span.start);
        programs.push(self.replace(&(line..self.span.end), piece));
        for list in &lists[self.lists.len()..] {
            programs.extend(list.elements.iter().map(|element| self.replace(element, piece)));
        }
        programs
    }

    fn elements_around(&self) -> Vec<Range<usize>> {
        let inside = |it: &&Range<usize>| it.start <= self.span.start && self.span.end <= it.end;
        let elements = self.lists.iter().filter_map(|list| list.elements.iter().find(inside));
        elements.cloned().collect()
    }

    /// `rate(..)` takes the place of every `rate` of the list.
    fn instead_of_same_word(&self, list: &List, piece: &str) -> Option<String> {
        let word = snippet::first_word(piece);
        let same = |it: &&Range<usize>| {
            !word.is_empty() && snippet::first_word(&self.source.text[(*it).clone()]) == word
        };
        let same: Vec<_> = list.elements.iter().filter(same).collect();
        let (first, others) = same.split_first()?;
        let mut program = self.source.text.to_owned();
        for other in others.iter().rev() {
            program.replace_range(self.source.with_comma(other), "");
        }
        program.replace_range((*first).clone(), piece);
        Some(program)
    }

    fn added(&self, list: &List, piece: &str) -> String {
        let last = list.elements.last().map_or(list.open + 1, |last| last.end);
        let comma = if list.elements.is_empty() { "" } else { ", " };
        self.replace(&(last..last), &format!("{comma}{piece}"))
    }

    fn with_attributes(&self, piece: &str) -> Vec<String> {
        let path = snippet::first_word(piece);
        let of_items = self.about.iter().flat_map(|item| &item.attributes);
        let around = self
            .attributes
            .iter()
            .filter(|it| it.range.start < self.span.start && self.span.end < it.range.end);
        let mut programs = Vec::new();
        for attribute in around.chain(of_items) {
            if piece == format!("#[{path}(..)]") {
                let name = attribute.range.start + 2;
                programs.push(self.replace(&(name..name + attribute.path.len()), path));
            } else {
                programs.push(self.replace(&attribute.range, piece));
            }
            let inside =
                piece.strip_prefix(&format!("#[{path}(")).and_then(|it| it.strip_suffix(")]"));
            if let (true, Some(list), Some(inside)) =
                (attribute.path == path, &attribute.arguments, inside)
            {
                programs.push(self.added(list, inside));
            }
        }
        let line = self.source.line_start(self.span.start);
        programs.push(self.replace(&(line..line), &format!("{piece}\n")));
        programs.extend(self.above(piece, |item| item.start));
        programs
    }

    fn with_item(&self, item: &str) -> Vec<String> {
        let name = snippet::declared(item);
        let mut programs = Vec::new();
        let same = self.source.items().into_iter().filter(|it| Some(&it.name) == name.as_ref());
        for old in same.chain(self.about.iter().cloned()) {
            programs.push(self.replace(&(old.start..old.end), item));
            programs.push(self.replace(&(old.head..old.end), item));
        }
        let path = snippet::first_word(item);
        for moved in self.attributes.iter().filter(|it| item.starts_with("#[") && it.path == path) {
            programs.push(self.replace(&moved.range, "") + "\n" + item);
        }
        programs.push(format!("{}\n{item}\n", self.source.text));
        programs
    }

    fn with_function_head(&self, head: &str) -> Vec<String> {
        let until: &[u8] = if head.contains('(') { b"{" } else { b"(" };
        let functions = self.about.iter().filter_map(|item| {
            let end = self.source.find_from(item.start, until)?;
            Some(self.replace(&(item.start..end), head))
        });
        functions.collect()
    }

    fn with_answer(&self, answer: &str) -> Vec<String> {
        let functions = self.about.iter().filter_map(|item| {
            let after = self.arguments(item)?.close + 1;
            let body = self.source.find_from(after, b"{")?;
            Some(self.replace(&(after..body), &format!(" {answer} ")))
        });
        functions.collect()
    }

    /// Something out: what the help names, what is underlined, and what that stands in.
    fn without(&self, pieces: &[String]) -> Vec<String> {
        let mut programs = Vec::new();
        let mut thinner = self.source.text.to_owned();
        for piece in pieces {
            let named = |it: &Range<usize>| {
                let text = &self.source.text[it.clone()];
                text == piece || snippet::first_word(text) == piece
            };
            for list in self.all_lists() {
                let named = list.elements.iter().find(|it| named(it));
                programs.extend(named.map(|it| self.replace(&self.source.with_comma(it), "")));
            }
            let once = self.source.text.replacen(piece.as_str(), "", 1);
            programs.push(once);
            thinner = thinner.replacen(piece.as_str(), "", 1);
        }
        programs.push(thinner);
        for element in self.elements_around() {
            programs.push(self.replace(&self.source.with_comma(&element), ""));
        }
        let around =
            |it: &&Attribute| it.range.start <= self.span.start && self.span.end <= it.range.end;
        let around = self.attributes.iter().filter(around);
        programs.extend(around.map(|it| self.replace(&it.range, "")));
        programs.push(self.replace(&self.span, ""));
        let body = self.source.find_from(self.span.start, b"{");
        programs.extend(body.map(|body| self.replace(&(self.span.start..body), "")));
        programs
    }

    /// One piece at the place itself, the other in an annotation.
    fn with_both(&self, here: &str, there: &str) -> Vec<String> {
        let mut programs = Vec::new();
        let mut ranges = vec![self.span.clone()];
        for element in self.elements_around() {
            if let Some(colon) = self.source.text[element.clone()].find(": ") {
                ranges.push(element.start + colon + 2..element.end);
            }
            ranges.push(element);
        }
        for range in ranges {
            let first = self.replace(&range, here);
            let again = Place::new(&first, &(range.start..range.start + here.len()), "");
            for list in again.all_lists() {
                programs.extend(again.instead_of_same_word(&list, there));
                programs.push(again.added(&list, there));
            }
        }
        programs
    }
}
