//! `dagsorden meetings`.

use super::args::MeetingsArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{filters, report};
use crate::archive::Archive;
use crate::output::{MeetingEntry, MeetingsReport};

/// Lists the meetings with an item accepted by the filters. Meetings are listed whole, except for items excluded by
/// `--closed`.
pub(super) fn run(args: &MeetingsArgs, console: &Console) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.index.folder)?;
    let filters = filters(&args.filters, Vec::new())?;
    let found = archive.meetings(&filters, 0, usize::MAX)?.meetings;
    let list = MeetingsReport { meetings: MeetingEntry::list(&found) };
    if list.meetings.is_empty() {
        console.remark("no meetings found");
    } else {
        report::write(&list, &args.output, console)?;
    }
    Ok(Exit::found(!list.meetings.is_empty()))
}
