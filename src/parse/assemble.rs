//! The outline becomes a [`Meeting`].

use std::ops::Range;

use super::cover;
use super::fields::{self, Field};
use super::groups::{Outline, OutlineItem, title};
use super::headings::{Fit, Heading};
use super::numbers;
use super::rows::{Row, Rows};
use super::sections::Span;
use super::text::{Join, Joiner, Piece, wrap};
use crate::model::{Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};
use crate::note::{Note, Noted};
use crate::source::Document;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Front,
    Contents,
    /// A number that the scan displaced.
    Number,
    Group,
    Head,
    Field,
    Heading,
    Text,
}

/// Builds the meeting.
pub(super) fn meeting(document: &Document, rows: &Rows, outline: &Outline) -> Noted<Meeting> {
    let roles = roles(rows, outline);
    let first = outline.items.first().map_or(0, |i| i.head.rows.start);
    let front_lines = rows.get(first).map_or(rows.lines, |r| r.index);
    let read = cover::read(document, if outline.items.is_empty() { rows.lines } else { front_lines });
    let kind = if records_decisions(rows, outline, read.date) { Some(MeetingKind::Minutes) } else { read.kind };
    let kind = kind.unwrap_or(MeetingKind::Agenda);
    let text_of = |role: Role| {
        let all = (0..rows.len()).filter(|at| roles[*at] == role);
        join(rows, all)
    };
    let mut running = Joiner::default();
    let lines: Vec<_> = if rows.running.is_empty() { Vec::new() } else { document.lines().collect() };
    for (page, line) in rows.running.iter().filter_map(|at| lines.get(*at)) {
        running.push(&Piece::of(line), *page, Join::Break);
    }
    let mut notes = Vec::new();
    let items = if outline.items.is_empty() {
        notes.push(Note::warning("expected items, but found none").with_hint("the whole text is kept as one item"));
        vec![only_item(document, rows, &roles, kind)]
    } else {
        outline.items.iter().map(|i| item(rows, outline, i, kind, &mut notes)).collect()
    };
    let value = Meeting {
        source: document.name.clone(),
        kind,
        body: read.body,
        authority: read.authority,
        region: read.region,
        date: read.date,
        start: read.start,
        end: read.end,
        place: read.place,
        participants: read.participants,
        items,
        front: if outline.items.is_empty() { Text::default() } else { text_of(Role::Front) },
        contents: text_of(Role::Contents),
        running: running.finish(),
    };
    Noted { value, notes }
}

/// Says of each row what became of it.
pub(super) fn roles(rows: &Rows, outline: &Outline) -> Vec<Role> {
    let mut out = vec![Role::Front; rows.len()];
    let mut set = |range: Range<usize>, role: Role| {
        for at in range {
            if let Some(slot) = out.get_mut(at) {
                *slot = role;
            }
        }
    };
    for item in &outline.items {
        set(item.head.rows.clone(), Role::Head);
        set(item.fields.clone(), Role::Field);
        for span in &item.spans {
            if let Some(at) = span.heading_row {
                set(at..at + 1, Role::Heading);
            }
            set(span.rows.clone(), Role::Text);
        }
    }
    set(outline.contents.rows.clone(), Role::Contents);
    for at in &outline.group_rows {
        set(*at..at + 1, Role::Group);
    }
    for at in &outline.number_rows {
        set(*at..at + 1, Role::Number);
    }
    out
}

/// True where the document tells what was decided on the day of the meeting.
fn records_decisions(rows: &Rows, outline: &Outline, day: Option<jiff::civil::Date>) -> bool {
    let of_the_day = |h: &Heading| h.kind == SectionKind::Minutes && (h.date.is_none() || day.is_none() || h.date == day);
    let has_text = |s: &Span| {
        s.heading.as_ref().is_some_and(|h| h.rest_at.is_some()) || s.rows.clone().any(|at| rows.get(at).is_some())
    };
    let decided = |i: &&OutlineItem| i.spans.iter().any(|s| s.heading.as_ref().is_some_and(of_the_day) && has_text(s));
    outline.items.iter().filter(decided).count() * 8 >= outline.items.len().max(1)
}

fn item(rows: &Rows, outline: &Outline, found: &OutlineItem, kind: MeetingKind, notes: &mut Vec<Note>) -> Item {
    let head = &found.head;
    let row = &rows.rows[head.title.start];
    let title = title(rows, head, &outline.contents);
    if found.number_restored
        && let Some(number) = &found.number
    {
        notes.push(Note::info(format!("number {number} of \"{title}\" was put back by the sequence")).on_page(row.page));
    }
    let texts = |range: Range<usize>| range.map(|at| rows.rows[at].text());
    let codes = head.rows.clone().chain(found.fields.clone()).filter(|at| outline.fields[*at] == Some(Field::Codes));
    let codes: Vec<&str> = codes.map(|at| rows.rows[at].text()).collect();
    let printed: String = texts(head.title.clone()).collect::<Vec<_>>().join(" ");
    let in_title = fields::split_title(&printed).1;
    let closed = [title.as_str()].into_iter().chain(codes.iter().copied()).chain(found.group.as_deref()).any(fields::is_closed);
    let parts: Vec<(&Span, Section)> = found.spans.iter().filter_map(|s| Some((s, section(rows, outline, s)?))).collect();
    let sections = settle_unheaded(parts, kind);
    Item {
        number: found.number.as_deref().and_then(ItemNumber::new),
        group: found.group.clone(),
        presenter: presenter(rows, outline, found),
        case_number: in_title.or_else(|| fields::case_number(codes.iter().copied())).map(whole_number),
        closed,
        attachments: attachments(rows, found),
        page: Some(rows.rows[head.rows.start].page),
        sections,
        ..Item::titled(title)
    }
}

/// A long case number that a print ran together is given as its system writes it: `20230132207` is `2023-0132207`.
fn whole_number(number: crate::model::CaseNumber) -> crate::model::CaseNumber {
    let digits = number.0.len() == 11 && number.0.bytes().all(|b| b.is_ascii_digit()) && number.0.starts_with("20");
    if digits { crate::model::CaseNumber(format!("{}-{}", &number.0[..4], &number.0[4..])) } else { number }
}

fn presenter(rows: &Rows, outline: &Outline, found: &OutlineItem) -> Option<String> {
    let mut at = found.fields.clone().find(|at| outline.fields[*at] == Some(Field::Presenter))?;
    let mut name = fields::presenter(rows.rows[at].text())?.to_owned();
    at += 1;
    while at < found.fields.end && outline.fields[at].is_none() {
        name = format!("{name} {}", rows.rows[at].text());
        at += 1;
    }
    Some(name.trim_end_matches(':').to_owned())
}

fn section(rows: &Rows, outline: &Outline, span: &Span) -> Option<Section> {
    let mut joiner = Joiner::default();
    if let (Some(at), Some(heading)) = (span.heading_row, &span.heading)
        && let Some(rest) = heading.rest_at
    {
        joiner.push(&rows.rows[at].piece.after(rest), rows.rows[at].page, Join::Break);
    }
    let kept = span.rows.clone().filter(|at| outline.number_rows.binary_search(at).is_err());
    push_rows(&mut joiner, rows, kept, span.heading_row.filter(|_| span.heading.as_ref().is_some_and(|h| h.rest_at.is_some())));
    let text = joiner.finish();
    let heading = span.heading.as_ref();
    // Templates print all their headings, also those with nothing to say; a sentence or a date says something itself.
    let speaks = heading.is_some_and(|h| matches!(h.fit, Fit::Sentence | Fit::Dated) || h.foreign);
    if text.is_blank() && !speaks {
        return None;
    }
    Some(Section {
        kind: heading.map_or(SectionKind::CaseSummary, |h| h.kind),
        heading: heading.map(|h| h.printed.clone()),
        body: heading.and_then(|h| h.body.clone()),
        date: heading.and_then(|h| h.date),
        text,
    })
}

/// Rule 1 of FORMAT.md: text without a heading is the case, unless it is all that the minutes have.
fn settle_unheaded(parts: Vec<(&Span, Section)>, kind: MeetingKind) -> Vec<Section> {
    let all_there_is = parts.len() == 1 && kind == MeetingKind::Minutes;
    let settle = |(span, section): (&Span, Section)| {
        let decided = section.heading.is_none() && (span.headless_decision || all_there_is);
        if decided { Section { kind: SectionKind::Minutes, ..section } } else { section }
    };
    parts.into_iter().map(settle).collect()
}

/// The lines under *Bilag*, one an attachment.
fn attachments(rows: &Rows, found: &OutlineItem) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let lists = found.spans.iter().filter(|s| s.heading.as_ref().is_some_and(|h| h.kind == SectionKind::Attachments));
    for span in lists {
        if let (Some(at), Some(rest)) = (span.heading_row, span.heading.as_ref().and_then(|h| h.rest_at)) {
            out.push(rows.rows[at].text()[rest..].to_owned());
        }
        for at in span.rows.clone() {
            let row = &rows.rows[at];
            let opens = at == span.rows.start || starts_line(rows, at) || row.key.starts_with("bilag");
            let text = row.text().trim_start_matches(['-', '•', '–', '*', '·', '\t', ' ']).replace('\t', " ");
            match out.last_mut() {
                Some(last) if !opens => *last = format!("{last} {text}"),
                _ => out.push(text),
            }
        }
    }
    out.retain(|a| !a.trim().is_empty() && !a.to_lowercase().starts_with("ingen"));
    out
}

/// The item of a document that has none.
fn only_item(document: &Document, rows: &Rows, roles: &[Role], kind: MeetingKind) -> Item {
    let text = join(rows, (0..rows.len()).filter(|at| roles[*at] == Role::Front));
    let page = text.first_page();
    let kind = if kind == MeetingKind::Minutes { SectionKind::Minutes } else { SectionKind::CaseSummary };
    let section = Section { kind, heading: None, body: None, date: None, text };
    let title = document.name.rsplit_once('.').map_or(document.name.as_str(), |(stem, _)| stem);
    Item { sections: vec![section], page, ..Item::titled(title) }
}

fn join(rows: &Rows, which: impl Iterator<Item = usize>) -> Text {
    let mut joiner = Joiner::default();
    push_rows(&mut joiner, rows, which, None);
    joiner.finish()
}

fn push_rows(joiner: &mut Joiner, rows: &Rows, which: impl Iterator<Item = usize>, mut before: Option<usize>) {
    for at in which {
        let row = &rows.rows[at];
        let goes_on = before == at.checked_sub(1) && before.is_some() && !starts_line(rows, at);
        let how = if goes_on { wrap(rows.rows[at - 1].text(), row.text()) } else { Join::Break };
        joiner.push(&tidy(row), row.page, how);
        before = Some(at);
    }
}

/// A bullet or number keeps one space behind it, not the tab of its column.
fn tidy(row: &Row) -> Piece {
    let mut piece = row.piece.clone();
    let marker = numbers::read(&piece.text).map_or(usize::from(row.bulleted()), |n| n.title_at.saturating_sub(1));
    if marker > 0
        && let Some(at) = piece.text[..(marker + 4).min(piece.text.len()).min(floor(&piece.text, marker + 4))].find('\t')
    {
        piece.text.replace_range(at..at + 1, " ");
    }
    piece
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The row begins a line of its own, rather than going on from the one above.
fn starts_line(rows: &Rows, at: usize) -> bool {
    let row = &rows.rows[at];
    let Some(above) = at.checked_sub(1).and_then(|r| rows.get(r)) else { return true };
    let broken_word = above.text().ends_with('-') && row.text().starts_with(char::is_lowercase);
    if broken_word {
        return row.gap > 0;
    }
    let listed = row.bulleted() || numbers::read(row.text()).is_some_and(|n| n.title_at < row.text().len());
    let table = row.text().contains('\t') || above.text().contains('\t') && !above.bulleted();
    let set_apart = (row.bold, row.larger) != (above.bold, above.larger);
    row.gap > 0 || listed || table || set_apart || !rows.is_full(at - 1)
}
