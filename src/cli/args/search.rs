//! Commands that find items and meetings and count them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::filters::{dimension, section_kind};
use super::{Color, FilterArgs, IndexFolder, OutputArgs, WordsArgs};
use crate::model::SectionKind;
use crate::query::Dimension;
use crate::query::Order;

/// Find items.
///
/// Examples:
///   dagsorden search herberg
///   dagsorden search '"midlertidigt botilbud" OR herberg -takst'
///   dagsorden search ungementor --municipality silkeborg --from 2022-05 --section minutes
///   dagsorden search takster --by year
///   dagsorden search § 107 --all -o paragraf107.xlsx
///   dagsorden search herberg --in ./arkiv          read what is new below ./arkiv first
///
/// All words must match; they also match inflected, in compounds and broken by a scan. Quoted words
/// mean exactly these. docs/query-syntax.md has it all. A query that begins with `-` goes after `--`.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct SearchArgs {
    /// What to look for. Without words everything that the filters let through is found; with `-` alone each line of
    /// standard input is a query, answered by a line of JSON.
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    #[command(flatten)]
    pub index: IndexFolder,

    /// First take new and changed files of this folder into the index; may be given several times.
    #[arg(long = "in", value_name = "PATH")]
    pub within: Vec<PathBuf>,

    #[command(flatten)]
    pub filters: FilterArgs,

    /// Only words in sections of this kind count; may be given several times.
    #[arg(long, value_name = "KIND", value_parser = section_kind(), help_heading = "Filters")]
    pub section: Vec<SectionKind>,

    /// The order of the hits.
    #[arg(long, value_enum, default_value_t, value_name = "ORDER", allow_hyphen_values = true)]
    pub sort: Sort,

    #[command(flatten)]
    pub words: WordsArgs,

    /// Show the agenda's and the minutes' item as two hits.
    #[arg(long)]
    pub no_fold: bool,

    /// Say of each hit how its score came about.
    #[arg(long)]
    pub explain: bool,

    /// Print words of the index that the last word may become, with their counts.
    #[arg(long, conflicts_with_all = ["by", "facets"])]
    pub suggest: bool,

    /// How many hits to print at most [default: 20].
    #[arg(long, value_name = "N", env = "DAGSORDEN_LIMIT", hide_env_values = true, conflicts_with = "all")]
    pub limit: Option<usize>,

    /// Print every hit.
    #[arg(long)]
    pub all: bool,

    /// Print counts by this instead of hits.
    #[arg(long, value_parser = dimension(), value_name = "WHAT", conflicts_with = "facets")]
    pub by: Option<Dimension>,

    /// Print counts by everything instead of hits.
    #[arg(long)]
    pub facets: bool,

    /// Print only how many items were found.
    #[arg(long, short, group = "short")]
    pub count: bool,

    /// Print only the ids of the items, a line each.
    #[arg(long = "list", short, group = "short")]
    pub list: bool,

    /// Print nothing; the exit code tells.
    #[arg(long, short, group = "short")]
    pub quiet: bool,

    /// Make titles lead to their pages: on terminals that are known to make links, always or never.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "DAGSORDEN_HYPERLINK", hide_env_values = true)]
    pub hyperlink: Color,

    /// With --list: end each id with a zero byte instead of a line end.
    #[arg(long, short = '0', requires = "list")]
    pub null: bool,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// Print one item whole.
///
/// Examples:
///   dagsorden show 'dassos/2023-01-17#2.2'
///   dagsorden show 'dassos/2023-01-17#2.2' --section minutes
///   dagsorden show 'skive/2012-03-20#24' --repairs
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct ShowArgs {
    /// The item's id, as `search` prints it.
    #[arg(value_name = "ID")]
    pub id: String,

    #[command(flatten)]
    pub index: IndexFolder,

    /// Only its sections of this kind.
    #[arg(long, value_name = "KIND", value_parser = section_kind())]
    pub section: Option<SectionKind>,

    /// Show after each repaired word what the scan says: `møde[mgde]`.
    #[arg(long)]
    pub repairs: bool,

    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Oldest first.
    Date,
    /// Newest first.
    #[value(name = "-date")]
    NewestFirst,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => Self::Relevance,
            Sort::Date => Self::OldestFirst,
            Sort::NewestFirst => Self::NewestFirst,
        }
    }
}

/// Count items by municipality, body, topic, kind and date.
///
/// Examples:
///   dagsorden facets
///   dagsorden facets --by topic --prefix social
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct FacetsArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub filters: FilterArgs,

    /// Only this count.
    #[arg(long, value_parser = dimension(), value_name = "WHAT")]
    pub by: Option<Dimension>,

    /// Only values that begin so.
    #[arg(long, value_name = "TEXT")]
    pub prefix: Option<String>,

    #[command(flatten)]
    pub output: OutputArgs,
}

/// List the meetings in the index.
///
/// Examples:
///   dagsorden meetings
///   dagsorden meetings --body byrådet --from 2020
///
/// Item numbers that a document skips are shown: something may be missing.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct MeetingsArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub filters: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::{Cli, Command};
    use super::*;

    #[test]
    fn newest_first_is_a_value_and_no_option() {
        let cli = Cli::try_parse_from(["dagsorden", "search", "x", "--sort", "-date"]).unwrap();
        let Command::Search(search) = cli.command else { panic!("search") };
        assert_eq!(search.sort, Sort::NewestFirst);
    }
}
