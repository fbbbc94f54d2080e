//! The text of each field of an item, and the way back from a position in a field to the item.

use std::ops::Range;

use super::format::ItemPart;
use crate::model::{Item, Repair, Section, SectionKind};

/// The origin of a piece of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Title,
    Head,
    /// The text of the section with this position.
    Section(usize),
    /// The list of attachments.
    Attachments,
}

/// The text of a field: its pieces, separated by form feeds.
#[derive(Debug, Clone, Default)]
pub(crate) struct PartText {
    /// The whole text.
    pub text: String,
    /// Offset and origin of each piece, in order.
    pub pieces: Vec<(usize, Origin)>,
    /// Repairs, with offsets into the whole text.
    pub repairs: Vec<Repair>,
}

impl PartText {
    /// The text of one part of an item.
    pub(crate) fn of(item: &Item, part: ItemPart) -> Self {
        let mut gathered = Self::default();
        match part {
            ItemPart::Title => gathered.push(Origin::Title, &item.title, &[]),
            ItemPart::Head => gathered.push_head(item),
            ItemPart::Section(kind) => gathered.push_sections(item, kind),
        }
        gathered
    }

    /// Origin and byte range of the piece around byte `at`.
    pub(crate) fn piece_at(&self, at: usize) -> Option<(Origin, Range<usize>)> {
        let next = self.pieces.partition_point(|(start, _)| *start <= at);
        let (start, origin) = *self.pieces.get(next.checked_sub(1)?)?;
        let end = self.pieces.get(next).map_or(self.text.len(), |(after, _)| after - 1);
        Some((origin, start..end))
    }

    fn push(&mut self, origin: Origin, text: &str, repairs: &[Repair]) {
        if text.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\u{c}');
        }
        let start = self.text.len();
        self.pieces.push((start, origin));
        self.text.push_str(text);
        self.repairs.extend(repairs.iter().cloned().map(|r| Repair { at: r.at.start + start..r.at.end + start, ..r }));
    }

    fn push_head(&mut self, item: &Item) {
        self.push(Origin::Head, item.presenter.as_deref().unwrap_or(""), &[]);
        self.push(Origin::Head, item.case_number.as_ref().map_or("", |c| c.0.as_str()), &[]);
    }

    fn push_sections(&mut self, item: &Item, kind: SectionKind) {
        let of_kind = |s: &&(usize, &Section)| s.1.kind == kind;
        for (n, section) in item.sections.iter().enumerate().collect::<Vec<_>>().iter().filter(of_kind) {
            self.push(Origin::Section(*n), section.text.as_str(), section.text.repairs());
        }
        if kind == SectionKind::Attachments && self.pieces.is_empty() {
            self.push(Origin::Attachments, &item.attachments.join("\n"), &[]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    #[test]
    fn sections_of_one_kind_share_a_field_and_keep_their_origin() {
        let section = |kind, text| Section::new(kind, Text::on_page(text, 1));
        let item = Item {
            sections: vec![
                section(SectionKind::Minutes, "Godkendt."),
                section(SectionKind::Proposal, "At"),
                section(SectionKind::Minutes, "Udsat."),
            ],
            ..Item::titled("T")
        };
        let gathered = PartText::of(&item, ItemPart::Section(SectionKind::Minutes));
        assert_eq!(gathered.text, "Godkendt.\u{c}Udsat.");
        assert_eq!(gathered.piece_at(3), Some((Origin::Section(0), 0..9)));
        assert_eq!(gathered.piece_at(12), Some((Origin::Section(2), 10..16)));
    }
}
