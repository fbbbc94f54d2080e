//! Writes the rows of a table one by one: as CSV, lines of JSON or a workbook.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use serde_json::{Map, Value};

use super::{ColumnKind, Table};
use crate::output::csv::guarded;
use crate::output::xlsx::RowSheet;
use crate::output::{Cell, Column, Dialect, Sheet};

/// A format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// CSV in one of its dialects.
    Csv(Dialect),
    /// A JSON object a row.
    JsonLines,
    /// A workbook, with a sheet on the columns.
    Xlsx,
}

/// Takes the rows of a table.
pub trait RowWriter {
    /// Writes a row; it has a cell for each column.
    ///
    /// # Errors
    ///
    /// The output fails, or the workbook is full (1,048,576 rows).
    fn row(&mut self, cells: &[Cell]) -> io::Result<()>;

    /// Writes the rest.
    ///
    /// # Errors
    ///
    /// The output fails.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A writer of a table.
///
/// # Errors
///
/// The output fails.
pub fn table_writer<'a>(
    table: Table,
    format: TableFormat,
    out: &'a mut dyn Write,
) -> io::Result<Box<dyn RowWriter + 'a>> {
    Ok(match format {
        TableFormat::Csv(dialect) => Box::new(CsvRows::new(table, dialect, out)?),
        TableFormat::JsonLines => Box::new(JsonRows { table, out }),
        TableFormat::Xlsx => Box::new(XlsxRows { sheet: sheet_of(table)?, table, out }),
    })
}

struct CsvRows<'a> {
    rows: Writer<&'a mut dyn Write>,
}

impl<'a> CsvRows<'a> {
    fn new(table: Table, dialect: Dialect, out: &'a mut dyn Write) -> io::Result<Self> {
        let excel = dialect == Dialect::Excel;
        if excel {
            // Excel takes a file without the mark for a code page of Windows.
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut rows = WriterBuilder::new()
            .delimiter(if excel { b';' } else { b',' })
            .quote_style(QuoteStyle::Necessary)
            .terminator(Terminator::CRLF)
            .from_writer(out);
        rows.write_record(table.columns().iter().map(|c| c.name))?;
        Ok(Self { rows })
    }
}

impl RowWriter for CsvRows<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        Ok(self.rows.write_record(cells.iter().map(|cell| guarded(printed(cell))))?)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.rows.flush()
    }
}

fn printed(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(words) => words.clone(),
        Cell::Date(day) => day.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::List(of) => of.join("; "),
        Cell::Link { address, .. } => address.clone(),
    }
}

struct JsonRows<'a> {
    table: Table,
    out: &'a mut dyn Write,
}

impl RowWriter for JsonRows<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let named = self.table.columns().iter().zip(cells);
        let object: Map<String, Value> =
            named.map(|(column, cell)| (column.name.to_owned(), json(column.kind, cell))).collect();
        serde_json::to_writer(&mut *self.out, &object)?;
        writeln!(self.out)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

fn json(kind: ColumnKind, cell: &Cell) -> Value {
    match (kind, cell) {
        (ColumnKind::List, Cell::Empty) => Value::Array(Vec::new()),
        (_, Cell::Empty) => Value::Null,
        (ColumnKind::Flag, Cell::Text(words)) => Value::Bool(words == "yes"),
        (_, Cell::Number(number)) => Value::from(*number),
        (_, Cell::List(of)) => Value::from(of.clone()),
        (_, cell) => Value::from(printed(cell)),
    }
}

struct XlsxRows<'a> {
    sheet: RowSheet,
    table: Table,
    out: &'a mut dyn Write,
}

fn sheet_of(table: Table) -> io::Result<RowSheet> {
    let columns: Vec<Column> = table.columns().iter().map(|c| Column { name: c.name, width: c.width }).collect();
    RowSheet::new(table.name(), &columns)
}

impl RowWriter for XlsxRows<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.sheet.row(cells)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        let dictionary = dictionary(self.table);
        self.out.write_all(&self.sheet.finish(&dictionary)?)
    }
}

/// The sheet on the columns.
fn dictionary(table: Table) -> Sheet {
    let rows = table.columns().iter().map(|c| vec![c.name.into(), c.kind.name().into(), c.about.into()]);
    Sheet { rows: rows.collect(), ..Sheet::new("columns", &[("column", 18.0), ("type", 9.0), ("meaning", 90.0)]) }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx as Reading, open_workbook_from_rs};
    use jiff::civil::date;

    use super::*;

    fn rows() -> Vec<Vec<Cell>> {
        let columns = Table::Meetings.columns();
        let row = |number: &str, day, address: &str| {
            let mut row = vec![Cell::Empty; columns.len()];
            row[0] = Cell::from(number);
            row[1] = Cell::Date(day);
            row[9] = Cell::Number(12);
            row[10] = Cell::List(vec!["a.pdf".into(), "b.pdf".into()]);
            let address = address.to_owned();
            row[11] = Cell::Link { text: address.clone(), address };
            row
        };
        vec![
            row("1.10", date(2024, 3, 1), "https://arkiv.dk/a%20b.pdf#page=3"),
            row("=1.1", date(1871, 5, 2), "file:///mnt/arkiv/b.pdf#page=2"),
        ]
    }

    fn written(format: TableFormat) -> Vec<u8> {
        let mut out = Vec::new();
        let mut writer = table_writer(Table::Meetings, format, &mut out).unwrap();
        rows().iter().for_each(|row| writer.row(row).unwrap());
        writer.finish().unwrap();
        out
    }

    #[test]
    fn csv_has_names_as_text_and_dates_by_the_standard() {
        let text = String::from_utf8(written(TableFormat::Csv(Dialect::Rfc4180))).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "1.10,2024-03-01,,,,,,,,12,a.pdf; b.pdf,https://arkiv.dk/a%20b.pdf#page=3");
        assert!(lines[2].starts_with("'=1.1,1871-05-02"), "{}", lines[2]);
        assert!(written(TableFormat::Csv(Dialect::Excel)).starts_with("\u{feff}meeting_id;".as_bytes()));
    }

    #[test]
    fn json_has_lists_numbers_and_nulls() {
        let text = String::from_utf8(written(TableFormat::JsonLines)).unwrap();
        let row: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(row["meeting_id"], "1.10");
        assert_eq!((&row["items"], &row["body"]), (&Value::from(12), &Value::Null));
        assert_eq!(row["sources"], Value::from(vec!["a.pdf", "b.pdf"]));
    }

    #[test]
    fn workbook_has_real_dates_text_for_names_and_a_dictionary() {
        let mut book: Reading<_> = open_workbook_from_rs(Cursor::new(written(TableFormat::Xlsx))).unwrap();
        assert_eq!(book.sheet_names(), ["meetings", "columns"]);
        let sheet = book.worksheet_range("meetings").unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String("1.10".into())));
        assert_eq!(sheet.get((2, 0)), Some(&Data::String("=1.1".into())));
        let Some(Data::DateTime(day)) = sheet.get((1, 1)) else { panic!("a date: {:?}", sheet.get((1, 1))) };
        assert_eq!(day.to_ymd_hms_milli(), (2024, 3, 1, 0, 0, 0, 0));
        assert_eq!(sheet.get((2, 1)), Some(&Data::String("1871-05-02".into())), "no day of a spreadsheet");
        assert_eq!(sheet.get((1, 9)), Some(&Data::Float(12.0)));
        let dictionary = book.worksheet_range("columns").unwrap();
        assert_eq!(dictionary.height(), Table::Meetings.columns().len() + 1);
    }

    #[test]
    fn links_of_a_workbook_lead_to_the_page() {
        let bytes = written(TableFormat::Xlsx);
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let relations = std::io::read_to_string(zip.by_name("xl/worksheets/_rels/sheet1.xml.rels").unwrap()).unwrap();
        let sheet = std::io::read_to_string(zip.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        assert!(relations.contains("Target=\"https://arkiv.dk/a%20b.pdf"), "{relations}");
        assert!(relations.contains("Target=\"FILE:///mnt/arkiv/b.pdf"), "the root of a path stays: {relations}");
        assert!(relations.contains("#page=3") || sheet.contains("location=\"page=3\""), "{relations} {sheet}");
    }
}
