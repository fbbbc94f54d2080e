//! What is on disk: meetings as they are stored, the ids of items, who may write, and which items are one.
//!
//! An index is a folder with the engine's files and nothing that could disagree with them: one document per item, one per
//! source file (path, size, time, hash, outcome, notes), committed together. [`Writer`](crate::engine::Writer) takes meetings
//! in, [`Index`](crate::engine::Index) gives items and files out.

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
pub(crate) mod room;
mod tombstone;

use std::fmt;
use std::path::PathBuf;

use jiff::civil::{Date, Time};

use crate::facts::case::{Setting, reference::Context};
use crate::lexicon::authorities;
use crate::model::{Authority, Item, Meeting, MeetingKind, Participant, Region};
use crate::note::Note;

pub use folder::{OCR_FOLDER, written};
pub use format::Dimension;
pub use last_run::{Changes, LastRun};
pub use lock::{Owner, WriterLock};
pub use meetings::{DocumentRecord, MeetingRecord, Meetings};
pub use outcome::Outcome;
pub use pairing::pairs;
pub use present::Presence;
pub use tombstone::{ForgottenFile, Target, Tombstone, Tombstones};

/// One source file as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Path below the folder that was indexed, with `/` and suffix; unique in an index.
    pub source: String,
    /// The file's own path as given, to open it again.
    pub path: PathBuf,
    pub bytes: u64,
    /// Seconds since 1970.
    pub modified: i64,
    /// xxh3 of the content.
    pub hash: u64,
    pub pages: u32,
    pub items: u32,
    pub outcome: Outcome,
    pub notes: Vec<Note>,
}

/// What is known of an item's meeting, without its other items.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingFacts {
    pub kind: MeetingKind,
    pub body: Option<String>,
    pub authority: Option<Authority>,
    pub region: Option<Region>,
    pub date: Option<Date>,
    pub start: Option<Time>,
    pub end: Option<Time>,
    pub place: Option<String>,
}

impl From<&Meeting> for MeetingFacts {
    /// The region of an authority that is no more is that of its successor.
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
    /// What an item's clues are read in the light of.
    pub(crate) fn setting(&self) -> Setting<'_> {
        let context = Context { body: self.body.as_deref(), date: self.date, region: self.region };
        Setting { kind: self.kind, authority: self.authority.as_ref().map(|a| a.name.as_str()), context }
    }
}

/// An item as stored, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredItem {
    /// `<source without suffix>#<number>` (with suffix where another file has that name), or `#n7` for the seventh item of a document where it has no number of its own.
    pub id: String,
    /// [`FileRecord::source`] of its file.
    pub source: String,
    /// Place in the document, from 0.
    pub position: u32,
    pub meeting: MeetingFacts,
    pub item: Item,
}

/// What a source file gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// By position.
    pub items: Vec<StoredItem>,
    /// Who was at the meeting.
    pub participants: Vec<Participant>,
}

/// Why an index could not be used. The message names the folder, what was expected, what was found and what to do.
#[derive(Debug)]
pub enum IndexError {
    /// There is no such folder, or nothing in it yet.
    Missing(PathBuf),
    /// The folder is there and is no index of ours.
    NotAnIndex(PathBuf),
    /// Written by another version of the format.
    OtherVersion { folder: PathBuf, found: u32 },
    /// Somebody else is writing to it; who, where that is known.
    Locked { folder: PathBuf, owner: Option<Owner> },
    /// The disk took no more. The last commit is as it was.
    Full { folder: PathBuf, words: String },
    /// The engine or the disk failed; its own words.
    Engine { folder: PathBuf, words: String },
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
