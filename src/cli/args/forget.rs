//! `forget`.

use std::path::PathBuf;

use clap::Args;

use super::{IndexFolder, OutputArgs};

/// Take a file or an item out of the index for good.
///
/// Examples:
///   dagsorden forget 'byraad/2019-05-22#7'      one item
///   dagsorden forget byraad/2019-05-22.pdf      a file with all its items, and its copies
///   dagsorden forget --list
///   dagsorden forget --undo byraad/2019-05-22.pdf
///
/// What was forgotten stays out whatever is read again, also when the index is built anew. A file
/// is known by its path and by its content, an item by its id. The files in the archive are not
/// touched: whoever may read them there still can.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct ForgetArgs {
    /// Ids of items, and files as the index names them or by their paths.
    #[arg(value_name = "ID|FILE", required_unless_present = "list")]
    pub names: Vec<PathBuf>,

    #[command(flatten)]
    pub index: IndexFolder,

    /// Print what was forgotten.
    #[arg(long, conflicts_with_all = ["names", "undo"])]
    pub list: bool,

    /// Let the next run of `index` take these in again.
    #[arg(long)]
    pub undo: bool,

    #[command(flatten)]
    pub output: OutputArgs,
}
