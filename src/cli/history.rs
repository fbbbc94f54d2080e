//! `dagsorden history`.

use super::args::{FormatName, HistoryArgs};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::report;
use crate::index::Index;
use crate::output::HistoryReport;
use crate::query::{self, HistoryRequest};

/// Prints a case through its meetings.
pub fn run(args: &HistoryArgs, console: &Console) -> Result<Exit, Failure> {
    let index = Index::open(&args.index.folder)?;
    let request = HistoryRequest { query: args.query.join(" "), loose: args.loose };
    let history = query::history(&index, &request)?;
    report::write(&HistoryReport { history: &history, why: args.why }, &args.output, console)?;
    if history.steps.is_empty() && report::format_name(&args.output) == FormatName::Table {
        console.remark("nothing found");
    }
    Ok(Exit::found(!history.steps.is_empty()))
}
