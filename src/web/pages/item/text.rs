//! An item's sections as lines of runs, cut at highlights, repairs and page breaks.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::{Item, SectionKind, Text};
use crate::query::Highlights;
use crate::web::pages::Frame;

/// The most bytes of an item's text on the page. No intact document of the bench had more.
const LONGEST: usize = 400_000;
/// The most highlights: nobody steps through more, and each has two links.
const MOST_HIGHLIGHTS: usize = 300;

/// A section of an item.
pub(super) struct Section {
    pub heading: String,
    pub page: Option<u32>,
    pub is_decision: bool,
    pub lines: Vec<Line>,
}

/// A line of the text: a paragraph or an entry of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub runs: Vec<Run>,
    pub is_entry: bool,
}

/// Text of one appearance.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    /// The number of its highlight, from 1.
    pub highlight: Option<usize>,
    /// The highlight begins here.
    pub begins: bool,
    /// The text before the repair.
    pub original: Option<String>,
    /// The page beginning here.
    pub page: Option<u32>,
}

/// Cuts the texts of an item one after another and counts the highlights.
pub(super) struct Passages {
    repairs: bool,
    highlights: usize,
    first_page: Option<u32>,
    left: usize,
}

impl Passages {
    /// `repairs`: show the text before each repair.
    pub(super) fn new(repairs: bool) -> Self {
        Self { repairs, highlights: 0, first_page: None, left: LONGEST }
    }

    pub(super) fn total(&self) -> usize {
        self.highlights
    }

    /// The page of the first highlight.
    pub(super) fn first_page(&self) -> Option<u32> {
        self.first_page
    }

    /// Text was left out.
    pub(super) fn is_cut(&self) -> bool {
        self.left == 0
    }

    pub(super) fn sections(&mut self, frame: &Frame<'_>, item: &Item, marked: &Highlights) -> Vec<Section> {
        let mut sections = Vec::new();
        for (n, section) in item.sections.iter().enumerate() {
            let named = match section.kind {
                SectionKind::Other => &frame.words.item.untitled,
                kind => frame.words.names.section(kind),
            };
            let highlights = marked.sections.get(n).map(Vec::as_slice).unwrap_or_default();
            sections.push(Section {
                heading: section.heading.clone().unwrap_or_else(|| named.to_owned()),
                page: section.text.first_page(),
                is_decision: section.kind == SectionKind::Minutes,
                lines: self.lines(&section.text, highlights),
            });
        }
        sections
    }

    fn lines(&mut self, text: &Text, highlights: &[Range<usize>]) -> Vec<Line> {
        let whole = text.as_str();
        let end = whole.floor_char_boundary(self.left.min(whole.len()));
        self.left -= end;
        if end < whole.len() {
            self.left = 0;
        }
        let left = MOST_HIGHLIGHTS.saturating_sub(self.highlights);
        let highlights: Vec<&Range<usize>> = highlights.iter().filter(|m| m.end <= end).take(left).collect();
        if let Some(first) = highlights.first().filter(|_| self.first_page.is_none()) {
            self.first_page = text.page_at(first.start);
        }
        let cuts = self.cuts(text, &highlights, end);
        let mut lines = vec![Line::default()];
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            let run = self.run(text, &highlights, *from..*to);
            for (n, part) in run.text.split('\n').enumerate() {
                if n > 0 {
                    lines.push(Line::default());
                }
                if let Some(line) = lines.last_mut().filter(|_| !part.is_empty() || n == 0 && run.page.is_some()) {
                    let (begins, page) = (run.begins && n == 0, run.page.filter(|_| n == 0));
                    let original = run.original.clone();
                    line.runs.push(Run { text: part.to_owned(), highlight: run.highlight, begins, original, page });
                }
            }
        }
        self.highlights += highlights.len();
        lines.retain(|l| l.runs.iter().any(|r| !r.text.trim().is_empty() || r.page.is_some()));
        lines.iter_mut().for_each(begin_entry);
        lines
    }

    /// Where something begins or ends.
    fn cuts(&self, text: &Text, highlights: &[&Range<usize>], end: usize) -> Vec<usize> {
        let mut cuts: BTreeSet<usize> = [0, end].into();
        cuts.extend(highlights.iter().flat_map(|m| [m.start, m.end]));
        cuts.extend(text.breaks().iter().map(|b| b.at));
        if self.repairs {
            cuts.extend(text.repairs().iter().flat_map(|r| [r.at.start, r.at.end]));
        }
        cuts.into_iter().filter(|at| *at <= end && text.as_str().is_char_boundary(*at)).collect()
    }

    fn run(&self, text: &Text, highlights: &[&Range<usize>], at: Range<usize>) -> Run {
        let n = highlights.partition_point(|m| m.end <= at.start);
        let highlight = highlights.get(n).filter(|m| m.start <= at.start);
        let repairs = text.repairs();
        let r = repairs.partition_point(|r| r.at.end <= at.start);
        let repair = repairs.get(r).filter(|r| self.repairs && r.at.start <= at.start && !r.at.is_empty());
        let begin = text.breaks().iter().find(|b| b.at == at.start && b.at > 0);
        Run {
            text: text.as_str().get(at.clone()).unwrap_or_default().to_owned(),
            highlight: highlight.map(|_| self.highlights + n + 1),
            begins: highlight.is_some_and(|m| m.start == at.start),
            original: repair.map(|r| r.original.clone()),
            page: begin.map(|b| b.page),
        }
    }
}

/// Takes the bullet off an entry of a list.
fn begin_entry(line: &mut Line) {
    let Some(first) = line.runs.first_mut() else { return };
    let trimmed = first.text.trim_start();
    let rest = ["- ", "– ", "• ", "▪ ", "· ", "o ", "\u{f0b7} "].iter().find_map(|sign| trimmed.strip_prefix(sign));
    if let Some(rest) = rest {
        first.text = rest.trim_start().to_owned();
        line.is_entry = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Repair, RepairKind};

    fn text() -> Text {
        let mut text = Text::default();
        let fixed = |at, original: &str| Repair {
            at,
            original: original.into(),
            kind: RepairKind::Letters,
            confidence: 0.9,
            second: None,
        };
        text.push("At mødet om\n", 2, [fixed(3..9, "mgdet")]);
        text.push("- herberg flyttes.\n", 3, []);
        text
    }

    fn shown(repairs: bool, highlights: &[Range<usize>]) -> Vec<String> {
        let mut passages = Passages::new(repairs);
        let lines = passages.lines(&text(), highlights);
        let run = |r: &Run| {
            let page = r.page.map(|p| format!("<{p}>")).unwrap_or_default();
            let highlight = r.highlight.map(|m| format!("{m}:")).unwrap_or_default();
            let original = r.original.as_ref().map(|o| format!("({o})")).unwrap_or_default();
            format!("{page}[{highlight}{}{original}]", r.text)
        };
        let line = |l: &Line| {
            let entry = if l.is_entry { "* " } else { "" };
            format!("{entry}{}", l.runs.iter().map(run).collect::<String>())
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn marks_pages_and_repairs_stand_where_they_are() {
        assert_eq!(shown(false, &[]), ["[At mødet om]", "* <3>[herberg flyttes.]"]);
        let at = text().as_str().find("herberg").unwrap();
        let highlights = [4..9, at..at + 7];
        assert_eq!(shown(true, &[]), ["[At ][mødet(mgdet)][ om]", "* <3>[herberg flyttes.]"]);
        assert_eq!(
            shown(true, &[3..9, highlights[1].clone()]),
            ["[At ][1:mødet(mgdet)][ om]", "* <3>[][2:herberg][ flyttes.]"]
        );
    }

    #[test]
    fn page_of_the_first_mark_is_told() {
        let mut passages = Passages::new(false);
        let at = text().as_str().find("herberg").unwrap();
        passages.lines(&text(), std::slice::from_ref(&(at..at + 7)));
        assert_eq!((passages.first_page(), passages.total(), passages.is_cut()), (Some(3), 1, false));
    }

    #[test]
    fn endless_text_is_cut_and_it_is_known() {
        let mut passages = Passages::new(false);
        let lines = passages.lines(&Text::on_page("ø".repeat(LONGEST), 1), &[0..2, LONGEST..LONGEST + 2]);
        assert!(passages.is_cut() && passages.total() == 1);
        assert_eq!(lines[0].runs.iter().map(|r| r.text.len()).sum::<usize>(), LONGEST);
        assert!(passages.lines(&Text::on_page("mere", 1), &[]).is_empty());
    }
}
