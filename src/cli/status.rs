//! `dagsorden status`.

use super::args::StatusArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{report, today};
use crate::archive::{Archive, State};
use crate::output::{IndexState, StatusReport};

/// Prints the contents of the index, the gaps in it and the changes of the last run.
pub(super) fn run(args: &StatusArgs, console: &Console) -> Result<Exit, Failure> {
    let State { files, documents, tombstones, last_run, closed, unclear } =
        Archive::open(&args.index.folder)?.state()?;
    let state = IndexState {
        files: &files,
        documents: &documents,
        tombstones: &tombstones,
        last_run,
        closed,
        unclear,
        today: today(),
        ignored: &args.ignore,
        long: args.long,
    };
    let state = StatusReport::new(state);
    report::write(&state, &args.output, console)?;
    Ok(Exit::found(!state.wants_attention()))
}
