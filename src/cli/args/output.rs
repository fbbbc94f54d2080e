//! How a command prints.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// How to print [default: table, or what the suffix of --output says].
    #[arg(long, value_enum, value_name = "FORMAT", env = "DAGSORDEN_FORMAT", hide_env_values = true)]
    pub format: Option<FormatName>,

    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Where links lead instead of to the indexed files: an address or a folder, to which the file's place in the
    /// archive is added.
    #[arg(long, value_name = "URL|PATH")]
    pub link_base: Option<String>,

    /// Whom CSV is for: Excel with Danish settings, or the rest of the world.
    #[arg(long, value_enum, default_value_t, value_name = "DIALECT", env = "DAGSORDEN_CSV_DIALECT")]
    #[arg(hide_env_values = true)]
    pub csv_dialect: CsvDialect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FormatName {
    /// For people.
    #[default]
    Table,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array.
    Json,
    /// For spreadsheets.
    Csv,
    /// Markdown.
    Md,
    /// A workbook: of `search` and `history`.
    Xlsx,
    /// A page to print and send: of `history`.
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum CsvDialect {
    /// Semicolons, decimal commas, a byte order mark.
    #[default]
    Excel,
    /// Commas, no byte order mark.
    Rfc4180,
}
