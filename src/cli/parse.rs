//! `dagsorden parse`.

use std::io::{self, Write};
use std::path::Path;

use super::args::{ParseArgs, ParseFormat};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::input;
use crate::archive::OwnRules;
use crate::facts::{self, Assignment, Rules};
use crate::index::{Missing, Outcome};
use crate::lexicon::Vocabulary;
use crate::model::{Item, Meeting};
use crate::note::{Noted, Severity};
use crate::output::{Format, JsonArray, JsonLines, Markdown, MeetingObject, OutlineReport};
use crate::pipeline;
use crate::repair::Known;
use crate::source::{Document, Reader, container};
use crate::text::printable;

/// The reader, the known words and the topic rules.
struct With<'a> {
    reader: &'a Reader,
    known: Known<'a>,
    rules: &'a Rules,
}

/// Prints the meeting of each file.
pub(super) fn run(args: &ParseArgs, console: &Console) -> Result<Exit, Failure> {
    if input::waits_for_typing(args.files.iter().map(AsRef::as_ref)) {
        return Err(input::typed_input("parse"));
    }
    let reader = input::reader(&args.reading)?;
    let corrections = args.corrections.read()?;
    let archive = Vocabulary::default();
    let known = Known { archive: &archive, corrections: corrections.as_ref().map(|c| &c.value) };
    let own = args.topics.as_deref().map(OwnRules::read).transpose()?;
    let with = With { reader: &reader, known, rules: own.as_ref().map_or(Rules::embedded(), |own| &own.rules) };
    if args.why {
        args.files.iter().try_for_each(|f| explain(f, &with, console))?;
        return Ok(console.exit(Exit::Done));
    }
    let alone = args.files.len() == 1;
    let mut all = Vec::new();
    for meeting in args.files.iter().filter_map(|f| meeting(f, &with, console)) {
        // Only a JSON array needs all meetings at once.
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

fn meeting(file: &Path, with: &With<'_>, console: &Console) -> Option<Meeting> {
    let read = document(with.reader, file, console)?;
    let mut parsed = pipeline::meeting_from_document(read.value, with.known);
    facts::classify_with(&mut parsed.value, with.rules);
    let warnings = read.notes.iter().chain(&parsed.notes).filter(|n| n.severity == Severity::Warning);
    warnings.for_each(|n| console.remark(format_args!("{}: {n}", file.display())));
    let unplaced = u32::try_from(parsed.value.unplaced_lines()).unwrap_or(u32::MAX);
    if let Some((said, hint)) = Outcome::of(Missing { unplaced, ..Missing::default() }).problem(file) {
        console.remark(format_args!("{}: {said}\nhint: {}", file.display(), hint.unwrap_or_default()));
    }
    if let Some(attached) = container::contents(file).filter(|held| held.is_letter) {
        let names: Vec<&str> = attached.members.iter().map(|member| member.name.as_str()).collect();
        let first = container::member_path(file, names.first().unwrap_or(&""));
        console.remark(format_args!(
            "{}: what is attached is not printed: {}\nhint: name it, as in `{}`",
            file.display(),
            names.join(", "),
            first.display()
        ));
    }
    Some(parsed.value)
}

fn explain(file: &Path, with: &With<'_>, console: &Console) -> Result<(), Failure> {
    let Some(read) = document(with.reader, file, console) else { return Ok(()) };
    let mut lines = pipeline::explain(read.value.clone(), with.known).lines();
    let meeting = pipeline::meeting_from_document(read.value, with.known).value;
    lines.extend(meeting.items.iter().flat_map(|item| topic_lines(item, with.rules)));
    console.print(None, |out| lines.iter().try_for_each(|line| writeln!(out, "{}", printable(line))))
}

/// The topics of an item with their words, laid out as the lines of the explanation.
fn topic_lines(item: &Item, rules: &Rules) -> Vec<String> {
    let number = item.number.as_ref().map_or(String::new(), |n| format!("{n} "));
    let line = |a: &Assignment| {
        let page = item.page.unwrap_or(1);
        let words = a.words.join(", ");
        format!("{page:>4}  topic      {:+5.1}  {}  {number}{}  ({words})", a.score, a.topic, item.title)
    };
    facts::explain_topics([item], rules).iter().flatten().map(line).collect()
}

/// Reads a file. Reports an unreadable one and gives `None`.
fn document(reader: &Reader, file: &Path, console: &Console) -> Option<Noted<Document>> {
    input::read(reader, file).map_err(|e| console.soft_error(e)).ok()
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
