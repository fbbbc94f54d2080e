//! `export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{FilterArgs, IndexFolder};

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
