//! Standard output and standard error, with width and colour.

use std::env;
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{Color, Global};
use super::exit::{Exit, Failure};
use crate::output::Terminal;
use crate::text;

/// Where a command prints. Results go to standard output, all else to standard error.
#[derive(Debug)]
pub(super) struct Console {
    color: Color,
    messages: bool,
    failed: AtomicBool,
}

impl Console {
    /// Makes the console from the options.
    pub(super) fn new(global: &Global) -> Self {
        Self { color: global.color, messages: !global.no_messages, failed: AtomicBool::new(false) }
    }

    /// Reports a failure that does not end the command. The exit code will be 2.
    pub(super) fn soft_error(&self, message: impl fmt::Display) {
        self.failed.store(true, Ordering::Relaxed);
        if self.messages {
            print_message(message);
        }
    }

    /// Prints a remark. It does not change the exit code.
    pub(super) fn remark(&self, message: impl fmt::Display) {
        if self.messages {
            print_message(message);
        }
    }

    /// The exit code of a command that ends with `exit`: 2 after a soft error.
    pub(super) fn exit(&self, exit: Exit) -> Exit {
        if self.failed.load(Ordering::Relaxed) { Exit::Failed } else { exit }
    }

    /// Whether output to `path` goes to a terminal.
    pub(super) fn is_terminal(&self, path: Option<&Path>) -> bool {
        path.is_none_or(|p| p == Path::new("-")) && io::stdout().is_terminal()
    }

    /// The width and colour of a table on standard output, or in a file with `to_file`.
    pub(super) fn table(&self, to_file: bool) -> Terminal {
        let on_terminal = !to_file && io::stdout().is_terminal();
        Terminal { width: width(on_terminal), color: self.in_color(on_terminal) }
    }

    fn in_color(&self, on_terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => on_terminal && !set("NO_COLOR") && env::var_os("TERM").is_none_or(|t| t != "dumb"),
        }
    }

    /// Prints a text on standard output, without control characters: quoted documents must not control the terminal.
    ///
    /// # Errors
    ///
    /// Those of [`Console::print`].
    pub(super) fn print_text(&self, text: &str) -> Result<(), Failure> {
        self.print(None, |out| out.write_all(text::printable(text).as_bytes()))
    }

    /// Runs `write` on standard output, or on a new file at `path`.
    ///
    /// # Errors
    ///
    /// Output that cannot be written, and [`Failure::BrokenPipe`] if the reader closed the pipe.
    pub(super) fn print(
        &self,
        path: Option<&Path>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let Some(path) = path.filter(|p| *p != Path::new("-")) else {
            let mut out = BufWriter::new(io::stdout().lock());
            return write(&mut out).and_then(|()| out.flush()).map_err(|e| Failure::write("standard output", &e));
        };
        let written = File::create(path).and_then(|file| {
            let mut out = BufWriter::new(file);
            write(&mut out).and_then(|()| out.flush())
        });
        written.map_err(|e| Failure::write(&path.display().to_string(), &e))
    }
}

/// Prints a message on standard error, after the program's name.
pub(super) fn print_message(message: impl fmt::Display) {
    let text = text::printable(&message.to_string());
    // A closed standard error cannot be reported anywhere.
    let _ = writeln!(io::stderr().lock(), "dagsorden: {}", text.trim_end());
}

/// The width from `COLUMNS` or the terminal; 80 if neither is known. Other output is not wrapped.
fn width(on_terminal: bool) -> Option<usize> {
    let asked = env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c > 0);
    let has = || terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0));
    asked.or_else(|| on_terminal.then(has))
}

/// Whether a variable is set and not empty (no-color.org).
fn set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|v| !v.is_empty())
}
