//! `dagsorden repair`.

use super::args::{FormatName, RepairArgs};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::input;
use super::report::{self, CSV_FOR_EXCEL};
use crate::lexicon::Vocabulary;
use crate::output::{RepairObject, RepairsReport};
use crate::repair;

/// Prints the repaired text, or what was repaired in it.
pub fn run(args: &RepairArgs, console: &Console) -> Result<Exit, Failure> {
    if input::waits_for_typing([args.file.as_ref()]) {
        return Err(input::typed_input("repair"));
    }
    let read = input::read(&input::reader(&args.reading)?, &args.file)?;
    read.notes.iter().for_each(|n| console.remark(format_args!("{}: {n}", args.file.display())));
    let repaired = repair::repair(read.value, &Vocabulary::default());
    if !args.explain {
        console.print(None, |out| out.write_all(repaired.text().as_bytes()))?;
        return Ok(Exit::Done);
    }
    let report = RepairsReport { repairs: RepairObject::of_document(&repaired) };
    let format = report::format(args.format.unwrap_or(FormatName::Table), CSV_FOR_EXCEL, console.table(false));
    console.print(None, |out| format.write(&report, out))?;
    Ok(Exit::Done)
}
