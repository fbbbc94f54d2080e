//! The options of an update.

use std::path::PathBuf;

use crate::source::Reader;

/// The options of an update. [`UpdateOptions::new`] gives the usual ones.
#[derive(Debug)]
pub struct UpdateOptions {
    /// Folders and files to take in. All documents below a folder are read, hidden ones excepted.
    pub paths: Vec<PathBuf>,
    /// How files are read: in this process or in worker processes, with or without OCR.
    pub reader: Reader,
    /// How many files are read at a time. `None` for one per processor.
    pub jobs: Option<u16>,
    /// The Danish municipality or region of the documents, used if a document names none.
    pub authority: Option<String>,
    /// The rules for the topics of items.
    pub topics: TopicRules,
    /// A file of corrections for scans. `None` for `corrections.toml` in the folder of the index, if there is one.
    pub corrections: Option<PathBuf>,
    /// Replace the last four digits of CPR numbers before anything is written to the index.
    pub mask_cpr: bool,
    /// Read everything again into a new index. It replaces the old one once it is complete. Forgotten items stay forgotten,
    /// and ids stay the same.
    pub rebuild: bool,
    /// Keep files in the index after they are gone from disk.
    pub keep_missing: bool,
}

impl UpdateOptions {
    /// Takes in `paths`: reads in this process, without OCR, and masks CPR numbers.
    pub fn new(paths: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        Self {
            paths: paths.into_iter().map(Into::into).collect(),
            reader: Reader::in_process(),
            jobs: None,
            authority: None,
            topics: TopicRules::default(),
            corrections: None,
            mask_cpr: true,
            rebuild: false,
            keep_missing: false,
        }
    }
}

/// The rules for the topics of items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TopicRules {
    /// The rules already in the index, else the built-in ones.
    #[default]
    AsBefore,
    /// Those of a file. The index keeps them for later updates.
    File(PathBuf),
    /// The built-in ones.
    BuiltIn,
}
