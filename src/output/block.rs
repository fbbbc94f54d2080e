//! Output for people, independent of its medium: headings, paragraphs, bars and tables of styled words.
//!
//! A report builds its blocks once; [`terminal`](super::terminal) and [`markdown`](super::markdown) each decide on
//! the look of a heading or a marked word.

use std::ops::Range;

use crate::model::Text;

/// The emphasis of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Ordinary text.
    Plain,
    /// A title or heading.
    Strong,
    /// Secondary text: ids, counts, remarks.
    Dim,
    /// A word of the query.
    Mark,
    /// The text of a scan before its repair.
    Original,
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its style.
    pub style: Style,
}

/// Text in several styles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rich(pub Vec<Span>);

impl Rich {
    /// Text in one style.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self::default().with(text, style)
    }

    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Style::Plain)
    }

    /// Emphasised text.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::new(text, Style::Strong)
    }

    /// Text of less weight.
    pub fn dim(text: impl Into<String>) -> Self {
        Self::new(text, Style::Dim)
    }

    /// The same with another run at its end; an empty one adds nothing.
    pub fn with(mut self, text: impl Into<String>, style: Style) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Span { text, style });
        }
        self
    }

    /// The same with other rich text at its end.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// `text` with the byte ranges `marks` marked. It skips ranges off character boundaries.
    pub fn marked(text: &str, marks: &[Range<usize>]) -> Self {
        let (mut rich, mut from) = (Self::default(), 0);
        for mark in marks {
            let (Some(before), Some(word)) = (text.get(from..mark.start), text.get(mark.clone())) else { continue };
            rich = rich.with(before, Style::Plain).with(word, Style::Mark);
            from = mark.end;
        }
        rich.with(&text[from..], Style::Plain)
    }

    /// A document's text, each repaired word followed by its original: `møde[mgde]`.
    pub fn with_originals(text: &Text) -> Self {
        let (mut rich, mut from) = (Self::default(), 0);
        for (word, original) in repaired_words(text) {
            rich = rich.with(&text.as_str()[from..word.end], Style::Plain).with(original, Style::Original);
            from = word.end;
        }
        rich.with(&text.as_str()[from..], Style::Plain)
    }

    /// The words without their styles.
    pub fn text(&self) -> String {
        self.0.iter().map(|s| s.text.as_str()).collect()
    }
}

/// The repaired words, each with the whole word of the scan, without signs after it.
fn repaired_words(text: &Text) -> Vec<(Range<usize>, String)> {
    let (content, repairs) = (text.as_str(), text.repairs());
    let (mut words, mut next) = (Vec::new(), 0);
    while let Some(first) = repairs.get(next) {
        let start = word_start(content, first.at.start);
        let (mut end, mut original, mut from) = (first.at.end, String::new(), start);
        while let Some(repair) = repairs.get(next).filter(|r| r.at.start < word_end(content, end)) {
            original += &content[from..repair.at.start];
            original += &repair.original;
            (from, end, next) = (repair.at.end, repair.at.end, next + 1);
        }
        let end = word_end(content, end);
        original += &content[from..end];
        words.push((start..end, original));
    }
    words
}

fn word_start(content: &str, at: usize) -> usize {
    content[..at].trim_end_matches(|c: char| !c.is_whitespace()).len()
}

/// The end of the word at or before byte `at`, without signs after it.
fn word_end(content: &str, at: usize) -> usize {
    let rest = &content[at..];
    let word = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
    at + word.trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}

/// A value with a bar as long as its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The name of the bar.
    pub label: String,
    /// Its value.
    pub count: u64,
    /// A remark after the count: `so far`.
    pub remark: Option<String>,
}

/// A piece of a report as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Level 1 is the report's own; higher levels are subheadings.
    Heading {
        /// The level, from 1.
        level: u8,
        /// The words of the heading.
        text: Rich,
    },
    /// Wrapped to the width there is; line ends in it stay. `indent` counts columns and matters on a terminal only.
    Paragraph {
        /// Columns before each line.
        indent: usize,
        /// The words of the paragraph.
        text: Rich,
    },
    /// Words of a source, set apart as a quotation.
    Quote {
        /// Columns before each line.
        indent: usize,
        /// The words quoted.
        text: Rich,
    },
    /// Values with bars on one common scale.
    Bars(Vec<Bar>),
    /// The widest column gives way where the table is too wide.
    Table {
        /// The heads of the columns.
        heads: Vec<&'static str>,
        /// The rows, with one cell for each column.
        rows: Vec<Vec<Rich>>,
    },
    /// A block with a link, where the terminal supports links; the address holds no control character.
    Linked {
        /// Where the block leads.
        address: String,
        /// The visible block.
        block: Box<Self>,
    },
    /// A blank line.
    Gap,
}

impl Block {
    /// A heading of a level, from 1.
    pub fn heading(level: u8, text: Rich) -> Self {
        Self::Heading { level, text }
    }

    /// A paragraph.
    pub fn paragraph(text: Rich) -> Self {
        Self::Paragraph { indent: 0, text }
    }

    /// A paragraph, indented by so many columns.
    pub fn indented(indent: usize, text: Rich) -> Self {
        Self::Paragraph { indent, text }
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;
    use crate::model::{Repair, RepairKind};

    fn text(repaired: &str, changes: &[(&str, &str)]) -> Text {
        let mut from = 0;
        let repairs = changes.iter().map(|(new, old)| {
            let start = from + repaired[from..].find(new).unwrap();
            from = start + new.len();
            Repair {
                at: start..from,
                original: (*old).to_owned(),
                kind: RepairKind::Letters,
                confidence: 0.9,
                second: None,
            }
        });
        let mut text = Text::default();
        text.push(repaired, 1, repairs.collect::<Vec<_>>());
        text
    }

    fn bracketed(text: &Text) -> String {
        let spans = Rich::with_originals(text).0.into_iter();
        spans.map(|s| if s.style == Style::Original { format!("[{}]", s.text) } else { s.text }).collect()
    }

    #[test]
    fn repaired_word_is_followed_by_the_scan() {
        let repaired = text("Næste møde, på Høje.", &[("møde", "mgde"), ("ø", "o")]);
        assert_eq!(bracketed(&repaired), "Næste møde[mgde], på Høje[Hoje].");
    }

    #[test]
    fn two_repairs_in_one_word_give_one_original() {
        let repaired = text("til færøsk børnehave", &[("æ", "ee"), ("ø", "g"), ("ø", "o")]);
        assert_eq!(bracketed(&repaired), "til færøsk[feergsk] børnehave[bornehave]");
    }

    #[test]
    fn marks_off_a_boundary_are_passed_over() {
        let rich = Rich::marked("på møde", &[1..2, 4..9]);
        assert_eq!(rich.text(), "på møde");
        assert_eq!(Rich::marked("på møde", from_ref(&(4..9))).0[1], Span { text: "møde".into(), style: Style::Mark });
    }
}
