//! Files that a command is given by name, and standard input.

use std::io::{self, IsTerminal, Read};
use std::path::Path;

use super::exit::Failure;
use crate::note::Noted;
use crate::source::{self, Document, Reason, SourceError};

/// The name by which standard input is asked for.
const STDIN: &str = "-";
/// Its name in messages and in the meeting object.
const STDIN_NAME: &str = "stdin";

/// True where the command would wait for a person to type a document: nobody wants that, they want help.
pub fn waits_for_typing<'a>(files: impl IntoIterator<Item = &'a Path>) -> bool {
    files.into_iter().any(|f| f == Path::new(STDIN)) && io::stdin().is_terminal()
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
///
/// Those of [`source::read`].
pub fn read(path: &Path) -> Result<Noted<Document>, SourceError> {
    if path != Path::new(STDIN) {
        return source::read(path);
    }
    let fail = |reason| SourceError { path: STDIN_NAME.into(), reason };
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|e| fail(Reason::Io(e.to_string())))?;
    source::read_bytes(STDIN_NAME, bytes).map_err(fail)
}

/// What to say instead of waiting.
pub fn typed_input(command: &str) -> Failure {
    Failure::new(
        format!("{command}: expected a FILE or a document on standard input, but standard input is a terminal"),
        format!("name a file, or see `dagsorden {command} --help`"),
    )
}
