//! Reads files in separate processes, so a file can harm only itself.
//!
//! A parser may overflow its stack on a hostile file, loop, or ask for all memory; none of this can be caught within a
//! process. A worker is this program run again as `dagsorden worker MEBIBYTES`. It limits its own memory, then takes
//! `Task`s on standard input and answers each on standard output, as `wire` frames. It is reused for many files because
//! starting costs more than a small file. `Pool` is the parent's side: it keeps a worker per thread, waits for an
//! answer up to the limit, and derives the cause from a worker's end.
//!
//! On systems without memory limits (Windows, macOS) only time is limited.

mod limits;
mod pool;
mod wire;

use std::ffi::OsString;
use std::io::{self, Write, stdin, stdout};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::pdf::Picture;
use super::progress::{PartialDocument, Progress};
use super::{Document, Reason};
use crate::note::Noted;
use wire::Kind;

pub(super) use pool::{Failure, Pool};

/// The first argument that starts the program as a worker.
pub const COMMAND: &str = "worker";

/// The task of a worker, and its time limit in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Task {
    pub kind: TaskKind,
    pub input: Input,
    pub seconds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum TaskKind {
    /// Read the text from this page on, counted from 1; the answer is a document. Parts of it may come before, in
    /// batches or page by page.
    Read { from: u32, one_by_one: bool },
    /// The same with the second reader alone, after the first one crashed a worker.
    ReadAgain,
    /// Draw this page, counted from 1; the answer is a picture.
    Draw { page: u32 },
    /// Draw this page in colour at this width in pixels; the answer is a sheet.
    Show { page: u32, width: u32 },
}

/// The source of a document's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// A file of that path.
    File(#[serde(with = "wire::path")] PathBuf),
    /// Bytes in memory, such as standard input, with their name.
    Memory(String, #[serde(with = "serde_bytes")] Vec<u8>),
}

impl Input {
    /// The path or name for messages.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Memory(name, _) => Path::new(name),
        }
    }

    /// Its content; a picture is converted to a PDF.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Reason> {
        let bytes = match self {
            Self::File(path) => super::bytes_of(path)?,
            Self::Memory(_, bytes) => bytes.clone(),
        };
        Ok(super::image::as_pdf(&bytes).unwrap_or(bytes))
    }
}

/// The answer of a worker.
pub(super) type ReadAnswer = Result<Noted<Document>, Reason>;
pub(super) type DrawAnswer = Result<Picture, Reason>;

/// Serves as a worker until standard input ends. The first of `arguments` is the memory limit in MiB.
///
/// # Errors
///
/// If a pipe breaks, because the parent is gone.
pub fn serve(mut arguments: impl Iterator<Item = OsString>) -> io::Result<()> {
    if let Some(mebibytes) = arguments.next().and_then(|a| a.to_str()?.parse().ok()) {
        limits::limit_memory(mebibytes);
    }
    // Answers go to the original standard output; output printed by a reader must not get in between.
    let (mut from, mut to) = (stdin().lock(), stdout());
    while let Some((_, request)) = wire::unframe(&mut from)? {
        let Some(task) = wire::decode::<Task>(&request) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "expected a task"));
        };
        limits::limit_time(task.seconds);
        answer(&task, &mut to)?;
    }
    Ok(())
}

fn answer(task: &Task, to: &mut (impl Write + Send)) -> io::Result<()> {
    let content = match task.kind {
        TaskKind::Read { from, one_by_one } => return read(&task.input, (from, one_by_one), to),
        TaskKind::ReadAgain => wire::encode(&super::read_again(&task.input)),
        TaskKind::Draw { page } => wire::encode(&super::draw(&task.input, page)),
        TaskKind::Show { page, width } => wire::encode(&super::show(&task.input, page, width)),
    };
    wire::frame(to, Kind::Answer, &content)
}

/// Parts of the document go out while it is read.
fn read(input: &Input, (from, one_by_one): (u32, bool), to: &mut (impl Write + Send)) -> io::Result<()> {
    let mut sent = Ok(());
    let mut send = |part: PartialDocument| {
        if sent.is_ok() {
            sent = wire::frame(to, Kind::Part, &wire::encode(&part));
        }
    };
    let answer = super::read_input(input, &mut Progress::to(from, one_by_one, &mut send));
    sent?;
    wire::frame(to, Kind::Answer, &wire::encode(&answer))
}

#[cfg(test)]
mod tests {
    use super::super::{Place, PlacedWord, Sheet};
    use super::*;

    #[test]
    fn sheet_arrives_as_it_left() {
        let place = Place { left: 1.0, top: 2.0, right: 3.5, bottom: -4.0 };
        let words = vec![PlacedWord { text: "møde".into(), place }];
        let sheet = Sheet { size: (595.0, 842.0), width: 2, height: 1, rgb: vec![0, 1, 2, 253, 254, 255], words };
        assert_eq!(wire::decode(&wire::encode(&sheet)), Some(sheet.clone()));
        assert!(sheet.is_whole() && !Sheet { rgb: vec![0], ..sheet }.is_whole());
    }

    #[cfg(unix)]
    #[test]
    fn path_that_is_no_text_arrives_as_it_left() {
        let path = <OsString as std::os::unix::ffi::OsStringExt>::from_vec(b"m\xf8de.pdf".to_vec()).into();
        let task = Task { kind: TaskKind::ReadAgain, input: Input::File(path), seconds: 1 };
        assert_eq!(wire::decode(&wire::encode(&task)), Some(task));
    }

    #[test]
    fn task_arrives_as_it_left() {
        let read = |one_by_one| TaskKind::Read { from: 4, one_by_one };
        for kind in [
            read(false),
            read(true),
            TaskKind::ReadAgain,
            TaskKind::Draw { page: 3 },
            TaskKind::Show { page: 3, width: 9 },
        ] {
            for input in [Input::File("mø de.pdf".into()), Input::Memory("stdin".into(), vec![0, 255])] {
                let task = Task { kind, input, seconds: 60 };
                assert_eq!(wire::decode(&wire::encode(&task)), Some(task));
            }
        }
    }
}
