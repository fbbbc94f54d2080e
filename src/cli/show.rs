//! `dagsorden show`.

use super::args::ShowArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::report;
use crate::archive::Archive;
use crate::output::ItemReport;

/// Prints one item.
pub(super) fn run(args: &ShowArgs, console: &Console) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.index.folder)?;
    let item = archive.item(&args.id)?;
    let twins = archive.twins(&args.id)?;
    let shown = ItemReport { item: &item, twins: &twins, section: args.section, repairs: args.repairs };
    if shown.is_empty() {
        let kind = args.section.map(|s| s.name()).unwrap_or_default();
        console.remark(format_args!("{}: the item has no section of kind {kind}", args.id));
        return Ok(Exit::Nothing);
    }
    report::write(&shown, &args.output, console)?;
    Ok(Exit::Done)
}
