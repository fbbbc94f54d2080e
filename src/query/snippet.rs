//! The words around a hit.
//!
//! The index gives the positions of words, not the text: the positions of the matched terms lead to the words as
//! printed, in any form.

use std::collections::HashMap;
use std::ops::Range;

use super::expand::Leaf;
use super::{QueryError, Snippet};
use crate::engine::analysis::words;
use crate::engine::plan::{Form, Sequence};
use crate::engine::score::form_factor;
use crate::engine::{Engine, Place, Positions};
use crate::index::format::ItemPart;
use crate::index::parts::{Origin, PartText};
use crate::model::{Item, SectionKind};

/// Bytes of a snippet, about. A longer one gives more context, but fewer hits fit on a screen.
const LENGTH: usize = 200;
/// Most passages beside the best one: more show more of an item, but make hits longer.
const MORE: usize = 2;
/// Most bytes before the first highlight: more give context, but leave less room after it.
const BEFORE: usize = 60;

/// A matched word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Highlight {
    position: u32,
    leaf: usize,
    form: Form,
}

/// The best passage of an item, and the nearness of its nearest matched word.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Passage {
    pub snippet: Snippet,
    /// Its section, as a place in the item; `None` for the title and the head.
    pub section: Option<usize>,
    /// It is from the item's list of attachments.
    pub attachments: bool,
    pub page: Option<u32>,
    pub form: Option<Form>,
    /// The best passages of other sections.
    pub more: Vec<Passage>,
}

/// The role of a term in one leaf.
struct Use {
    /// The number of the term.
    term: usize,
    leaf: usize,
    form: Form,
    /// It counts only in loosely found hits.
    loose: bool,
}

/// A sequence of a leaf, as the numbers of its terms.
struct Row {
    leaf: usize,
    sequence: Sequence,
    terms: Vec<usize>,
}

/// Finds the best passages of items, for one query.
pub(super) struct Highlighter<'a> {
    engine: &'a dyn Engine,
    leaves: Vec<(Leaf, Vec<ItemPart>)>,
    uses: Vec<Use>,
    rows: Vec<Row>,
    positions: Box<dyn Positions + 'a>,
}

/// The terms of a query, each once.
#[derive(Default)]
struct Terms {
    all: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Terms {
    fn number(&mut self, term: &str) -> usize {
        if let Some(known) = self.numbers.get(term) {
            return *known;
        }
        self.all.push(term.to_owned());
        self.numbers.insert(term.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

impl<'a> Highlighter<'a> {
    pub(super) fn new(engine: &'a dyn Engine, leaves: Vec<(Leaf, Vec<ItemPart>)>) -> Self {
        let (mut terms, mut uses, mut rows) = (Terms::default(), Vec::new(), Vec::new());
        for (n, (leaf, _)) in leaves.iter().enumerate() {
            // The text gives the words of a prefix: they are too many terms to look up each.
            let variants = leaf.all_variants(true).filter(|_| leaf.prefix.is_none()).enumerate();
            uses.extend(variants.map(|(at, variant)| Use {
                term: terms.number(&variant.term),
                leaf: n,
                form: variant.form,
                loose: at >= leaf.variants.len() && !leaf.unknown,
            }));
            rows.extend(leaf.sequences.iter().map(|sequence| Row {
                leaf: n,
                sequence: sequence.clone(),
                terms: sequence.terms.iter().map(|(_, term)| terms.number(term)).collect(),
            }));
        }
        Self { engine, leaves, uses, rows, positions: engine.positions(terms.all) }
    }

    /// The leaves to mark, and their parts.
    pub(super) fn leaves(&self) -> &[(Leaf, Vec<ItemPart>)] {
        &self.leaves
    }

    /// Finds the best passage of the item at `at`, for a strict or a loose hit.
    pub(super) fn passage(&mut self, at: Place, item: &Item, loose: bool) -> Result<Passage, QueryError> {
        let mut found: Vec<(f32, Passage)> = Vec::new();
        let mut nearest: Option<Form> = None;
        for part in self.engine.parts()?.iter().copied() {
            let text = PartText::of(item, part);
            if text.text.is_empty() {
                continue;
            }
            let highlights = self.highlights(at, part, loose, &text.text)?;
            nearest = highlights.iter().map(|m| m.form).chain(nearest).min();
            found.extend(best_of(item, part, &text, &highlights));
        }
        // A stable sort: of equals the first stays the best.
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut passages = found.into_iter().map(|(_, passage)| passage);
        let best = passages.next().unwrap_or_default();
        // The title is shown anyway.
        let more = passages.filter(|p| p.section.is_some() || p.attachments).take(MORE).collect();
        Ok(Passage { form: nearest, more, ..best })
    }

    /// Calls `each` with every matched word of the item at `at`, strict or loose: its part, and its bytes
    /// there. Those of one piece come in order.
    pub(super) fn each(
        &mut self,
        at: Place,
        item: &Item,
        loose: bool,
        mut each: impl FnMut(Origin, Range<usize>),
    ) -> Result<(), QueryError> {
        for part in ItemPart::ALL {
            let text = PartText::of(item, part);
            if text.text.is_empty() {
                continue;
            }
            for (range, _) in placed(&text.text, &self.highlights(at, part, loose, &text.text)?) {
                if let Some((origin, piece)) = text.piece_at(range.start) {
                    each(origin, range.start - piece.start..range.end - piece.start);
                }
            }
        }
        Ok(())
    }

    /// The matched words of one field, in order of position.
    fn highlights(&mut self, at: Place, part: ItemPart, loose: bool, text: &str) -> Result<Vec<Highlight>, QueryError> {
        let mut highlights = self.begins(part, text);
        let mut found: HashMap<usize, Vec<u32>> = HashMap::new();
        self.positions.in_part(at, part, &mut |term, positions| drop(found.insert(term, positions.to_vec())))?;
        let may = |leaf: usize| self.leaves[leaf].1.contains(&part);
        for of in self.uses.iter().filter(|u| may(u.leaf) && (loose || !u.loose)) {
            let positions = found.get(&of.term).into_iter().flatten();
            highlights.extend(positions.map(|&position| Highlight { position, leaf: of.leaf, form: of.form }));
        }
        for row in self.rows.iter().filter(|r| may(r.leaf)) {
            let Some(positions) = row.terms.iter().map(|n| found.get(n)).collect::<Option<Vec<_>>>() else { continue };
            let highlight = |position| Highlight { position, leaf: row.leaf, form: row.sequence.form };
            highlights.extend(row.sequence.rows(&positions).into_iter().map(highlight));
        }
        highlights.sort_unstable();
        highlights.dedup_by(|later, first| later.position == first.position && later.leaf == first.leaf);
        Ok(highlights)
    }

    /// The words beginning with a prefix of the query.
    fn begins(&self, part: ItemPart, text: &str) -> Vec<Highlight> {
        let mut highlights = Vec::new();
        for (n, (leaf, _)) in self.leaves.iter().enumerate().filter(|(_, (_, parts))| parts.contains(&part)) {
            let Some(prefix) = &leaf.prefix else { continue };
            let begins = words(text).into_iter().filter(|w| text[w.at.clone()].to_lowercase().starts_with(prefix));
            highlights.extend(begins.map(|w| Highlight { position: w.position, leaf: n, form: Form::Exact }));
        }
        highlights
    }
}

/// The best passage of one field and its worth.
fn best_of(item: &Item, part: ItemPart, text: &PartText, highlights: &[Highlight]) -> Option<(f32, Passage)> {
    if highlights.is_empty() {
        return None;
    }
    let placed = placed(&text.text, highlights);
    let windows = (0..placed.len()).filter_map(|n| {
        let (origin, piece) = text.piece_at(placed[n].0.start)?;
        let end = piece.end.min(placed[n].0.start + LENGTH - BEFORE);
        let inside = placed[n..].iter().take_while(|(at, _)| at.end <= end).count().max(1);
        Some((worth(part, &placed[n..n + inside]), n, origin, piece))
    });
    let (worth, n, origin, piece) = windows.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let ranges: Vec<Range<usize>> = placed.iter().map(|(at, _)| at.clone()).collect();
    let snippet = cut(&text.text, piece.clone(), ranges[n].clone(), &ranges);
    let (section, page) = match origin {
        Origin::Section(s) => (Some(s), item.sections[s].text.page_at(ranges[n].start - piece.start)),
        _ => (None, item.page),
    };
    Some((
        worth,
        Passage { snippet, section, attachments: origin == Origin::Attachments, page, form: None, more: Vec::new() },
    ))
}

/// The bytes of the matched words.
fn placed(text: &str, highlights: &[Highlight]) -> Vec<(Range<usize>, Highlight)> {
    let mut words = words(text).into_iter().peekable();
    let mut placed = Vec::with_capacity(highlights.len());
    for highlight in highlights {
        while words.next_if(|w| w.position < highlight.position).is_some() {}
        if let Some(word) = words.peek().filter(|w| w.position == highlight.position) {
            placed.push((word.at.clone(), *highlight));
        }
    }
    placed
}

/// The worth of a passage with those highlights: each word of the query once, by its nearest form, and by its part.
fn worth(part: ItemPart, highlights: &[(Range<usize>, Highlight)]) -> f32 {
    let mut nearest: Vec<(usize, Form)> = highlights.iter().map(|(_, m)| (m.leaf, m.form)).collect();
    nearest.sort_unstable();
    nearest.dedup_by_key(|(leaf, _)| *leaf);
    let words: f32 = nearest.iter().map(|(_, form)| form_factor(*form)).sum();
    let more = 0.02 * highlights.len().min(5) as f32;
    words + more + preference(part)
}

/// The bonus of a part. The decision wins, even with the word in a compound there and as typed elsewhere, unless
/// another word of the query is next to it elsewhere. The title gets less, because a hit shows it anyway.
fn preference(part: ItemPart) -> f32 {
    match part {
        ItemPart::Section(SectionKind::Minutes) => 0.60,
        ItemPart::Section(SectionKind::Proposal) => 0.30,
        ItemPart::Section(SectionKind::CaseSummary | SectionKind::Summary) => 0.15,
        ItemPart::Section(SectionKind::Attachments) => 0.05,
        ItemPart::Section(_) => 0.10,
        ItemPart::Title => -0.5,
        ItemPart::Head => -0.4,
    }
}

/// The words of `text` around `first`, within `piece`, on one line, with the highlights within them.
fn cut(text: &str, piece: Range<usize>, first: Range<usize>, highlights: &[Range<usize>]) -> Snippet {
    let whole = printed_word(text, &piece, &first);
    let from = match first.start - piece.start <= BEFORE {
        true => piece.start,
        false => word_start(text, first.start - BEFORE, whole.start),
    };
    let to = match piece.end - from <= LENGTH {
        true => piece.end,
        false => word_end(text, (from + LENGTH).max(whole.end), whole.end),
    };
    let mut snippet = Snippet::default();
    if !text[piece.start..from].trim().is_empty() {
        snippet.text.push('…');
    }
    let from = from + bullets(&text[from..first.start], from > piece.start);
    let inside = highlights.iter().filter(|m| m.start >= from && m.end <= to);
    let mut at = from;
    for highlight in inside {
        if highlight.start < at {
            continue;
        }
        push_line(&mut snippet.text, &text[at..highlight.start]);
        let start = snippet.text.len();
        snippet.text.push_str(&text[highlight.clone()]);
        snippet.highlights.push(start..snippet.text.len());
        at = highlight.end;
    }
    push_line(&mut snippet.text, &text[at..to]);
    snippet.text.truncate(snippet.text.trim_end().len());
    if !text[to..piece.end].trim().is_empty() {
        snippet.text.push('…');
    }
    snippet
}

/// Bytes of the bullets before a list's item, at the start of `text`. A dash is one only where the beginning was `cut`
/// off; at the start of a section it introduces a list.
fn bullets(text: &str, cut: bool) -> usize {
    let is_bullet = |word: &str| matches!(word, "o" | "•" | "▪" | "·" | "\u{f0b7}") || cut && matches!(word, "-" | "–");
    let mut rest = text.trim_start();
    while let Some((_, after)) = rest.split_once(char::is_whitespace).filter(|(word, _)| is_bullet(word)) {
        rest = after.trim_start();
    }
    if rest.len() == text.trim_start().len() { 0 } else { text.len() - rest.len() }
}

/// Appends text with every run of white space as one space. A list's items are parted by a dot instead of their signs.
fn push_line(line: &mut String, text: &str) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !c.is_whitespace() && !c.is_control() {
            line.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let after = rest.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        let new_line = rest[..rest.len() - after.len()].contains('\n');
        let item = after.len() - if new_line { bullets(after, true) } else { 0 };
        let is_item = item < after.len();
        rest = &after[after.len() - item..];
        match line.ends_with(' ') || line.is_empty() || line == "…" {
            true => {}
            false if is_item && !line.ends_with([':', ';', ',', '.']) => line.push_str(" · "),
            false => line.push(' '),
        }
    }
}

/// Extends a word to the blanks around it: a snippet shows `psykiatri-pladser`, not *pladser* alone.
fn printed_word(text: &str, piece: &Range<usize>, word: &Range<usize>) -> Range<usize> {
    let before = &text[piece.start..word.start];
    let start =
        before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let after = &text[word.end..piece.end];
    let end = after.find(char::is_whitespace).unwrap_or(after.len());
    match before.len() - start + end <= BEFORE {
        true => piece.start + start..word.end + end,
        // An address or a row of dots: no word.
        false => word.clone(),
    }
}

/// The start of a word at or after `from`; `before` where none begins sooner.
fn word_start(text: &str, from: usize, before: usize) -> usize {
    let from = text.ceil_char_boundary(from).min(before);
    text[from..before].find(char::is_whitespace).map_or(before, |space| from + space + 1).min(before)
}

/// The end of a word at or before `to`; `after` where none ends later.
fn word_end(text: &str, to: usize, after: usize) -> usize {
    let to = text.floor_char_boundary(to).max(after);
    text[after..to].rfind(char::is_whitespace).map_or(after, |space| after + space)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The snippet with its highlights in brackets.
    fn shown(snippet: &Snippet) -> String {
        let mut text = snippet.text.clone();
        for highlight in snippet.highlights.iter().rev() {
            text.insert(highlight.end, ']');
            text.insert(highlight.start, '[');
        }
        text
    }

    fn around(text: &str, word: &str) -> String {
        let at = text.find(word).unwrap();
        let highlight = at..at + word.len();
        shown(&cut(text, 0..text.len(), highlight.clone(), &[highlight]))
    }

    #[test]
    fn short_text_is_shown_whole_on_one_line() {
        assert_eq!(around("At DASSOS:\n\nGodkender lukningen\n", "lukningen"), "At DASSOS: Godkender [lukningen]");
    }

    #[test]
    fn snippet_does_not_begin_with_the_sign_of_a_list() {
        assert_eq!(around("o Lukning af herberget", "herberget"), "Lukning af [herberget]");
        let text = format!("{}\n- Lukning af et sted for mennesker uden bolig og hjem, et herberg", "ord ".repeat(40));
        assert!(around(&text, "herberg").starts_with("…Lukning af"), "{}", around(&text, "herberg"));
    }

    #[test]
    fn items_of_a_list_are_parted_by_dots() {
        let text = "Udvalget drøftede:\n- takster - nu\n- pladser på herberg\n• herberg og bolig";
        assert_eq!(
            around(text, "pladser"),
            "Udvalget drøftede: takster - nu · [pladser] på herberg · herberg og bolig"
        );
    }

    #[test]
    fn long_text_is_cut_between_words_on_both_sides() {
        let text = format!("{}herberg {}", "langt ord ".repeat(30), "endnu mere ".repeat(30));
        let shown = around(&text, "herberg");
        assert!(shown.starts_with("…ord langt") || shown.starts_with("…langt ord"), "{shown}");
        assert!(shown.ends_with("mere…") || shown.ends_with("endnu…"), "{shown}");
        assert!(shown.contains("[herberg]"));
    }

    #[test]
    fn word_is_not_shown_without_what_it_hangs_on() {
        let text = format!("{}psykiatri-pladser/herberg{}", "langt ord ".repeat(30), " endnu mere".repeat(30));
        assert!(around(&text, "pladser").contains(" psykiatri-[pladser]/herberg "), "{}", around(&text, "pladser"));
    }

    proptest! {
        #[test]
        fn marks_are_the_words_that_were_marked(before in "[a-zæøå \n]{0,300}", word in "[a-zæøå]{1,90}", after in "[a-zæøå \n]{0,300}") {
            let text = format!("{before} {word} {after}");
            let highlight = before.len() + 1..before.len() + 1 + word.len();
            let snippet = cut(&text, 0..text.len(), highlight.clone(), &[highlight]);
            prop_assert_eq!(&snippet.text[snippet.highlights[0].clone()], word);
        }
    }
}
