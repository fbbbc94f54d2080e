//! Keeps recognised pages, one file per page: `<hash of the content>-<page>-<language>.tsv`.

use std::fs;
use std::path::PathBuf;
use std::process;

/// A folder of recognised pages. It can be deleted at any time; pages are then recognised again.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The table of a page, counted from 1, of the file with that content.
    pub(super) fn get(&self, content: u64, page: u32, language: &str) -> Option<String> {
        fs::read_to_string(self.path(content, page, language)).ok()
    }

    /// Keeps a table. A failed write only costs time on the next run.
    pub(super) fn put(&self, content: u64, page: u32, language: &str, table: &str) {
        let path = self.path(content, page, language);
        let draft = path.with_extension(format!("{}.draft", process::id()));
        // Atomic: the name appears when the content is complete.
        let written = fs::create_dir_all(&self.folder).and_then(|()| fs::write(&draft, table));
        if written.and_then(|()| fs::rename(&draft, &path)).is_err() {
            let _ = fs::remove_file(&draft);
        }
    }

    fn path(&self, content: u64, page: u32, language: &str) -> PathBuf {
        self.folder.join(format!("{content:016x}-{page}-{language}.tsv"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_is_kept_by_content_number_and_language() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("ocr"));
        assert_eq!(cache.get(7, 1, "dan"), None);
        cache.put(7, 1, "dan", "bord");
        assert_eq!(cache.get(7, 1, "dan").as_deref(), Some("bord"));
        assert!([cache.get(8, 1, "dan"), cache.get(7, 2, "dan"), cache.get(7, 1, "eng")].iter().all(Option::is_none));
        assert_eq!(fs::read_dir(folder.path().join("ocr")).unwrap().count(), 1, "no draft stays");
    }
}
