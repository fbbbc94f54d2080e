//! `dagsorden matters`.

use super::args::MattersArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report};
use crate::archive::Archive;
use crate::output::MattersReport;
use crate::query;

/// Lists the cases; one is listed whole where one of its items is let through by the filters, but for `--closed`: what that
/// leaves out is no part of any case.
pub fn run(args: &MattersArgs, console: &Console) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.index.folder)?;
    let filters = filters(&args.filters, Vec::new())?;
    let mut matters = archive.cases(filters.closed())?;
    if args.filters.any() {
        let ids = query::filtered_ids(&*archive.index()?, &filters)?;
        matters.retain(|m| m.items.iter().any(|id| ids.contains(id)));
    }
    if let Some(state) = args.state {
        matters.retain(|m| m.state.name() == state.name());
    }
    let list = MattersReport { matters };
    if list.matters.is_empty() {
        console.remark("no cases found");
    } else {
        report::write(&list, &args.output, console)?;
    }
    Ok(Exit::found(!list.matters.is_empty()))
}
