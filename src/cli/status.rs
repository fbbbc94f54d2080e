//! `dagsorden status`.

use super::args::StatusArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{report, today};
use crate::engine::Index;
use crate::output::{IndexState, StatusReport};

/// Tells what the index holds, what is missing from it and what the last run changed.
pub fn run(args: &StatusArgs, console: &Console) -> Result<Exit, Failure> {
    let index = Index::open(&args.index.folder)?;
    let (files, documents, tombstones) = (index.files()?, index.documents()?, index.tombstones()?);
    let state = IndexState {
        files: &files,
        documents: &documents,
        tombstones: &tombstones,
        last_run: index.last_run()?,
        closed: index.closed_count()?,
        today: today(),
        ignored: &args.ignore,
    };
    let state = StatusReport::new(state);
    report::write(&state, &args.output, console)?;
    Ok(Exit::found(!state.wants_attention()))
}
