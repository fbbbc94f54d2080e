//! The matching words of an item, in its whole text.

use std::ops::Range;

use super::search::planned;
use super::snippet::Highlighter;
use super::{QueryError, Question, syntax};
use crate::engine::Engine;
use crate::index::parts::Origin;

/// The marks in an item: byte ranges in order, none within another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlights {
    /// Byte ranges in the title.
    pub title: Vec<Range<usize>>,
    /// Of each section, in its text.
    pub sections: Vec<Vec<Range<usize>>>,
    /// In the lines of the list of attachments, with a line feed between them; empty where a section has the list.
    pub attachments: Vec<Range<usize>>,
}

impl Highlights {
    /// True where nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.attachments.is_empty() && self.sections.iter().all(Vec::is_empty)
    }

    fn add(&mut self, origin: Origin, at: Range<usize>) {
        let ranges = match origin {
            Origin::Title => &mut self.title,
            Origin::Section(n) => &mut self.sections[n],
            Origin::Attachments => &mut self.attachments,
            Origin::Head => return,
        };
        match ranges.last_mut() {
            Some(last) if last.end > at.start => last.end = last.end.max(at.end),
            _ => ranges.push(at),
        }
    }
}

/// Marks the words of a question in one item, as the snippets of [`search`](super::search()) do. Where the item has not all
/// of them, as a hit with most of the words, its looser forms are marked too. Nothing is marked in an item that the index
/// does not have.
///
/// # Errors
///
/// The index fails, or words name an unknown value (`udvalg:x`).
pub fn highlights(engine: &dyn Engine, question: &Question, id: &str) -> Result<Highlights, QueryError> {
    let Some(at) = engine.place(id)? else { return Ok(Highlights::default()) };
    let planned = planned(engine, question, &syntax::parse(&question.words).query)?;
    let item = engine.item_at(at)?.item;
    let mut highlighter = Highlighter::new(engine, planned.leaves);
    let mut found = Highlights { sections: vec![Vec::new(); item.sections.len()], ..Highlights::default() };
    for loose in [false, true] {
        if found.is_empty() {
            highlighter.each(at, &item, loose, |origin, range| found.add(origin, range))?;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{index_of, item};
    use super::*;

    #[test]
    fn every_form_of_the_words_is_marked_in_the_whole_text() {
        let text = "Herberget har plads.\nHerberger og herbergspladser.";
        let (_folder, index) = index_of(&[item("a#1", "2024-03-01", "Takster for herberger", text)]);
        let question = Question { words: "herberg -zebra".into(), ..Question::default() };
        let marks = highlights(&index, &question, "a#1").unwrap();
        let words: Vec<&str> = marks.sections[0].iter().map(|r| &text[r.clone()]).collect();
        assert_eq!(words, ["Herberget", "Herberger", "herbergspladser"]);
        assert_eq!(marks.title, std::iter::once(12..21).collect::<Vec<_>>());
        assert!(highlights(&index, &question, "a#9").unwrap().is_empty());
    }
}
