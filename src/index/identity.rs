//! The ids of items: a stem from the file's path, and a suffix for the item.
//!
//! Users may note down an id, so it must never change. A file keeps the stem from its first reading, even if another
//! file with the same name is added later.

use std::collections::{HashMap, HashSet};

use crate::model::Item;

/// The stem of each file's item ids. Stems are unique.
#[derive(Debug, Default)]
pub(crate) struct Stems {
    by_source: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Stems {
    /// The stem of a file: its existing stem, else its path without suffix, else the whole path, else the path with a
    /// number.
    pub(crate) fn claim(&mut self, source: &str) -> &str {
        if !self.by_source.contains_key(source) {
            let numbered = (2..).map(|n| format!("{source}-{n}"));
            let mut names = [without_suffix(source).to_owned(), source.to_owned()].into_iter().chain(numbered);
            let free = names.find(|n| !self.taken.contains(n));
            self.set(source, free.unwrap_or_else(|| source.to_owned()));
        }
        &self.by_source[source]
    }

    /// Restores a file's earlier stem. Files without items have none.
    pub(crate) fn set(&mut self, source: &str, stem: String) {
        if stem.is_empty() {
            return;
        }
        self.taken.insert(stem.clone());
        self.by_source.insert(source.to_owned(), stem);
    }

    /// Reserves a stem, so no file gets it.
    pub(crate) fn reserve(&mut self, stem: String) {
        self.taken.insert(stem);
    }

    /// Releases a reserved stem.
    pub(crate) fn release(&mut self, stem: &str) {
        self.taken.remove(stem);
    }

    /// The stem of a file, if it has one.
    pub(crate) fn of(&self, source: &str) -> Option<&str> {
        self.by_source.get(source).map(String::as_str)
    }

    /// Keeps the stems of renamed files. `moved` has pairs of old and new names.
    pub(crate) fn rename<'a>(&mut self, moved: impl IntoIterator<Item = (&'a str, &'a str)>) {
        // Remove all old names before adding new ones: two files may have swapped names.
        let moved: Vec<_> = moved.into_iter().map(|(old, new)| (self.by_source.remove(old), new)).collect();
        for (stem, new) in moved {
            if let Some(stem) = stem {
                self.free(new);
                self.by_source.insert(new.to_owned(), stem);
            }
        }
    }

    /// The file with a stem.
    pub(crate) fn source(&self, stem: &str) -> Option<&str> {
        self.by_source.iter().find(|(_, own)| *own == stem).map(|(source, _)| source.as_str())
    }

    /// Releases the stem of a deleted file.
    pub(crate) fn free(&mut self, source: &str) {
        if let Some(stem) = self.by_source.remove(source) {
            self.taken.remove(&stem);
        }
    }
}

/// Each item with its id: the printed number, or the position for an item without one. A repeated number gets a second
/// number after it.
pub(crate) fn identified<'a>(stem: &str, items: &'a [Item]) -> Vec<(String, &'a Item)> {
    let mut taken = HashSet::new();
    let mut named = Vec::with_capacity(items.len());
    for (item, place) in items.iter().zip(1..) {
        let number = item.number.as_ref().map_or_else(|| format!("n{place}"), |n| n.to_string());
        let again = (2..).map(|n| format!("{number}-{n}"));
        let free = std::iter::once(number.clone()).chain(again).find(|n| !taken.contains(n)).unwrap_or(number);
        named.push((format!("{stem}#{free}"), item));
        taken.insert(free);
    }
    named
}

/// A path without its suffix.
pub(crate) fn without_suffix(source: &str) -> &str {
    let name = source.rfind('/').map_or(0, |slash| slash + 1);
    match source[name..].rfind('.') {
        Some(dot) if dot > 0 => &source[..name + dot],
        _ => source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ItemNumber;

    #[test]
    fn id_is_the_number_or_the_place_and_never_comes_twice() {
        let numbered = |n: &str| Item { number: ItemNumber::new(n), ..Item::titled("t") };
        let items = [numbered("3"), numbered("3"), Item::titled("t"), numbered("3-2")];
        let ids: Vec<String> = identified("2019/a.b", &items).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["2019/a.b#3", "2019/a.b#3-2", "2019/a.b#n3", "2019/a.b#3-2-2"]);
    }

    #[test]
    fn only_the_last_suffix_goes() {
        let stems = ["a/b.c/d", ".hidden", "x.tar.gz"].map(without_suffix);
        assert_eq!(stems, ["a/b.c/d", ".hidden", "x.tar"]);
    }

    #[test]
    fn second_file_of_a_name_keeps_its_suffix_and_both_keep_their_stems() {
        let mut stems = Stems::default();
        let sources = ["a.pdf", "a.txt", "a.txt.pdf", "a.txt"];
        assert_eq!(sources.map(|s| stems.claim(s).to_owned()), ["a", "a.txt", "a.txt.pdf", "a.txt"]);
        stems.free("a.pdf");
        assert_eq!(stems.claim("a.txt"), "a.txt", "a file keeps its stem when a better one gets free");
        assert_eq!(stems.claim("a.text"), "a");
    }

    #[test]
    fn file_that_is_called_otherwise_keeps_its_stem() {
        let mut stems = Stems::default();
        ["a.pdf", "b.pdf", "c.pdf"].into_iter().for_each(|s| _ = stems.claim(s));
        stems.rename([("a.pdf", "b.pdf"), ("b.pdf", "a.pdf"), ("c.pdf", "2019/c.pdf")]);
        assert_eq!(["a.pdf", "b.pdf", "2019/c.pdf"].map(|s| stems.claim(s).to_owned()), ["b", "a", "c"]);
        assert_eq!(stems.claim("c.pdf"), "c.pdf", "its own name is taken");
    }

    #[test]
    fn reserved_stem_is_given_to_nobody() {
        let mut stems = Stems::default();
        stems.reserve("a".into());
        assert_eq!(stems.claim("a.pdf"), "a.pdf");
        assert_eq!(stems.of("b.pdf"), None);
    }
}
