//! What a search found, as an analyst wants it: a row for each item, and what was asked.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::super::danish;
use super::super::hits::HitsReport;
use super::{Column, Styles, about, date, head, linked, text};
use crate::query::Hit;

const COLUMNS: [Column; 15] = [
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
/// Where the page and the source stand.
const PAGE: u16 = 10;
const SOURCE: u16 = 11;

/// Adds the sheets of an answer.
pub(in super::super) fn fill(report: &HitsReport, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let styles = Styles::new();
    let sheet = workbook.add_worksheet().set_name("Punkter")?;
    head(sheet, &COLUMNS, report.answer.hits.len(), &styles)?;
    for (row, hit) in (1..).zip(&report.answer.hits) {
        date(sheet, (row, 0), hit.date, &styles)?;
        for (column, words) in (1..).zip(cells(hit)) {
            text(sheet, (row, column), &words, &styles)?;
        }
        if let Some(page) = hit.page {
            sheet.write_number_with_format(row, PAGE, page, &styles.text)?;
        }
        linked(sheet, (row, SOURCE), report.link(hit), &hit.source, &styles)?;
    }
    about(workbook, &report.facts(), &styles)
}

/// The cells behind the date. Those of the page and the source stay empty: they are no plain text.
fn cells(hit: &Hit) -> [String; 14] {
    let yes = |yes| if yes { "ja" } else { "nej" }.to_owned();
    let section = hit.heading.clone().or_else(|| hit.section.map(|s| danish::section(s).to_owned()));
    [
        hit.body.clone().unwrap_or_default(),
        hit.municipalities.join(", "),
        hit.number.clone().unwrap_or_default(),
        hit.title.clone(),
        danish::kind(hit.kind).to_owned(),
        yes(hit.closed),
        hit.topics.join("\n"),
        section.unwrap_or_default(),
        hit.snippet.as_ref().map(|s| s.text.clone()).unwrap_or_default(),
        String::new(),
        String::new(),
        hit.form.map(danish::form).unwrap_or_default().to_owned(),
        yes(!hit.partial),
        hit.id.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx as Reading, open_workbook_from_rs};

    use super::super::super::Format;
    use super::super::super::hits::tests::{answer, report};
    use super::super::Xlsx;

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
