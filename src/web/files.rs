//! Source files of the index. No other file is ever given out.

use std::io::Read;

use crate::archive::Snapshot;
use crate::index::{FileRecord, Presence};
use crate::source::{self, Format, container};

use super::Problem;

/// Bytes read to detect the format.
const HEAD: u64 = 4096;

/// A file of the archive, as it was indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceFile {
    pub record: FileRecord,
    pub format: Format,
    /// How it begins.
    pub head: Vec<u8>,
}

impl SourceFile {
    /// The file of that source. Its path comes from the index alone, so no name leads out of the archive.
    ///
    /// # Errors
    ///
    /// 404 where the index has no such file, 410 where it is gone since, 409 where its content is another.
    pub(super) fn find(snapshot: &Snapshot, source: &str) -> Result<Self, Problem> {
        let Some(record) = snapshot.file(source)? else {
            return Err(Problem::not_found(format!("the archive has no document {source}")));
        };
        let gone = || Problem::gone(format!("{source} was read once, but is not where it was"));
        match record.presence() {
            Presence::Unchanged => {}
            Presence::Gone => return Err(gone()),
            Presence::Changed => {
                let detail = format!("{source} is not what was read any more; run `dagsorden index` again");
                return Err(Problem::changed(detail));
            }
        }
        let mut head = Vec::new();
        container::open(&record.path).and_then(|f| f.take(HEAD).read_to_end(&mut head)).map_err(|_| gone())?;
        Ok(Self { format: source::format_of(&head), head, record })
    }

    /// Its name without folders.
    pub(super) fn name(&self) -> &str {
        self.record.source.rsplit('/').next().unwrap_or_default()
    }
}
