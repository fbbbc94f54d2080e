//! A cache of drawn pages.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::Sheet;

/// Bytes of the cache: some twenty pages of the usual width.
const CAPACITY: usize = 64 << 20;

/// The key of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// xxh3 of the file's content.
    pub content: u64,
    pub page: u32,
    /// As it was asked for.
    pub width: u32,
}

/// Drawn pages; the least recently used go first.
#[derive(Debug, Default)]
pub(super) struct SheetCache {
    sheets: HashMap<Key, (u64, Arc<Sheet>)>,
    bytes: usize,
    /// How often something was asked for: the time of this clock.
    clock: u64,
}

impl SheetCache {
    pub(super) fn get(&mut self, key: Key) -> Option<Arc<Sheet>> {
        self.clock += 1;
        let (used, sheet) = self.sheets.get_mut(&key)?;
        *used = self.clock;
        Some(sheet.clone())
    }

    /// Adds a page and evicts the least recently used. A page larger than the cache is not added.
    pub(super) fn put(&mut self, key: Key, sheet: Arc<Sheet>) {
        self.clock += 1;
        let bytes = size(&sheet);
        if bytes > CAPACITY {
            return;
        }
        self.remove(key);
        while self.bytes + bytes > CAPACITY {
            let Some(oldest) = self.sheets.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| *key) else {
                break;
            };
            self.remove(oldest);
        }
        self.bytes += bytes;
        self.sheets.insert(key, (self.clock, sheet));
    }

    fn remove(&mut self, key: Key) {
        if let Some((_, sheet)) = self.sheets.remove(&key) {
            self.bytes -= size(&sheet);
        }
    }
}

fn size(sheet: &Sheet) -> usize {
    let words: usize = sheet.words.iter().map(|w| w.text.len() + size_of_val(w)).sum();
    sheet.rgb.len() + words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(mebibytes: usize) -> Arc<Sheet> {
        let rgb = vec![0; mebibytes << 20];
        Arc::new(Sheet { size: (1.0, 1.0), width: 1, height: 1, rgb, words: Vec::new() })
    }

    fn key(page: u32) -> Key {
        Key { content: 7, page, width: 900 }
    }

    #[test]
    fn page_that_was_not_asked_for_the_longest_goes_first() {
        let mut cache = SheetCache::default();
        (1..=3).for_each(|page| cache.put(key(page), sheet(20)));
        assert!(cache.get(key(1)).is_some());
        cache.put(key(4), sheet(20));
        let there: Vec<bool> = (1..=4).map(|page| cache.get(key(page)).is_some()).collect();
        assert_eq!(there, [true, false, true, true]);
        assert_eq!(cache.bytes, 60 << 20);
    }

    #[test]
    fn page_that_is_too_large_is_not_kept_and_costs_no_other() {
        let mut cache = SheetCache::default();
        cache.put(key(1), sheet(20));
        cache.put(key(2), sheet(65));
        assert!(cache.get(key(1)).is_some() && cache.get(key(2)).is_none());
    }

    #[test]
    fn page_drawn_twice_is_kept_once() {
        let mut cache = SheetCache::default();
        (0..2).for_each(|_| cache.put(key(1), sheet(20)));
        assert_eq!(cache.bytes, 20 << 20);
    }
}
