//! `dagsorden meetings`.

use std::collections::HashSet;

use super::args::MeetingsArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report};
use crate::engine::Index;
use crate::index::StoredItem;
use crate::output::{MeetingEntry, MeetingsReport};
use crate::query::{self, Request};

/// Lists the meetings that the filters let through; a meeting is listed whole where one of its items is let through, but
/// for `--closed`.
pub fn run(args: &MeetingsArgs, console: &Console) -> Result<Exit, Failure> {
    let index = Index::open(&args.index.folder)?;
    let mut items = index.items()?;
    if args.filters.any() {
        let filters = filters(&args.filters, Vec::new())?;
        let closed = filters.closed();
        let request = Request { filters, limit: None, fold: false, ..Request::default() };
        let sources: HashSet<String> = query::search(&index, &request)?.hits.into_iter().map(|h| h.source).collect();
        items.retain(|i: &StoredItem| sources.contains(&i.source) && closed.is_none_or(|c| c == i.item.closed));
    }
    let list = MeetingsReport { meetings: MeetingEntry::list(&items) };
    if list.meetings.is_empty() {
        console.remark("no meetings found");
    } else {
        report::write(&list, &args.output, console)?;
    }
    Ok(Exit::found(!list.meetings.is_empty()))
}
