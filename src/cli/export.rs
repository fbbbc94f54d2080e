//! `dagsorden export`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::Value;

use super::args::{FilterArgs, IndexFolder};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::filters;
use crate::index::Index;
use crate::output::{Bulk, OPENSEARCH, OParl, QUICKWIT, StoredItemObject};
use crate::query::{Export, QueryError};

/// Hand the archive, or a part of it, to another program.
///
/// Examples:
///   dagsorden export -o arkiv.jsonl
///   dagsorden export --format oparl --municipality viborg --base-url https://oparl.viborg.dk/ -o viborg.jsonl
///   dagsorden export --format bulk -o arkiv.ndjson
///
/// One JSON object a line, meeting by meeting. What was dealt with behind closed doors stays out unless
/// --closed yes (only that) or --with-closed asks for it. `bulk` puts the configuration of an index beside
/// the file: arkiv.opensearch.json and arkiv.quickwit.yaml.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ExportArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub filters: FilterArgs,

    /// Items behind closed doors too.
    #[arg(long, conflicts_with = "closed", help_heading = "Filters")]
    pub with_closed: bool,

    /// In which shape.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub format: ExportFormat,

    /// The address that OParl objects shall have.
    #[arg(long, value_name = "URL", default_value = "http://localhost:8675/oparl/", help_heading = "Output")]
    pub base_url: String,

    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ExportFormat {
    /// Whole items, as `show --format jsonl` prints one.
    #[default]
    Jsonl,
    /// Objects of OParl 1.1: meetings with their items, and each case as a paper with its consultations.
    Oparl,
    /// For the bulk interfaces of Quickwit and OpenSearch, the words already analysed.
    Bulk,
}

/// Writes everything that the filters let through.
pub fn run(args: &ExportArgs, console: &Console) -> Result<Exit, Failure> {
    let index = Index::open(&args.index.folder)?;
    let mut let_through = filters(&args.filters, Vec::new())?;
    if !args.with_closed {
        let_through.closed = let_through.closed.or(Some(false));
    }
    let export = Export::new(&index, &let_through)?;
    if export.is_empty() {
        console.remark("nothing to export");
        return Ok(Exit::Nothing);
    }
    let mut failed = None;
    console.print(args.output.as_deref(), |out| {
        // An index that fails is told in its own words, a disk that is full by the console.
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

/// What ended an export.
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
    for sitting in export.sittings()? {
        let sitting = sitting?;
        oparl.sitting(&sitting).iter().try_for_each(|object| line(out, object))?;
        for item in &sitting.items {
            let case: Option<Value> = export.thread(item)?.and_then(|thread| oparl.thread(&thread));
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
