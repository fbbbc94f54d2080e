//! What can be typed, in a file for each group of commands. Options stand above the environment (`DAGSORDEN_*`).

mod check;
mod export;
mod filters;
mod forget;
mod history;
mod index;
mod output;
mod reading;
mod search;
mod serve;
mod status;
mod words;

use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::archive::engine_version;
use crate::index::format;

pub(super) use check::CheckArgs;
pub(super) use export::{ExportArgs, ExportFormat, TableName};
pub(super) use filters::FilterArgs;
pub(super) use forget::ForgetArgs;
pub(super) use history::{HistoryArgs, MattersArgs};
pub(super) use index::{INDEX, IndexArgs, IndexFolder, MaskCpr};
pub(super) use output::{CsvDialect, FormatName, OutputArgs};
pub(super) use reading::{ClassifyArgs, OcrChoice, ParseArgs, ParseFormat, ReadingArgs, RepairArgs, TextArgs};
pub(super) use search::{FacetsArgs, MeetingsArgs, SearchArgs, ShowArgs};
pub(super) use serve::ServeArgs;
pub(super) use status::StatusArgs;
pub(super) use words::WordsArgs;

/// Reads agendas and minutes of Danish municipalities and finds what was decided.
///
/// Examples:
///   dagsorden index ./arkiv                     read all PDF and text files below ./arkiv
///   dagsorden search herberg                    every item about it, from all years
///   dagsorden search takster --from 2022 --section minutes
///   dagsorden show 'dassos/2023-01-17#2.2'      one item whole
///   dagsorden history Kollegiet                 a case through its meetings
///
/// Exit codes: 0 found or done, 1 nothing found, 2 an error (were it one unreadable file among many).
#[derive(Debug, Parser)]
#[command(name = "dagsorden", version, long_version = long_version(), propagate_version = true)]
#[command(max_term_width = 100, arg_required_else_help = true, verbatim_doc_comment)]
pub(super) struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// The format and the engine that indexes are written with matter where one cannot be read elsewhere.
fn long_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        format!("{}\nindex format {}, engine {}", env!("CARGO_PKG_VERSION"), format::VERSION, engine_version())
    });
    &VERSION
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    /// Use colours: on a terminal, always or never.
    ///
    /// `auto` also means never where NO_COLOR is set and not empty, or TERM is `dumb`.
    #[arg(long, global = true, value_enum, default_value_t, env = "DAGSORDEN_COLOR", value_name = "WHEN")]
    #[arg(hide_env_values = true)]
    pub color: Color,

    /// Do not name unreadable files and other mishaps on standard error; the exit code still tells.
    #[arg(long, global = true)]
    pub no_messages: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Text(TextArgs),
    Parse(ParseArgs),
    Classify(ClassifyArgs),
    Repair(RepairArgs),
    Index(IndexArgs),
    Search(SearchArgs),
    Show(ShowArgs),
    History(HistoryArgs),
    #[command(visible_alias = "cases")]
    Matters(MattersArgs),
    Export(ExportArgs),
    Meetings(MeetingsArgs),
    Facets(FacetsArgs),
    Status(StatusArgs),
    Check(CheckArgs),
    Serve(ServeArgs),
    Forget(ForgetArgs),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn options_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_examples_and_every_option_has_help() {
        for command in Cli::command().get_subcommands() {
            let about = command.get_long_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.contains("Examples:"), "{}", command.get_name());
            let silent: Vec<_> =
                command.get_arguments().filter(|a| a.get_help().is_none()).map(|a| a.get_id()).collect();
            assert!(silent.is_empty(), "{}: {silent:?}", command.get_name());
        }
    }
}
