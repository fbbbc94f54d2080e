//! The progress of an update on standard error.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::super::console::Console;
use crate::archive::Progress;
use crate::index::FileRecord;
use crate::note::Note;

/// Shows a bar where standard error is a terminal, and prints notes.
pub(super) struct ConsoleProgress<'a> {
    console: &'a Console,
    bar: ProgressBar,
}

impl<'a> ConsoleProgress<'a> {
    /// Shows no bar where `quiet`.
    pub(super) fn new(console: &'a Console, quiet: bool) -> Self {
        let bar = if quiet || !stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(0) };
        match ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left {msg}") {
            Ok(style) => Self { console, bar: bar.with_style(style) },
            Err(_) => Self { console, bar },
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for ConsoleProgress<'_> {
    fn total(&self, files: usize) {
        self.bar.set_length(files as u64);
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn done(&self, _: &FileRecord) {
        self.bar.inc(1);
    }

    fn note(&self, note: &Note) {
        self.console.soft_error(note);
    }

    fn writing(&self) {
        self.bar.set_message("writing");
    }
}
