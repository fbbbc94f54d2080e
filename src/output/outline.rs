//! A parsed document as people read it: the meeting, then its items with their sections.

use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::item::{attachments, facts, meeting_line, numbered, section};
use super::{MeetingObject, Report, value};
use crate::index::MeetingFacts;
use crate::model::{Item, Meeting, Participant};

/// Parsed documents.
#[derive(Debug, Clone, Copy)]
pub struct OutlineReport<'a> {
    /// The meetings to outline.
    pub meetings: &'a [Meeting],
}

impl Report for OutlineReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &["source", "kind", "body", "authority", "region", "date", "start", "end", "place"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.meetings.iter().map(|m| value(MeetingObject::from(m))))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for meeting in self.meetings {
            if !blocks.is_empty() {
                blocks.push(Block::Gap);
            }
            blocks.extend(head(meeting));
            blocks.extend(meeting.items.iter().flat_map(item));
        }
        blocks
    }
}

fn head(meeting: &Meeting) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading(1, Rich::strong(meeting_line(&MeetingFacts::from(meeting)))),
        Block::paragraph(Rich::dim(&meeting.source)),
    ];
    blocks.extend(time_and_place(meeting).map(|text| Block::paragraph(Rich::plain(text))));
    let (absent, present): (Vec<_>, Vec<_>) = meeting.participants.iter().partition(|p| p.absent);
    for (name, people) in [("present", present), ("absent", absent)].into_iter().filter(|(_, p)| !p.is_empty()) {
        let people: Vec<String> = people.into_iter().map(person).collect();
        blocks.push(Block::paragraph(Rich::dim(format!("{name}: ")).with(people.join("; "), Style::Plain)));
    }
    blocks
}

fn time_and_place(meeting: &Meeting) -> Option<String> {
    let time = |t: Option<jiff::civil::Time>| t.map(|t| t.strftime("%H:%M").to_string());
    let time = match (time(meeting.start), time(meeting.end)) {
        (Some(start), Some(end)) => Some(format!("{start}–{end}")),
        (start, end) => start.or(end),
    };
    let parts: Vec<String> = time.into_iter().chain(meeting.place.clone()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn person(p: &Participant) -> String {
    let more: Vec<&str> = p.role.iter().chain(&p.organisation).map(String::as_str).collect();
    if more.is_empty() { p.name.clone() } else { format!("{} ({})", p.name, more.join(", ")) }
}

fn item(item: &Item) -> Vec<Block> {
    let page = item.page.map(|p| format!("  page {p}")).unwrap_or_default();
    let mut blocks = vec![Block::Gap, Block::heading(2, Rich::strong(numbered(item)).with(page, Style::Dim))];
    blocks.extend(facts(item).map(|f| Block::paragraph(Rich::dim(f))));
    blocks.extend(item.sections.iter().flat_map(|s| section(s, 3, false)));
    blocks.extend(attachments(item));
    blocks
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::model::{MeetingKind, Text};
    use crate::output::item::tests::stored;
    use crate::output::{Format, Markdown};

    fn meeting() -> Meeting {
        let guest = |name: &str, absent| Participant {
            name: name.into(),
            organisation: None,
            role: Some("formand".into()),
            absent,
        };
        Meeting {
            source: "a.pdf".into(),
            kind: MeetingKind::Minutes,
            body: Some("Byrådet".into()),
            authority: None,
            region: None,
            date: Some(date(2012, 3, 20)),
            start: Some(time(17, 0, 0, 0)),
            end: None,
            place: Some("Byrådssalen".into()),
            participants: vec![guest("Anna Holm", false), guest("Bo Friis", true)],
            items: vec![stored().item],
            front: Text::default(),
            contents: Text::default(),
            running: Text::default(),
        }
    }

    #[test]
    fn outline_tells_meeting_people_and_items() {
        let mut out = Vec::new();
        Markdown.write(&OutlineReport { meetings: &[meeting()] }, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        # Byrådet · 2012-03-20 · minutes

        a.pdf

        17:00 · Byrådssalen

        present: Anna Holm (formand)

        absent: Bo Friis (formand)

        ## 4  Møder i 2013  page 2

        case number: 09/123

        ### Indstilling  page 2

        at, mødet flyttes,

        — page 3 —

        at udvalget orienteres.

        ### Beslutning  page 3

        Godkendt.
        ");
    }
}
