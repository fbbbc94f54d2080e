//! `export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{CsvDialect, FilterArgs, IndexFolder};

/// Hand the archive, or a part of it, to another program.
///
/// Examples:
///   dagsorden export -o arkiv.jsonl
///   dagsorden export --format oparl --municipality viborg --base-url https://oparl.viborg.dk/ -o viborg.jsonl
///   dagsorden export --format bulk -o arkiv.ndjson
///   dagsorden export --table items --from 2020 -o punkter.xlsx
///   dagsorden export --table votes -o afstemninger.csv --csv-dialect rfc4180
///
/// One JSON object a line, meeting by meeting. What was dealt with behind closed doors stays out unless
/// --closed yes (only that) or --with-closed asks for it. `bulk` puts the configuration of an index beside
/// the file: arkiv.opensearch.json and arkiv.quickwit.yaml. --table writes a table, one row a thing, as CSV,
/// lines of JSON or a workbook; docs/tables.md says what its columns hold.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub filters: FilterArgs,

    /// Items behind closed doors too.
    #[arg(long, conflicts_with = "closed", help_heading = "Filters")]
    pub with_closed: bool,

    /// A table, with a row for each of these.
    #[arg(long, value_enum, value_name = "TABLE", help_heading = "Output")]
    pub table: Option<TableName>,

    /// In which shape [default: what the suffix of --output says, else jsonl].
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<ExportFormat>,

    /// Where links of tables lead instead of to the indexed files: an address or a folder, to which the file's place
    /// in the archive is added.
    #[arg(long, value_name = "URL|PATH", help_heading = "Output")]
    pub link_base: Option<String>,

    /// Whom CSV is for: Excel with Danish settings, or the rest of the world.
    #[arg(long, value_enum, default_value_t, value_name = "DIALECT", help_heading = "Output")]
    #[arg(env = "DAGSORDEN_CSV_DIALECT", hide_env_values = true)]
    pub csv_dialect: CsvDialect,

    /// The address that OParl objects shall have.
    #[arg(long, value_name = "URL", default_value = "http://localhost:8675/oparl/", help_heading = "Output")]
    pub base_url: String,

    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Whole items, as `show --format jsonl` prints one.
    #[default]
    Jsonl,
    /// Objects of OParl 1.1: meetings with their items, and each case as a paper with its consultations.
    Oparl,
    /// For the bulk interfaces of Quickwit and OpenSearch, the words already analysed.
    Bulk,
    /// A table for spreadsheets and statistics.
    Csv,
    /// A table as a workbook, with a sheet that explains its columns.
    Xlsx,
}

/// A table, by what a row of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableName {
    /// An item of a meeting.
    Items,
    /// An item in its case.
    Steps,
    /// A case.
    Cases,
    /// A motion that was voted on or has a result.
    Votes,
    /// A meeting.
    Meetings,
    /// A person on the list of a meeting.
    Participants,
}
