//! The index format: stored meetings, ids of items, the write lock, and pairing of documents.
//!
//! An index is a folder of the engine's files. All state is in those files, so nothing can disagree: one document per
//! item, one per source file (path, size, time, hash, outcome, notes), committed together.
//! [`Writer`](crate::engine::Writer) adds meetings, [`Index`](crate::engine::Index) reads items and files.

pub(crate) mod disk_space;
pub(crate) mod folder;
pub mod format;
pub(crate) mod identity;
mod last_run;
mod lock;
pub(crate) mod meetings;
mod outcome;
pub(crate) mod pairing;
pub(crate) mod parts;
mod present;
mod tombstone;

use std::fmt;
use std::path::PathBuf;

use jiff::civil::{Date, Time};

use crate::facts::case::{Setting, reference::Context};
use crate::lexicon::authorities;
use crate::model::{Authority, Item, Meeting, MeetingKind, Participant, Region};
use crate::note::Note;

pub use folder::{OCR_FOLDER, last_commit};
pub use format::Dimension;
pub use last_run::{Changes, LastRun};
pub use lock::{Owner, WriterLock};
pub use meetings::{DocumentRecord, MeetingRecord, Meetings};
pub use outcome::{Missing, Outcome};
pub use pairing::pairs;
pub use present::Presence;
pub use tombstone::{ForgottenFile, Target, Tombstone, Tombstones};

/// One source file in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Path relative to the indexed folder, with `/` and suffix. Unique in an index.
    pub source: String,
    /// The file's path as given, to open it again.
    pub path: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// Seconds since 1970.
    pub modified: i64,
    /// xxh3 hash of the content.
    pub hash: u64,
    /// Number of pages.
    pub pages: u32,
    /// Number of items.
    pub items: u32,
    /// The result of reading it.
    pub outcome: Outcome,
    /// Remarks from reading it.
    pub notes: Vec<Note>,
}

/// The facts about an item's meeting, without the other items.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingFacts {
    /// Agenda or minutes.
    pub kind: MeetingKind,
    /// The body, as the document names it.
    pub body: Option<String>,
    /// The authority of the body; `None` for a shared body.
    pub authority: Option<Authority>,
    /// The region of the body, or of the successor of its authority.
    pub region: Option<Region>,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// The time it began.
    pub start: Option<Time>,
    /// The time it ended.
    pub end: Option<Time>,
    /// The place, as printed.
    pub place: Option<String>,
}

impl From<&Meeting> for MeetingFacts {
    /// A former authority gets the region of its successor.
    fn from(m: &Meeting) -> Self {
        let of_successor = || authorities().successors(&m.authority.as_ref()?.name).first()?.region;
        Self {
            kind: m.kind,
            body: m.body.clone(),
            authority: m.authority.clone(),
            region: m.region.or_else(of_successor),
            date: m.date,
            start: m.start,
            end: m.end,
            place: m.place.clone(),
        }
    }
}

impl MeetingFacts {
    /// The context for reading an item's clues.
    pub(crate) fn setting(&self) -> Setting<'_> {
        let context = Context { body: self.body.as_deref(), date: self.date, region: self.region };
        Setting { kind: self.kind, authority: self.authority.as_ref().map(|a| a.name.as_str()), context }
    }
}

/// A complete item, as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredItem {
    /// `<source without suffix>#<number>`, or `#n7` for the seventh item of a document if it has no unique number. The
    /// suffix stays if another file has the same name without it.
    pub id: String,
    /// The [`FileRecord::source`] of its file.
    pub source: String,
    /// Position in the document, from 0.
    pub position: u32,
    /// The facts about its meeting.
    pub meeting: MeetingFacts,
    /// The item itself.
    pub item: Item,
}

/// The content of a source file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// Items by position.
    pub items: Vec<StoredItem>,
    /// The participants of the meeting.
    pub participants: Vec<Participant>,
}

/// The reason for a failed access to an index. The message names the folder, the expectation, the finding and a remedy.
#[derive(Debug)]
pub enum IndexError {
    /// The folder does not exist or is empty.
    Missing(PathBuf),
    /// The folder exists but is not an index of this program.
    NotAnIndex(PathBuf),
    /// The index has another version of the format.
    OtherVersion {
        /// The folder of the index.
        folder: PathBuf,
        /// The version found.
        found: u32,
    },
    /// Another process holds the write lock; `owner` is set if known.
    Locked {
        /// The folder of the index.
        folder: PathBuf,
        /// The process holding the lock.
        owner: Option<Owner>,
    },
    /// The disk is full. The last commit is intact.
    Full {
        /// The folder of the index.
        folder: PathBuf,
        /// The message of the system or the engine.
        words: String,
    },
    /// The engine or the disk failed; `words` is its own message.
    Engine {
        /// The folder of the index.
        folder: PathBuf,
        /// The message of the system or the engine.
        words: String,
    },
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(dir) => write!(
                f,
                "{}: expected an index, but found none\nhint: build one with `dagsorden index PATH… --index {}`",
                dir.display(),
                dir.display()
            ),
            Self::NotAnIndex(dir) => write!(
                f,
                "{}: expected an index, but found a folder that holds something else\nhint: name another folder with --index, or build one with `dagsorden index PATH… --index DIR`",
                dir.display()
            ),
            Self::OtherVersion { folder, found } => write!(
                f,
                "{}: expected an index of format {}, but found format {found}\nhint: build it anew with `dagsorden index PATH… --index {} --rebuild`",
                folder.display(),
                format::VERSION,
                folder.display()
            ),
            Self::Locked { folder, owner: Some(owner) } => write!(
                f,
                "{}: expected to be the only one who writes, but {owner}\nhint: {}",
                folder.display(),
                owner.advice()
            ),
            Self::Locked { folder, owner: None } => write!(
                f,
                "{}: expected to be the only one who writes, but another process is at it\nhint: wait until it is done; searching goes on meanwhile",
                folder.display()
            ),
            Self::Full { folder, words } => write!(
                f,
                "{}: expected room for the index, but found none: {words}\nhint: the index is as it was before; make room and run it again",
                folder.display()
            ),
            Self::Engine { folder, words } => write!(f, "{}: the index cannot be used: {words}", folder.display()),
        }
    }
}

impl std::error::Error for IndexError {}
