//! The words around a hit.
//!
//! Where words stand is asked of the index, not of the text: the positions of the terms that matched lead to the words as
//! printed, whatever form it was that matched.

use std::ops::Range;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Term};

use super::expand::{Leaf, Sequence};
use super::{Form, Snippet};
use crate::index::analyze::words;
use crate::index::format::Part;
use crate::index::parts::{Origin, PartText};
use crate::index::{Index, IndexError};
use crate::model::{Item, SectionKind};

/// Bytes of a snippet, about.
const LENGTH: usize = 200;
/// Bytes that are shown before the first mark at most.
const BEFORE: usize = 60;

/// A word that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    position: u32,
    leaf: usize,
    form: Form,
}

/// The best passage of an item, and how near the nearest word that matched is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Passage {
    pub snippet: Snippet,
    /// The section that it is from, as its place in the item; `None` for the title and the head.
    pub section: Option<usize>,
    /// It is from the item's list of attachments.
    pub attachments: bool,
    pub page: Option<u32>,
    pub form: Option<Form>,
}

/// Finds the best passage of the item at `at`.
pub(super) fn passage(
    index: &Index,
    at: DocAddress,
    item: &Item,
    leaves: &[(Leaf, Vec<Part>)],
) -> Result<Passage, IndexError> {
    let mut best: Option<(f32, Passage)> = None;
    let mut nearest: Option<Form> = None;
    for part in Part::ALL {
        let marks = marks(index, at, part, leaves)?;
        nearest = marks.iter().map(|m| m.form).chain(nearest).min();
        if let Some((worth, passage)) = best_of(item, part, &marks)
            && best.as_ref().is_none_or(|(b, _)| worth > *b)
        {
            best = Some((worth, passage));
        }
    }
    Ok(Passage { form: nearest, ..best.map_or_else(Passage::default, |(_, p)| p) })
}

/// The words of one field that matched, in order of position.
fn marks(index: &Index, at: DocAddress, part: Part, leaves: &[(Leaf, Vec<Part>)]) -> Result<Vec<Mark>, IndexError> {
    let mut marks = Vec::new();
    for (n, (leaf, _)) in leaves.iter().enumerate().filter(|(_, (_, parts))| parts.contains(&part)) {
        for variant in leaf.all_variants() {
            let mark = |position| Mark { position, leaf: n, form: variant.form };
            marks.extend(positions(index, at, part, &variant.term)?.into_iter().map(mark));
        }
        for sequence in &leaf.sequences {
            let mark = |position| Mark { position, leaf: n, form: sequence.form };
            marks.extend(in_a_row(index, at, part, sequence)?.into_iter().map(mark));
        }
    }
    marks.sort_unstable();
    marks.dedup_by(|later, first| later.position == first.position && later.leaf == first.leaf);
    Ok(marks)
}

/// Where a term stands in a field of an item.
fn positions(index: &Index, at: DocAddress, part: Part, term: &str) -> Result<Vec<u32>, IndexError> {
    let field = index.fields().words_of(part);
    let failed = |e| index.failed(e);
    let inverted = index.searcher().segment_reader(at.segment_ord).inverted_index(field).map_err(failed)?;
    let term = Term::from_field_text(field, term);
    let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions);
    let mut found = Vec::new();
    if let Some(mut postings) = postings.map_err(|e| failed(e.into()))?
        && postings.doc() <= at.doc_id
        && postings.seek(at.doc_id) == at.doc_id
    {
        postings.positions(&mut found);
    }
    Ok(found)
}

/// Where the terms of a sequence stand in its order and near enough to each other.
fn in_a_row(index: &Index, at: DocAddress, part: Part, sequence: &Sequence) -> Result<Vec<u32>, IndexError> {
    let terms = sequence.terms.iter().map(|(_, t)| positions(index, at, part, t));
    let places = terms.collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for first in &places[0] {
        let mut row = vec![*first];
        let mut slack = sequence.slop;
        for (n, of_term) in places.iter().enumerate().skip(1) {
            let step = (sequence.terms[n].0 - sequence.terms[n - 1].0) as u32;
            let earliest = row[n - 1] + step;
            let Some(next) = of_term.iter().find(|p| **p >= earliest && **p <= earliest + slack) else { break };
            slack -= next - earliest;
            row.push(*next);
        }
        if row.len() == places.len() {
            found.extend(row);
        }
    }
    Ok(found)
}

/// The best passage of one field and what it is worth.
fn best_of(item: &Item, part: Part, marks: &[Mark]) -> Option<(f32, Passage)> {
    let first = marks.first()?;
    debug_assert!(first.position <= marks[marks.len() - 1].position);
    let text = PartText::of(item, part);
    let placed = placed(&text.text, marks);
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
    Some((worth, Passage { snippet, section, attachments: origin == Origin::Attachments, page, form: None }))
}

/// The bytes of the words that matched.
fn placed(text: &str, marks: &[Mark]) -> Vec<(Range<usize>, Mark)> {
    let mut words = words(text).into_iter().peekable();
    let mut placed = Vec::with_capacity(marks.len());
    for mark in marks {
        while words.next_if(|w| w.position < mark.position).is_some() {}
        if let Some(word) = words.peek().filter(|w| w.position == mark.position) {
            placed.push((word.at.clone(), *mark));
        }
    }
    placed
}

/// What a passage with those marks is worth: each word of the query once, by its nearest form, and by the part it stands in.
fn worth(part: Part, marks: &[(Range<usize>, Mark)]) -> f32 {
    let mut nearest: Vec<(usize, Form)> = marks.iter().map(|(_, m)| (m.leaf, m.form)).collect();
    nearest.sort_unstable();
    nearest.dedup_by_key(|(leaf, _)| *leaf);
    let words: f32 = nearest.iter().map(|(_, form)| super::score::form_factor(*form)).sum();
    let more = 0.02 * marks.len().min(5) as f32;
    words + more + preference(part)
}

/// What the part adds: the decision is what one wants to read; the title is shown anyway.
fn preference(part: Part) -> f32 {
    match part {
        Part::Section(SectionKind::Minutes) => 0.30,
        Part::Section(SectionKind::Proposal) => 0.25,
        Part::Section(SectionKind::CaseSummary | SectionKind::Summary) => 0.15,
        Part::Section(SectionKind::Attachments) => 0.05,
        Part::Section(_) => 0.10,
        Part::Title => -0.5,
        Part::Head => -0.4,
    }
}

/// The words of `text` around `first`, within `piece`, on one line, with the marks that fall into them.
fn cut(text: &str, piece: Range<usize>, first: Range<usize>, marks: &[Range<usize>]) -> Snippet {
    let from = match first.start - piece.start <= BEFORE {
        true => piece.start,
        false => word_start(text, first.start - BEFORE, first.start),
    };
    let to = match piece.end - from <= LENGTH {
        true => piece.end,
        false => word_end(text, (from + LENGTH).max(first.end), first.end),
    };
    let mut snippet = Snippet::default();
    if !text[piece.start..from].trim().is_empty() {
        snippet.text.push('…');
    }
    let inside = marks.iter().filter(|m| m.start >= from && m.end <= to);
    let mut at = from;
    for mark in inside {
        if mark.start < at {
            continue;
        }
        push_line(&mut snippet.text, &text[at..mark.start]);
        let start = snippet.text.len();
        snippet.text.push_str(&text[mark.clone()]);
        snippet.marks.push(start..snippet.text.len());
        at = mark.end;
    }
    push_line(&mut snippet.text, &text[at..to]);
    snippet.text.truncate(snippet.text.trim_end().len());
    if !text[to..piece.end].trim().is_empty() {
        snippet.text.push('…');
    }
    snippet
}

/// Appends text with every run of white space as one space.
fn push_line(line: &mut String, text: &str) {
    for c in text.chars() {
        match c.is_whitespace() || c.is_control() {
            false => line.push(c),
            true if line.ends_with(' ') || line.is_empty() || line == "…" => {}
            true => line.push(' '),
        }
    }
}

/// The start of a word at or after `from`; `before` where none begins sooner.
fn word_start(text: &str, from: usize, before: usize) -> usize {
    let from = text.ceil_char_boundary(from);
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

    /// The snippet with its marks in brackets.
    fn shown(snippet: &Snippet) -> String {
        let mut text = snippet.text.clone();
        for mark in snippet.marks.iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        text
    }

    fn around(text: &str, word: &str) -> String {
        let at = text.find(word).unwrap();
        let mark = at..at + word.len();
        shown(&cut(text, 0..text.len(), mark.clone(), &[mark]))
    }

    #[test]
    fn short_text_is_shown_whole_on_one_line() {
        assert_eq!(around("At DASSOS:\n\n- Godkender lukningen\n", "lukningen"), "At DASSOS: - Godkender [lukningen]");
    }

    #[test]
    fn long_text_is_cut_between_words_on_both_sides() {
        let text = format!("{}herberg {}", "langt ord ".repeat(30), "endnu mere ".repeat(30));
        let shown = around(&text, "herberg");
        assert!(shown.starts_with("…ord langt") || shown.starts_with("…langt ord"), "{shown}");
        assert!(shown.ends_with("mere…") || shown.ends_with("endnu…"), "{shown}");
        assert!(shown.contains("[herberg]"));
    }

    proptest! {
        #[test]
        fn marks_are_the_words_that_were_marked(before in "[a-zæøå \n]{0,300}", word in "[a-zæøå]{1,90}", after in "[a-zæøå \n]{0,300}") {
            let text = format!("{before} {word} {after}");
            let mark = before.len() + 1..before.len() + 1 + word.len();
            let snippet = cut(&text, 0..text.len(), mark.clone(), &[mark]);
            prop_assert_eq!(&snippet.text[snippet.marks[0].clone()], word);
        }
    }
}
