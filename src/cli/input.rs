//! Named files and standard input.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::args::{INDEX, OcrChoice, ReadingArgs};
use super::exit::Failure;
use crate::archive::Archive;
use crate::index::OCR_FOLDER;
use crate::note::Noted;
use crate::source::worker::Input;
use crate::source::{Document, Limits, Ocr, Reader, Reason, SourceError, Wanted};

/// The name for standard input.
const STDIN: &str = "-";
/// Its name in messages and in the meeting object.
const STDIN_NAME: &str = "stdin";

/// Whether the command would wait for a document typed by hand. Nobody wants this, so it prints help instead.
pub(super) fn waits_for_typing<'a>(files: impl IntoIterator<Item = &'a Path>) -> bool {
    files.into_iter().any(|f| f == Path::new(STDIN)) && io::stdin().is_terminal()
}

/// Makes the reader from the options. Recognised pages are kept with the index in the usual folder, if there is one.
///
/// # Errors
///
/// `--ocr always` without an OCR program.
pub(super) fn reader(args: &ReadingArgs) -> Result<Reader, Failure> {
    let folder = env::var_os("DAGSORDEN_INDEX").map_or_else(|| PathBuf::from(INDEX), PathBuf::from);
    let has_index = Archive::open(&folder).is_ok_and(|archive| archive.snapshot().is_ok());
    reader_with_index(args, has_index.then_some(folder.as_path()))
}

/// The same for files for the index in `folder`.
///
/// # Errors
///
/// As [`reader`].
pub(super) fn reader_with_index(args: &ReadingArgs, folder: Option<&Path>) -> Result<Reader, Failure> {
    let limits = Limits { seconds: args.file_timeout, mebibytes: args.file_memory };
    let reader = match env::current_exe() {
        Ok(program) => Reader::isolated(program, limits),
        // Without the path of the program, no worker can be started.
        Err(_) => Reader::in_process(),
    };
    let find = |pages| Ocr::find(pages, folder.map(|f| f.join(OCR_FOLDER)));
    let ocr = match args.ocr {
        OcrChoice::Never => None,
        OcrChoice::Auto => find(Wanted::WithoutText),
        OcrChoice::Always => Some(find(Wanted::All).ok_or_else(no_program)?),
    };
    Ok(match ocr {
        Some(ocr) => reader.with_ocr(ocr),
        None => reader,
    })
}

fn no_program() -> Failure {
    Failure::new(
        "--ocr always: expected the program `tesseract`, but it is not installed",
        "install it with Danish, as in `apt install tesseract-ocr-dan`, or leave the option out",
    )
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
///
/// Those of [`Reader::read`].
pub(super) fn read(reader: &Reader, path: &Path) -> Result<Noted<Document>, SourceError> {
    if path != Path::new(STDIN) {
        return reader.read(path);
    }
    let mut bytes = Vec::new();
    let fail = |e: io::Error| SourceError { path: STDIN_NAME.into(), reason: Reason::Io(e.to_string()) };
    io::stdin().lock().read_to_end(&mut bytes).map_err(fail)?;
    reader.read_input(&Input::Memory(STDIN_NAME.into(), bytes))
}

/// The message instead of waiting.
pub(super) fn typed_input(command: &str) -> Failure {
    Failure::new(
        format!("{command}: expected a FILE or a document on standard input, but standard input is a terminal"),
        format!("name a file, or see `dagsorden {command} --help`"),
    )
}

/// Whether the program was started as a worker. Its arguments are then not from a person.
pub(super) fn is_worker(arguments: &mut impl Iterator<Item = OsString>) -> bool {
    arguments.nth(1).is_some_and(|first| first == crate::source::worker::COMMAND)
}
