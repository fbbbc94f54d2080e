//! The stored form of tombstones and of the last run: JSON of types tied to the version of the format. Tombstones
//! survive an upgrade from every older version, so fields may be added to their rows but never changed.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::stored::PathRow;
use crate::index::last_run::{Changes, LastRun};
use crate::index::tombstone::{ForgottenFile, Target, Tombstone, Tombstones};

/// Encodes the tombstones.
pub(crate) fn encode_tombstones(all: &Tombstones) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&all.iter().map(TombstoneRow::from).collect::<Vec<_>>())
}

/// Decodes tombstones.
pub(crate) fn decode_tombstones(bytes: &[u8]) -> serde_json::Result<Tombstones> {
    let rows: Vec<TombstoneRow> = serde_json::from_slice(bytes)?;
    Ok(rows.into_iter().map(Tombstone::from).collect())
}

/// Encodes the last run.
pub(crate) fn encode_run(run: &LastRun) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&RunRow::from(run))
}

/// Decodes the last run.
pub(crate) fn decode_run(bytes: &[u8]) -> serde_json::Result<LastRun> {
    serde_json::from_slice::<RunRow>(bytes).map(LastRun::from)
}

#[derive(Serialize, Deserialize)]
struct TombstoneRow {
    /// Seconds since 1970.
    since: i64,
    #[serde(flatten)]
    target: TargetRow,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TargetRow {
    File(FileRow),
    Item(String),
}

#[derive(Serialize, Deserialize)]
struct FileRow {
    source: String,
    path: PathRow,
    stem: String,
    bytes: u64,
    hash: u64,
}

#[derive(Serialize, Deserialize)]
struct RunRow {
    /// Milliseconds since 1970.
    at: i64,
    milliseconds: u64,
    rebuilt: bool,
    read: u64,
    again: u64,
    moved: u64,
    doubles: u64,
    taken_out: u64,
    kept: u64,
    unchanged: u64,
}

/// A time from its stored seconds.
fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

impl From<&Tombstone> for TombstoneRow {
    fn from(t: &Tombstone) -> Self {
        let target = match &t.target {
            Target::Item(id) => TargetRow::Item(id.clone()),
            Target::File(f) => TargetRow::File(FileRow {
                source: f.source.clone(),
                path: PathRow::from(f.path.as_path()),
                stem: f.stem.clone(),
                bytes: f.bytes,
                hash: f.hash,
            }),
        };
        Self { since: t.since.as_second(), target }
    }
}

impl From<TombstoneRow> for Tombstone {
    fn from(row: TombstoneRow) -> Self {
        let target = match row.target {
            TargetRow::Item(id) => Target::Item(id),
            TargetRow::File(FileRow { source, path, stem, bytes, hash }) => {
                Target::File(ForgottenFile { source, path: path.into(), stem, bytes, hash })
            }
        };
        Self { target, since: time(row.since) }
    }
}

impl From<&LastRun> for RunRow {
    fn from(run: &LastRun) -> Self {
        let Changes { read, again, moved, doubles, taken_out, kept, unchanged } = run.changes;
        let milliseconds = u64::try_from(run.took.as_millis()).unwrap_or(u64::MAX);
        let (at, rebuilt) = (run.at.as_millisecond(), run.rebuilt);
        Self { at, milliseconds, rebuilt, read, again, moved, doubles, taken_out, kept, unchanged }
    }
}

impl From<RunRow> for LastRun {
    fn from(row: RunRow) -> Self {
        let RunRow { at, milliseconds, rebuilt, read, again, moved, doubles, taken_out, kept, unchanged } = row;
        let changes = Changes { read, again, moved, doubles, taken_out, kept, unchanged };
        Self {
            at: Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH),
            took: Duration::from_millis(milliseconds),
            rebuilt,
            changes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::tombstone::tests::{file, item};

    #[test]
    fn tombstones_come_back_as_they_went_in() {
        let all: Tombstones = [file("a.pdf", 1, u64::MAX), item("b#2")].into_iter().collect();
        assert_eq!(decode_tombstones(&encode_tombstones(&all).unwrap()).unwrap(), all);
    }

    /// Later versions must read these rows, or forgotten files come back.
    #[test]
    fn row_of_a_tombstone_is_as_it_was_in_version_4() {
        let all: Tombstones = [file("a.pdf", 1, 2), item("b#2")].into_iter().collect();
        insta::assert_snapshot!(String::from_utf8(encode_tombstones(&all).unwrap()).unwrap(), @r#"[{"since":0,"file":{"source":"a.pdf","path":"/arkiv/a.pdf","stem":"a","bytes":1,"hash":2}},{"since":0,"item":"b#2"}]"#);
    }

    #[test]
    fn run_comes_back_as_it_went_in() {
        let changes = Changes { read: 1, again: 2, moved: 3, doubles: 4, taken_out: 5, kept: 6, unchanged: 7 };
        let at = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let run = LastRun { at, took: Duration::from_millis(1240), rebuilt: true, changes };
        assert_eq!(decode_run(&encode_run(&run).unwrap()).unwrap(), run);
    }
}
