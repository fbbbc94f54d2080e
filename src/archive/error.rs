//! The errors of an archive.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::facts::RulesError;
use crate::index::IndexError;
use crate::query::QueryError;

/// An error of an archive. The message gives the expected and the actual state, and a remedy after `hint:`.
#[derive(Debug)]
pub enum ArchiveError {
    /// The index failed.
    Index(IndexError),
    /// A question could not be answered.
    Query(QueryError),
    /// A file or folder cannot be read.
    Unreadable {
        /// Its path as given.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
    /// There is no document below the paths, and none of the index ever lay there.
    NoDocuments {
        /// The paths as given.
        paths: Vec<PathBuf>,
        /// How many files of other kinds there are.
        others: u64,
    },
    /// No Danish municipality or region has this name.
    UnknownAuthority(String),
    /// An entry in a file of corrections is wrong.
    BadCorrections {
        /// The file.
        path: PathBuf,
        /// The line of the entry, counted from 1.
        line: usize,
        /// The expected content.
        message: String,
    },
    /// A file holds no rules of topics.
    BadTopics {
        /// The file.
        path: PathBuf,
        /// The error in it.
        error: RulesError,
    },
    /// This version of the program cannot read the topic rules in the index.
    StoredTopics {
        /// The folder of the index.
        folder: PathBuf,
        /// The error in them.
        error: RulesError,
    },
    /// Neither the id of an item nor the name of a file.
    UnknownName(PathBuf),
    /// Nothing with this name was forgotten.
    NotForgotten(PathBuf),
    /// The OCR text of a forgotten file could not be deleted.
    Undeleted {
        /// The file that is left.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
    /// The system gave no threads; holds its message.
    NoThreads(String),
    /// [`Cancel::cancel`](super::Cancel::cancel) was called. The index is as it was.
    Cancelled,
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(e) => e.fmt(f),
            Self::Query(e) => e.fmt(f),
            Self::Unreadable { path, error } => write!(f, "{}: cannot be read: {error}", path.display()),
            Self::NoDocuments { paths, others } => {
                let paths: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
                write!(
                    f,
                    "{}: expected documents (.pdf, .docx, .html, .txt), but found none ({others} others)\nhint: name the folder that holds the documents; hidden files are passed over",
                    paths.join(", ")
                )
            }
            Self::UnknownAuthority(name) => write!(
                f,
                "{name}: expected a Danish municipality or region, but there is none of that name\nhint: name it as in `Viborg` or `Region Midtjylland`"
            ),
            Self::BadCorrections { path, line, message } => write!(
                f,
                "{}:{line}: {message}\nhint: an entry is `[[correction]]`, then `scan = \"…\"` and `right = \"…\"` on lines of their own",
                path.display()
            ),
            Self::BadTopics { path, error } => write!(
                f,
                "{}: {error}\nhint: docs/topics.md tells how the rules are written, with an example",
                path.display()
            ),
            Self::StoredTopics { folder, error } => write!(
                f,
                "{}: the rules of topics that it was given: {error}\nhint: give it others with --topics FILE, or the program's own with --default-topics",
                folder.display()
            ),
            Self::UnknownName(name) => write!(
                f,
                "{}: expected the id of an item or the name of a file, but the index has neither\nhint: `dagsorden search WORDS` prints ids; `dagsorden meetings` prints files",
                name.display()
            ),
            Self::NotForgotten(name) => write!(
                f,
                "{}: expected what was forgotten, but it was not\nhint: `dagsorden forget --list` prints what was",
                name.display()
            ),
            Self::Undeleted { path, error } => write!(f, "{}: cannot be written: {error}", path.display()),
            Self::NoThreads(message) => f.write_str(message),
            Self::Cancelled => f.write_str("the update was cancelled; the index is as it was"),
        }
    }
}

impl std::error::Error for ArchiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Index(e) => Some(e),
            Self::Query(e) => Some(e),
            Self::Unreadable { error, .. } | Self::Undeleted { error, .. } => Some(error),
            Self::BadTopics { error, .. } | Self::StoredTopics { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<IndexError> for ArchiveError {
    fn from(e: IndexError) -> Self {
        Self::Index(e)
    }
}

impl From<QueryError> for ArchiveError {
    fn from(e: QueryError) -> Self {
        Self::Query(e)
    }
}
