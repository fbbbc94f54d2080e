//! Writes a report in the format and to the place of the options.

use std::path::Path;

use super::args::{CsvDialect, FormatName, OutputArgs};
use super::console::Console;
use super::exit::Failure;
use crate::output::{Csv, Dialect, Format, Html, JsonArray, JsonLines, Markdown, Report, Terminal, Xlsx};

/// The dialect without an option.
pub const CSV_FOR_EXCEL: CsvDialect = CsvDialect::Excel;

/// Checks that the format suits the place.
///
/// # Errors
///
/// A workbook to a terminal.
pub fn check_place(args: &OutputArgs, console: &Console) -> Result<(), Failure> {
    match format_name(args) {
        FormatName::Xlsx if console.is_terminal(args.output.as_deref()) => {
            Err(Failure::new("--format xlsx: a workbook is nothing for a terminal", "name a file with -o FILE.xlsx"))
        }
        _ => Ok(()),
    }
}

/// Writes `report`.
///
/// # Errors
///
/// A format the report lacks, a workbook to a terminal, and an unwritable place.
pub fn write(report: &dyn Report, args: &OutputArgs, console: &Console) -> Result<(), Failure> {
    check_place(args, console)?;
    let missing = match format_name(args) {
        FormatName::Xlsx if !report.has_sheets() => Some("xlsx"),
        FormatName::Html if !report.has_page() => Some("html"),
        _ => None,
    };
    if let Some(name) = missing {
        return Err(Failure::new(
            format_args!("--format {name}: this command has no such format"),
            "for a spreadsheet take --format csv, for reading --format md",
        ));
    }
    let format = format(format_name(args), args.csv_dialect, console.table(args.output.is_some()));
    console.print(args.output.as_deref(), |out| format.write(report, out))
}

/// The format of the option, or else of the file's suffix.
pub fn format_name(args: &OutputArgs) -> FormatName {
    let suffix = args.output.as_deref().and_then(Path::extension).and_then(|s| s.to_str());
    let by_suffix = match suffix.map(str::to_lowercase).as_deref() {
        Some("jsonl" | "ndjson") => FormatName::Jsonl,
        Some("json") => FormatName::Json,
        Some("csv") => FormatName::Csv,
        Some("md") => FormatName::Md,
        Some("xlsx") => FormatName::Xlsx,
        Some("html" | "htm") => FormatName::Html,
        _ => FormatName::Table,
    };
    args.format.unwrap_or(by_suffix)
}

/// The writer of a format.
pub fn format(name: FormatName, dialect: CsvDialect, table: Terminal) -> Box<dyn Format> {
    let dialect = match dialect {
        CsvDialect::Excel => Dialect::Excel,
        CsvDialect::Rfc4180 => Dialect::Rfc4180,
    };
    match name {
        FormatName::Table => Box::new(table),
        FormatName::Jsonl => Box::new(JsonLines),
        FormatName::Json => Box::new(JsonArray),
        FormatName::Csv => Box::new(Csv { dialect }),
        FormatName::Md => Box::new(Markdown),
        FormatName::Xlsx => Box::new(Xlsx),
        FormatName::Html => Box::new(Html),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffix_names_the_format_unless_one_is_given() {
        let named = |output: &str, format| {
            format_name(&OutputArgs { format, output: Some(output.into()), csv_dialect: CsvDialect::Excel })
        };
        assert_eq!(named("sag.CSV", None), FormatName::Csv);
        assert_eq!(named("sag.csv", Some(FormatName::Md)), FormatName::Md);
        assert_eq!(named("sag", None), FormatName::Table);
    }
}
