//! Turns the outline into a [`Meeting`].

use std::ops::Range;

use super::cover;
use super::fields::{self, Field};
use super::groups::{Outline, OutlineItem, printed_title, title};
use super::headings::{Fit, Heading};
use super::knowledge::KNOWN;
use super::rows::{Row, Rows};
use super::sections::Span;
use super::text::{Join, Joiner, Piece, wrap};
use super::unplaced;
use super::{numbers, participants};
use crate::model::{Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};
use crate::note::{Note, Noted};
use crate::source::Document;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Cover and header, and the lines at the end that close the meeting.
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

/// A document that has no items, no day and no name of a meeting's is none, where it has so many rows.
const SHORTEST_OTHER: usize = 4;
/// So many bare decisions, at least, show that a document without a heading for them is minutes.
const SEVERAL_DECISIONS: usize = 2;

/// Builds the meeting.
pub(super) fn meeting(document: &Document, rows: &Rows, outline: &Outline) -> Noted<Meeting> {
    let mut roles = roles(rows, outline);
    let first = outline.items.first().map_or(0, |i| i.head.rows.start);
    let front_lines = rows.get(first).map_or(rows.lines, |r| r.index);
    let mut read = cover::read(document, if outline.items.is_empty() { rows.lines } else { front_lines });
    // A memo's chapter may say what was talked over; only a heading of a decision makes it minutes.
    if let Some(title) = read.other.clone().filter(|_| !heads_decisions(outline, rows, read.date)) {
        return no_meeting(document, rows, outline, read, title, 0);
    }
    let decided = records_decisions(rows, outline, read.date);
    let bare = outline.items.is_empty() && outline.contents.is_empty();
    let nothing = bare && read.kind.is_none() && read.start.is_none() && read.date.is_none();
    if nothing && !decided && rows.len() >= SHORTEST_OTHER {
        let title = rows.rows[0].text().to_owned();
        return no_meeting(document, rows, outline, read, title, 1);
    }
    let kind = if decided { Some(MeetingKind::Minutes) } else { read.kind };
    let kind = kind.unwrap_or(MeetingKind::Agenda);
    let mut notes = Vec::new();
    let items = if outline.items.is_empty() {
        notes.push(Note::warning("expected items, but found none").with_hint("the whole text is kept as one item"));
        vec![only_item(document, rows, &roles, kind)]
    } else {
        let mut items: Vec<Item> = outline.items.iter().map(|i| item(rows, outline, i, kind, &mut notes)).collect();
        put_unplaced(rows, outline, &mut roles, &mut items);
        items
    };
    let behind = join(rows, (first..rows.len()).filter(|at| !outline.items.is_empty() && roles[*at] == Role::Front));
    participants::add_told(&mut read.participants, told_texts(&items).chain([(0, behind.as_str())]));
    let text_of = |role: Role| {
        let all = (0..rows.len()).filter(|at| roles[*at] == role);
        join(rows, all)
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
        running: running_text(document, rows),
    };
    Noted { value, notes }
}

/// The texts that may tell who was there, each with the place of its item: what was decided, and all of the first item.
fn told_texts(items: &[Item]) -> impl Iterator<Item = (usize, &str)> {
    items.iter().enumerate().flat_map(|(i, item)| {
        let tells = move |s: &&Section| s.kind == SectionKind::Minutes || i == 0;
        item.sections.iter().filter(tells).map(move |s| (i, s.text.as_str()))
    })
}

/// Makes items of the text outside all items, in the document's order.
fn put_unplaced(rows: &Rows, outline: &Outline, roles: &mut [Role], items: &mut Vec<Item>) {
    let first = outline.items.first().map_or(rows.len(), |item| item.head.rows.start);
    let found = unplaced::ranges(rows, roles, first);
    let (before, after): (Vec<_>, Vec<_>) = found.into_iter().partition(|range| range.start < first);
    let mut item = |range: Range<usize>| {
        roles[range.clone()].fill(Role::Text);
        let section = Section {
            kind: SectionKind::CaseSummary,
            heading: None,
            body: None,
            date: None,
            text: join(rows, range.clone()),
            decision: None,
        };
        Item { sections: vec![section], page: Some(rows.rows[range.start].page), ..Item::titled(Item::UNPLACED) }
    };
    items.extend(after.into_iter().map(&mut item));
    items.splice(0..0, before.into_iter().map(&mut item));
}

/// A memo, a letter or a report: one item with all the text, under the document's own title.
/// Its text begins with the row `from`, behind a title that is a row of its own.
fn no_meeting(
    document: &Document,
    rows: &Rows,
    outline: &Outline,
    read: cover::Cover,
    title: String,
    from: usize,
) -> Noted<Meeting> {
    let text = join(rows, (from..rows.len()).filter(|at| !outline.contents.rows.contains(at)));
    let page = text.first_page();
    let section = Section::new(SectionKind::CaseSummary, text);
    let value = Meeting {
        source: document.name.clone(),
        kind: MeetingKind::Other,
        body: None,
        authority: read.authority,
        region: read.region,
        date: read.date,
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: vec![Item { sections: vec![section], page, ..Item::titled(title) }],
        front: Text::default(),
        contents: join(rows, outline.contents.rows.clone()),
        running: running_text(document, rows),
    };
    Noted { value, notes: Vec::new() }
}

/// The lines that the page added.
fn running_text(document: &Document, rows: &Rows) -> Text {
    let mut running = Joiner::default();
    let lines: Vec<_> = if rows.running.is_empty() { Vec::new() } else { document.lines().collect() };
    for (page, line) in rows.running.iter().filter_map(|at| lines.get(*at)) {
        running.push(&Piece::of(line), *page, Join::Break);
    }
    running.finish()
}

/// Gives each row its role.
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

/// Enough items have a decision of the day under a heading.
fn heads_decisions(outline: &Outline, rows: &Rows, day: Option<jiff::civil::Date>) -> bool {
    let of_the_day =
        |h: &Heading| h.kind == SectionKind::Minutes && (h.date.is_none() || day.is_none() || h.date == day);
    let has_text = |s: &Span| {
        s.heading.as_ref().is_some_and(|h| h.rest_at.is_some()) || s.rows.clone().any(|at| rows.get(at).is_some())
    };
    let decided = |i: &&OutlineItem| i.spans.iter().any(|s| s.heading.as_ref().is_some_and(of_the_day) && has_text(s));
    outline.items.iter().filter(decided).count() * 8 >= outline.items.len().max(1)
}

/// True where the document records decisions made on the day of the meeting.
fn records_decisions(rows: &Rows, outline: &Outline, day: Option<jiff::civil::Date>) -> bool {
    let all = outline.items.len().max(1);
    let told = |i: &&OutlineItem| has_only_decision(rows, i);
    // Nothing but *Godkendt.* under several titles: a proposal is never so short.
    let made = |i: &&OutlineItem| {
        let row = i.spans.first().filter(|s| s.heading.is_none()).and_then(|s| rows.get(s.rows.start));
        let title = printed_title(rows, &i.head);
        KNOWN.decisions.made.is_match(&title) || row.is_some_and(|row| KNOWN.decisions.made.is_match(row.text()))
    };
    heads_decisions(outline, rows, day)
        || outline.items.iter().filter(told).count() * 2 >= all
        || outline.items.iter().filter(made).count() * 4 >= all.max(SEVERAL_DECISIONS * 4)
}

/// The item has nothing but the words of a decision, without a heading.
fn has_only_decision(rows: &Rows, item: &OutlineItem) -> bool {
    let only = item.spans.first().filter(|s| item.spans.len() == 1 && s.heading.is_none());
    only.and_then(|s| rows.get(s.rows.start)).is_some_and(|row| KNOWN.decisions.opens.is_match(row.text()))
}

fn item(rows: &Rows, outline: &Outline, found: &OutlineItem, kind: MeetingKind, notes: &mut Vec<Note>) -> Item {
    let head = &found.head;
    let row = &rows.rows[head.title.start];
    let title = title(rows, head, &outline.contents);
    if found.number_restored
        && let Some(number) = &found.number
    {
        notes
            .push(Note::info(format!("number {number} of \"{title}\" was put back by the sequence")).on_page(row.page));
    }
    // The title's own row is no code, though `Sag nr. 47. Ekspropriation` begins as one.
    let beside_title = head.rows.clone().filter(|at| !head.title.contains(at));
    let codes = beside_title.chain(found.fields.clone()).filter(|at| outline.fields[*at] == Some(Field::Codes));
    let item_number = |text: &&str| numbers::read(text).is_some_and(|n| n.title_at == text.len());
    let headed = found.spans.iter().filter(|s| is_case_number(s)).flat_map(|s| s.rows.clone());
    let codes: Vec<&str> = codes.chain(headed).map(|at| rows.rows[at].text()).filter(|t| !item_number(t)).collect();
    let in_title = fields::split_title(&printed_title(rows, head)).1;
    let closed =
        [title.as_str()].into_iter().chain(codes.iter().copied()).chain(found.group.as_deref()).any(fields::is_closed);
    let mut labels: Vec<(String, String)> = codes.iter().flat_map(|t| fields::labelled(t)).collect();
    let mut parts: Vec<(&Span, Section)> = Vec::new();
    for span in &found.spans {
        match section(rows, outline, span).filter(|_| !is_case_number(span)) {
            Some(section) => parts.push((span, section)),
            None => labels.extend(empty_heading(span)),
        }
    }
    let sections = settle_unheaded(parts, kind);
    Item {
        number: found.number.as_deref().and_then(ItemNumber::new),
        group: found.group.clone(),
        presenter: presenter(rows, outline, found).or_else(|| presenter_in_title(found, &title)),
        case_number: in_title.or_else(|| fields::case_number(codes.iter().copied())).map(whole_number),
        closed,
        attachments: attachments(rows, found),
        labels,
        page: Some(rows.rows[head.rows.start].page),
        sections,
        ..Item::titled(title)
    }
}

/// A heading without text below it is a label without a value, or its value was read as a code.
fn empty_heading(span: &Span) -> Option<(String, String)> {
    span.heading.as_ref().map(|h| (h.printed.clone(), String::new()))
}

/// A heading with the case number under it (`JOURNALNUMMER`), which is a field and no section.
fn is_case_number(span: &Span) -> bool {
    let named = span.heading.as_ref().is_some_and(|h| ["journalnummer", "sagsnummer"].contains(&h.key.as_str()));
    named && span.rows.len() == 1
}

/// Writes a long case number as its system does where a print ran it together: `20230132207` becomes `2023-0132207`.
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

/// The presenter named in the title itself.
fn presenter_in_title(found: &OutlineItem, title: &str) -> Option<String> {
    found.head.number.as_ref().and_then(|_| fields::presenter_in_title(title)).map(str::to_owned)
}

fn section(rows: &Rows, outline: &Outline, span: &Span) -> Option<Section> {
    let mut joiner = Joiner::default();
    if let (Some(at), Some(heading)) = (span.heading_row, &span.heading)
        && let Some(rest) = heading.rest_at
    {
        joiner.push(&rows.rows[at].piece.after(rest), rows.rows[at].page, Join::Break);
    }
    let other = |at: &usize| outline.number_rows.binary_search(at).is_ok() || outline.contents.rows.contains(at);
    let kept = span.rows.clone().filter(|at| !other(at));
    push_rows(
        &mut joiner,
        rows,
        kept,
        span.heading_row.filter(|_| span.heading.as_ref().is_some_and(|h| h.rest_at.is_some())),
    );
    let text = joiner.finish();
    // A stray sign such as the full stop of an empty field is no text.
    let text = if text.as_str().chars().any(char::is_alphanumeric) { text } else { Text::default() };
    let heading = span.heading.as_ref();
    let files = heading.is_none() && span.rows.clone().all(|at| fields::names_files(rows.rows[at].text()));
    let unheaded = if files { SectionKind::Attachments } else { SectionKind::CaseSummary };
    // Templates print all their headings, also empty ones; a sentence or a date carries meaning by itself.
    let speaks = heading.is_some_and(|h| matches!(h.fit, Fit::Sentence | Fit::Dated) || h.foreign);
    if text.is_blank() && !speaks {
        return None;
    }
    Some(Section {
        heading: heading.map(|h| h.printed.clone()),
        body: heading.and_then(|h| h.body.clone()),
        date: heading.and_then(|h| h.date),
        ..Section::new(heading.map_or(unheaded, |h| h.kind), text)
    })
}

/// Rule 1 of FORMAT.md: text without a heading is the case summary, unless the minutes have nothing else.
fn settle_unheaded(parts: Vec<(&Span, Section)>, kind: MeetingKind) -> Vec<Section> {
    let all_there_is = parts.len() == 1 && kind == MeetingKind::Minutes;
    let settle = |(span, section): (&Span, Section)| {
        let text = section.heading.is_none() && section.kind == SectionKind::CaseSummary;
        let decided = text && (span.headless_decision || all_there_is);
        if decided { Section { kind: SectionKind::Minutes, ..section } } else { section }
    };
    parts.into_iter().map(settle).collect()
}

/// The lines under *Bilag*, one per attachment.
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

/// The only item of a document without items.
fn only_item(document: &Document, rows: &Rows, roles: &[Role], kind: MeetingKind) -> Item {
    let text = join(rows, (0..rows.len()).filter(|at| roles[*at] == Role::Front));
    let page = text.first_page();
    let kind = if kind == MeetingKind::Minutes { SectionKind::Minutes } else { SectionKind::CaseSummary };
    let section = Section::new(kind, text);
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
        && let Some(at) =
            piece.text[..(marker + 4).min(piece.text.len()).min(floor(&piece.text, marker + 4))].find('\t')
    {
        piece.text.replace_range(at..at + 1, " ");
    }
    piece
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The row begins a line of its own and does not continue the one above.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::parse;
    use crate::source::{Format, Line, Page};

    fn document(lines: &[String]) -> Document {
        let pages = lines.chunks(40).enumerate().map(|(i, lines)| Page {
            number: i as u32 + 1,
            lines: lines.iter().map(|l| Line::plain(l.as_str())).collect(),
            size: None,
            needs_ocr: false,
        });
        Document {
            name: "a.txt".into(),
            format: Format::PlainText,
            pages: pages.collect(),
            outline: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// How often a word occurs in the text kept by the meeting.
    fn occurrences(meeting: &Meeting, word: &str) -> usize {
        let count = |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|w| *w == word).count();
        let mut groups: Vec<&str> = meeting.items.iter().filter_map(|i| i.group.as_deref()).collect();
        groups.dedup();
        let texts = [&meeting.front, &meeting.contents, &meeting.running].into_iter().map(Text::as_str);
        let sections = meeting.items.iter().flat_map(|i| &i.sections);
        let headings = sections.clone().filter_map(|s| s.heading.as_deref());
        let titles = meeting.items.iter().map(|i| i.title.as_str());
        let presenters = meeting.items.iter().filter_map(|i| i.presenter.as_deref());
        let labels = meeting.items.iter().flat_map(|i| &i.labels).flat_map(|(l, v)| [l.as_str(), v.as_str()]);
        let all = texts.chain(sections.map(|s| s.text.as_str())).chain(headings).chain(titles).chain(presenters);
        let all = all.chain(labels);
        all.chain(groups).map(count).sum()
    }

    /// Lines as documents have them, each with a unique word.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let line = prop_oneof![
            3 => Just(String::new()),
            3 => "[A-ZÆØÅ][a-zæøå ]{0,60}".prop_map(|s| s),
            2 => (1u8..30, "[A-Z][a-zæøå ]{3,30}").prop_map(|(n, t)| format!("{n}. {t}")),
            1 => (1u8..5, 1u8..5).prop_map(|(a, b)| format!("{a}.{b} Sag")),
            1 => (1u8..20).prop_map(|n| format!("Sag om noget.......{n}")),
            3 => prop::sample::select(vec![
                "Indstilling", "Sagsfremstilling:", "Beslutning", "Bilag", "Referat:", "Økonomi", "Protokol:",
                "Økonomiudvalgets indstilling den 3. februar 1998:", "Beslutning i Byrådet den 20-03-2013",
                "Direktionen indstiller, at", "Udvalgets vedtagelse", "BESLUTNINGSFORSLAG FRA V", "Eventuelt",
            ]).prop_map(str::to_owned),
            3 => prop::sample::select(vec![
                "Ved Anna Bo", "- at det godkendes", "Pkt. 3", "Åbne sager", "Sag nr. 12", "J.nr. 00.32.04Ø00", "A. Formalia",
                "Formål: Orientering", "Godkendelse af dagsorden", "--------------", "Indholdsfortegnelse", "Fraværende: Ingen.",
                "Mødet hævet kl. 16.20.", "Side 3 af 9", ".", "                              Vedtaget.",
            ]).prop_map(str::to_owned),
            1 => (1u8..30, "[A-Z][a-zæøå ]{3,30}").prop_map(|(n, t)| format!("{n}) {t}")),
            1 => (1u8..9, "[A-Z][a-zæøå ]{3,30}").prop_map(|(n, t)| format!("B.{n} {t}")),
            1 => (1u8..90, "[A-Z][a-zæøå ]{3,30}").prop_map(|(n, t)| format!("Pkt. {n}/16 {t}")),
            1 => "\\PC{0,60}",
        ];
        let word = |(i, line): (usize, String)| if line.trim().is_empty() { line } else { format!("{line} tok{i}en") };
        prop::collection::vec(line, 0..120).prop_map(move |l| l.into_iter().enumerate().map(word).collect())
    }

    proptest! {
        #[test]
        fn every_line_is_kept_once(lines in lines()) {
            let document = document(&lines);
            let rows = Rows::of(&document);
            let roles = roles(&rows, &Outline::of(&rows));
            let meeting = parse(&document).value;
            for (at, role) in roles.iter().enumerate() {
                let row = &rows.rows[at];
                let word = format!("tok{}en", row.index);
                if !row.text().split(|c: char| !c.is_alphanumeric()).any(|w| w == word) {
                    continue;
                }
                let n = occurrences(&meeting, &word);
                match role {
                    Role::Front | Role::Contents | Role::Text => prop_assert_eq!(n, 1, "{:?} {}", role, row.text()),
                    // Codes are read, not kept; a heading over nothing is left out.
                    _ => prop_assert!(n <= 1, "{:?} {} {}", role, row.text(), n),
                }
            }
            for at in &rows.running {
                let word = format!("tok{at}en");
                prop_assert!(occurrences(&meeting, &word) <= 1);
            }
        }

        #[test]
        fn mutated_layouts_do_not_panic(seed in 0usize..4, cuts in prop::collection::vec((0usize..400, 0usize..400), 0..12)) {
            let text = [
                include_str!("../../tests/golden/lejre-social-2011.txt"),
                include_str!("../../tests/golden/kkr-midtjylland-2021.txt"),
                include_str!("../../tests/golden/roskilde-socialudvalg-2016.txt"),
                include_str!("../../tests/golden/aarhus-byraad-2019.txt"),
            ][seed];
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            for (a, b) in cuts {
                let (a, b) = (a % lines.len(), b % lines.len());
                lines.swap(a, b);
            }
            let document = document(&lines);
            let rows = Rows::of(&document);
            prop_assert_eq!(roles(&rows, &Outline::of(&rows)).len(), rows.len());
            prop_assert!(!parse(&document).value.items.is_empty());
        }
    }

    #[test]
    fn document_without_items_is_one_item_with_all_the_text() {
        let lines = ["Kære alle", "", "Vi ses på torsdag."].map(str::to_owned);
        let meeting = parse(&document(&lines)).value;
        assert_eq!(meeting.items.len(), 1);
        assert_eq!(meeting.items[0].sections[0].text.as_str(), "Kære alle\nVi ses på torsdag.");
        assert!(parse(&document(&[])).value.items.len() == 1);
    }
}
