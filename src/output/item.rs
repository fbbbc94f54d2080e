//! One whole item, and the common display of items for people.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::block::{Block, Rich, Style};
use super::{ItemObject, RepairObject, Report, value};
use crate::index::{MeetingFacts, StoredItem};
use crate::model::{Item, Section, SectionKind, Text};

/// A stored item in JSON: its id, its meeting's facts, and the fields of [`ItemObject`].
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StoredItemObject {
    /// Path of the file below the indexed folder without suffix, `#`, number.
    pub id: String,
    /// Path of the file below the indexed folder, with `/`.
    pub source: String,
    /// `agenda`, `minutes` or `other`.
    pub kind: &'static str,
    /// The body that meets, as the document names it: `Byrådet`; `null` where the document names none.
    pub body: Option<String>,
    /// The municipality or region that the body belongs to, short: `Viborg`, `Region Midtjylland`; `null` for a body
    /// that several share, or an unknown one.
    pub authority: Option<String>,
    /// `Hovedstaden`, `Midtjylland`, `Nordjylland`, `Sjælland` or `Syddanmark`; `null` where it is unknown.
    pub region: Option<&'static str>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The item itself; its fields stand beside the others.
    #[serde(flatten)]
    pub item: ItemObject,
}

impl From<&StoredItem> for StoredItemObject {
    fn from(s: &StoredItem) -> Self {
        Self {
            id: s.id.clone(),
            source: s.source.clone(),
            kind: s.meeting.kind.name(),
            body: s.meeting.body.clone(),
            authority: s.meeting.authority.as_ref().map(|a| a.name.clone()),
            region: s.meeting.region.map(|r| r.name()),
            date: s.meeting.date.map(|d| d.to_string()),
            item: ItemObject::from(&s.item),
        }
    }
}

/// One item, for `show`.
#[derive(Debug, Clone, Copy)]
pub struct ItemReport<'a> {
    /// The item.
    pub item: &'a StoredItem,
    /// The ids of the same item in the meeting's other documents.
    pub twins: &'a [String],
    /// Only sections of this kind.
    pub section: Option<SectionKind>,
    /// Shows the text of the scan before repairs.
    pub repairs: bool,
}

impl ItemReport<'_> {
    /// True where the section asked for is not there.
    pub fn is_empty(&self) -> bool {
        self.section.is_some() && self.sections().next().is_none()
    }

    fn sections(&self) -> impl Iterator<Item = &Section> {
        self.item.item.sections.iter().filter(|s| self.section.is_none_or(|wanted| s.kind == wanted))
    }
}

impl Report for ItemReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &[
            "date",
            "body",
            "authority",
            "number",
            "title",
            "kind",
            "closed",
            "case_number",
            "presenter",
            "municipalities",
            "topics",
            "page",
            "sections",
            "attachments",
            "source",
            "id",
            "twins",
        ]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        let mut object = StoredItemObject::from(self.item);
        object.item.sections = self.sections().map(Into::into).collect();
        let mut object = value(object);
        object["twins"] = self.twins.into();
        if self.repairs {
            let sections = self.sections().enumerate();
            let repairs = sections.flat_map(|(at, section)| {
                RepairObject::of_text(&section.text).into_iter().map(move |r| json!({"section": at, "repair": r}))
            });
            object["repairs"] = repairs.collect();
        }
        Box::new(std::iter::once(object))
    }

    fn blocks(&self) -> Vec<Block> {
        let stored = self.item;
        let mut blocks = vec![Block::heading(1, Rich::strong(numbered(&stored.item)))];
        blocks.push(Block::paragraph(Rich::plain(meeting_line(&stored.meeting))));
        blocks.push(Block::paragraph(Rich::dim(&stored.id)));
        if !self.twins.is_empty() {
            blocks.push(Block::paragraph(Rich::dim(format!("also {}", self.twins.join(" · ")))));
        }
        if self.section.is_none() {
            blocks.extend(facts(&stored.item).map(|f| Block::paragraph(Rich::plain(f))));
        }
        blocks.extend(self.sections().flat_map(|s| section(s, 2, self.repairs)));
        if self.section.is_none() {
            blocks.extend(attachments(&stored.item));
        }
        blocks
    }
}

/// `1.4 Takster`.
pub(super) fn numbered(item: &Item) -> String {
    let number = item.number.as_ref().map(|n| format!("{n}  ")).unwrap_or_default();
    format!("{number}{}", item.title)
}

/// `Byrådet · Skive · 2012-03-20 · minutes`.
pub(super) fn meeting_line(meeting: &MeetingFacts) -> String {
    let authority = meeting.authority.as_ref().map(|a| a.name.clone());
    let date = meeting.date.map(|d| d.to_string());
    let parts = [meeting.body.clone(), authority, date, Some(meeting.kind.name().to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The facts of an item beside its text, a line each.
pub(super) fn facts(item: &Item) -> impl Iterator<Item = String> {
    let line = |name: &str, value: Option<String>| value.filter(|v| !v.is_empty()).map(|v| format!("{name}: {v}"));
    [
        item.closed.then(|| "closed".to_owned()),
        line("group", item.group.clone()),
        line("presenter", item.presenter.clone()),
        line("case number", item.case_number.as_ref().map(|c| c.0.clone())),
        line("municipalities", Some(item.municipalities.join(", "))),
        line("topics", Some(item.topics.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))),
    ]
    .into_iter()
    .flatten()
}

/// A section with its heading and its pages.
pub(super) fn section(section: &Section, level: u8, repairs: bool) -> Vec<Block> {
    let heading = section.heading.clone().unwrap_or_else(|| format!("({})", section.kind.name().replace('_', " ")));
    let page = section.text.first_page().map(|p| format!("  page {p}")).unwrap_or_default();
    let mut blocks = vec![Block::Gap, Block::heading(level, Rich::strong(heading).with(page, Style::Dim))];
    for (page, text) in pages(&section.text) {
        if blocks.len() > 2 {
            blocks.push(Block::paragraph(Rich::dim(format!("— page {page} —"))));
        }
        let text = if repairs { Rich::with_originals(&text) } else { Rich::plain(text.as_str()) };
        blocks.push(Block::paragraph(trimmed(text)));
    }
    blocks
}

/// Line ends at the end would show as blank lines.
fn trimmed(mut text: Rich) -> Rich {
    if let Some(last) = text.0.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    if let Some(first) = text.0.first_mut() {
        first.text = first.text.trim_start_matches('\n').to_owned();
    }
    text
}

/// A text page by page; blank ones are left out.
fn pages(text: &Text) -> Vec<(u32, Text)> {
    let content = text.as_str();
    let starts: Vec<(usize, u32)> = match text.breaks() {
        [] => vec![(0, 1)],
        breaks => breaks.iter().map(|b| (b.at, b.page)).collect(),
    };
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([content.len()]);
    let parts = starts.iter().zip(ends).map(|((start, page), end)| (*page, piece(text, *start..end)));
    parts.filter(|(_, t)| !t.is_blank()).collect()
}

fn piece(text: &Text, at: std::ops::Range<usize>) -> Text {
    let repairs = text.repairs().iter().filter(|r| at.start <= r.at.start && r.at.end <= at.end).cloned();
    let repairs = repairs.map(|mut r| {
        r.at = r.at.start - at.start..r.at.end - at.start;
        r
    });
    Text::from_parts(text.as_str()[at.clone()].to_owned(), Vec::new(), repairs.collect())
}

/// The list of attachments, where no section holds it.
pub(super) fn attachments(item: &Item) -> Vec<Block> {
    if item.attachments.is_empty() || item.sections.iter().any(|s| s.kind == SectionKind::Attachments) {
        return Vec::new();
    }
    let list: Vec<String> = item.attachments.iter().map(|a| format!("- {a}")).collect();
    vec![Block::Gap, Block::heading(2, Rich::strong("attachments")), Block::paragraph(Rich::plain(list.join("\n")))]
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::{CaseNumber, ItemNumber, MeetingKind, Repair, RepairKind};
    use crate::output::{Format, JsonLines, Markdown, Terminal};

    /// A stored item with a repaired proposal over two pages, and a decision.
    pub(in crate::output) fn stored() -> StoredItem {
        let mut proposal = Text::default();
        let fixed = Repair {
            at: 4..10,
            original: "mgdet".into(),
            kind: RepairKind::Letters,
            confidence: 0.93,
            second: Some("måtte".into()),
        };
        proposal.push("at, mødet flyttes,\n", 2, [fixed]);
        proposal.push("at udvalget orienteres.\n", 3, []);
        let section = |kind, heading: &str, text| Section { heading: Some(heading.into()), ..Section::new(kind, text) };
        let sections = vec![
            section(SectionKind::Proposal, "Indstilling", proposal),
            section(SectionKind::Minutes, "Beslutning", Text::on_page("Godkendt.", 3)),
        ];
        let mut item = Item {
            number: ItemNumber::new("4"),
            case_number: Some(CaseNumber("09/123".into())),
            page: Some(2),
            sections,
            ..Item::titled("Møder i 2013")
        };
        crate::facts::read_item(&mut item);
        let meeting = MeetingFacts {
            kind: MeetingKind::Minutes,
            body: Some("Byrådet".into()),
            authority: None,
            region: None,
            date: Some(date(2012, 3, 20)),
            start: None,
            end: None,
            place: None,
        };
        StoredItem { id: "skive/a#4".into(), source: "skive/a.pdf".into(), position: 3, meeting, item }
    }

    fn written(format: impl Format, section: Option<SectionKind>, repairs: bool) -> String {
        let (stored, mut out) = (stored(), Vec::new());
        format
            .write(&ItemReport { item: &stored, twins: &["skive/d#4".to_owned()], section, repairs }, &mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn item_is_shown_with_pages_and_repairs() {
        insta::assert_snapshot!(written(Terminal::default(), None, true), @r"
        4  Møder i 2013
        Byrådet · 2012-03-20 · minutes
        skive/a#4
        also skive/d#4
        case number: 09/123

        Indstilling  page 2
        at, mødet[mgdet] flyttes,
        — page 3 —
        at udvalget orienteres.

        Beslutning  page 3
        Godkendt.
        ");
    }

    #[test]
    fn one_section_leaves_the_others_out() {
        insta::assert_snapshot!(written(Markdown, Some(SectionKind::Minutes), false), @r"
        # 4  Møder i 2013

        Byrådet · 2012-03-20 · minutes

        skive/a#4

        also skive/d#4

        ## Beslutning  page 3

        Godkendt.
        ");
        let stored = stored();
        assert!(
            ItemReport { item: &stored, twins: &[], section: Some(SectionKind::Economy), repairs: false }.is_empty()
        );
    }

    #[test]
    fn json_tells_repairs_on_request() {
        let object: Value = serde_json::from_str(&written(JsonLines, None, true)).unwrap();
        assert_eq!((&object["number"], &object["twins"][0]), (&"4".into(), &"skive/d#4".into()));
        assert_eq!(object["repairs"][0]["repair"]["original"], "mgdet");
        assert_eq!(object["sections"][1]["page"], 3);
    }
}
