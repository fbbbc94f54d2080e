//! How a command ends. The only place with exit codes.

use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::archive::ArchiveError;
use crate::index::IndexError;
use crate::query::QueryError;
use crate::source::SourceError;

/// The end of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Found something, or did its work: 0.
    Done,
    /// Nothing found, or a finding of `status` or `check`: 1.
    Nothing,
    /// Something failed, even one file among thousands: 2. All other work was done and printed.
    Failed,
}

impl Exit {
    /// [`Exit::Done`] if anything was found.
    pub fn found(anything: bool) -> Self {
        if anything { Self::Done } else { Self::Nothing }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Nothing => 1,
            Exit::Failed => 2,
        })
    }
}

/// Why a command stopped. The exit code is 2, or 0 for a closed pipe.
#[derive(Debug)]
pub(super) enum Failure {
    /// A message for standard error: the expected, the found, and after `hint:` the advice.
    Message(String),
    /// The reader closed the pipe, as `head` does: 0.
    BrokenPipe,
}

impl Failure {
    /// A message with advice.
    pub(super) fn new(message: impl fmt::Display, hint: impl fmt::Display) -> Self {
        Self::Message(format!("{message}\nhint: {hint}"))
    }

    /// An error of writing to `target`.
    pub(super) fn write(target: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Message(format!("{target}: cannot be written: {error}")),
        }
    }
}

impl From<SourceError> for Failure {
    fn from(e: SourceError) -> Self {
        Self::Message(e.to_string())
    }
}

impl From<IndexError> for Failure {
    fn from(e: IndexError) -> Self {
        Self::Message(e.to_string())
    }
}

impl From<ArchiveError> for Failure {
    fn from(e: ArchiveError) -> Self {
        match e {
            ArchiveError::UnknownAuthority(name) => Self::new(
                format_args!(
                    "--municipality {name}: expected a Danish municipality or region, but there is none of that name"
                ),
                "name it as in `--municipality Viborg` or `--municipality \"Region Midtjylland\"`",
            ),
            e => Self::Message(e.to_string()),
        }
    }
}

impl From<QueryError> for Failure {
    fn from(e: QueryError) -> Self {
        Self::Message(e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reader_that_went_away_is_no_error() {
        let gone = io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(matches!(Failure::write("standard output", &gone), Failure::BrokenPipe));
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let Failure::Message(said) = Failure::write("a.csv", &full) else { panic!("a message") };
        assert_eq!(said, "a.csv: cannot be written: no storage space");
    }
}
