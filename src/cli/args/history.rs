//! Commands that follow cases.

use clap::{Args, ValueEnum};

use super::{FilterArgs, IndexFolder, OutputArgs, WordsArgs};

/// Follow a case through its meetings.
///
/// Examples:
///   dagsorden history Kollegiet
///   dagsorden history 27.42.00 --why
///   dagsorden history --case-number 27.42.00-P20-3-21
///   dagsorden history 'dassos/2023-01-17#2.2' -o sagen.xlsx
///   dagsorden history Kollegiet --pick 2 -o kollegiet.html
///   dagsorden history 'herberg -takst' --municipality skive --from 2015
///
/// Items belong to one case by case number, by references to each other, as agenda and minutes of one
/// meeting, by rare names that they share, or by their titles; --why shows it. Where several matters
/// answer, all are shown and listed on standard error. docs/history.md has it all.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct HistoryArgs {
    /// Words, read as `search` reads them, a case number or an item's id.
    #[arg(value_name = "QUERY|ID", required_unless_present = "case_number")]
    pub query: Vec<String>,

    /// The case of this number, or those whose numbers begin so.
    #[arg(long, value_name = "NUMBER", conflicts_with = "query")]
    pub case_number: Option<String>,

    #[command(flatten)]
    pub index: IndexFolder,

    /// Add items on the same subject that nothing stronger ties to the case.
    #[arg(long)]
    pub loose: bool,

    /// Show what ties the steps together.
    #[arg(long)]
    pub why: bool,

    /// Only the matter of this number in the list of those that answer.
    #[arg(long, value_name = "N", value_parser = matter_number)]
    pub pick: Option<usize>,

    #[command(flatten)]
    pub words: WordsArgs,

    #[command(flatten)]
    pub filters: FilterArgs,

    #[command(flatten)]
    pub output: OutputArgs,
}

fn matter_number(typed: &str) -> Result<usize, String> {
    typed.parse().ok().filter(|n| *n > 0).ok_or_else(|| "expected a number from 1 on".into())
}

/// List all cases that came up more than once, and what is still open.
///
/// Examples:
///   dagsorden matters
///   dagsorden matters herberg -- -takst
///   dagsorden matters --body byrådet --from 2024
///   dagsorden matters --state overdue --format csv -o mangler.csv
///
/// Latest activity first. `overdue` were announced to come back (`genoptages på mødet den …`) to a
/// meeting that the index has, and did not.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct MattersArgs {
    /// Only cases with an item that these words find, as `search` reads them.
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub words: WordsArgs,
    #[command(flatten)]
    pub filters: FilterArgs,

    /// Only cases that stand so.
    #[arg(long, value_enum, value_name = "STATE", help_heading = "Filters")]
    pub state: Option<CaseState>,

    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CaseState {
    /// The last decision is final.
    Decided,
    /// Something is left to decide.
    Open,
    /// To come back to a meeting that the index does not have yet.
    Awaited,
    /// To come back to a meeting that the index has, and did not.
    Overdue,
}

impl CaseState {
    /// The name that a state has in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Open => "open",
            Self::Awaited => "awaited",
            Self::Overdue => "overdue",
        }
    }
}
