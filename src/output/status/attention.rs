//! The problems of an index: unread files, and apparent gaps in the meetings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::meetings::gaps;
use super::series::holes;
use crate::engine::Document;
use crate::index::FileRecord;
use crate::model::{ItemNumber, MeetingKind};

/// Minutes are due so many days after a meeting. Fewer would report slow bodies, more would report losses later.
pub(super) const MINUTES_DUE_DAYS: i64 = 60;

/// A reason to look at something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// A file, or a part of it, could not be read.
    Unread,
    /// Lines of a file could not be placed in an item.
    Unplaced,
    /// The items of a meeting skip numbers.
    Numbers,
    /// A monthly body did not meet in a month.
    Series,
    /// There is an agenda, and after `MINUTES_DUE_DAYS` no minutes.
    Minutes,
}

impl Concern {
    /// All concerns, in the order of a report.
    pub(crate) const ALL: [Self; 5] = [Self::Unread, Self::Unplaced, Self::Numbers, Self::Series, Self::Minutes];

    /// Its name in output and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Unplaced => "unplaced",
            Self::Numbers => "numbers",
            Self::Series => "series",
            Self::Minutes => "minutes",
        }
    }
}

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub concern: Concern,
    pub body: Option<String>,
    pub authority: Option<String>,
    /// `2019-05-22`, or `2019-05` for a month.
    pub date: Option<String>,
    /// Its file or files.
    pub sources: Vec<String>,
    pub explanation: String,
    pub hint: Option<String>,
}

/// The authority and the body of the meetings.
type Series<'a> = (Option<&'a str>, Option<&'a str>);

/// All there is to find, by concern, body and date.
pub(super) fn findings(files: &[FileRecord], documents: &[Document], today: Date, ignored: &[Concern]) -> Vec<Finding> {
    let mut all = Vec::new();
    for concern in Concern::ALL.into_iter().filter(|c| !ignored.contains(c)) {
        match concern {
            Concern::Unread => {
                all.extend(files.iter().filter(|f| !f.outcome.is_whole()).filter_map(|f| of_file(concern, f)))
            }
            Concern::Unplaced => {
                all.extend(files.iter().filter(|f| f.outcome.is_whole()).filter_map(|f| of_file(concern, f)));
            }
            Concern::Numbers => all.extend(meetings(documents).into_iter().filter_map(skipped)),
            Concern::Series => all.extend(by_body(documents).into_iter().flat_map(without_meeting)),
            Concern::Minutes => all.extend(meetings(documents).into_iter().filter_map(|m| without_minutes(m, today))),
        }
    }
    all
}

fn of_file(concern: Concern, file: &FileRecord) -> Option<Finding> {
    let (explanation, hint) = file.outcome.problem(&file.path)?;
    let (body, authority, date) = (None, None, None);
    Some(Finding { concern, body, authority, date, sources: vec![file.source.clone()], explanation, hint })
}

/// The documents of one body on one day. They include an extraordinary meeting of the same evening, so
/// nothing counts as missing when another document has it.
type Meeting<'a> = ((Series<'a>, Date), Vec<&'a Document>);

/// The documents with a known body and date, meeting by meeting.
fn meetings(documents: &[Document]) -> Vec<Meeting<'_>> {
    let mut meetings: BTreeMap<(Series, Date), Vec<&Document>> = BTreeMap::new();
    for document in documents {
        if let (Some(date), series @ (_, Some(_))) = (document.record.facts.date, series(document)) {
            meetings.entry((series, date)).or_default().push(document);
        }
    }
    meetings.into_iter().collect()
}

/// The meeting days of each body.
fn by_body(documents: &[Document]) -> BTreeMap<Series<'_>, BTreeSet<Date>> {
    let mut bodies: BTreeMap<Series, BTreeSet<Date>> = BTreeMap::new();
    for ((series, date), _) in meetings(documents) {
        bodies.entry(series).or_default().insert(date);
    }
    bodies
}

fn series(document: &Document) -> Series<'_> {
    (document.authority.as_deref(), document.body.as_deref())
}

/// A finding about a meeting or a month of a body.
fn finding(concern: Concern, (authority, body): Series<'_>, date: String, sources: &[&Document]) -> Finding {
    Finding {
        concern,
        body: body.map(str::to_owned),
        authority: authority.map(str::to_owned),
        date: Some(date),
        sources: sources.iter().map(|d| d.record.source.clone()).collect(),
        explanation: String::new(),
        hint: None,
    }
}

fn skipped(((series, date), documents): Meeting<'_>) -> Option<Finding> {
    let numbers: Vec<ItemNumber> = documents.iter().flat_map(|d| numbers(d)).collect();
    let missing = gaps(&numbers.iter().collect::<Vec<_>>());
    let what = if missing.len() == 1 { "number" } else { "numbers" };
    let explanation = format!("expected every item, but {what} {} are skipped", missing.join(", "));
    let explanation = if missing.len() == 1 { explanation.replace(" are ", " is ") } else { explanation };
    let hint = Some("look whether the document has them: closed items are often left out".into());
    let found = finding(Concern::Numbers, series, date.to_string(), &documents);
    (!missing.is_empty()).then_some(Finding { explanation, hint, ..found })
}

/// The numbers of a document as printed: a second item of number 3 has `3-2` in its id.
fn numbers(document: &Document) -> Vec<ItemNumber> {
    let all: BTreeSet<&str> = document.numbers.iter().map(String::as_str).collect();
    let is_second = |number: &str| number.rsplit_once('-').is_some_and(|(first, _)| all.contains(first));
    all.iter().filter(|n| !is_second(n)).filter_map(|n| ItemNumber::new(n)).collect()
}

fn without_meeting((series, days): (Series<'_>, BTreeSet<Date>)) -> Vec<Finding> {
    let days: Vec<Date> = days.into_iter().collect();
    let months = holes(&days).into_iter();
    let months = months.map(|month| Finding {
        explanation: "expected a meeting, as in the months around, but there is none".into(),
        hint: Some("look whether its documents are missing from the archive".into()),
        ..finding(Concern::Series, series, month, &[])
    });
    months.collect()
}

fn without_minutes(((series, date), documents): Meeting<'_>, today: Date) -> Option<Finding> {
    let has_minutes = documents.iter().any(|d| d.record.facts.kind == MeetingKind::Minutes);
    let due = date.checked_add(MINUTES_DUE_DAYS.days()).ok()?;
    let found = finding(Concern::Minutes, series, date.to_string(), &documents);
    (!has_minutes && due < today).then_some(Finding {
        explanation: format!("expected minutes within {MINUTES_DUE_DAYS} days, but there is only an agenda"),
        hint: Some("fetch them, or look whether the meeting was called off".into()),
        ..found
    })
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::index::{DocumentRecord, MeetingFacts};
    use crate::output::item::tests::stored;

    pub(crate) fn document(source: &str, kind: MeetingKind, day: Date, numbers: &[&str]) -> Document {
        let (body, authority) = (Some("Byrådet".to_owned()), Some("Skive".to_owned()));
        let facts = MeetingFacts { kind, body: body.clone(), date: Some(day), ..stored().meeting };
        let record = DocumentRecord {
            source: source.into(),
            stem: source.into(),
            facts,
            items: numbers.len(),
            numbers: Vec::new(),
        };
        let numbers = numbers.iter().map(|n| (*n).to_owned()).collect();
        Document { record, meeting: format!("Skive/Byrådet/{day}"), body, authority, numbers }
    }

    fn found(documents: &[Document], today: Date) -> Vec<String> {
        let all = findings(&[], documents, today, &[]).into_iter();
        all.map(|f| format!("{} {} {}", f.concern.name(), f.date.unwrap_or_default(), f.explanation)).collect()
    }

    #[test]
    fn skipped_number_is_found_unless_another_document_of_the_meeting_has_it() {
        let day = date(2019, 5, 22);
        let minutes = document("a", MeetingKind::Minutes, day, &["1", "2", "2-2", "4", "n4"]);
        let told = ["numbers 2019-05-22 expected every item, but number 3 is skipped"];
        assert_eq!(found(std::slice::from_ref(&minutes), day), told);
        let agenda = document("b", MeetingKind::Agenda, day, &["1", "2", "3", "4"]);
        assert!(found(&[minutes, agenda], day).is_empty());
    }

    #[test]
    fn agenda_wants_minutes_after_its_time() {
        let day = date(2019, 5, 22);
        let agenda = document("a", MeetingKind::Agenda, day, &["1"]);
        let on = |today| found(std::slice::from_ref(&agenda), today).len();
        assert_eq!((on(date(2019, 7, 21)), on(date(2019, 7, 22))), (0, 1));
        let minutes = document("b", MeetingKind::Minutes, day, &["1"]);
        assert!(found(&[agenda.clone(), minutes], date(2020, 1, 1)).is_empty());
    }

    #[test]
    fn what_is_ignored_is_not_found() {
        let agenda = document("a", MeetingKind::Agenda, date(2019, 5, 22), &["1", "3"]);
        let concerns = |ignored: &[Concern]| -> Vec<Concern> {
            let all = findings(&[], std::slice::from_ref(&agenda), date(2020, 1, 1), ignored);
            all.into_iter().map(|f| f.concern).collect()
        };
        assert_eq!(concerns(&[]), [Concern::Numbers, Concern::Minutes]);
        assert_eq!(concerns(&[Concern::Numbers]), [Concern::Minutes]);
    }

    #[test]
    fn document_without_date_or_body_is_of_no_series() {
        let mut agenda = document("a", MeetingKind::Agenda, date(2019, 5, 22), &["1", "3"]);
        agenda.body = None;
        assert!(found(&[agenda], date(2020, 1, 1)).is_empty());
    }
}
