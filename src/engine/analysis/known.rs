//! A cache of results for words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Words of one generation: some fifteen megabytes with their forms.
const GENERATION: usize = 100_000;

/// A cache of two generations. When the younger one is full, the older one is dropped. Frequent words are always moved
/// to the younger one and never leave; a cache that is emptied would have to compute them again.
#[derive(Clone)]
pub(super) struct Known<T> {
    young: Words<T>,
    old: Words<T>,
}

type Words<T> = HashMap<Box<str>, T, BuildHasherDefault<WordHasher>>;

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { young: HashMap::default(), old: HashMap::default() }
    }
}

impl<T> Known<T> {
    pub(super) fn get(&mut self, word: &str) -> Option<&T> {
        if !self.old.is_empty()
            && let Some((word, value)) = self.old.remove_entry(word)
        {
            self.put(word, value);
        }
        self.young.get(word)
    }

    pub(super) fn insert(&mut self, word: &str, value: T) {
        self.put(word.into(), value);
    }

    fn put(&mut self, word: Box<str>, value: T) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(word, value);
    }
}

/// A fast hash is enough: words are short and nobody chooses them to collide.
#[derive(Default, Clone)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    /// The end mark of a string adds nothing.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_that_comes_again_outlives_those_that_do_not() {
        let mut known = Known::default();
        known.insert("møde", 1);
        for n in 0..3 * GENERATION {
            known.insert(&n.to_string(), n);
            assert_eq!(known.get("møde"), Some(&1));
        }
        assert_eq!(known.get("0"), None);
        assert!(known.young.len() <= GENERATION && known.old.len() <= GENERATION);
    }
}
