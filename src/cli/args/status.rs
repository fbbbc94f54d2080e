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
///
/// Exit code 1 where anything wants attention: a file, or a page of one, that could not be read
/// (unread), item numbers that a meeting skips (numbers), a month without a meeting of a body that
/// meets monthly (series), an agenda without minutes after 60 days (minutes).
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StatusArgs {
    #[command(flatten)]
    pub index: IndexFolder,

    /// What is not to be told: unread, numbers, series, minutes; several parted by commas.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = concern(), hide_possible_values = true)]
    pub ignore: Vec<Concern>,

    #[command(flatten)]
    pub output: OutputArgs,
}

fn concern() -> impl TypedValueParser<Value = Concern> {
    let names = PossibleValuesParser::new(Concern::ALL.map(Concern::name));
    names.try_map(|name| Concern::ALL.into_iter().find(|c| c.name() == name).ok_or("expected a concern"))
}
