//! Writes a report in the format and to the place of the options.

use std::path::{self, Path};

use super::args::{CsvDialect, FormatName, OutputArgs};
use super::console::Console;
use super::exit::Failure;
use crate::index::FileRecord;
use crate::output::{Csv, Dialect, Format, Html, JsonArray, JsonLines, Links, Markdown, Report, Terminal, Xlsx};

/// The dialect without an option.
pub(super) const CSV_FOR_EXCEL: CsvDialect = CsvDialect::Excel;

/// Checks that the format suits the place.
///
/// # Errors
///
/// A workbook to a terminal, and a file whose suffix names no format where no option does.
pub(super) fn check_place(args: &OutputArgs, console: &Console) -> Result<(), Failure> {
    if let (None, Some(suffix)) = (args.format, args.output.as_deref().and_then(suffix))
        && by_suffix(&suffix).is_none()
    {
        return Err(unknown_suffix(&suffix, "txt, jsonl, json, csv, xlsx, html or md"));
    }
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
pub(super) fn write(report: &dyn Report, args: &OutputArgs, console: &Console) -> Result<(), Failure> {
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
pub(super) fn format_name(args: &OutputArgs) -> FormatName {
    let named = args.output.as_deref().and_then(suffix).and_then(|suffix| by_suffix(&suffix));
    args.format.or(named).unwrap_or_default()
}

/// The suffix of a file's name, in lower case.
pub(super) fn suffix(path: &Path) -> Option<String> {
    path.extension().map(|suffix| suffix.to_string_lossy().to_lowercase())
}

fn by_suffix(suffix: &str) -> Option<FormatName> {
    Some(match suffix {
        "txt" => FormatName::Table,
        "jsonl" | "ndjson" => FormatName::Jsonl,
        "json" => FormatName::Json,
        "csv" => FormatName::Csv,
        "md" => FormatName::Md,
        "xlsx" => FormatName::Xlsx,
        "html" | "htm" => FormatName::Html,
        _ => return None,
    })
}

/// The error about a suffix that names no format.
pub(super) fn unknown_suffix(suffix: &str, known: &str) -> Failure {
    Failure::new(
        format_args!("-o: .{suffix} is the suffix of no format here, expected {known}"),
        "name the format with --format, or give the file another suffix",
    )
}

/// Where links lead: to the indexed files, or below a base.
pub(super) fn links(files: Vec<FileRecord>, base: Option<&str>) -> Links {
    let absolute = |path: &Path| path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let base = base.map(|base| match base.contains("://") {
        true => base.to_owned(),
        false => absolute(Path::new(base)).display().to_string(),
    });
    Links { paths: files.into_iter().map(|file| (file.source, absolute(&file.path))).collect(), base }
}

/// The writer of a format.
pub(super) fn format(name: FormatName, dialect: CsvDialect, table: Terminal) -> Box<dyn Format> {
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
            let output = Some(output.into());
            format_name(&OutputArgs { format, output, link_base: None, csv_dialect: CsvDialect::Excel })
        };
        assert_eq!(named("sag.CSV", None), FormatName::Csv);
        assert_eq!(named("sag.csv", Some(FormatName::Md)), FormatName::Md);
        assert_eq!(named("sag", None), FormatName::Table);
        assert_eq!(by_suffix("parquet"), None);
    }
}
