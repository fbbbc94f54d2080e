//! `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{OutputArgs, ReadingArgs};
use crate::privacy::Certainty;

/// Look for what must not be published: CPR numbers, and closed items that are printed with their text.
///
/// Examples:
///   dagsorden check ./til-hjemmesiden
///   dagsorden check referat.pdf --certainty possible
///   dagsorden check ./arkiv -o fund.csv
///
/// The numbers are masked in everything that is printed. Exit code 0 where nothing was found, 1 where
/// something was, 2 where a file could not be read.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct CheckArgs {
    /// Folders and files, taken as `index` takes them.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,

    /// Leave out numbers that are less sure than this.
    #[arg(long, value_enum, default_value_t, value_name = "LEAST")]
    pub certainty: LeastCertainty,

    #[command(flatten)]
    pub output: OutputArgs,

    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LeastCertainty {
    /// Any ten digits that may be one: many are case numbers or amounts.
    Possible,
    /// More likely one than not; what `index` masks.
    #[default]
    Likely,
    /// Nine in ten, or more.
    Certain,
}

impl From<LeastCertainty> for Certainty {
    fn from(least: LeastCertainty) -> Self {
        match least {
            LeastCertainty::Possible => Self::Possible,
            LeastCertainty::Likely => Self::Likely,
            LeastCertainty::Certain => Self::Certain,
        }
    }
}
