//! `dagsorden index`: updates an archive and prints a summary.

mod progress;
mod summary;

use std::thread::sleep;
use std::time::Duration;

use super::args::{IndexArgs, MaskCpr};
use super::console::Console;
use super::exit::{Exit, Failure};
use super::input;
use crate::archive::{Archive, Cancel, Summary, TopicRules, UpdateOptions, Updated, Watcher};
use progress::ConsoleProgress;

/// Reads new and changed files into the index, removes vanished ones and prints a summary.
pub(super) fn run(args: &IndexArgs, console: &Console) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.index.folder)?;
    let options = options(args)?;
    if let Some(every) = args.watch {
        return watch(args, &archive, options, Duration::from_secs(every.into()), console);
    }
    let progress = ConsoleProgress::new(console, args.quiet);
    if args.dry_run {
        console.print_text(&summary::preview(&archive.preview(&options, &progress)?))?;
        return Ok(console.exit(Exit::Done));
    }
    let updated = archive.update(&options, &progress, &Cancel::default())?;
    progress.finish();
    if !args.quiet {
        console.print_text(&summary::text(&updated, &args.index.folder.display().to_string()))?;
    }
    report_incomplete(args, console, &updated.summary);
    Ok(console.exit(Exit::Done))
}

/// Brings the index up to date before a search. Prints one line about the files read, if any, on standard error.
pub(super) fn refresh(args: &IndexArgs, console: &Console) -> Result<(), Failure> {
    let archive = Archive::open(&args.index.folder)?;
    let progress = ConsoleProgress::new(console, args.quiet);
    let updated = archive.refresh(&options(args)?, &progress, &Cancel::default())?;
    progress.finish();
    let Some(Updated { summary, .. }) = updated else { return Ok(()) };
    if !args.quiet {
        console.remark(summary::line(&summary));
    }
    report_incomplete(args, console, &summary);
    Ok(())
}

/// Updates the index again and again until the process ends. An uncommitted update leaves no trace.
///
/// # Errors
///
/// Those of the first round only. A later failure is printed, because the next round may succeed.
fn watch(
    args: &IndexArgs,
    archive: &Archive,
    options: UpdateOptions,
    every: Duration,
    console: &Console,
) -> Result<Exit, Failure> {
    let mut watcher = Watcher::new(archive, options, every);
    round(args, &mut watcher, console)?;
    loop {
        sleep(every);
        match round(args, &mut watcher, console) {
            Err(Failure::Message(message)) => console.soft_error(message),
            other => other?,
        }
    }
}

fn round(args: &IndexArgs, watcher: &mut Watcher<'_>, console: &Console) -> Result<(), Failure> {
    let progress = ConsoleProgress::new(console, args.quiet);
    let updated = watcher.round(&progress, &Cancel::default())?;
    progress.finish();
    let Some(updated) = updated else { return Ok(()) };
    if !args.quiet {
        let time = updated.at.strftime("%Y-%m-%d %H:%M:%S UTC");
        console.print_text(&format!("{time}: {}\n", summary::changes(&updated)))?;
    }
    report_incomplete(args, console, &updated.summary);
    Ok(())
}

/// The options of the update.
fn options(args: &IndexArgs) -> Result<UpdateOptions, Failure> {
    Ok(UpdateOptions {
        paths: args.paths.clone(),
        reader: input::reader_with_index(&args.reading, Some(&args.index.folder))?,
        jobs: args.jobs,
        authority: args.municipality.clone(),
        topics: match &args.topics {
            Some(path) => TopicRules::File(path.clone()),
            None if args.default_topics => TopicRules::BuiltIn,
            None => TopicRules::AsBefore,
        },
        corrections: args.corrections.clone(),
        mask_cpr: args.mask_cpr == MaskCpr::Yes,
        rebuild: args.rebuild,
        keep_missing: args.keep_missing,
    })
}

/// Any missing page makes the exit code 2: an exit code of 0 means a complete index.
fn report_incomplete(args: &IndexArgs, console: &Console, summary: &Summary) {
    let index = args.index.folder.display();
    let (failed, in_part) = (summary.failed(), summary.incomplete.len() - summary.failed());
    let said: Vec<String> = [(failed, "could not be read"), (in_part, "read in part only")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {} {what}", if n == 1 { "file" } else { "files" }))
        .collect();
    if !said.is_empty() {
        let them = if summary.incomplete.len() == 1 { "it" } else { "them" };
        let said = said.join(", ");
        console.soft_error(format_args!("{said}; `dagsorden status --index {index}` names {them}"));
    }
}
