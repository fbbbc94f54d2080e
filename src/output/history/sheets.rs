//! A case for analysts: a row for each step, the full texts, and the question.

use super::super::danish;
use super::super::sheet::{Cell, Sheet, pieces};
use super::HistoryReport;
use crate::model::SectionKind;
use crate::query::Step;
use crate::text::shortened;

const STEPS: [(&str, f64); 15] = [
    ("Dato", 11.0),
    ("Udvalg", 22.0),
    ("Myndighed", 14.0),
    ("Punkt", 7.0),
    ("Titel", 40.0),
    ("Dokument", 11.0),
    ("Lukket", 8.0),
    ("Sagsnummer", 18.0),
    ("Udfald", 16.0),
    ("Nyt siden sidst", 28.0),
    ("Indstilling", 50.0),
    ("Beslutning", 50.0),
    ("Side", 6.0),
    ("Kilde", 30.0),
    ("Hvorfor med", 40.0),
];
const TEXTS: [(&str, f64); 6] =
    [("Dato", 11.0), ("Punkt", 7.0), ("Titel", 36.0), ("Afsnit", 16.0), ("Tekst", 110.0), ("Id", 30.0)];
/// Most characters of proposal and decision on the first sheet, to keep rows low; the second has them whole.
const EXCERPT: usize = 600;

/// The sheets of a history.
pub(super) fn sheets(report: &HistoryReport) -> Vec<Sheet> {
    vec![steps(report), texts(report), Sheet::about(&report.facts())]
}

fn steps(report: &HistoryReport) -> Sheet {
    let rows = report.history.steps.iter().map(|step| row_of(report, step)).collect();
    Sheet { rows, ..Sheet::new("Forløb", &STEPS) }
}

fn row_of(report: &HistoryReport, step: &Step) -> Vec<Cell> {
    let (stored, item) = (&step.item, &step.item.item);
    let short = |kind| super::text_of(step, kind).map(|t| shortened(&t, EXCERPT)).unwrap_or_default();
    vec![
        Cell::date(stored.meeting.date),
        stored.meeting.body.clone().unwrap_or_default().into(),
        stored.meeting.authority.as_ref().map(|a| a.name.clone()).unwrap_or_default().into(),
        item.number.as_ref().map(ToString::to_string).unwrap_or_default().into(),
        item.title.clone().into(),
        danish::kind(stored.meeting.kind).into(),
        if item.closed { "ja" } else { "nej" }.into(),
        item.case_number.as_ref().map(|c| c.0.clone()).unwrap_or_default().into(),
        step.outcome.map(danish::outcome).unwrap_or_default().into(),
        step.changes.iter().map(danish::change).collect::<Vec<_>>().join("\n").into(),
        short(SectionKind::Proposal).into(),
        short(SectionKind::Minutes).into(),
        Cell::number(item.page),
        Cell::link(stored.source.clone(), report.link(step)),
        report.reasons_in_danish(&stored.id).join("\n").into(),
    ]
}

fn texts(report: &HistoryReport) -> Sheet {
    let mut sheet = Sheet::new("Fulde tekster", &TEXTS);
    for stored in report.history.steps.iter().map(|s| &s.item) {
        let number = stored.item.number.as_ref().map(ToString::to_string).unwrap_or_default();
        for section in stored.item.sections.iter().filter(|s| !s.text.is_blank()) {
            let heading = section.heading.as_deref().unwrap_or(danish::section(section.kind));
            sheet.rows.extend(pieces(section.text.as_str()).map(|piece| {
                let date = Cell::date(stored.meeting.date);
                let title = stored.item.title.as_str();
                vec![
                    date,
                    number.as_str().into(),
                    title.into(),
                    heading.into(),
                    piece.into(),
                    stored.id.as_str().into(),
                ]
            }));
        }
    }
    sheet
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx as Reading, open_workbook_from_rs};

    use super::super::super::{Format, Report, Xlsx};
    use super::super::tests::{history, report};

    fn read_back(title: &str) -> Reading<Cursor<Vec<u8>>> {
        let mut history = history();
        history.steps[0].item.item.title = title.into();
        let mut out = Vec::new();
        Xlsx.write(&report(&history), &mut out).unwrap();
        open_workbook_from_rs(Cursor::new(out)).unwrap()
    }

    #[test]
    fn each_step_is_a_row_with_a_real_date() {
        let mut book = read_back("Møder i 2013");
        assert_eq!(book.sheet_names(), ["Forløb", "Fulde tekster", "Om"]);
        let sheet = book.worksheet_range("Forløb").unwrap();
        assert_eq!(sheet.height(), 3);
        let Some(Data::DateTime(day)) = sheet.get((1, 0)) else { panic!("a date: {:?}", sheet.get((1, 0))) };
        assert_eq!(day.to_ymd_hms_milli(), (2012, 3, 20, 0, 0, 0, 0));
        assert_eq!(sheet.get((1, 4)), Some(&Data::String("Møder i 2013".into())));
        assert_eq!(sheet.get((1, 12)), Some(&Data::Float(2.0)));
    }

    #[test]
    fn text_that_looks_like_a_formula_stays_text() {
        let mut book = read_back("=HYPERLINK(\"x\")");
        assert_eq!(
            book.worksheet_range("Forløb").unwrap().get((1, 4)),
            Some(&Data::String("=HYPERLINK(\"x\")".into()))
        );
        assert!(book.worksheet_formula("Forløb").unwrap().used_cells().next().is_none());
    }

    #[test]
    fn full_texts_and_what_was_asked_have_sheets_of_their_own() {
        let mut book = read_back("Møder i 2013");
        let texts = book.worksheet_range("Fulde tekster").unwrap();
        assert!(texts.rows().any(|r| r[4] == Data::String("Godkendt.".into())), "{texts:?}");
        let about = book.worksheet_range("Om").unwrap();
        assert!(about.rows().any(|r| r[0] == Data::String("Søgning".into())), "{about:?}");
    }

    #[test]
    fn report_without_sheets_is_refused() {
        let error = Xlsx.write(&super::super::super::tests::Two as &dyn Report, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::Unsupported);
    }
}
