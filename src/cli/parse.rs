//! `dagsorden parse`.

use std::io::{self, Write};
use std::path::Path;

use super::args::{ParseArgs, ParseFormat};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::input;
use crate::lexicon::Vocabulary;
use crate::model::Meeting;
use crate::note::{Noted, Severity};
use crate::output::{Format, JsonArray, JsonLines, Markdown, MeetingObject, OutlineReport, printable};
use crate::pipeline;
use crate::repair::Known;
use crate::source::Document;

/// Prints the meeting of each file.
pub fn run(args: &ParseArgs, console: &Console) -> Result<Exit, Failure> {
    if input::waits_for_typing(args.files.iter().map(AsRef::as_ref)) {
        return Err(input::typed_input("parse"));
    }
    let corrections = args.corrections.read()?;
    let archive = Vocabulary::default();
    let known = Known { archive: &archive, corrections: corrections.as_ref().map(|c| &c.value) };
    if args.why {
        args.files.iter().try_for_each(|f| explain(f, known, console))?;
        return Ok(console.exit(Exit::Done));
    }
    let alone = args.files.len() == 1;
    let mut all = Vec::new();
    for meeting in args.files.iter().filter_map(|f| meeting(f, known, console)) {
        // Only an array needs all of them at once.
        if args.format == ParseFormat::Json && !alone {
            all.push(meeting);
        } else {
            console.print(None, |out| write(&meeting, args.format, console, out))?;
        }
    }
    if args.format == ParseFormat::Json && !alone {
        console.print(None, |out| JsonArray.write(&OutlineReport { meetings: &all }, out))?;
    }
    Ok(console.exit(Exit::Done))
}

fn meeting(file: &Path, known: Known<'_>, console: &Console) -> Option<Meeting> {
    let read = document(file, console)?;
    let parsed = pipeline::meeting_from_document(read.value, known);
    let warnings = read.notes.iter().chain(&parsed.notes).filter(|n| n.severity == Severity::Warning);
    warnings.for_each(|n| console.remark(format_args!("{}: {n}", file.display())));
    Some(parsed.value)
}

fn explain(file: &Path, known: Known<'_>, console: &Console) -> Result<(), Failure> {
    let Some(read) = document(file, console) else { return Ok(()) };
    let explanation = pipeline::explain(read.value, known);
    console.print(None, |out| explanation.lines().iter().try_for_each(|line| writeln!(out, "{}", printable(line))))
}

/// A file as read. One that cannot be read is told and passed over.
fn document(file: &Path, console: &Console) -> Option<Noted<Document>> {
    input::read(file).map_err(|e| console.soft_error(e)).ok()
}

fn write(meeting: &Meeting, format: ParseFormat, console: &Console, out: &mut dyn Write) -> io::Result<()> {
    let report = OutlineReport { meetings: std::slice::from_ref(meeting) };
    match format {
        ParseFormat::Jsonl => JsonLines.write(&report, out),
        ParseFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &MeetingObject::from(meeting))?;
            writeln!(out)
        }
        ParseFormat::Text => console.table(false).write(&report, out),
        ParseFormat::Md => Markdown.write(&report, out),
    }
}
