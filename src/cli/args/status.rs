//! `status`.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{IndexFolder, OutputArgs};
use crate::output::Concern;

/// Tell what the index holds, what it misses and what the last run changed.
///
/// Examples:
///   dagsorden status
///   dagsorden status --format json
///   dagsorden status --ignore series,minutes
///   dagsorden status --long
///
/// Files that were not read, or in part, are grouped by reason, with what to do.
///
/// Exit code 1 where anything wants attention: a file, or a page of one, that could not be read
/// (unread), lines that could not be placed in an item (unplaced), item numbers that a meeting skips (numbers), a month without a meeting of a body that
/// meets monthly (series), an agenda without minutes after 60 days (minutes).
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub index: IndexFolder,

    /// Name all files of a reason, not the first three alone.
    #[arg(long)]
    pub long: bool,

    /// What is not to be told: unread, unplaced, numbers, series, minutes; several parted by commas.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = concern(), hide_possible_values = true)]
    pub ignore: Vec<Concern>,

    #[command(flatten)]
    pub output: OutputArgs,
}

fn concern() -> impl TypedValueParser<Value = Concern> {
    let names = PossibleValuesParser::new(Concern::ALL.map(Concern::name));
    names.try_map(|name| Concern::ALL.into_iter().find(|c| c.name() == name).ok_or("expected a concern"))
}
