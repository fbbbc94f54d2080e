//! Standard output and standard error: where results and messages go, in which width and colour.

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
pub struct Console {
    color: Color,
    messages: bool,
    failed: AtomicBool,
}

impl Console {
    /// The console that the options ask for.
    pub fn new(global: &Global) -> Self {
        Self { color: global.color, messages: !global.no_messages, failed: AtomicBool::new(false) }
    }

    /// A failure that the command survives: it is told, and the exit code remembers it.
    pub fn soft_error(&self, message: impl fmt::Display) {
        self.failed.store(true, Ordering::Relaxed);
        if self.messages {
            tell(message);
        }
    }

    /// A remark that changes nothing.
    pub fn remark(&self, message: impl fmt::Display) {
        if self.messages {
            tell(message);
        }
    }

    /// The exit code, when a command that got to its end would give `exit`.
    pub fn exit(&self, exit: Exit) -> Exit {
        if self.failed.load(Ordering::Relaxed) { Exit::Failed } else { exit }
    }

    /// True where what is printed to `path` ends up on a terminal.
    pub fn is_terminal(&self, path: Option<&Path>) -> bool {
        path.is_none_or(|p| p == Path::new("-")) && io::stdout().is_terminal()
    }

    /// How a table looks that goes to standard output, or to a file where `to_file`.
    pub fn table(&self, to_file: bool) -> Terminal {
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

    /// Prints a text of ours on standard output; what it quotes of documents and names controls no terminal.
    ///
    /// # Errors
    ///
    /// Those of [`Console::print`].
    pub fn say(&self, text: &str) -> Result<(), Failure> {
        self.print(None, |out| out.write_all(text::printable(text).as_bytes()))
    }

    /// Runs `write` on standard output, or on the file `path`, which is made anew.
    ///
    /// # Errors
    ///
    /// Where it cannot be written, and [`Failure::BrokenPipe`] where nobody reads on.
    pub fn print(
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

/// One message on standard error, with the program's name in front.
pub fn tell(message: impl fmt::Display) {
    let text = text::printable(&message.to_string());
    // Nobody is left to tell where standard error is closed.
    let _ = writeln!(io::stderr().lock(), "dagsorden: {}", text.trim_end());
}

/// `COLUMNS`, or what the terminal says; 80 where it does not. Text that goes elsewhere is not wrapped.
fn width(on_terminal: bool) -> Option<usize> {
    let asked = env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c > 0);
    let has = || terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0));
    asked.or_else(|| on_terminal.then(has))
}

/// A variable counts where it is there and not empty (no-color.org).
fn set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|v| !v.is_empty())
}
