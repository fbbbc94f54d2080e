//! `dagsorden export`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;

use super::args::{CsvDialect, ExportArgs, ExportFormat, TableName};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report, tables};
use crate::archive::Archive;
use crate::output::{Bulk, Dialect, Links, OPENSEARCH, OParl, QUICKWIT, StoredItemObject, Table, TableFormat};
use crate::query::{Export, QueryError};

/// Writes everything the filters accept.
pub(super) fn run(args: &ExportArgs, console: &Console) -> Result<Exit, Failure> {
    let shape = shape(args, console)?;
    let archive = Archive::open(&args.index.folder)?.snapshot()?;
    let mut let_through = filters(&args.filters, Vec::new())?;
    if !args.with_closed && let_through.closed().is_none() {
        let_through.set_closed(false);
    }
    let export = archive.export(&let_through)?;
    if export.is_empty() {
        console.remark("nothing to export");
        return Ok(Exit::Nothing);
    }
    let links = match shape {
        Shape::Table(..) => report::links(archive.files()?, args.link_base.as_deref()),
        Shape::Objects(_) => Links::default(),
    };
    let mut failed = None;
    console.print(args.output.as_deref(), |out| {
        // An error of the index has its own message; the console reports a full disk.
        write(args, shape, &export, &links, out).or_else(|e| match e {
            Stopped::Disk(e) => Err(e),
            Stopped::Index(e) => {
                failed = Some(e);
                Ok(())
            }
        })
    })?;
    if let Some(e) = failed {
        return Err(e.into());
    }
    if shape == Shape::Objects(ExportFormat::Bulk) {
        write_configurations(args.output.as_deref())?;
    }
    Ok(Exit::Done)
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Objects that hold one another.
    Objects(ExportFormat),
    Table(Table, TableFormat),
}

/// What the options and the suffix of the file ask for.
fn shape(args: &ExportArgs, console: &Console) -> Result<Shape, Failure> {
    let format = match (args.format, args.output.as_deref().and_then(report::suffix).as_deref()) {
        (Some(format), _) => format,
        (None, None | Some("jsonl" | "ndjson")) => ExportFormat::Jsonl,
        (None, Some("csv")) => ExportFormat::Csv,
        (None, Some("xlsx")) => ExportFormat::Xlsx,
        (None, Some(other)) => return Err(report::unknown_suffix(other, "jsonl, csv or xlsx")),
    };
    if format == ExportFormat::Xlsx && console.is_terminal(args.output.as_deref()) {
        return Err(Failure::new(
            "--format xlsx: a workbook is nothing for a terminal",
            "name a file with -o FILE.xlsx",
        ));
    }
    let dialect = match args.csv_dialect {
        CsvDialect::Excel => Dialect::Excel,
        CsvDialect::Rfc4180 => Dialect::Rfc4180,
    };
    let table = args.table.map(|name| match name {
        TableName::Items => Table::Items,
        TableName::Steps => Table::Steps,
        TableName::Cases => Table::Cases,
        TableName::Votes => Table::Votes,
        TableName::Meetings => Table::Meetings,
        TableName::Participants => Table::Participants,
    });
    match (table, format) {
        (table, ExportFormat::Csv) => Ok(Shape::Table(table.unwrap_or(Table::Items), TableFormat::Csv(dialect))),
        (table, ExportFormat::Xlsx) => Ok(Shape::Table(table.unwrap_or(Table::Items), TableFormat::Xlsx)),
        (Some(table), ExportFormat::Jsonl) => Ok(Shape::Table(table, TableFormat::JsonLines)),
        (Some(_), ExportFormat::Oparl | ExportFormat::Bulk) => Err(Failure::new(
            "--table: OParl and bulk have objects, no tables",
            "take --format csv, xlsx or jsonl with --table, or leave --table out",
        )),
        (None, objects) => Ok(Shape::Objects(objects)),
    }
}

/// Why an export stopped.
pub(super) enum Stopped {
    Disk(io::Error),
    Index(QueryError),
}

impl From<io::Error> for Stopped {
    fn from(e: io::Error) -> Self {
        Self::Disk(e)
    }
}

impl From<QueryError> for Stopped {
    fn from(e: QueryError) -> Self {
        Self::Index(e)
    }
}

fn write(args: &ExportArgs, shape: Shape, export: &Export, links: &Links, out: &mut dyn Write) -> Result<(), Stopped> {
    match shape {
        Shape::Table(table, format) => tables::write(table, format, export, links, out)?,
        Shape::Objects(ExportFormat::Jsonl | ExportFormat::Csv | ExportFormat::Xlsx) => {
            for item in export.items()? {
                line(out, &StoredItemObject::from(&item?))?;
            }
        }
        Shape::Objects(ExportFormat::Bulk) => {
            let mut bulk = Bulk::default();
            for item in export.items()? {
                bulk.lines(&item?).iter().try_for_each(|object| line(out, object))?;
            }
        }
        Shape::Objects(ExportFormat::Oparl) => oparl(args, export, out)?,
    }
    Ok(())
}

fn oparl(args: &ExportArgs, export: &Export, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut oparl = OParl::new(&args.base_url, &Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    line(out, &oparl.system())?;
    for meeting in export.meetings()? {
        let meeting = meeting?;
        oparl.meeting(&meeting).iter().try_for_each(|object| line(out, object))?;
        for item in &meeting.items {
            let case: Option<Value> = export.case_of(item)?.and_then(|case| oparl.case(&case));
            case.iter().try_for_each(|object| line(out, object))?;
        }
    }
    Ok(())
}

fn line(out: &mut dyn Write, object: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    writeln!(out)
}

/// Puts the configurations of both engines beside the file.
fn write_configurations(output: Option<&Path>) -> Result<(), Failure> {
    let Some(output) = output.filter(|path| *path != Path::new("-")) else { return Ok(()) };
    for (suffix, text) in [("opensearch.json", OPENSEARCH), ("quickwit.yaml", QUICKWIT)] {
        let path = output.with_extension(suffix);
        fs::write(&path, text).map_err(|e| Failure::write(&path.display().to_string(), &e))?;
    }
    Ok(())
}
