//! The municipalities and regions, by any of the ways in which documents write their names.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Authority, AuthorityKind, Region};

static KNOWN: LazyLock<Authorities> = LazyLock::new(Authorities::embedded);

#[derive(Deserialize)]
struct Data {
    municipality: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    region: String,
    #[serde(default)]
    also: Vec<String>,
}

/// A place in a text that names an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub authority: Authority,
    /// Bytes of the text, with the word *Kommune* or *Region* where it stands there.
    pub at: Range<usize>,
    /// The word *Kommune* or *Region* stands with the name, so that no town is meant.
    pub explicit: bool,
}

/// All authorities that are known.
#[derive(Debug)]
pub struct Authorities {
    by_key: HashMap<String, Authority>,
    list: Vec<Authority>,
}

/// The embedded authorities.
pub fn authorities() -> &'static Authorities {
    &KNOWN
}

impl Authorities {
    fn embedded() -> Self {
        let data: Data = toml::from_str(include_str!("data/authorities.toml")).expect("authorities.toml is right");
        let mut by_key = HashMap::new();
        let mut list = Vec::new();
        for entry in data.municipality {
            let region = Some(Region::from_name(&entry.region).expect("a region of authorities.toml"));
            let authority = Authority { name: entry.name, kind: AuthorityKind::Municipality, region };
            for name in entry.also.iter().chain([&authority.name]) {
                by_key.insert(key(name), authority.clone());
            }
            list.push(authority);
        }
        for region in Region::ALL {
            let name = format!("Region {region}");
            let authority = Authority { name, kind: AuthorityKind::Region, region: Some(region) };
            by_key.insert(key(&authority.name), authority.clone());
            list.push(authority);
        }
        Self { by_key, list }
    }

    /// Every authority, municipalities first.
    pub fn all(&self) -> &[Authority] {
        &self.list
    }

    /// The authority of that name: with or without *Kommune*, in the genitive, without Danish letters.
    ///
    /// ```
    /// use dagsorden::lexicon::authorities;
    ///
    /// assert_eq!(authorities().named("Ringkobing-Skjern Kommunes").unwrap().name, "Ringkøbing-Skjern");
    /// assert!(authorities().named("Atlantis").is_none());
    /// ```
    pub fn named(&self, name: &str) -> Option<&Authority> {
        let name = name.trim();
        let bare = name.strip_suffix('s').unwrap_or(name);
        let bare = [" Kommune", " kommune"].iter().find_map(|k| bare.strip_suffix(k)).unwrap_or(name).trim();
        self.by_key.get(&key(bare)).or_else(|| self.by_key.get(&key(bare.strip_suffix('s')?)))
    }

    /// Every place in `text` that names an authority, in order.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let words: Vec<Range<usize>> = words(text);
        let mut found = Vec::new();
        let mut next = 0;
        while next < words.len() {
            let at = |n: usize| words.get(next + n - 1).map(|w| words[next].start..w.end);
            let hit = (1..=2).rev().find_map(|n| {
                let at = at(n)?;
                let name = &text[at.clone()];
                let authority = name.starts_with(char::is_uppercase).then(|| self.named(name)).flatten()?;
                Some((n, at, authority))
            });
            let Some((n, mut at, authority)) = hit else {
                next += 1;
                continue;
            };
            next += n;
            let with_kind = text[at.clone()].to_lowercase();
            let mut explicit = authority.kind == AuthorityKind::Region || with_kind.contains(" kommune");
            if let Some(w) = words.get(next)
                && matches!(text[w.clone()].to_lowercase().as_str(), "kommune" | "kommunes")
            {
                (at.end, explicit) = (w.end, true);
                next += 1;
            }
            found.push(Mention { authority: authority.clone(), at, explicit });
        }
        found
    }
}

/// Runs of letters, hyphens inside a word kept.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if c.is_alphabetic() || c == '-' {
            match out.last_mut() {
                Some(last) if last.end == at => last.end += c.len_utf8(),
                _ => out.push(at..at + c.len_utf8()),
            }
        }
    }
    out
}

/// The same for all usual spellings of one name: lower case, Danish letters and their usual stand-ins folded.
fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace("aa", "a").replace("ae", "e").replace("oe", "o");
    lower
        .chars()
        .filter_map(|c| match c {
            'å' => Some('a'),
            'æ' => Some('e'),
            'ø' => Some('o'),
            '/' => Some('-'),
            c if c.is_alphabetic() || c == '-' || c == ' ' => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_98_municipalities_and_5_regions() {
        let count = |kind| authorities().all().iter().filter(|a| a.kind == kind).count();
        assert_eq!((count(AuthorityKind::Municipality), count(AuthorityKind::Region)), (98, 5));
    }

    #[test]
    fn names_are_known_by_their_variants() {
        for (written, name) in [
            ("Københavns Kommune", "København"),
            ("Århus", "Aarhus"),
            ("Syddjurs Kommunes", "Syddjurs"),
            ("ringkoebing-skjern", "Ringkøbing-Skjern"),
            ("Randers", "Randers"),
            ("Horsens", "Horsens"),
            ("Region Sjælland", "Region Sjælland"),
        ] {
            assert_eq!(authorities().named(written).map(|a| a.name.as_str()), Some(name), "{written}");
        }
    }

    #[test]
    fn mention_takes_the_word_kommune_along() {
        let text = "fra Syddjurs Kommune og Viborg til Region Midtjylland";
        let found = authorities().mentions(text);
        let seen: Vec<_> = found.iter().map(|m| (&text[m.at.clone()], m.explicit)).collect();
        assert_eq!(seen, [("Syddjurs Kommune", true), ("Viborg", false), ("Region Midtjylland", true)]);
    }
}
