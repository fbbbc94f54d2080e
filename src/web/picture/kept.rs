//! Pages that were drawn, as many as memory is set aside for.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::Sheet;

/// Bytes of pixels that are kept: some twenty pages of the usual width.
const ROOM: usize = 64 << 20;

/// What a picture is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// xxh3 of the file's content.
    pub content: u64,
    pub page: u32,
    /// As it was asked for.
    pub width: u32,
}

/// Pages, those that were asked for last.
#[derive(Debug, Default)]
pub(super) struct Kept {
    sheets: HashMap<Key, (u64, Arc<Sheet>)>,
    bytes: usize,
    /// How often something was asked for: the time of this clock.
    clock: u64,
}

impl Kept {
    pub fn get(&mut self, key: Key) -> Option<Arc<Sheet>> {
        self.clock += 1;
        let (used, sheet) = self.sheets.get_mut(&key)?;
        *used = self.clock;
        Some(sheet.clone())
    }

    /// Keeps a page in place of those that nobody asked for the longest. One that takes all the room is not kept.
    pub fn put(&mut self, key: Key, sheet: Arc<Sheet>) {
        self.clock += 1;
        let bytes = size(&sheet);
        if bytes > ROOM {
            return;
        }
        self.remove(key);
        while self.bytes + bytes > ROOM {
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
        let mut kept = Kept::default();
        (1..=3).for_each(|page| kept.put(key(page), sheet(20)));
        assert!(kept.get(key(1)).is_some());
        kept.put(key(4), sheet(20));
        let there: Vec<bool> = (1..=4).map(|page| kept.get(key(page)).is_some()).collect();
        assert_eq!(there, [true, false, true, true]);
        assert_eq!(kept.bytes, 60 << 20);
    }

    #[test]
    fn page_that_is_too_large_is_not_kept_and_costs_no_other() {
        let mut kept = Kept::default();
        kept.put(key(1), sheet(20));
        kept.put(key(2), sheet(65));
        assert!(kept.get(key(1)).is_some() && kept.get(key(2)).is_none());
    }

    #[test]
    fn page_drawn_twice_is_kept_once() {
        let mut kept = Kept::default();
        (0..2).for_each(|_| kept.put(key(1), sheet(20)));
        assert_eq!(kept.bytes, 20 << 20);
    }
}
