//! `dagsorden forget`.

use super::args::ForgetArgs;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::report;
use crate::archive::{Archive, Forgotten, ForgottenWhat};
use crate::output::ForgottenReport;

/// Forgets the named items and files, lists the forgotten ones, or undoes it.
pub(super) fn run(args: &ForgetArgs, console: &Console) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.index.folder)?;
    if args.list {
        let tombstones = archive.forgotten()?;
        let nothing = tombstones.is_empty();
        if nothing {
            console.remark("nothing was forgotten");
        } else {
            report::write(&ForgottenReport { tombstones: &tombstones }, &args.output, console)?;
        }
        return Ok(Exit::found(!nothing));
    }
    if args.undo {
        let undone = archive.undo_forget(&args.names)?;
        console.print_text(&undone.iter().map(|name| format!("no longer forgotten: {name}\n")).collect::<String>())?;
        console.remark("the next `dagsorden index` takes it in again");
        return Ok(console.exit(Exit::Done));
    }
    let forgotten = archive.forget(&args.names)?;
    forgotten.iter().for_each(|one| remark(one, console));
    console.print_text(&forgotten.iter().filter_map(line).collect::<String>())?;
    Ok(console.exit(Exit::Done))
}

/// A line for a forgotten item or file.
fn line(forgotten: &Forgotten) -> Option<String> {
    Some(match &forgotten.what {
        ForgottenWhat::Item { id, .. } => format!("forgotten: {id}\n"),
        ForgottenWhat::Files { sources, items } => {
            let what = if *items == 1 { "item" } else { "items" };
            format!("forgotten: {}, {items} {what}\n", sources.join(", "))
        }
        ForgottenWhat::Unread { name } => format!("forgotten: {name}, which was not in the index\n"),
        ForgottenWhat::Already { .. } => return None,
    })
}

/// Remarks on what is left: the file in the archive, and the same item in another document.
fn remark(forgotten: &Forgotten, console: &Console) {
    match &forgotten.what {
        ForgottenWhat::Already { name } => console.remark(format_args!("{name}: forgotten already")),
        ForgottenWhat::Item { id, twins } if !twins.is_empty() => {
            let ids: Vec<String> = twins.iter().map(|id| format!("`dagsorden forget '{id}'`")).collect();
            let what = "the agenda or the minutes of that meeting have the item, too";
            console.remark(format_args!("{id}: {what}\nhint: {}", ids.join(", ")));
        }
        _ => {}
    }
    for path in &forgotten.left {
        console.remark(format_args!("{}: the file itself still lies there, for whoever may read it", path.display()));
    }
}
