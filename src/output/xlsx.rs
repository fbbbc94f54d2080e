//! Workbooks for spreadsheet programs: any [`Sheet`] as a worksheet.
//!
//! Text is written as text, never as a formula, whatever it begins with. Each sheet has a head row; it stays in view and
//! can be filtered.

use std::io::{self, Write};

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::sheet::{Cell, Column, Sheet, pieces};
use super::{Format, Report};

/// The first year of dates in a spreadsheet.
const FIRST_YEAR: i16 = 1900;
/// A spreadsheet takes addresses of up to 2,080 characters; the rest is room for its additions.
const LONGEST_URL: usize = 2_000;

/// An Office Open XML workbook.
#[derive(Debug, Clone, Copy)]
pub struct Xlsx;

impl Format for Xlsx {
    fn write(&self, report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
        let sheets = report.sheets();
        if sheets.is_empty() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "this cannot be written as a workbook"));
        }
        let bytes = workbook(&sheets).and_then(|mut workbook| workbook.save_to_buffer());
        out.write_all(&bytes.map_err(io::Error::other)?)
    }
}

fn workbook(sheets: &[Sheet]) -> Result<Workbook, XlsxError> {
    let (mut workbook, styles) = (Workbook::new(), Styles::new());
    for sheet in sheets {
        write_sheet(sheet, workbook.add_worksheet(), &styles)?;
    }
    Ok(workbook)
}

/// The most rows of a worksheet, the head row included, and the most addresses (Excel's specifications and limits).
const MOST_ROWS: u32 = 1_048_576;
const MOST_LINKS: usize = 65_530;

/// A worksheet written row by row: earlier rows are on the disk, not in memory.
pub(super) struct RowSheet {
    workbook: Workbook,
    styles: Styles,
    /// The number of its columns.
    width: usize,
    /// The row to write next.
    next: u32,
    links: usize,
}

impl RowSheet {
    /// A workbook with one sheet, with these columns in its head row.
    pub(super) fn new(name: &str, columns: &[Column]) -> io::Result<Self> {
        let (mut workbook, styles) = (Workbook::new(), Styles::new());
        let sheet = workbook.add_worksheet_with_constant_memory();
        let begin = |sheet: Result<&mut Worksheet, XlsxError>| {
            let sheet = sheet?.set_name(name)?;
            for (number, column) in (0..).zip(columns) {
                sheet.set_column_width(number, column.width)?;
            }
            for (number, column) in (0..).zip(columns) {
                sheet.write_string_with_format(0, number, column.name, &styles.head)?;
            }
            sheet.set_freeze_panes(1, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
            Ok::<_, XlsxError>(())
        };
        begin(sheet).map_err(io::Error::other)?;
        Ok(Self { workbook, styles, width: columns.len(), next: 1, links: 0 })
    }

    /// Writes a row below the others.
    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if self.next >= MOST_ROWS {
            let full =
                format!("a workbook holds {MOST_ROWS} rows and there are more: take CSV or JSON lines, or a filter");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, full));
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(io::Error::other)?;
        for (column, cell) in (0..).zip(cells) {
            let at = (self.next, column);
            let written = match cell {
                // Beyond the limit of links, the address stays readable as text.
                Cell::Link { address, .. } if self.links >= MOST_LINKS => text(sheet, at, address, &self.styles),
                Cell::Link { .. } => {
                    self.links += 1;
                    write_cell(cell, sheet, at, &self.styles)
                }
                cell => write_cell(cell, sheet, at, &self.styles),
            };
            written.map_err(io::Error::other)?;
        }
        self.next += 1;
        Ok(())
    }

    /// The workbook, with another sheet behind this one.
    pub(super) fn finish(mut self, more: &Sheet) -> io::Result<Vec<u8>> {
        let mut end = || {
            let last = u16::try_from(self.width.saturating_sub(1)).unwrap_or(u16::MAX);
            self.workbook.worksheet_from_index(0)?.autofilter(0, 0, self.next - 1, last)?;
            write_sheet(more, self.workbook.add_worksheet(), &self.styles)?;
            self.workbook.save_to_buffer()
        };
        end().map_err(io::Error::other)
    }
}

/// How cells look.
struct Styles {
    head: Style,
    text: Style,
    date: Style,
    link: Style,
}

impl Styles {
    fn new() -> Self {
        let top = Style::new().set_align(FormatAlign::Top);
        Self {
            head: top.clone().set_bold().set_background_color(0x00DD_E6F0).set_text_wrap(),
            text: top.clone().set_text_wrap(),
            date: top.clone().set_num_format("yyyy-mm-dd"),
            link: top.set_hyperlink().set_text_wrap(),
        }
    }
}

fn write_sheet(sheet: &Sheet, to: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
    to.set_name(sheet.name)?;
    head(sheet, to, styles)?;
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(cell, to, (row, column), styles)?;
        }
    }
    Ok(())
}

/// Writes the head row: in view while the others move, with a filter on each column.
fn head(sheet: &Sheet, to: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
    for (number, column) in (0..).zip(&sheet.columns) {
        to.write_string_with_format(0, number, column.name, &styles.head)?.set_column_width(number, column.width)?;
    }
    let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let rows = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    to.autofilter(0, 0, rows, last)?.set_freeze_panes(1, 0)?;
    to.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_cell(cell: &Cell, to: &mut Worksheet, at: (u32, u16), styles: &Styles) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => Ok(()),
        Cell::Text(words) => text(to, at, words, styles),
        Cell::Date(day) => date(to, at, *day, styles),
        Cell::List(of) => text(to, at, &of.join("; "), styles),
        Cell::Number(number) => to.write_number_with_format(at.0, at.1, *number, &styles.text).map(|_| ()),
        Cell::Link { text: words, address } if address.len() > LONGEST_URL => text(to, at, words, styles),
        Cell::Link { text, address } => {
            // The writer takes the text after `file:///` for a path of Windows and drops the root of every other one. Schemes
            // may have capitals (RFC 3986, section 3.1), and then it keeps the address.
            let url = Url::new(address.replacen("file:///", "FILE:///", 1)).set_text(text);
            to.write_url_with_format(at.0, at.1, url, &styles.link).map(|_| ())
        }
    }
}

/// Writes text as text.
fn text(to: &mut Worksheet, at: (u32, u16), text: &str, styles: &Styles) -> Result<(), XlsxError> {
    if let Some(piece) = pieces(text).next() {
        to.write_string_with_format(at.0, at.1, piece, &styles.text)?;
    }
    Ok(())
}

/// Writes a real date; as text where a spreadsheet knows no such day.
fn date(to: &mut Worksheet, at: (u32, u16), day: Date, styles: &Styles) -> Result<(), XlsxError> {
    let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    match parts {
        (Ok(year), Ok(month), Ok(of_month)) if day.year() >= FIRST_YEAR => {
            let day = ExcelDateTime::from_ymd(year, month, of_month)?;
            to.write_datetime_with_format(at.0, at.1, &day, &styles.date).map(|_| ())
        }
        _ => text(to, at, &day.to_string(), styles),
    }
}
