//! The names of files in the index.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::super::walk::{Found, FoundFile};
use super::Gone;
use crate::index::FileRecord;

/// Gives each file its name in the index: the same as before, else its path below the indexed folder. If another file has
/// that name, the folder's name is put in front.
pub(super) struct Names<'a> {
    by_path: HashMap<&'a Path, &'a str>,
    /// Names still held by indexed files outside the files found now.
    elsewhere: HashSet<&'a str>,
    taken: HashSet<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(known: &'a [FileRecord], found: &Found, gone: &Gone<'_>) -> Self {
        let here: HashSet<&Path> = found.files.iter().map(|f| f.path.as_path()).collect();
        let elsewhere = known.iter().filter(|f| !here.contains(f.path.as_path()) && !gone.has(&f.path));
        let by_path: HashMap<&Path, &str> = known.iter().map(|f| (f.path.as_path(), f.source.as_str())).collect();
        let kept = found.files.iter().filter_map(|f| by_path.get(f.path.as_path()));
        Self {
            taken: kept.map(|s| (*s).to_owned()).collect(),
            elsewhere: elsewhere.map(|f| f.source.as_str()).collect(),
            by_path,
        }
    }

    /// The name of one file.
    pub(super) fn name(&mut self, file: &FoundFile) -> String {
        if let Some(before) = self.by_path.get(file.path.as_path()) {
            return (*before).to_owned();
        }
        let with_folder = format!("{}/{}", file.folder, file.below);
        let numbered = (2..).map(|n| format!("{}-{n}/{}", file.folder, file.below));
        let mut names = [file.below.clone(), with_folder].into_iter().chain(numbered);
        let free = |n: &String| !self.taken.contains(n) && !self.elsewhere.contains(n.as_str());
        let name = names.find(free).unwrap_or_else(|| file.below.clone());
        self.taken.insert(name.clone());
        name
    }

    /// Keeps a name from being given to another file.
    pub(super) fn reserve(&mut self, name: &'a str) {
        self.elsewhere.insert(name);
    }

    /// True if a file found now has that name.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }
}
