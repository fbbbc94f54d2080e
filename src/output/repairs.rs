//! The repairs, change by change.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::{Report, rounded, value};
use crate::model::{Repair, Text};
use crate::source::Document;

/// One repair in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RepairObject {
    /// The line of the file, or of the section's text, counted from 1.
    pub line: usize,
    /// The page, counted from 1.
    pub page: Option<u32>,
    /// What the scan says.
    pub original: String,
    /// What was made of it.
    pub repaired: String,
    /// Which kind of repair: `letters`, `lone-letter`, `bullet`, `abbreviation`, `paragraph`, `correction`.
    pub kind: &'static str,
    /// Between 0 and 1.
    pub confidence: f64,
    /// The next best reading, where the choice was close.
    pub second: Option<String>,
}

impl RepairObject {
    fn new(repair: &Repair, text: &str, line: usize, page: Option<u32>) -> Self {
        Self {
            line,
            page,
            original: repair.original.clone(),
            repaired: text.get(repair.at.clone()).unwrap_or_default().to_owned(),
            kind: repair.kind.name(),
            confidence: rounded(repair.confidence),
            second: repair.second.clone(),
        }
    }

    /// Every repair of a document, in order.
    pub fn of_document(document: &Document) -> Vec<Self> {
        let lines = document.lines().enumerate();
        let of_line = |(at, (page, line)): (usize, (u32, &crate::source::Line))| {
            line.repairs.iter().map(|r| Self::new(r, &line.text, at + 1, Some(page))).collect::<Vec<_>>()
        };
        lines.flat_map(of_line).collect()
    }

    /// Every repair of a section's text, in order.
    pub fn of_text(text: &Text) -> Vec<Self> {
        let line = |at: usize| text.as_str()[..at].matches('\n').count() + 1;
        let object = |r: &Repair| Self::new(r, text.as_str(), line(r.at.start), text.page_at(r.at.start));
        text.repairs().iter().map(object).collect()
    }
}

/// The repairs of one document, for `repair --explain`.
#[derive(Debug, Clone)]
pub struct RepairsReport {
    /// The repairs, in the order of the text.
    pub repairs: Vec<RepairObject>,
}

impl Report for RepairsReport {
    fn columns(&self) -> &'static [&'static str] {
        &["line", "page", "original", "repaired", "kind", "confidence", "second"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.repairs.iter().map(value))
    }

    fn blocks(&self) -> Vec<Block> {
        if self.repairs.is_empty() {
            return vec![Block::paragraph(Rich::plain("nothing was repaired"))];
        }
        let row = |r: &RepairObject| {
            vec![
                Rich::dim(r.line.to_string()),
                Rich::new(&r.original, Style::Plain),
                Rich::strong(&r.repaired),
                Rich::plain(r.kind),
                Rich::plain(format!("{:.2}", r.confidence)),
                Rich::plain(r.second.clone().unwrap_or_default()),
            ]
        };
        let heads = vec!["line", "scan", "repaired", "kind", "confidence", "second reading"];
        vec![Block::Table { heads, rows: self.repairs.iter().map(row).collect() }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::item::tests::stored;
    use crate::output::{Format, Terminal};

    #[test]
    fn repair_is_told_with_line_reading_and_confidence() {
        let repairs = RepairObject::of_text(&stored().item.sections[0].text);
        let mut out = Vec::new();
        Terminal::default().write(&RepairsReport { repairs }, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        line  scan   repaired  kind     confidence  second reading
        1     mgdet  mødet     letters  0.93        måtte
        ");
    }

    #[test]
    fn nothing_repaired_is_said() {
        let report = RepairsReport { repairs: Vec::new() };
        assert_eq!(report.blocks().len(), 1);
        assert_eq!(report.objects().count(), 0);
    }
}
