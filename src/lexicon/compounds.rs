//! Splits Danish compounds into the words that they are made of.
//!
//! Danish writes compounds as one word (*herbergspladser*), so that whoever searches for a part finds nothing unless it
//! is split. A careless splitter does more harm than good (*princip|per*, *inte|res|sant*): a part must be in use, not
//! only listed, it must not look like an ending, and a word that the dictionary has itself is split only where its parts
//! are common words. In doubt a word stays whole: an index that lacks a part still has the word.

use std::ops::Range;

use super::{Lexicon, Vocabulary};

/// Letters that a part has at least; [`SHORT_PARTS`] may be shorter.
const LEAST_PART: usize = 4;
/// Words of three letters that are common as parts and hardly ever a piece of something else.
const SHORT_PARTS: [&str; 19] = [
    "mål", "fag", "sag", "tal", "bil", "bus", "vej", "tid", "råd", "lov", "dag", "bad", "tog", "hus", "leg", "sen",
    "lån", "fil", "bog",
];
/// Endings and scraps that word lists hold as words but that are no parts.
const NO_LAST_PART: [&str; 44] = [
    "ingen", "inger", "ingens", "inden", "lige", "ligt", "ligste", "heder", "heden", "hedens", "ning", "ninger",
    "ningen", "ling", "linger", "lingen", "ende", "endes", "erne", "ernes", "eren", "erens", "else", "elser", "elsen",
    "elses", "ering", "eringen", "eringer", "isme", "ismen", "iske", "ation", "ationen", "bare", "somme", "agtig",
    "agtige", "stallet", "unden", "skab", "skaber", "skabet", "skabets",
];
/// Prepositions and adverbs. A word that the dictionary lists and that begins with one is a word of its own
/// (*overgang* is no *gang*).
const PARTICLES: [&str; 22] = [
    "over", "under", "efter", "frem", "imod", "igen", "inden", "mellem", "sammen", "tilbage", "uden", "imellem",
    "videre", "fore", "gennem", "omkring", "bort", "hjem", "foran", "neden", "indad", "udad",
];
/// Nats that a part may cost at most where no list has the whole.
const RAREST_PART: f32 = 18.5;
/// The same where the dictionary lists the whole, but it was never counted: dictionaries list many compounds.
const RAREST_PART_OF_LISTED: f32 = 15.0;
/// The same where the whole was counted: a word in use, whose parts must be common.
const RAREST_PART_OF_COUNTED: f32 = 13.0;
/// What a headword costs that a dictionary lists but nobody counted, and the letters that a part which was not counted itself
/// has at least: shorter ones are too often scraps.
const UNCOUNTED_COST: f32 = 17.0;
const LEAST_UNCOUNTED: usize = 5;
/// Added for a form of a word that was not counted itself.
const FORM_COST: f32 = 1.0;
/// Nats added for every part, so that fewer parts win.
const PER_PART: f32 = 4.0;
/// Parts at most; longer chains are misreadings.
const MOST_PARTS: usize = 4;
/// How often a word that no list has must occur in the archive to count as a part.
const SEEN_OFTEN: u32 = 3;
/// What such a word costs.
const SEEN_COST: f32 = 14.0;
/// Bytes of a word that is looked at at most: longer runs of letters are no words, and time grows with the square.
const LONGEST: usize = 60;

/// Splits compounds, with the words of one archive beside the embedded ones where they are given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Splitter<'a> {
    vocabulary: Option<&'a Vocabulary>,
}

/// A way to read a word as parts.
#[derive(Debug, Clone)]
struct Reading {
    cost: f32,
    /// Where parts begin and end; linking letters lie between.
    parts: Vec<(usize, usize)>,
}

impl<'a> Splitter<'a> {
    /// A splitter that knows the words of an archive too.
    pub fn with(vocabulary: Option<&'a Vocabulary>) -> Self {
        Self { vocabulary }
    }

    /// Where the parts of `word` (lower case) stand in it, linking letters left out. `None` for a word that is no
    /// compound, or none that can be read surely.
    ///
    /// ```
    /// use dagsorden::lexicon::Splitter;
    ///
    /// let parts = |w: &'static str| Splitter::default().split(w).map(|p| p.into_iter().map(|r| &w[r]).collect::<Vec<_>>());
    /// assert_eq!(parts("herbergspladser").unwrap(), ["herberg", "pladser"]);
    /// assert_eq!(parts("principper"), None);
    /// ```
    pub fn split(&self, word: &str) -> Option<Vec<Range<usize>>> {
        if word.len() > LONGEST || word.chars().count() < 2 * LEAST_PART - 1 || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let entry = Lexicon.entry(word).filter(|e| e.in_dictionary);
        let rarest = match entry {
            None => RAREST_PART,
            Some(e) if e.counted => RAREST_PART_OF_COUNTED,
            Some(_) => RAREST_PART_OF_LISTED,
        };
        let reading = self.read(word, 0, rarest, MOST_PARTS)?;
        let sure = reading.parts.len() > 1 && (entry.is_none() || agrees_with_dictionary(word, &reading));
        sure.then(|| reading.parts.into_iter().flat_map(|(from, to)| self.split_further(word, from..to)).collect())
    }

    /// The parts of a part: a dictionary may list *dobbeltdiagnose*, so that *dobbeltdiagnosebehandling* has two at first.
    fn split_further(&self, word: &str, part: Range<usize>) -> Vec<Range<usize>> {
        match self.split(&word[part.clone()]) {
            Some(inner) => inner.into_iter().map(|r| r.start + part.start..r.end + part.start).collect(),
            None => vec![part],
        }
    }

    /// The cheapest reading of what stands from `from` on, as `most` parts at most.
    fn read(&self, word: &str, from: usize, rarest: f32, most: usize) -> Option<Reading> {
        let rest = &word[from..];
        let whole = (from > 0)
            .then(|| self.last_part(rest, rarest))
            .flatten()
            .map(|cost| Reading { cost: cost + PER_PART, parts: vec![(from, word.len())] });
        if most == 1 {
            return whole;
        }
        let cuts = rest.char_indices().skip(3).map(|(at, _)| from + at);
        let split = cuts.filter_map(|cut| self.read_after(word, from, cut, rarest, most));
        split.chain(whole).min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    /// The cheapest reading whose first part ends at `cut`.
    fn read_after(&self, word: &str, from: usize, cut: usize, rarest: f32, most: usize) -> Option<Reading> {
        let cost = self.part(&word[from..cut], rarest)?;
        let links = ["", "s", "e"].into_iter().filter(|l| word[cut..].starts_with(l));
        let rest = links.filter_map(|l| self.read(word, cut + l.len(), rarest, most - 1));
        let mut best = rest.min_by(|a, b| a.cost.total_cmp(&b.cost))?;
        best.parts.insert(0, (from, cut));
        best.cost += cost + PER_PART;
        Some(best)
    }

    /// What `part` costs as the last part of a compound. `None` where it is no word or only an ending.
    fn last_part(&self, part: &str, rarest: f32) -> Option<f32> {
        if NO_LAST_PART.contains(&part) {
            return None;
        }
        let regular = || Lexicon.regular_headword(part).and_then(|base| self.part(base, rarest)).map(|c| c + FORM_COST);
        self.part(part, rarest).or_else(regular)
    }

    /// What `part` costs as a part. `None` where it is too short, no word, or a word that is hardly in use.
    fn part(&self, part: &str, rarest: f32) -> Option<f32> {
        if part.chars().count() < LEAST_PART && !SHORT_PARTS.contains(&part) {
            return None;
        }
        let cost = self.listed_cost(part).or_else(|| self.seen_cost(part))?;
        (cost <= rarest).then_some(cost)
    }

    /// The cost of a dictionary word: its own or, for a form that was never counted, a little more than its headword's.
    fn listed_cost(&self, part: &str) -> Option<f32> {
        let entry = Lexicon.entry(part).filter(|e| e.in_dictionary)?;
        if entry.counted {
            return Some(entry.cost);
        }
        if part.chars().count() < LEAST_UNCOUNTED {
            return None;
        }
        let lemma = Lexicon.lemma(part)?;
        let more = if lemma == part { 0.0 } else { FORM_COST };
        let headword = Lexicon.entry(&lemma).filter(|e| e.in_dictionary)?;
        Some(more + if headword.counted { headword.cost } else { UNCOUNTED_COST })
    }

    fn seen_cost(&self, part: &str) -> Option<f32> {
        let often = self.vocabulary?.count(part) >= SEEN_OFTEN;
        often.then_some(SEEN_COST)
    }
}

/// False where the dictionary knows better than a reading: another headword (*portalen* is a form of *portal*, so that it is no
/// *alen*), or a prefixed word.
fn agrees_with_dictionary(word: &str, reading: &Reading) -> bool {
    let (first, last) = (reading.parts[0], reading.parts[reading.parts.len() - 1]);
    let of_last = Lexicon.lemma(&word[last.0..]).map_or_else(|| word[last.0..].to_owned(), |l| l.into_owned());
    let same = Lexicon.lemma(word).is_none_or(|l| l == word || l == [&word[..last.0], &of_last].concat());
    same && !PARTICLES.contains(&&word[first.0..first.1])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(word: &str) -> String {
        let parts = Splitter::default().split(word).unwrap_or_default();
        parts.into_iter().map(|r| &word[r]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn compound_is_split_at_its_joints() {
        let table = [
            ("herbergspladser", "herberg|pladser"),
            ("psykiatripladser", "psykiatri|pladser"),
            ("takstbilag", "takst|bilag"),
            ("tilbudstaksten", "tilbud|taksten"),
            ("lånepulje", "låne|pulje"),
            ("dobbeltdiagnosebehandling", "dobbelt|diagnose|behandling"),
            ("ungementorordningen", "unge|mentor|ordningen"),
            ("befolkningstallet", "befolkning|tallet"),
            ("kommunerunden", "kommune|runden"),
            ("rammeaftalesekretariatene", "ramme|aftale|sekretariatene"),
            ("takstfil", "takst|fil"),
        ];
        for (word, parts) in table {
            assert_eq!(split(word), parts, "{word}");
        }
    }

    #[test]
    fn listed_compound_is_split_where_its_parts_are_common() {
        for (word, parts) in [("hjerneskade", "hjerne|skade"), ("arbejdsgruppe", "arbejd|gruppe")] {
            assert_eq!(split(word), parts, "{word}");
        }
    }

    #[test]
    fn word_of_its_own_stays_whole() {
        for word in [
            "principper",
            "interessant",
            "pladserne",
            "overgang",
            "indstilling",
            "orientering",
            "portalen",
            "kriminalitet",
            "kommuner",
            "beslutning",
            "sekretariat",
            "hjemløshed",
            "omrade",
            "xyzzyxqwerty",
            "",
        ] {
            assert_eq!(split(word), "", "{word}");
        }
    }

    #[test]
    fn archive_teaches_its_own_words() {
        let mut words = Vocabulary::default();
        words.learn("dassos dassos dassos");
        let word = "dassosmøde";
        assert_eq!(Splitter::default().split(word), None);
        assert_eq!(Splitter::with(Some(&words)).split(word).map(|p| p.len()), Some(2));
    }

    proptest! {
        #[test]
        fn parts_are_slices_in_order(word in "[a-zæøåé]{0,40}") {
            let parts = Splitter::default().split(&word).unwrap_or_default();
            prop_assert!(parts.iter().all(|r| word.get(r.clone()).is_some_and(|p| !p.is_empty())));
            prop_assert!(parts.windows(2).all(|w| w[0].end <= w[1].start));
        }
    }
}
