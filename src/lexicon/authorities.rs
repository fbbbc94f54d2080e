//! Municipalities and regions, with all spellings of their names.
//!
//! Authorities from before the reform of 2007, including counties, are listed with their successors. Some names are
//! also family names or ordinary words (*Skive*, *Vejen*). They count only if the context shows a place. Former
//! authorities count only with the word *Kommune* or *Amt*: *Ribe* alone is a town.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Lexicon;
use crate::model::{Authority, AuthorityKind, Region};

static KNOWN: LazyLock<Authorities> = LazyLock::new(Authorities::embedded);

#[derive(Deserialize)]
struct Data {
    regions: Vec<String>,
    municipality: Vec<Entry>,
    former: Vec<FormerEntry>,
    county: Vec<FormerEntry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    region: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    ambiguous: bool,
}

#[derive(Deserialize)]
struct FormerEntry {
    name: String,
    successors: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
}

/// An authority's name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The authority.
    pub authority: Authority,
    /// The bytes of the name, including an adjacent *Kommune* or *Region*.
    pub at: Range<usize>,
    /// True if a word such as *Kommune*, *Region* or *Byråd* is part of the name, so it cannot mean a town.
    pub explicit: bool,
}

/// An authority and the facts about its name.
#[derive(Debug)]
struct Known {
    authority: Authority,
    /// Names of today's successors. Empty for an authority of today.
    successors: Vec<String>,
    /// The name is also a family name or an ordinary word.
    ambiguous: bool,
}

/// All known authorities.
#[derive(Debug, Default)]
pub struct Authorities {
    entries: Vec<Known>,
    by_key: HashMap<String, usize>,
    /// Scanned spellings of names with æ, ø and å.
    broken: HashMap<String, usize>,
    /// The authorities of today.
    list: Vec<Authority>,
    regions: Vec<Region>,
}

/// The embedded authorities.
pub fn authorities() -> &'static Authorities {
    &KNOWN
}

impl Authorities {
    fn embedded() -> Self {
        Self::from_toml(include_str!("data/authorities.toml")).expect("authorities.toml is right")
    }

    /// Parses a file such as `data/authorities.toml`. Leaks the names of its regions, because [`Region`] holds a static
    /// string.
    fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        let data: Data = toml::from_str(text)?;
        let regions = data.regions.into_iter().map(|name| Region::new(name.leak())).collect();
        let mut all = Self { regions, ..Self::default() };
        for Entry { name, region, also, ambiguous } in data.municipality {
            let region = all.regions.iter().copied().find(|r| r.name() == region);
            let authority = Authority { name, kind: AuthorityKind::Municipality, region };
            all.add(Known { authority, successors: Vec::new(), ambiguous }, &also);
        }
        for region in all.regions.clone() {
            let name = format!("Region {region}");
            let authority = Authority { name, kind: AuthorityKind::Region, region: Some(region) };
            all.add(Known { authority, successors: Vec::new(), ambiguous: false }, &[]);
        }
        all.list = all.entries.iter().map(|k| k.authority.clone()).collect();
        for (former, kind) in [(data.former, AuthorityKind::Municipality), (data.county, AuthorityKind::Region)] {
            for FormerEntry { name, successors, also } in former {
                let authority = Authority { name, kind, region: None };
                all.add(Known { authority, successors, ambiguous: false }, &also);
            }
        }
        all.add_broken();
        Ok(all)
    }

    fn add(&mut self, known: Known, also: &[String]) {
        let number = self.entries.len();
        for name in also.iter().chain([&known.authority.name]) {
            self.by_key.insert(key(name), number);
        }
        self.entries.push(known);
    }

    /// Adds scanned spellings, except ordinary words: *Køge* scanned as *Kage* stays a cake.
    fn add_broken(&mut self) {
        for (number, known) in self.entries.iter().enumerate() {
            for spelling in broken_spellings(&known.authority.name.to_lowercase()) {
                let key = key(&spelling);
                if !self.by_key.contains_key(&key) && !Lexicon.contains(&spelling) {
                    self.broken.insert(key, number);
                }
            }
        }
    }

    /// Every authority of today, municipalities first.
    pub fn all(&self) -> &[Authority] {
        &self.list
    }

    /// The regions of today.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The region with this name, in the spelling of [`Region::name`]. A former region gives its successor.
    pub fn region(&self, name: &str) -> Option<Region> {
        let own = self.regions.iter().copied().find(|r| r.name() == name);
        own.or_else(|| self.successors(&format!("Region {name}")).first()?.region)
    }

    /// Finds an authority by name: with or without *Kommune*, in the genitive, without Danish letters, or with scan
    /// errors for them. A former authority has its old name and no region; a county has the kind
    /// [`AuthorityKind::Region`]. [`Authorities::successors`] gives its successors.
    ///
    /// ```
    /// use dagsorden::lexicon::authorities;
    ///
    /// assert_eq!(authorities().named("Ringkobing-Skjern Kommunes").unwrap().name, "Ringkøbing-Skjern");
    /// assert_eq!(authorities().named("Bramming Kommune").unwrap().region, None);
    /// assert!(authorities().named("Atlantis").is_none());
    /// ```
    pub fn named(&self, name: &str) -> Option<&Authority> {
        self.number(name).map(|n| &self.entries[n].authority)
    }

    /// Today's successors of the named authority, the main successor first. An authority of today is its own successor.
    /// Empty for an unknown name.
    ///
    /// ```
    /// use dagsorden::lexicon::authorities;
    ///
    /// let names = |of| authorities().successors(of).iter().map(|a| a.name.as_str()).collect::<Vec<_>>();
    /// assert_eq!(names("Egebjerg"), ["Svendborg"]);
    /// assert_eq!(names("Sønderhald Kommune"), ["Norddjurs", "Randers"]);
    /// assert_eq!(names("Ribe Amt"), ["Region Syddanmark"]);
    /// assert_eq!(names("Viborg"), ["Viborg"]);
    /// ```
    pub fn successors(&self, name: &str) -> Vec<&Authority> {
        match self.number(name).map(|n| &self.entries[n]) {
            None => Vec::new(),
            Some(known) if known.successors.is_empty() => vec![&known.authority],
            Some(known) => known.successors.iter().filter_map(|s| self.named(s)).collect(),
        }
    }

    /// The former authorities merged, in whole or in part, into this one.
    pub fn predecessors(&self, name: &str) -> Vec<&Authority> {
        let Some(own) = self.named(name) else { return Vec::new() };
        let into_own = self.entries.iter().filter(|k| k.successors.contains(&own.name));
        into_own.map(|k| &k.authority).collect()
    }

    fn number(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let bare = name.strip_suffix('s').unwrap_or(name);
        let bare = [" Kommune", " kommune"].iter().find_map(|k| bare.strip_suffix(k)).unwrap_or(name).trim();
        let of = |name: &str| {
            let key = key(name);
            self.by_key.get(&key).or_else(|| self.broken.get(&key)).copied()
        };
        of(bare).or_else(|| of(bare.strip_suffix('s')?))
    }

    /// Every mention of an authority in `text`, in order.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut found = self.candidates(text);
        mark_lists(text, &mut found);
        let sure: Vec<bool> = found.iter().map(|c| self.is_sure(text, c)).collect();
        let beside =
            |n: usize, m: usize| sure.get(m) == Some(&true) && joined(text, &found[n.min(m)], &found[n.max(m)]);
        let known = |c: &Candidate| &self.entries[c.number];
        let listed =
            |n: usize| known(&found[n]).successors.is_empty() && (beside(n, n.wrapping_sub(1)) || beside(n, n + 1));
        let kept = (0..found.len()).filter(|&n| sure[n] || listed(n));
        kept.map(|n| {
            let Candidate { number, at, explicit } = found[n].clone();
            Mention { authority: self.entries[number].authority.clone(), at, explicit }
        })
        .collect()
    }

    /// Every capitalised name on the list.
    fn candidates(&self, text: &str) -> Vec<Candidate> {
        const LONGEST: usize = 3;
        let words = words(text);
        let (mut found, mut next) = (Vec::new(), 0);
        while next < words.len() {
            let hit = (1..=LONGEST).rev().find_map(|n| {
                let at = words[next].start..words.get(next + n - 1)?.end;
                let name = &text[at.clone()];
                let number = name.starts_with(char::is_uppercase).then(|| self.number(name)).flatten()?;
                Some((n, Candidate { number, at, explicit: false }))
            });
            let Some((n, mut candidate)) = hit else {
                next += 1;
                continue;
            };
            next += n;
            let own = text[candidate.at.clone()].to_lowercase();
            let is_region = self.entries[candidate.number].authority.kind == AuthorityKind::Region;
            candidate.explicit = is_region || own.contains(" kommune");
            match words.get(next).map(|w| (w, text[w.clone()].to_lowercase())) {
                Some((w, word)) if matches!(word.as_str(), "kommune" | "kommunes") => {
                    (candidate.at.end, candidate.explicit) = (w.end, true);
                    next += 1;
                }
                Some((_, word)) if word.starts_with("byråd") || word.starts_with("kommunalbestyrelse") => {
                    candidate.explicit = true;
                }
                _ => {}
            }
            found.push(candidate);
        }
        found
    }

    /// Whether the name and the word before it clearly mean an authority.
    fn is_sure(&self, text: &str, candidate: &Candidate) -> bool {
        let known = &self.entries[candidate.number];
        candidate.explicit || known.successors.is_empty() && (!known.ambiguous || place_is_meant(text, candidate))
    }
}

/// A possible mention.
#[derive(Debug, Clone)]
struct Candidate {
    number: usize,
    at: Range<usize>,
    explicit: bool,
}

/// Context of a place: a lower-case word, bracket, comma or slash before it. Excludes given names and the start of a
/// sentence.
fn place_is_meant(text: &str, candidate: &Candidate) -> bool {
    let before = text[..candidate.at.start].trim_end_matches(' ');
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let on_a_road = matches!(word, "på" | "ad");
    before.ends_with(['(', ',', '/', ':']) || word.starts_with(char::is_lowercase) && !on_a_road
}

/// Whether two candidates are neighbours in a list.
fn joined(text: &str, first: &Candidate, second: &Candidate) -> bool {
    let between = text.get(first.at.end..second.at.start).unwrap_or_default().trim();
    matches!(between, "," | "og" | "samt" | "&" | "/" | ", og" | "eller")
}

/// `Esbjerg, Helle og Fanø kommuner`, `kommunerne Esbjerg og Helle`: the word counts for the whole list.
fn mark_lists(text: &str, found: &mut [Candidate]) {
    let mut start = 0;
    while start < found.len() {
        let run = found[start..].windows(2).take_while(|w| joined(text, &w[0], &w[1])).count() + 1;
        let list = &mut found[start..start + run];
        let after = text[list[run - 1].at.end..].split_whitespace().next().unwrap_or_default().to_lowercase();
        let before = text[..list[0].at.start].rsplit(char::is_whitespace).find(|w| !w.is_empty()).unwrap_or_default();
        let speaks = matches!(before.to_lowercase().as_str(), "kommunerne" | "kommuner");
        if speaks || after.starts_with("kommuner") {
            list.iter_mut().for_each(|c| c.explicit = true);
        }
        start += run;
    }
}

/// Scanned spellings of a name with æ, ø or å, beyond the folding of [`key`]: one replacement for each letter.
fn broken_spellings(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in name.chars() {
        let readings: &[&str] = match c {
            'ø' => &["o", "g", "a", "e"],
            'æ' => &["e", "ee", "ze", "a"],
            'å' => &["a", "é", "e"],
            _ => &[],
        };
        out = match readings {
            [] => out.into_iter().map(|s| s + c.encode_utf8(&mut [0; 4])).collect(),
            readings => out.iter().flat_map(|s| readings.iter().map(move |r| s.clone() + r)).collect(),
        };
    }
    out
}

/// Runs of letters, including hyphens inside a word.
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

/// Folds the usual spellings of a name: lower case, and one form for Danish letters and their substitutes.
fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace("aa", "a").replace("ae", "e").replace("oe", "o");
    lower
        .chars()
        .filter_map(|c| match c {
            'å' => Some('a'),
            'æ' => Some('e'),
            'ø' => Some('o'),
            '@' => Some('o'),
            '/' | '-' => Some(' '),
            c if c.is_alphabetic() || c == ' ' => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
            ("Ringkgbing-Skjern", "Ringkøbing-Skjern"),
            ("Høje Tåstrup", "Høje-Taastrup"),
            ("Holbeek Kommune", "Holbæk"),
            ("Nørre Aaby", "Nørre Aaby"),
            ("Storstrømsamtet", "Storstrøms Amt"),
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

    /// Data after a merger of regions.
    fn merged() -> Authorities {
        let mut data = include_str!("data/authorities.toml").to_owned();
        for old in ["Hovedstaden", "Sjælland"] {
            data = data.replace(&format!("\nregion = \"{old}\""), "\nregion = \"Østdanmark\"");
            data = data.replace(&format!("\"Region {old}\"]"), "\"Region Østdanmark\"]");
            data += &format!("\n[[county]]\nname = \"Region {old}\"\nsuccessors = [\"Region Østdanmark\"]\n");
        }
        let list = "regions = [\"Østdanmark\", \"Midtjylland\", \"Nordjylland\", \"Syddanmark\"]";
        let at = data.find("regions = [").expect("the list of regions");
        let end = at + data[at..].find(']').expect("its end") + 1;
        data.replace_range(at..end, list);
        Authorities::from_toml(&data).expect("the data is right")
    }

    #[test]
    fn merger_of_regions_is_a_change_of_data() {
        let merged = merged();
        let region = |name: &str| merged.named(name).and_then(|a| a.region).map(Region::name);
        assert_eq!((region("Roskilde"), region("Gentofte")), (Some("Østdanmark"), Some("Østdanmark")));
        assert_eq!((region("Region Østdanmark"), region("Viborg")), (Some("Østdanmark"), Some("Midtjylland")));
        let successor = |of: &str| merged.successors(of).iter().map(|a| a.name.clone()).collect::<Vec<_>>();
        assert_eq!(successor("Region Sjælland"), ["Region Østdanmark"]);
        assert_eq!(successor("Roskilde Amt"), ["Region Østdanmark"]);
        assert_eq!(merged.region("Sjælland").map(Region::name), Some("Østdanmark"), "as documents from before have it");
        assert_eq!(merged.regions().len(), 4);
    }

    #[test]
    fn every_municipality_lies_in_a_region() {
        assert!(authorities().all().iter().all(|a| a.region.is_some()));
        assert_eq!(authorities().region("Syddanmark").map(Region::name), Some("Syddanmark"));
        assert_eq!(authorities().region("Bornholm"), None);
    }

    fn seen(text: &str) -> Vec<String> {
        authorities().mentions(text).into_iter().map(|m| m.authority.name).collect()
    }

    #[test]
    fn every_former_authority_has_successors_of_today() {
        let of_today = authorities().all();
        for known in authorities().entries.iter().filter(|k| !k.successors.is_empty()) {
            let found = authorities().successors(&known.authority.name);
            assert_eq!(found.len(), known.successors.len(), "{known:?}");
            assert!(found.iter().all(|a| of_today.contains(a)), "{known:?}");
        }
    }

    #[test]
    fn municipality_knows_what_it_was_made_of() {
        let names: Vec<_> = authorities().predecessors("Favrskov").iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["Hadsten", "Hammel", "Hinnerup", "Hvorslev", "Langå"]);
    }

    #[test]
    fn family_name_and_ordinary_word_are_no_municipality() {
        assert_eq!(seen("Udvalgsformand Anders Herning og Lise Greve deltog."), [""; 0]);
        assert_eq!(seen("Vejen er smal. Struer på Vejen?"), [""; 0]);
        assert_eq!(seen("borgere fra Herning, Vejen Kommune og byrådet i Skive"), ["Herning", "Vejen", "Skive"]);
        assert_eq!(
            seen("Steinar Eggen (Randers), Lise Holm (Greve), socialchef Struer"),
            ["Randers", "Greve", "Struer"]
        );
        assert_eq!(seen("Skive, Viborg og Vejle deltager"), ["Skive", "Viborg", "Vejle"]);
    }

    #[test]
    fn former_municipality_needs_its_word() {
        assert_eq!(seen("Forsorgshjemmet i Ribe"), [""; 0]);
        assert_eq!(seen("aftalen med Ribe Amt og Ribe Kommune"), ["Ribe Amt", "Ribe"]);
        assert_eq!(seen("Samarbejde med Esbjerg, Helle, Ribe og Fanø kommuner"), ["Esbjerg", "Helle", "Ribe", "Fanø"]);
    }

    #[test]
    fn compound_with_a_place_name_is_no_mention() {
        assert_eq!(seen("Cykelsti Skive-Resen langs Viborgvej"), [""; 0]);
    }

    proptest! {
        #[test]
        fn mentions_are_in_order_and_within_any_text(text in r"([A-ZÆØÅa-zæøå,() \n-]|Skive|Ribe Amt|Høje Taastrup Kommune|kommuner){0,30}") {
            let found = authorities().mentions(&text);
            prop_assert!(found.iter().all(|m| text.get(m.at.clone()).is_some()));
            prop_assert!(found.windows(2).all(|w| w[0].at.end <= w[1].at.start));
        }
    }
}
