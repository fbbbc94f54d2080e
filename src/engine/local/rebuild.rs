//! Builds a new index beside the one in use, and puts it in its place in one step.
//!
//! The new index is in a hidden folder inside the old one's, so both are on one disk. Its files have unique names. When
//! it is complete, they are moved beside the old ones. Then one file is replaced, the list of the index's files: this
//! is the step. A reader with the old index open keeps its files, until tantivy deletes them as after a merge. A reader
//! opened later sees the new index. Other files in the folder, such as the user's corrections and recognised pages, are
//! not touched.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::index::folder::META;

/// Where the new index is built.
const FOLDER: &str = ".rebuild";
/// The list of files tantivy may delete.
const MANAGED: &str = ".managed.json";
/// The engine calls its files by 32 hexadecimal digits and a suffix.
const DIGITS: usize = 32;

/// Makes an empty folder for the new index, and deletes the remains of a killed rebuild.
///
/// # Errors
///
/// The system's error.
pub(crate) fn begin(folder: &Path) -> io::Result<PathBuf> {
    clear(folder)?;
    let aside = folder.join(FOLDER);
    fs::create_dir_all(&aside)?;
    Ok(aside)
}

/// Deletes the remains of a killed rebuild. Only the holder of the writer's lock may call this.
///
/// # Errors
///
/// The system's error.
pub(crate) fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder.join(FOLDER)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Puts the new index in the place of the one in `folder`. The old one's files stay; tantivy deletes them later. If the
/// process is killed at any moment, the folder holds one of the two, complete.
///
/// # Errors
///
/// The system's error. The old index is then still in use.
pub(crate) fn swap(folder: &Path) -> io::Result<()> {
    let aside = folder.join(FOLDER);
    let (new, old) = (engine_files(&aside)?, engine_files(folder)?);
    // Comes first, so that tantivy deletes the remains of a half-finished swap.
    let managed: BTreeSet<&String> = new.iter().chain(&old).collect();
    write_whole(&folder.join(MANAGED), &serde_json::to_vec(&managed)?)?;
    new.iter().try_for_each(|name| fs::rename(aside.join(name), folder.join(name)))?;
    sync(folder)?;
    fs::rename(aside.join(META), folder.join(META))?;
    sync(folder)?;
    clear(folder)
}

/// The names of the engine's files in a folder, [`META`] excepted.
fn engine_files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().into_string().unwrap_or_default()));
    let names = names.collect::<io::Result<Vec<String>>>()?;
    Ok(names.into_iter().filter(|name| is_engine_file(name)).collect())
}

fn is_engine_file(name: &str) -> bool {
    name.split_once('.').is_some_and(|(id, _)| id.len() == DIGITS && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Replaces a file in one step.
fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    fs::write(&draft, content)?;
    File::open(&draft)?.sync_all()?;
    fs::rename(draft, path)
}

/// Waits until the names in a folder are on the disk.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn new_index_takes_the_place_and_other_files_stay() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (format!("{}.idx", "a".repeat(32)), format!("{}.1.del", "b".repeat(32)));
        for (name, content) in [(META, "old"), (old.as_str(), "x"), ("corrections.toml", "mine"), ("ocr.tsv", "x")] {
            fs::write(dir.path().join(name), content).unwrap();
        }
        let aside = begin(dir.path()).unwrap();
        for (name, content) in [(META, "new"), (new.as_str(), "y"), (".tantivy-writer.lock", "")] {
            fs::write(aside.join(name), content).unwrap();
        }
        swap(dir.path()).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join(META)).unwrap(), "new");
        assert_eq!(names(dir.path()), [MANAGED, &old, &new, "corrections.toml", META, "ocr.tsv"]);
        let managed: Vec<String> = serde_json::from_slice(&fs::read(dir.path().join(MANAGED)).unwrap()).unwrap();
        assert_eq!(managed, [old, new], "the engine may delete both");
    }

    #[test]
    fn left_overs_of_a_killed_rebuild_go() {
        let dir = tempfile::tempdir().unwrap();
        let aside = begin(dir.path()).unwrap();
        fs::write(aside.join("half"), "x").unwrap();
        assert!(names(&begin(dir.path()).unwrap()).is_empty());
        clear(dir.path()).unwrap();
        clear(dir.path()).unwrap();
        assert!(names(dir.path()).is_empty());
    }
}
