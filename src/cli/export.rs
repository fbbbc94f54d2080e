//! `dagsorden export`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;

use super::args::{ExportArgs, ExportFormat};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::filters;
use crate::archive::Archive;
use crate::output::{Bulk, OPENSEARCH, OParl, QUICKWIT, StoredItemObject};
use crate::query::{Export, QueryError};

/// Writes everything the filters accept.
pub fn run(args: &ExportArgs, console: &Console) -> Result<Exit, Failure> {
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
    let mut failed = None;
    console.print(args.output.as_deref(), |out| {
        // An error of the index has its own message; the console reports a full disk.
        write(args, &export, out).or_else(|e| match e {
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
    if args.format == ExportFormat::Bulk {
        write_configurations(args.output.as_deref())?;
    }
    Ok(Exit::Done)
}

/// Why an export stopped.
enum Stopped {
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

fn write(args: &ExportArgs, export: &Export, out: &mut dyn Write) -> Result<(), Stopped> {
    match args.format {
        ExportFormat::Jsonl => {
            for item in export.items()? {
                line(out, &StoredItemObject::from(&item?))?;
            }
        }
        ExportFormat::Bulk => {
            let mut bulk = Bulk::default();
            for item in export.items()? {
                bulk.lines(&item?).iter().try_for_each(|object| line(out, object))?;
            }
        }
        ExportFormat::Oparl => oparl(args, export, out)?,
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
