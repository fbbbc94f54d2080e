//! Explains the split of a document, for `parse --why`.

use super::groups::{Outline, title};
use super::rows::Rows;
use super::weights::Evidence;
use crate::source::Document;

/// How many rejected candidates are listed, nearest first. More would bury the interesting ones.
const NEAREST: usize = 20;
/// A candidate with a lower score had no chance and is not listed.
const HOPELESS: f32 = -5.0;
/// Letters shown of a title or paragraph: enough to recognise it, and a line still fits a terminal.
const SHOWN: usize = 70;

/// One row considered as a head or heading, accepted or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The page, counted from 1.
    pub page: u32,
    /// `item`, `section`, `no item` or `no section`.
    pub what: &'static str,
    /// Number and title, or the heading.
    pub words: String,
    /// The signs for and against it, with their weights.
    pub evidence: Vec<Evidence>,
}

impl Explained {
    /// The sum of the evidence.
    pub fn score(&self) -> f32 {
        self.evidence.iter().map(|e| e.weight).sum()
    }

    /// One line: kind, score, words, and each sign with its weight, heaviest first. The base weight, common to all
    /// lines, is left out.
    pub fn line(&self) -> String {
        let mut signs: Vec<&Evidence> = self.evidence.iter().filter(|e| !e.is_base()).collect();
        signs.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let signs: Vec<String> = signs.iter().map(|e| format!("{} {:+.1}", e.name, e.weight)).collect();
        let words = shortened(&self.words);
        format!("{:>4}  {:<10} {:+5.1}  {words}  ({})", self.page, self.what, self.score(), signs.join(", "))
    }
}

/// The evidence behind the outline of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The entries of the list of contents, in order; empty where there is none.
    pub contents: Vec<String>,
    /// Items and their sections in the order of the document.
    pub accepted: Vec<Explained>,
    /// Rejected candidates, the nearest first.
    pub rejected: Vec<Explained>,
}

impl Explanation {
    /// The whole explanation as lines of text: entries of the list of contents, the outline, and the nearest rejected
    /// candidates.
    pub fn lines(&self) -> Vec<String> {
        let contents = self.contents.iter().map(|c| format!("      contents   {c}"));
        contents.chain(self.accepted.iter().chain(&self.rejected).map(Explained::line)).collect()
    }
}

/// Splits `document` as [`parse`](super::parse) does and lists the evidence.
pub fn explain(document: &Document) -> Explanation {
    let document = super::breaks::restored(document);
    let rows = Rows::of(&document);
    let outline = Outline::of(&rows);
    let page = |at: usize| rows.get(at).map_or(1, |r| r.page);
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    for item in &outline.items {
        let number = item.number.as_ref().map_or(String::new(), |n| format!("{n} "));
        let words = format!("{number}{}", title(&rows, &item.head, &outline.contents));
        accepted.push(Explained {
            page: page(item.head.rows.start),
            what: "item",
            words,
            evidence: item.head.evidence.clone(),
        });
        for span in item.spans.iter().filter(|s| !s.evidence.is_empty()) {
            let words = span
                .heading
                .as_ref()
                .map_or("(no heading)".to_owned(), |h| format!("{} [{}]", h.printed, h.kind.name()));
            let at = span.heading_row.unwrap_or(span.rows.start);
            accepted.push(Explained { page: page(at), what: "section", words, evidence: span.evidence.clone() });
        }
        rejected.extend(item.rejected.iter().map(|c| Explained {
            page: page(c.row),
            what: "no section",
            words: c.heading.printed.clone(),
            evidence: c.evidence.clone(),
        }));
    }
    rejected.extend(outline.rejected.iter().map(|h| Explained {
        page: page(h.rows.start),
        what: "no item",
        words: title(&rows, h, &outline.contents),
        evidence: h.evidence.clone(),
    }));
    rejected.retain(|r| r.score() > HOPELESS);
    rejected.sort_by(|a, b| b.score().total_cmp(&a.score()));
    rejected.truncate(NEAREST);
    let contents = outline.contents.entries.iter();
    let name = |n: Option<super::numbers::Levels>| n.map_or(String::new(), |n| format!("{} ", n.print()));
    Explanation {
        contents: contents.map(|e| format!("{}{}", name(e.number), e.title.trim())).collect(),
        accepted,
        rejected,
    }
}

/// The beginning of long words, the rest as `…`.
fn shortened(words: &str) -> String {
    match words.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Format, Line, Page};

    #[test]
    fn explanation_tells_what_carried_the_reading() {
        let text = "1. Takster 2020\nSagsnr.: 19/1234\nIndstilling\nat taksterne godkendes\nBeslutning\nGodkendt.\n\n2. Eventuelt\nBeslutning\nIntet.\n";
        let lines = text.lines().map(Line::plain).collect();
        let pages = vec![Page { number: 1, lines, size: None, needs_ocr: false }];
        let document = Document {
            name: "a.txt".into(),
            format: Format::PlainText,
            pages,
            outline: Vec::new(),
            unread: Vec::new(),
        };
        let told = explain(&document).lines();
        assert!(told[0].starts_with("   1  item"), "{told:?}");
        assert!(told[0].contains("1 Takster 2020") && told[0].contains("a case number follows +2.7"), "{told:?}");
        assert!(told.iter().any(|l| l.contains("section") && l.contains("Beslutning [minutes]")), "{told:?}");
        assert!(!told.iter().any(|l| l.contains("a line like any other")), "{told:?}");
    }
}
