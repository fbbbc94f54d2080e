//! Finds the documents below the folders of an archive.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf, absolute};

use ignore::WalkBuilder;

use super::ArchiveError;
use super::plan::Stamp;
use crate::source;

/// A file for the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Absolute.
    pub path: PathBuf,
    /// The path below the indexed folder with `/`, or the name of a file given by itself.
    pub below: String,
    /// The name of the indexed folder, to distinguish two files with the same `below`.
    pub folder: String,
    /// Its size and time, if already known: for a file within another.
    pub stamp: Option<Stamp>,
}

/// The files found below the paths.
#[derive(Debug, Default)]
pub struct Found {
    /// By path, each once.
    pub files: Vec<FoundFile>,
    /// How many files of other suffixes were passed over, by suffix (with its dot; empty for none).
    pub skipped: BTreeMap<String, u64>,
    /// The system's error for each folder that could not be opened.
    pub errors: Vec<String>,
    /// The paths as given, made absolute.
    pub roots: Vec<PathBuf>,
}

/// Finds the documents below `paths`. Hidden files and folders are passed over unless named themselves. Symbolic links are
/// followed, a loop of them once. A file named by itself is taken with any suffix.
///
/// # Errors
///
/// [`ArchiveError::Unreadable`] if one of the paths does not exist.
pub fn walk(paths: &[PathBuf]) -> Result<Found, ArchiveError> {
    let mut found = Found::default();
    for path in paths {
        let unreadable = |error| ArchiveError::Unreadable { path: path.clone(), error };
        let root = absolute(path).map_err(unreadable)?;
        let is_folder = fs::metadata(path).map_err(unreadable)?.is_dir();
        if is_folder {
            walk_folder(&root, &mut found);
        } else {
            let below = root.file_name().map(name).unwrap_or_default();
            let folder = root.parent().and_then(Path::file_name).map(name).unwrap_or_default();
            found.files.push(FoundFile { path: root.clone(), below, folder, stamp: None });
        }
        found.roots.push(root);
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.files.dedup_by(|a, b| a.path == b.path);
    Ok(found)
}

fn walk_folder(root: &Path, found: &mut Found) {
    let folder = folder_name(root);
    let mut seen = BTreeSet::new();
    for entry in WalkBuilder::new(root).standard_filters(false).hidden(true).follow_links(true).build() {
        let entry = match entry {
            Ok(entry) => entry,
            // The walk reaches the target of a loop without it.
            Err(e) if is_loop(&e) => continue,
            Err(e) => {
                found.errors.push(e.to_string());
                continue;
            }
        };
        if entry.file_type().is_none_or(|t| t.is_dir()) || !seen.insert(entry.path().to_owned()) {
            continue;
        }
        let suffix = entry.path().extension().map(|s| s.to_string_lossy().to_lowercase());
        if is_document(entry.path(), suffix.as_deref()) {
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let below = below.iter().map(name).collect::<Vec<_>>().join("/");
            found.files.push(FoundFile { path: entry.path().to_owned(), below, folder: folder.clone(), stamp: None });
        } else {
            let suffix = suffix.map(|s| format!(".{s}")).unwrap_or_default();
            *found.skipped.entry(suffix).or_default() += 1;
        }
    }
}

/// How many first bytes decide a file's format.
const HEAD: u64 = 4096;
/// A text of fewer words than this without a suffix is a note or a setting.
const MIN_WORDS: usize = 20;
/// Suffixes of files that begin like a document but are none for people: settings, shortcuts, thumbnails, tables and slides.
const OTHERS: [&str; 14] =
    ["xls", "xlt", "ppt", "pps", "mdb", "db", "msi", "lnk", "css", "js", "svg", "ico", "ini", "xml~"];

/// Decides by the suffix, else by the first bytes, because a document may have any name.
fn is_document(path: &Path, suffix: Option<&str>) -> bool {
    let head = || {
        let mut head = Vec::new();
        File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).map(|_| head).ok()
    };
    is_document_of(path, suffix, head)
}

/// The same for a file or a member with the first bytes `head`. If it cannot be opened, only the suffix decides.
pub(super) fn is_document_of(path: &Path, suffix: Option<&str>, head: impl FnOnce() -> Option<Vec<u8>>) -> bool {
    match suffix {
        Some("pdf" | "docx" | "html" | "htm" | "txt" | "text") => true,
        Some(suffix) if OTHERS.contains(&suffix) => false,
        _ => head().is_some_and(|head| source::looks_like_document(&head) || suffix.is_none() && is_text(path, &head)),
    }
}

/// True for a text without a suffix, except those that programmers leave in folders.
fn is_text(path: &Path, head: &[u8]) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_readme = ["readme", "license", "makefile", "dockerfile", "changelog"].contains(&name.as_str());
    !is_readme
        && !head.contains(&0)
        && head.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count() >= MIN_WORDS
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

/// `arkiv` for `/srv/arkiv`, and for `/srv/arkiv/sub/..` too.
fn folder_name(root: &Path) -> String {
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    real.file_name().map(name).unwrap_or_default()
}

/// A name as text. Invalid UTF-8 bytes are written `%FF`, so two such names stay different. Control characters are written
/// so too, line ends among them, because ids and messages contain names and a terminal would obey them.
fn name(name: &OsStr) -> String {
    let mut out = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c.is_control() {
                true => push_bytes(&mut out, c.encode_utf8(&mut [0; 4]).as_bytes()),
                false => out.push(c),
            }
        }
        push_bytes(&mut out, chunk.invalid());
    }
    out
}

fn push_bytes(out: &mut String, bytes: &[u8]) {
    bytes.iter().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        dir
    }

    fn below(found: &Found) -> Vec<&str> {
        found.files.iter().map(|f| f.below.as_str()).collect()
    }

    #[test]
    fn documents_are_taken_and_others_counted() {
        let dir = folder(&["a.PDF", "b/c d.txt", "b/e\nf.text", "g.docx", "h.xlsx", "README", ".git/h.txt", ".i.txt"]);
        let found = walk(&[dir.path().to_owned()]).unwrap();
        assert_eq!(below(&found), ["a.PDF", "b/c d.txt", "b/e%0Af.text", "g.docx"]);
        assert_eq!(found.skipped, BTreeMap::from([(String::new(), 1), (".xlsx".to_owned(), 1)]));
    }

    #[test]
    fn documents_are_told_by_their_content() {
        let dir = tempfile::tempdir().unwrap();
        let text = "Referat fra mødet. ".repeat(20);
        let files: [(&str, &[u8]); 8] = [
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ("b.rtf", b"{\\rtf1 Referat}"),
            ("c.dat", b"%PDF-1.4"),
            ("d.tif", b"II*\0"),
            ("e.zip", b"PK\x03\x04noter.txt"),
            ("f", text.as_bytes()),
            ("g.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ("h.csv", b"a;b"),
        ];
        files.iter().for_each(|(name, bytes)| fs::write(dir.path().join(name), bytes).unwrap());
        let found = walk(&[dir.path().to_owned()]).unwrap();
        assert_eq!(below(&found), ["a.doc", "b.rtf", "c.dat", "d.tif", "e.zip", "f"]);
        assert_eq!(found.skipped, BTreeMap::from([(".csv".to_owned(), 1), (".xls".to_owned(), 1)]));
    }

    #[test]
    fn file_named_itself_is_taken_whatever_its_suffix() {
        let dir = folder(&["a.ocr"]);
        let found = walk(&[dir.path().join("a.ocr"), dir.path().join("a.ocr")]).unwrap();
        assert_eq!(below(&found), ["a.ocr"]);
    }

    #[cfg(unix)]
    #[test]
    fn loop_of_links_ends() {
        let dir = folder(&["a/b.txt"]);
        std::os::unix::fs::symlink(dir.path(), dir.path().join("a/loop")).unwrap();
        let found = walk(&[dir.path().to_owned()]).unwrap();
        assert_eq!(below(&found), ["a/b.txt"]);
        assert!(found.errors.is_empty(), "{:?}", found.errors);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(name(OsStr::from_bytes(b"m\xf8de.txt")), "m%F8de.txt");
        assert_eq!(name(OsStr::from_bytes("m\u{1b}\u{9b}de.txt".as_bytes())), "m%1B%C2%9Bde.txt");
        assert_ne!(name(OsStr::from_bytes(b"m\xf8de")), name(OsStr::from_bytes(b"m\xe5de")));
    }

    #[test]
    fn missing_path_is_an_error() {
        assert!(walk(&["/no/such/folder".into()]).is_err());
    }
}
