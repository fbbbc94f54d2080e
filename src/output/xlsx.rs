//! Workbooks for spreadsheet programs: what all of them have in common.
//!
//! Text is written as text, never as a formula, whatever it begins with. Each sheet has a head row that stays in view and
//! can be filtered.

mod history;
mod hits;

use std::io::{self, Write};

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::{Format, Report};

pub(super) use history::fill as history;
pub(super) use hits::fill as hits;

/// The most characters (UTF-16 units) that a cell can hold.
const LONGEST_CELL: usize = 32_767;
/// The first year that a spreadsheet knows.
const FIRST_YEAR: i16 = 1900;

/// An Office Open XML workbook.
#[derive(Debug, Clone, Copy)]
pub struct Xlsx;

impl Format for Xlsx {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        let mut workbook = Workbook::new();
        if !report.fill(&mut workbook).map_err(io::Error::other)? {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "this cannot be written as a workbook"));
        }
        out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
    }
}

/// How cells look.
pub(super) struct Styles {
    pub head: Style,
    pub text: Style,
    pub date: Style,
    pub link: Style,
}

impl Styles {
    pub fn new() -> Self {
        let top = Style::new().set_align(FormatAlign::Top);
        Self {
            head: top.clone().set_bold().set_background_color(0x00DD_E6F0).set_text_wrap(),
            text: top.clone().set_text_wrap(),
            date: top.clone().set_num_format("yyyy-mm-dd"),
            link: top.set_hyperlink().set_text_wrap(),
        }
    }
}

/// A column: its head, and its width in characters.
pub(super) type Column = (&'static str, f64);

/// Writes the head row over `rows` rows: in view while they move, with a filter on each column.
pub(super) fn head(sheet: &mut Worksheet, columns: &[Column], rows: usize, styles: &Styles) -> Result<(), XlsxError> {
    for (column, (name, width)) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, *name, &styles.head)?.set_column_width(column, *width)?;
    }
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, row_number(rows), last)?.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Writes text as text.
pub(super) fn text(sheet: &mut Worksheet, at: (u32, u16), text: &str, styles: &Styles) -> Result<(), XlsxError> {
    if !text.is_empty() {
        let cell = pieces(text).next().unwrap_or_default();
        sheet.write_string_with_format(at.0, at.1, cell, &styles.text)?;
    }
    Ok(())
}

/// Writes a real date; as text where a spreadsheet knows no such day.
pub(super) fn date(sheet: &mut Worksheet, at: (u32, u16), day: Option<Date>, styles: &Styles) -> Result<(), XlsxError> {
    let Some(day) = day else { return Ok(()) };
    let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    match parts {
        (Ok(year), Ok(month), Ok(of_month)) if day.year() >= FIRST_YEAR => {
            let day = ExcelDateTime::from_ymd(year, month, of_month)?;
            sheet.write_datetime_with_format(at.0, at.1, &day, &styles.date).map(|_| ())
        }
        _ => text(sheet, at, &day.to_string(), styles),
    }
}

const ABOUT: [Column; 2] = [("Hvad", 22.0), ("Værdi", 80.0)];
/// The longest address that a spreadsheet takes.
const LONGEST_URL: usize = 2_000;

/// The sheet that says what was asked: names and values.
pub(super) fn about(
    workbook: &mut Workbook,
    facts: &[(&'static str, String)],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name("Om")?;
    head(sheet, &ABOUT, facts.len(), styles)?;
    for (row, (name, value)) in facts.iter().enumerate() {
        let row = row_number(row + 1);
        text(sheet, (row, 0), name, styles)?;
        text(sheet, (row, 1), value, styles)?;
    }
    Ok(())
}

/// Writes a text that leads to an address; where there is none, the text alone.
pub(super) fn linked(
    sheet: &mut Worksheet,
    at: (u32, u16),
    address: Option<String>,
    words: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match address.filter(|a| a.len() <= LONGEST_URL) {
        Some(address) => {
            let url = Url::new(address).set_text(words);
            sheet.write_url_with_format(at.0, at.1, url, &styles.link).map(|_| ())
        }
        None => text(sheet, at, words, styles),
    }
}

/// The number of the last row where `rows` rows follow the head.
pub(super) fn row_number(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// Text in pieces that each fit into a cell.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut units = 0;
        let too_far = |(_, c): &(usize, char)| {
            units += c.len_utf16();
            units > LONGEST_CELL
        };
        let end = rest.char_indices().find(too_far).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_into_cells_and_nothing_is_lost() {
        let long = "å😀".repeat(LONGEST_CELL / 2);
        let cells: Vec<&str> = pieces(&long).collect();
        assert!(cells.iter().all(|c| c.encode_utf16().count() <= LONGEST_CELL) && cells.len() == 2);
        assert_eq!(cells.concat(), long);
        assert_eq!(pieces("").count(), 0);
    }
}
