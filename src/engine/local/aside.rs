//! An index that is built beside the one in use, and takes its place in one step.
//!
//! It is built in a hidden folder within the index's own, so that both lie on one disk. Its files have names that no other
//! index has; when it is whole they are moved beside the old ones, and then the one file that says which files the index
//! consists of is replaced: that is the step. Whoever has the old index open goes on with its files, which the engine
//! deletes as it deletes those of a merge; whoever opens the index afterwards sees the new one. What else lies in the folder,
//! such as the user's corrections and what was recognised, is not touched.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::index::folder::META;

/// Where the new index is built.
const FOLDER: &str = ".rebuild";
/// Names the files that the engine may delete.
const MANAGED: &str = ".managed.json";
/// The engine calls its files by 32 hexadecimal digits and a suffix.
const DIGITS: usize = 32;

/// The folder of the new index, made anew: what a killed rebuild left there goes.
///
/// # Errors
///
/// What the system says.
pub(crate) fn begin(folder: &Path) -> io::Result<PathBuf> {
    clear(folder)?;
    let aside = folder.join(FOLDER);
    fs::create_dir_all(&aside)?;
    Ok(aside)
}

/// Takes away what a killed rebuild left in the folder of an index. Only whoever may write to it may call this.
///
/// # Errors
///
/// What the system says.
pub(crate) fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder.join(FOLDER)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Puts the index that was built aside in the place of the one in `folder`. The old one's files stay for the engine to
/// delete. Killed at any moment, the folder holds either index whole.
///
/// # Errors
///
/// What the system says; the old index is in use then.
pub(crate) fn swap(folder: &Path) -> io::Result<()> {
    let aside = folder.join(FOLDER);
    let (new, old) = (engine_files(&aside)?, engine_files(folder)?);
    // First of all, so that the engine clears away what a swap that is killed half way leaves.
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

/// Replaces a file by one of that content, at once.
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
