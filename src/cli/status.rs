//! `dagsorden status`.

use super::args::StatusArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::report;
use crate::index::Index;
use crate::output::{MeetingEntry, StatusReport};

/// Tells what the index holds and what is missing from it.
pub fn run(args: &StatusArgs, console: &Console) -> Result<Exit, Failure> {
    let index = Index::open(&args.index.folder)?;
    let files = index.files()?;
    let state = StatusReport::new(&files, &MeetingEntry::list(&index.items()?));
    report::write(&state, &args.output, console)?;
    Ok(Exit::found(!state.is_missing_something()))
}
