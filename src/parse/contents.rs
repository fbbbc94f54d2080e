//! Separates the list of contents from the agenda itself.
//!
//! Many documents name their items twice: in a list, then as heads with text under them. Read as items, the list
//! doubles the agenda; recognised as a list, it is the best evidence for the items' titles. Each row gains points for
//! looking like an entry (it ends in leaders or a page number, or it is numbered and its title is repeated later) and
//! loses points for looking like text. The list is the stretch of rows with the most points. Known forms:
//!
//! - `Punkt 3: Årshjul 2022.....⇥3`, `2.2 Opfølgning på takstaftalen⇥8`, roman page numbers, page numbers in a column
//! - rows without pages: lists of links (`• Pkt. 61 Title`), `PUNKTER` of agenda systems
//! - groups between the entries, with or without numbers (`Åbne sager:`)
//!
//! In doubt a row is not contents: an item shown twice is a nuisance, a lost item is an error.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::folding::key;
use super::knowledge::KNOWN;
use super::numbers::{self, Levels};
use super::rows::{Row, Rows};
use super::text::wrap;
use super::{fields, headings};
use crate::model::SectionKind;

/// So many numbers in order below a header are a list.
const SHORTEST_LIST: usize = 3;
/// An entry takes at most so many rows without a number.
const MOST_WRAPPED: usize = 3;
/// An entry in order below a header whose title does not come again: as sure as one whose title does but has no number.
const BELOW_HEADER: f32 = 1.0;
/// A stretch with fewer points is no list of contents. Two rows with leaders reach it, and so do three repeated titles.
const ENOUGH: f32 = 5.0;

/// Two lists of one document are at most this many rows apart: a heading and a column title fit between them.
const APART: usize = 3;

/// One entry of the list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub number: Option<Levels>,
    pub title: String,
    pub key: String,
}

/// The list of contents, empty where the document has none.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The rows of the list.
    pub rows: Range<usize>,
    pub entries: Vec<Entry>,
    by_number: HashMap<Levels, usize>,
    by_start: HashMap<String, Vec<usize>>,
}

/// How well a head agrees with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Number and title, or the title of an entry without number.
    Full,
    /// The title alone, or the number and a title that begins alike.
    Partly,
}

/// How many letters of a key are compared: enough to distinguish titles, few enough for a wrapped first line to have
/// them.
const START: usize = 16;

fn start(key: &str) -> String {
    key.chars().take(START).collect()
}

impl Contents {
    pub(super) fn find(rows: &Rows) -> Self {
        let points = points(&rows.rows[..front(rows)], &Repetitions::of(rows));
        let Some(found) = best_stretch(&points).map(|f| up_to_first_repetition(rows, f)) else {
            return Self::default();
        };
        let both = with_second_list(rows, &points, &found);
        let mut out = Self { rows: both, ..Self::default() };
        for row in &rows.rows[found] {
            out.take(row);
        }
        let entries = std::mem::take(&mut out.entries);
        out.entries = entries.into_iter().filter(|e| !e.key.is_empty()).collect();
        if out.entries.len() < 2 {
            return Self::default();
        }
        for (i, entry) in out.entries.iter().enumerate() {
            if let Some(number) = entry.number {
                out.by_number.entry(number).or_insert(i);
            }
            out.by_start.entry(start(&entry.key)).or_default().push(i);
        }
        out
    }

    /// Adds a row of the list: a new entry, or the end of the one before.
    fn take(&mut self, row: &Row) {
        if KNOWN.contents.headers.contains(&row.key)
            || row.text().chars().all(|c| !c.is_alphabetic())
            || states_decision(row)
        {
            return;
        }
        let (number, title) = entry_parts(row.text());
        let wrapped = number.is_none() && row.gap == 0 && !row.page_top;
        match self.entries.last_mut() {
            Some(last) if wrapped && last.number.is_some() && !last.title.ends_with('\t') => {
                let join = if wrap(&last.title, &title) == super::text::Join::Space { " " } else { "" };
                last.title = format!("{}{join}{title}", last.title);
            }
            _ => self.entries.push(Entry { number, title, key: String::new() }),
        }
        if let Some(last) = self.entries.last_mut() {
            // A page number ends an entry; until then the next row may belong to it. The mark is taken off by `trim`.
            let ended = KNOWN.contents.page_reference.is_match(row.text());
            last.title = last.title.trim().to_owned() + if ended { "\t" } else { "" };
            last.key = key(&last.title);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Most entries have a number.
    pub(super) fn is_numbered(&self) -> bool {
        self.by_number.len() * 2 > self.entries.len()
    }

    /// The entry matching a head with this number and this (beginning of a) title.
    pub(super) fn entry(&self, number: Option<Levels>, title_key: &str) -> Option<(usize, Agreement)> {
        let begins =
            |e: &Entry| !title_key.is_empty() && (e.key.starts_with(title_key) || title_key.starts_with(&e.key));
        if let Some(&i) = number.and_then(|n| self.by_number.get(&n)) {
            let entry = &self.entries[i];
            if begins(entry) && title_key.len() >= 3 {
                return Some((i, Agreement::Full));
            }
            let alike = title_key.chars().zip(entry.key.chars()).take_while(|(a, b)| a == b).count();
            if alike >= 5 {
                return Some((i, Agreement::Partly));
            }
        }
        let candidates = self.by_start.get(&start(title_key))?;
        // Without a number the words must match: most of the title, and nothing more.
        let fits = |e: &Entry| {
            let beginning = e.key.starts_with(title_key) && title_key.len() >= 8 && title_key.len() * 2 >= e.key.len();
            if number.is_none() { title_key == e.key || beginning } else { begins(e) }
        };
        let i = *candidates.iter().find(|i| fits(&self.entries[**i]))?;
        let same = self.entries[i].number == number || self.entries[i].number.is_none();
        Some((i, if same { Agreement::Full } else { Agreement::Partly }))
    }
}

/// Number and title of an entry, without leaders and page number.
fn entry_parts(text: &str) -> (Option<Levels>, String) {
    let text = text.trim_start_matches(['•', '·', '-', '*', '▪']).trim_start();
    let paged = KNOWN.contents.page_reference.find(text).map_or(text, |m| &text[..m.start()]);
    let numbered = numbers::read(paged);
    let at = numbered.as_ref().map_or(0, |n| n.title_at);
    let title = paged[at.min(paged.len())..].trim();
    let title = title.strip_prefix("(Åben)").or_else(|| title.strip_prefix("(Lukket)")).unwrap_or(title).trim();
    (numbered.map(|n| n.levels), title.to_owned())
}

/// Cuts a stretch where an entry is repeated: the agenda itself begins there.
fn up_to_first_repetition(rows: &Rows, found: Range<usize>) -> Range<usize> {
    let mut seen: HashMap<String, Vec<Option<Levels>>> = HashMap::new();
    for at in found.clone() {
        let row = &rows.rows[at];
        let (number, title) = entry_parts(row.text());
        let key = key(&title);
        // A running head repeats on each page without being an entry.
        if key.len() < 4 || number.is_none() && row.page_top {
            continue;
        }
        let before = seen.entry(start(&key)).or_default();
        // An item may have its group's name: 6. Eventuelt, 6.1 Eventuelt. A row with a page number is an entry.
        let repeated = before.iter().any(|b| *b == number || b.is_none() || number.is_none());
        if repeated && !KNOWN.contents.page_reference.is_match(row.text()) {
            return found.start..at;
        }
        before.push(number);
    }
    found
}

/// Some documents list their items twice, first without and then with pages. Extends the stretch by a second list right
/// before or behind it.
fn with_second_list(rows: &Rows, points: &[f32], found: &Range<usize>) -> Range<usize> {
    let most = found.len() + found.len() / 2 + 2;
    let fits = |other: &Range<usize>| other.len() <= most && other.len() * 2 >= found.len();
    let names_again = |other: &Range<usize>| {
        let keys = |of: &Range<usize>| {
            let named = rows.rows[of.clone()].iter().map(|r| start(&key(&entry_parts(r.text()).1)));
            named.filter(|k| k.len() >= 4).collect::<HashSet<_>>()
        };
        let (a, b) = (keys(found), keys(other));
        a.intersection(&b).count() * 10 >= a.len() * 6
    };
    let after = best_stretch(&points[found.end..]).map(|s| s.start + found.end..s.end + found.end);
    let after = after.map(|s| up_to_first_repetition(rows, s));
    if let Some(second) = after.filter(|s| s.start <= found.end + APART && fits(s) && names_again(s)) {
        return found.start..second.end;
    }
    let before = best_stretch(&points[..found.start]);
    if let Some(second) = before.filter(|s| s.end + APART >= found.start && fits(s) && names_again(s)) {
        return second.start..found.end;
    }
    found.clone()
}

/// How many rows come before the text of the items: up to the second section heading. A cover's title (`Referat`) does
/// not count, nor does a row with a page number at its end.
fn front(rows: &Rows) -> usize {
    let heads = |row: &Row| {
        // A list may state the decision on each item: `Beslutning: Godkendt`.
        let heading = headings::read(row.text())
            .filter(|h| matches!(h.fit, headings::Fit::Sure | headings::Fit::Dated) && h.rest_at.is_none());
        heading.is_some_and(|h| !KNOWN.contents.headings_on_covers.contains(&h.key))
            && !KNOWN.contents.page_reference.is_match(row.text())
    };
    (0..rows.len()).filter(|at| heads(&rows.rows[*at])).nth(1).unwrap_or(rows.len())
}

/// Scores each row for belonging to a list of contents.
fn points(rows: &[Row], repetitions: &Repetitions) -> Vec<f32> {
    let mut out: Vec<f32> = rows.iter().enumerate().map(|(i, row)| row_points(i, row, repetitions)).collect();
    let headers = (0..rows.len()).filter(|at| KNOWN.contents.headers.contains(&rows[*at].key));
    for header in headers.collect::<Vec<_>>() {
        for at in numbered_below(rows, header, repetitions) {
            out[at] = out[at].max(BELOW_HEADER);
        }
    }
    out
}

/// The rows of the numbers that go on from one another right below the header of a list, where one of their titles comes
/// again: the text may break off after the first items, as a preview does.
fn numbered_below(rows: &[Row], header: usize, repetitions: &Repetitions) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut last: Option<Levels> = None;
    let mut repeated = false;
    for (at, row) in rows.iter().enumerate().skip(header + 1) {
        let (number, title) = entry_parts(row.text());
        match number {
            Some(n) if last.is_none_or(|l| l.step(1) == Some(n)) => {
                repeated |= repetitions.after(at, &title);
                last = Some(n);
                found.push(at);
            }
            Some(_) => break,
            None if at > found.last().copied().unwrap_or(header) + MOST_WRAPPED => break,
            None => {}
        }
    }
    if repeated && found.len() >= SHORTEST_LIST { found } else { Vec::new() }
}

fn row_points(i: usize, row: &Row, repetitions: &Repetitions) -> f32 {
    let text = row.text();
    if KNOWN.contents.headers.contains(&row.key) {
        return 3.0;
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return 0.2;
    }
    let (number, title) = entry_parts(text);
    let is_repeated = repetitions.after(i, &title);
    if KNOWN.contents.page_reference.is_match(text) && title.chars().filter(|c| c.is_alphabetic()).count() > 2 {
        return if text.contains("...") || text.contains('…') {
            3.0
        } else if is_repeated || number.is_some() && text.matches('\t').count() <= 2 {
            2.5
        } else {
            -1.0
        };
    }
    let loosely_paged = KNOWN.contents.loose_page.is_match(text)
        && repetitions.after(i, KNOWN.contents.loose_page.replace(&title, "").as_ref());
    if number.is_some() && (is_repeated || loosely_paged) {
        return 2.5;
    }
    if (is_repeated || loosely_paged) && title.len() >= 12 && fields::read(text).is_none() {
        return 1.0;
    }
    if states_decision(row) {
        return 0.0;
    }
    if fields::read(text).is_some() || headings::read(text).is_some_and(|h| h.fit == headings::Fit::Sure) {
        return -4.0;
    }
    if row.width() > 100 || row.ends_sentence() { -2.0 } else { -0.6 }
}

/// A row in a list of contents that states the decision on the item above: `Beslutning: Godkendt`.
fn states_decision(row: &Row) -> bool {
    headings::read(row.text()).is_some_and(|h| h.kind == SectionKind::Minutes && h.rest_at.is_some())
}

/// Where each title is repeated.
struct Repetitions {
    /// The rows of each beginning of a title, with their numbers.
    rows: HashMap<String, Vec<(usize, Option<Levels>)>>,
    /// The number of each row.
    numbers: Vec<Option<Levels>>,
}

impl Repetitions {
    /// A title repeated within this many rows is printed twice, as number and title or in two columns, and is no entry.
    const APART: usize = 3;
    /// Of rows that begin alike so many are compared, from the end: more would take time and tell nothing new.
    const LOOKED_AT: usize = 60;

    fn of(rows: &Rows) -> Self {
        let mut out = Self { rows: HashMap::new(), numbers: Vec::with_capacity(rows.len()) };
        for (i, row) in rows.rows.iter().enumerate() {
            let (number, title) = entry_parts(row.text());
            out.rows.entry(start(&key(&title))).or_default().push((i, number));
            out.numbers.push(number);
        }
        out
    }

    fn after(&self, i: usize, title: &str) -> bool {
        let start = start(&key(title));
        let own = self.numbers.get(i).copied().flatten();
        // Items that begin alike have numbers of their own: *Budgetopfølgning for …*, one for each committee.
        let same = |(at, number): &(usize, Option<Levels>)| {
            *at >= i + Self::APART && (own.is_none() || number.is_none() || *number == own)
        };
        let rows = self.rows.get(&start).map_or(&[][..], Vec::as_slice);
        start.chars().count() >= 5 && rows.iter().rev().take(Self::LOOKED_AT).any(same)
    }
}

/// The stretch with the greatest sum (Kadane's algorithm), if it reaches [`ENOUGH`] and begins with a positive row.
fn best_stretch(points: &[f32]) -> Option<Range<usize>> {
    let (mut best, mut found) = (ENOUGH, None);
    let (mut sum, mut from) = (0.0_f32, 0);
    for (i, p) in points.iter().enumerate() {
        if sum <= 0.0 {
            (sum, from) = (0.0, i);
        }
        sum += p;
        if sum >= best {
            (best, found) = (sum, Some(from..i + 1));
        }
    }
    found.filter(|f| points[f.clone()].iter().filter(|p| **p >= 2.0).count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Document, Format, Line, Page};

    fn document(text: &str) -> Document {
        let lines = text.lines().map(Line::plain).collect();
        let pages = vec![Page { number: 1, lines, size: None, needs_ocr: false }];
        Document { name: "a.txt".into(), format: Format::PlainText, pages, outline: Vec::new(), unread: Vec::new() }
    }

    fn titles(text: &str) -> Vec<(Option<String>, String)> {
        let document = document(text);
        let found = Contents::find(&Rows::of(&document));
        found.entries.iter().map(|e| (e.number.map(Levels::print), e.title.trim().to_owned())).collect()
    }

    #[test]
    fn row_with_leaders_is_an_entry() {
        let text = "Byrådet\n\nIndhold\n1. Takster.......3\n2. Salg af et meget langt\nnavn ........ 4\n\n1. Takster\nTekst følger her.\n";
        let want = [(Some("1".into()), "Takster".into()), (Some("2".into()), "Salg af et meget langt navn".into())];
        assert_eq!(titles(text), want);
    }

    #[test]
    fn title_that_comes_again_is_an_entry_without_page() {
        let text = "• Pkt. 61 Beslutninger\n• Pkt. 62 Opsigelse\n• Pkt. 63 Eventuelt\n\nPkt. 61\nBeslutninger\nGodkendt.\nPkt. 62\nOpsigelse\nGodkendt.\nPkt. 63\nEventuelt\nIntet.\n";
        assert_eq!(titles(text).len(), 3);
    }

    #[test]
    fn table_with_numbers_at_the_end_is_not_contents() {
        let text = "1. Takster\nIndstilling\nGodkendes\n\nTilbud\tPladser\nNorden\t14\nSønder\t12\nVester\t9\n\n2. Salg\nIndstilling\nGodkendes\n";
        assert!(titles(text).is_empty());
    }
}
