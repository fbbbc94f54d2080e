//! `dagsorden matters`.

use std::collections::HashSet;

use super::args::MattersArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report};
use crate::index::Index;
use crate::output::MattersReport;
use crate::query::{self, Request};

/// Lists the cases; one is listed whole where one of its items is let through by the filters.
pub fn run(args: &MattersArgs, console: &Console) -> Result<Exit, Failure> {
    let index = Index::open(&args.index.folder)?;
    let mut matters = query::matters(&index)?;
    if args.filters.any() {
        let request = Request { filters: filters(&args.filters, Vec::new())?, limit: None, ..Request::default() };
        let ids: HashSet<String> = query::search(&index, &request)?.hits.into_iter().map(|h| h.id).collect();
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
