//! Files are read in processes of their own, so that a file can at most cost itself.
//!
//! A parser that meets a hostile file may overflow its stack, loop, or ask for all the memory there is; none of this can be
//! caught within a process. A worker is this program run again as `dagsorden worker MEBIBYTES`. It limits its own memory,
//! then takes `Task`s on standard input and gives an answer each on standard output, as `wire` frames. It lives through
//! many files, since starting costs more than a small file. `Pool` is the parent's side: it keeps a worker per thread,
//! waits for an answer no longer than the limit, and tells from a worker's end what the file did to it.
//!
//! Where the system limits no memory (Windows, macOS), time is limited all the same.

mod limits;
mod pool;
mod wire;

use std::ffi::OsString;
use std::io::{self, Write, stdin, stdout};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::part::{Part, Progress};
use super::pdf::Picture;
use super::{Document, Reason};
use crate::note::Noted;
use wire::Kind;

pub(super) use pool::{Failure, Pool};

/// The first argument that makes the program a worker.
pub const COMMAND: &str = "worker";

/// What a worker is told to do, and within how many seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Task {
    pub kind: TaskKind,
    pub input: Input,
    pub seconds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum TaskKind {
    /// Read the text from this page on, counted from 1; the answer is a document, parts of it may come before, in heaps or
    /// page by page.
    Read { from: u32, one_by_one: bool },
    /// The same by the second reader alone, after the first one brought a worker down.
    ReadAgain,
    /// Draw this page, counted from 1; the answer is a picture.
    Draw { page: u32 },
    /// Draw this page in colour, so many pixels wide; the answer is a sheet.
    Show { page: u32, width: u32 },
}

/// Where a document's bytes are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// A file of that path.
    File(#[serde(with = "wire::path")] PathBuf),
    /// In memory already, such as standard input, and its name.
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

    /// Its content; a picture comes as a PDF of it.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Reason> {
        let bytes = match self {
            Self::File(path) => super::bytes_of(path)?,
            Self::Memory(_, bytes) => bytes.clone(),
        };
        Ok(super::image::as_pdf(&bytes).unwrap_or(bytes))
    }
}

/// What a worker answers.
pub(super) type ReadAnswer = Result<Noted<Document>, Reason>;
pub(super) type DrawAnswer = Result<Picture, Reason>;

/// Serves as a worker until standard input ends. The first of `arguments` is the limit on memory in MiB.
///
/// # Errors
///
/// Where a pipe breaks: the parent is gone.
pub fn serve(mut arguments: impl Iterator<Item = OsString>) -> io::Result<()> {
    if let Some(mebibytes) = arguments.next().and_then(|a| a.to_str()?.parse().ok()) {
        limits::limit_memory(mebibytes);
    }
    // Answers go to standard output as it was; whatever a reader may print must not get between.
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
    let mut send = |part: Part| {
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
