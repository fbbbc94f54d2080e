//! `dagsorden repair`.

use std::path::Path;

use super::args::{FormatName, RepairArgs};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::input;
use super::report::{self, CSV_FOR_EXCEL};
use crate::lexicon::Vocabulary;
use crate::output::{RepairObject, RepairsReport};
use crate::repair::{self, Known, corrections};
use crate::source::Document;
use crate::text::printable;

/// Prints the repaired text, or its repairs, or corrections learnt from a corrected text.
pub(super) fn run(args: &RepairArgs, console: &Console) -> Result<Exit, Failure> {
    if let Some([scan, truth]) = args.learn.as_deref() {
        return learn(scan, truth, args, console);
    }
    if input::waits_for_typing([args.file.as_ref()]) {
        return Err(input::typed_input("repair"));
    }
    let repaired = repaired(read(&args.file, args, console)?, args)?;
    if !args.explain {
        console.print(None, |out| out.write_all(repaired.text().as_bytes()))?;
        return Ok(Exit::Done);
    }
    let report = RepairsReport { repairs: RepairObject::of_document(&repaired) };
    let format = report::format(args.format.unwrap_or(FormatName::Table), CSV_FOR_EXCEL, console.table(false));
    console.print(None, |out| format.write(&report, out))?;
    Ok(Exit::Done)
}

fn read(file: &Path, args: &RepairArgs, console: &Console) -> Result<Document, Failure> {
    let read = input::read(&input::reader(&args.reading)?, file)?;
    read.notes.iter().for_each(|n| console.remark(format_args!("{}: {n}", file.display())));
    Ok(read.value)
}

fn repaired(document: Document, args: &RepairArgs) -> Result<Document, Failure> {
    let corrections = args.corrections.read()?;
    let known = Known { archive: &Vocabulary::default(), corrections: corrections.as_ref().map(|c| &c.value) };
    Ok(repair::repair(document, known))
}

/// Prints proposals for `corrections.toml`. The exit code is 1 if the repair misses nothing.
fn learn(scan: &Path, truth: &Path, args: &RepairArgs, console: &Console) -> Result<Exit, Failure> {
    let (scan, truth) = (read(scan, args, console)?, read(truth, args, console)?);
    let before = scan.text();
    let proposals = corrections::learn(&before, &repaired(scan, args)?.text(), &truth.text());
    let text: Vec<String> = proposals.iter().map(ToString::to_string).collect();
    console.print(None, |out| out.write_all(printable(&text.join("\n")).as_bytes()))?;
    Ok(Exit::found(!proposals.is_empty()))
}
