//! Reads announcements: decisions to take up a case again at a later meeting, and lists of items for the next meeting.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::reference::{self, Context};
use crate::model::{Item, SectionKind};
use crate::text::bounded::Bounded;
use crate::text::{MONTHS, sentence_at};

/// Words announcing the return of a case.
static COMES_BACK: LazyLock<Bounded> = LazyLock::new(|| {
    let words = r"(?i)\b(?:forelægges|fremlægges|genoptages|genbehandles|genfremsættes|behandles|drøftes|optages|tages op|vender tilbage|kommer tilbage|kommer igen|sættes på|udsættes|udsat|udsatte|udskydes|udskudt)\b";
    Bounded::new(words)
});
/// `genoptages på næste møde`: no date, same body.
static NEXT_MEETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:næste|kommende|førstkommende|det følgende) (?:\w+s)?møde\b").expect("a pattern of our own")
});
/// `forelægges igen i november`, `til marts 2025`, `i 2. kvartal 2025`, `efter sommerferien`: no exact day.
static TIME_OF_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?ix)
        \b(?:i|til|inden\sudgangen\saf|ultimo|primo|medio)\s+
        (?:(?P<quarter>[1-4])\.\s*kvartal|(?P<month>MONTH))(?:\s+(?P<year>20\d\d))?\b";
    Regex::new(&words.replace("MONTH", &MONTHS.join("|"))).expect("a pattern of our own")
});

/// Titles of lists for the next meeting.
static LISTING: LazyLock<Bounded> = LazyLock::new(|| {
    let words = r"(?i)\b(?:punkter|emner|sager)\b.*\bmøde|\b(?:næste|kommende|fremtidige) (?:\w+s?)?mød(?:e|er)\b|\bkommende (?:punkter|sager|emner)\b";
    Bounded::new(words)
});
/// The line before such a list: `Følgende sager forventes dagsordenssat:`.
static LIST_HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?i)\b(?:sager|punkter|emner)\b.*(?:\bforvent|dagsorden|\bkommer\b|\bbehandles\b|\bplanlagt|\bmøde).*:\s*$|\b(?:sagsliste|sagsoversigt|punkter til næste møde)\b[^.]*:\s*$";
    Regex::new(words).expect("a pattern of our own")
});
/// A row of a list, without bullet or number.
static ROW: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[-–•*o]|\d{1,2}[.)])\s+([\p{L}\d].{7,})$").expect("a pattern of our own"));

/// An announced return of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The sentence, as printed.
    pub words: String,
    /// The body of the later meeting; `None` for the same body.
    pub body: Option<String>,
    /// The day of the meeting, or the first day of the period; `None` for the next meeting.
    pub date: Option<Date>,
    /// The last day of the period, if a month or quarter is announced.
    pub until: Option<Date>,
}

/// The announcements in an item's decisions.
pub(super) fn of(item: &Item, context: &Context) -> Vec<Announced> {
    let Some(own) = context.date else { return Vec::new() };
    let minutes = item.sections.iter().filter(|s| s.kind == SectionKind::Minutes);
    minutes.flat_map(|s| in_text(s.text.as_str(), own, context)).collect()
}

/// The rows of an item's list for the next meeting.
pub(super) fn listed(item: &Item, context: &Context) -> Vec<Announced> {
    let Some(own) = context.date.filter(|_| LISTING.is_match(&item.title)) else { return Vec::new() };
    item.sections.iter().flat_map(|s| list_in(s.text.as_str(), own, context)).collect()
}

fn list_in(text: &str, own: Date, context: &Context) -> Vec<Announced> {
    let mut lines = text.lines().skip_while(|line| !LIST_HEAD.is_match(line));
    if lines.next().is_none() {
        return Vec::new();
    }
    let next = reference::find(text, context).into_iter().find(|r| r.date.is_some_and(|d| d > own));
    let (body, date) = next.map_or((None, None), |r| (r.body, r.date));
    let mut rows: Vec<String> = Vec::new();
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        match (ROW.captures(line), rows.last_mut()) {
            (Some(row), _) => rows.push(row[1].to_owned()),
            // Continuation of a row.
            (None, Some(row)) if line.starts_with(char::is_lowercase) => *row = format!("{row} {line}"),
            _ => break,
        }
    }
    rows.into_iter().map(|words| Announced { words, body: body.clone(), date, until: None }).collect()
}

fn in_text(text: &str, own: Date, context: &Context) -> Vec<Announced> {
    if !COMES_BACK.is_match(text) {
        return Vec::new();
    }
    let dated = reference::find(text, context).into_iter().filter(|r| r.date.is_some_and(|d| d > own));
    let dated = dated.map(|r| (r.at, r.body, r.date, None));
    let seasons = TIME_OF_YEAR.captures_iter(text).filter_map(|found| {
        let (first, last) = season(&found, own)?;
        Some((found.get(0)?.range(), None, Some(first), Some(last)))
    });
    let next = NEXT_MEETING.find_iter(text).map(|m| (m.range(), None, None, None));
    let all = dated.chain(seasons).chain(next).map(|(at, body, date, until)| Announced {
        words: sentence(text, at.start),
        body,
        date,
        until,
    });
    // A sentence makes one announcement, the most precise: `på næste møde den 3. maj`.
    let mut found: Vec<Announced> = Vec::new();
    for one in all.filter(|a| COMES_BACK.is_match(&a.words)) {
        if !found.iter().any(|f| f.words == one.words) {
            found.push(one);
        }
    }
    found
}

/// The sentence around byte `at` on one line, without bullets.
fn sentence(text: &str, at: usize) -> String {
    let words = text[sentence_at(text, at)].split_whitespace().filter(|w| *w != "•");
    words.collect::<Vec<_>>().join(" ")
}

/// First and last day of a month or quarter. Without a year, the next one after this meeting.
fn season(found: &regex::Captures, own: Date) -> Option<(Date, Date)> {
    let quarter = found.name("quarter").and_then(|q| q.as_str().parse::<i8>().ok());
    let month = || {
        let named = found.name("month")?.as_str().to_lowercase();
        (1..).zip(MONTHS).find(|(_, m)| *m == named).map(|(n, _)| n)
    };
    let (first, months) = quarter.map(|q| (q * 3 - 2, 3)).or_else(|| Some((month()?, 1)))?;
    let year = found.name("year").and_then(|y| y.as_str().parse().ok());
    let end = |year: i16| Some(Date::new(year, first + months - 1, 1).ok()?.last_of_month());
    let year = year.or_else(|| (own.year()..=own.year() + 1).find(|y| end(*y).is_some_and(|last| last > own)))?;
    let (first, last) = (Date::new(year, first, 1).ok()?, end(year)?);
    (last > own).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn announced(text: &str) -> Vec<(Option<Date>, Option<Date>)> {
        let own = date(2024, 1, 10);
        let context = Context { body: Some("DASSOS"), date: Some(own), region: None };
        in_text(text, own, &context).into_iter().map(|a| (a.date, a.until)).collect()
    }

    #[test]
    fn day_month_quarter_or_next_meeting_is_announced() {
        let day = Some(date(2024, 2, 14));
        for (text, date_, until) in [
            ("Sagen genoptages på mødet den 14. februar 2024.", day, None),
            ("Punktet udsættes til næste møde den 14. februar 2024.", day, None),
            ("Punktet udsættes til næste møde.", None, None),
            ("Sagen forelægges igen i november.", Some(date(2024, 11, 1)), Some(date(2024, 11, 30))),
            ("Forelægges i 2. kvartal 2025.", Some(date(2025, 4, 1)), Some(date(2025, 6, 30))),
        ] {
            assert_eq!(announced(text), [(date_, until)], "{text}");
        }
    }

    #[test]
    fn list_for_the_next_meeting_is_read_row_by_row() {
        let own = date(2024, 1, 10);
        let context = Context { body: Some("DASSOS"), date: Some(own), region: None };
        let text = "Næste møde i DASSOS afholdes den 6. maj 2024.\n\nFølgende sager forventes dagsordenssat:\n\n\
                    - KKR-konferencen 2024\n- Opfølgning på\nanalysen\n\nMødet slutter kl. 12.\n- Frokost er bestilt";
        let found = list_in(text, own, &context);
        let rows: Vec<&str> = found.iter().map(|a| a.words.as_str()).collect();
        assert_eq!(rows, ["KKR-konferencen 2024", "Opfølgning på analysen"]);
        assert!(found.iter().all(|a| a.date == Some(date(2024, 5, 6))));
        assert_eq!(list_in("Der er ingen sager.\n- Et punkt om noget", own, &context), []);
        assert!(LISTING.is_match("Punkter til næste møde i DASSOS") && !LISTING.is_match("Mødeplan for 2027"));
    }

    #[test]
    fn sentences_end_where_they_end_elsewhere() {
        let own = date(2024, 1, 10);
        let context = Context { body: Some("DASSOS"), date: Some(own), region: None };
        let text = "Godkendt, jf. pkt. 3. Sagen genoptages af hr. Holm\npå næste møde. Frokost er bestilt.";
        let words: Vec<String> = in_text(text, own, &context).into_iter().map(|a| a.words).collect();
        assert_eq!(words, ["Sagen genoptages af hr. Holm på næste møde."]);
    }

    #[test]
    fn date_of_something_else_announces_nothing() {
        assert_eq!(announced("Godkendt. Næste møde afholdes den 14. februar 2024."), []);
        assert_eq!(announced("Byggeriet går i gang i marts. Sagen drøftes."), []);
        assert_eq!(announced("Sagen blev drøftet i november 2023 og behandles løbende."), []);
    }
}
