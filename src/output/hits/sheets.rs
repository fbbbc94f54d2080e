//! The hits of a search for analysts: a row for each item, and the question.

use super::super::danish;
use super::super::sheet::{Cell, Sheet};
use super::HitsReport;
use crate::query::Hit;

const COLUMNS: [(&str, f64); 15] = [
    ("Dato", 11.0),
    ("Udvalg", 22.0),
    ("Kommuner", 18.0),
    ("Punkt", 7.0),
    ("Titel", 44.0),
    ("Dokument", 11.0),
    ("Lukket", 8.0),
    ("Emner", 26.0),
    ("Afsnit", 18.0),
    ("Uddrag", 70.0),
    ("Side", 6.0),
    ("Kilde", 30.0),
    ("Fundet som", 14.0),
    ("Alle ord", 9.0),
    ("Id", 30.0),
];
/// The sheets of an answer.
pub(super) fn sheets(report: &HitsReport) -> Vec<Sheet> {
    let rows = report.answer.hits.iter().map(|hit| cells(report, hit)).collect();
    vec![Sheet { rows, ..Sheet::new("Punkter", &COLUMNS) }, Sheet::about(&report.facts())]
}

fn cells(report: &HitsReport, hit: &Hit) -> Vec<Cell> {
    let yes = |yes| Cell::from(if yes { "ja" } else { "nej" });
    let section = hit.heading.clone().or_else(|| hit.section.map(|s| danish::section(s).to_owned()));
    vec![
        Cell::date(hit.date),
        hit.body.clone().unwrap_or_default().into(),
        hit.municipalities.join(", ").into(),
        hit.number.clone().unwrap_or_default().into(),
        hit.title.clone().into(),
        danish::kind(hit.kind).into(),
        yes(hit.closed),
        hit.topics.join("\n").into(),
        section.unwrap_or_default().into(),
        hit.snippet.as_ref().map(|s| s.text.clone()).unwrap_or_default().into(),
        Cell::number(hit.page),
        Cell::link(hit.source.clone(), report.link(hit)),
        hit.form.map(danish::form).unwrap_or_default().into(),
        yes(!hit.partial),
        hit.id.clone().into(),
    ]
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx as Reading, open_workbook_from_rs};

    use super::super::super::{Format, Xlsx};
    use super::super::tests::{answer, report};

    fn read_back(title: &str) -> Reading<Cursor<Vec<u8>>> {
        let mut answer = answer();
        answer.hits[0].title = title.into();
        let mut out = Vec::new();
        Xlsx.write(&report(&answer), &mut out).unwrap();
        open_workbook_from_rs(Cursor::new(out)).unwrap()
    }

    #[test]
    fn each_hit_is_a_row_with_a_real_date_and_a_page_number() {
        let mut book = read_back("Kapacitet");
        let sheet = book.worksheet_range("Punkter").unwrap();
        assert_eq!(sheet.height(), 2);
        let Some(Data::DateTime(day)) = sheet.get((1, 0)) else { panic!("a date: {:?}", sheet.get((1, 0))) };
        assert_eq!(day.to_ymd_hms_milli(), (2023, 1, 17, 0, 0, 0, 0));
        let cell = |head: &str| {
            let column = sheet.rows().next().unwrap().iter().position(|c| *c == Data::String(head.into())).unwrap();
            sheet.get((1, column)).unwrap().clone()
        };
        assert_eq!(cell("Titel"), Data::String("Kapacitet".into()));
        assert_eq!(cell("Side"), Data::Float(4.0));
        assert_eq!(cell("Kilde"), Data::String("dassos/2023-01-17.pdf".into()));
        assert_eq!(cell("Fundet som"), Data::String("del af ord".into()));
    }

    #[test]
    fn text_that_looks_like_a_formula_stays_text() {
        for title in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)"] {
            let mut book = read_back(title);
            assert_eq!(book.worksheet_range("Punkter").unwrap().get((1, 4)), Some(&Data::String(title.into())));
            assert!(book.worksheet_formula("Punkter").unwrap().used_cells().next().is_none());
        }
    }

    #[test]
    fn second_sheet_says_what_was_asked_of_what() {
        let sheet = read_back("Kapacitet").worksheet_range("Om").unwrap();
        let said: Vec<String> = sheet.rows().map(|row| format!("{}: {}", row[0], row[1])).collect();
        for line in ["Søgning: herberg", "Læst som: all of: herberg", "Valg: --section minutes", "Punkter: 1 af 3"] {
            assert!(said.contains(&line.to_owned()), "{said:?}");
        }
    }
}
