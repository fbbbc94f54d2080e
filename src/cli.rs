//! The command line, a module for each command. It translates options, asks [`Archive`](crate::archive::Archive), and
//! prints.
//!
//! Results go to standard output, everything else to standard error. `exit` holds the exit codes. Ctrl-C is left to the
//! system, which ends the process by the signal: a shell then says 130, and an index keeps its last commit.

mod args;
mod batch;
mod check;
mod classify;
mod console;
mod exit;
mod export;
mod facets;
mod forget;
mod history;
mod hyperlink;
mod index;
mod input;
mod matters;
mod meetings;
mod parse;
mod repair;
mod report;
mod search;
mod serve;
mod show;
mod status;
mod synonyms;
mod tables;
mod text;

use std::env;
use std::panic;
use std::process::ExitCode;

use crate::archive::{is_reader_thread, today};
use crate::model::SectionKind;
use crate::query::Filters;
use crate::source::worker;
use args::{Cli, Command, FilterArgs};
use clap::Parser;
use console::{Console, print_message};
use exit::{Exit, Failure};

/// Runs the command line and gives the exit code: 0 found or done, 1 nothing found, 2 an error.
pub fn main() -> ExitCode {
    let mut arguments = env::args_os();
    if input::is_worker(&mut arguments) {
        // A worker without its parent has nobody to report to.
        let _ = worker::serve(arguments);
        return Exit::Done.into();
    }
    let cli = Cli::parse();
    panic::set_hook(Box::new(report_panic));
    let ran = panic::catch_unwind(|| run(&cli));
    match ran {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(Failure::BrokenPipe)) => Exit::Done.into(),
        Ok(Err(Failure::Message(message))) => {
            print_message(message);
            Exit::Failed.into()
        }
        // The hook has reported it.
        Err(_) => Exit::Failed.into(),
    }
}

fn run(cli: &Cli) -> Result<Exit, Failure> {
    let console = Console::new(&cli.global);
    match &cli.command {
        Command::Text(args) => text::run(args, &console),
        Command::Parse(args) => parse::run(args, &console),
        Command::Classify(args) => classify::run(args, &console),
        Command::Repair(args) => repair::run(args, &console),
        Command::Index(args) => index::run(args, &console),
        Command::Search(args) => search::run(args, &console),
        Command::Show(args) => show::run(args, &console),
        Command::History(args) => history::run(args, &console),
        Command::Matters(args) => matters::run(args, &console),
        Command::Export(args) => export::run(args, &console),
        Command::Meetings(args) => meetings::run(args, &console),
        Command::Facets(args) => facets::run(args, &console),
        Command::Status(args) => status::run(args, &console),
        Command::Check(args) => check::run(args, &console),
        Command::Serve(args) => serve::run(args, &console),
        Command::Forget(args) => forget::run(args, &console),
    }
}

/// Reports a panic in one line. A panic in a reader thread costs one file only, and is reported as that file's outcome.
fn report_panic(fault: &panic::PanicHookInfo<'_>) {
    if !is_reader_thread() {
        print_message(format_args!(
            "a fault in the program itself: {fault}\nhint: please report it with the command you typed"
        ));
    }
}

/// The filters of the options.
///
/// # Errors
///
/// Filters that exclude each other.
fn filters(args: &FilterArgs, sections: Vec<SectionKind>) -> Result<Filters, Failure> {
    let filters = args.filters(sections);
    match (filters.from(), filters.to()) {
        (Some(from), Some(to)) if from.first > to.last => Err(Failure::new(
            format_args!("--from {}: expected a day before that of --to, but found {} there", from.first, to.last),
            "exchange the two",
        )),
        _ => Ok(filters),
    }
}

/// The current year, marked as unfinished in counts.
fn this_year() -> i16 {
    today().year()
}
