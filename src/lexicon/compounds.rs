//! Splits Danish compounds into the words that they are made of.
//!
//! Danish writes compounds as one word (*herbergspladser*), so that whoever searches for a part finds nothing unless it
//! is split. A careless splitter does more harm than good (*princip|per*, *inte|res|sant*): a part must be in use, not
//! only listed, it must not look like an ending, and a word that the dictionary has itself is split only where its parts
//! are common words. In doubt a word stays whole: an index that lacks a part still has the word.

use super::{Lexicon, Vocabulary};

/// Letters that a part has at least; [`SHORT_PARTS`] may be shorter.
const LEAST_PART: usize = 4;
/// Words of three letters that are common as parts and hardly ever a piece of something else.
const SHORT_PARTS: [&str; 19] = [
    "mål", "fag", "sag", "tal", "bil", "bus", "vej", "tid", "råd", "lov", "dag", "bil", "bad", "tog", "hus", "leg",
    "skat", "plan", "aktør",
];
/// Endings and scraps that word lists hold as words but that are no parts.
const NO_LAST_PART: [&str; 40] = [
    "ingen", "inger", "ingens", "inden", "lige", "ligt", "ligste", "heder", "heden", "hedens", "hedens", "ning",
    "ninger", "ningen", "ende", "endes", "erne", "ernes", "eren", "erens", "else", "elser", "elsen", "elses", "ering",
    "eringen", "eringer", "isme", "ismen", "iske", "iskes", "ation", "ationen", "bare", "somme", "løse", "agtig",
    "agtige", "stallet", "unden",
];
/// Prepositions and adverbs. A word that the dictionary lists and that begins with one is a word of its own
/// (*overgang* is no *gang*).
const PARTICLES: [&str; 22] = [
    "over", "under", "efter", "frem", "imod", "igen", "inden", "mellem", "sammen", "tilbage", "uden", "imellem",
    "videre", "fore", "gennem", "omkring", "bort", "hjem", "foran", "neden", "indad", "udad",
];
/// Nats that a part may cost at most where the whole is no dictionary word.
const RAREST_PART: f32 = 17.5;
/// Nats that a part may cost at most where the whole is a dictionary word.
const RAREST_PART_OF_LISTED: f32 = 13.0;
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
    pub fn split(&self, word: &str) -> Option<Vec<std::ops::Range<usize>>> {
        if word.len() > LONGEST || word.chars().count() < 2 * LEAST_PART - 1 || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let listed = Lexicon.entry(word).is_some_and(|e| e.in_dictionary);
        let rarest = if listed { RAREST_PART_OF_LISTED } else { RAREST_PART };
        let reading = self.read(word, 0, rarest, MOST_PARTS)?;
        let first = &word[reading.parts[0].0..reading.parts[0].1];
        if reading.parts.len() < 2 || listed && PARTICLES.contains(&first) {
            return None;
        }
        Some(reading.parts.into_iter().map(|(from, to)| from..to).collect())
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
        if NO_LAST_PART.contains(&part) { None } else { self.part(part, rarest) }
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
        let headword = Lexicon.entry(&Lexicon.lemma(part)?).filter(|e| e.counted)?;
        Some(headword.cost + 1.0)
    }

    fn seen_cost(&self, part: &str) -> Option<f32> {
        let often = self.vocabulary?.count(part) >= SEEN_OFTEN;
        often.then_some(SEEN_COST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> String {
        let parts = Splitter::default().split(word).unwrap_or_default();
        parts.into_iter().map(|r| &word[r]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn probe() {
        for w in [
            "herbergspladser",
            "psykiatripladser",
            "takstbilag",
            "basistakst",
            "hjerneskade",
            "dobbeltdiagnosebehandling",
            "ungementorordningen",
            "ledsageraftale",
            "udviklingsområde",
            "kapacitetsstyring",
            "lånepulje",
            "tegnsprog",
            "tegnsprogstilbud",
            "overgang",
            "arbejdsgruppe",
            "sygeplejerske",
            "befolkningstallet",
            "kommunerunden",
            "principper",
            "interessant",
            "pladserne",
            "socialtilsyn",
            "forsorgshjem",
            "rammeaftale",
            "hjemløse",
            "hjemløshed",
            "botilbud",
            "kommuner",
            "beslutning",
            "udvalget",
            "møderne",
            "sekretariat",
            "økonomiudvalg",
            "budgetaftale",
            "kriminalitet",
            "velfærdskriminalitet",
            "efterspørgsel",
            "overvågning",
            "opfølgning",
            "herberg",
            "indstilling",
            "sagsfremstilling",
            "orientering",
            "socialområdet",
            "børneområdet",
            "handleplaner",
            "temamøde",
            "selvmøderprincip",
            "enkeltsager",
            "ankestyrelsen",
            "tilbudsportalen",
            "neurocenter",
            "beredskabsplan",
            "kommunaldirektør",
            "specialiserede",
            "ommærke",
            "socialudvalg",
            "byrådet",
            "kommunalbestyrelsen",
        ] {
            eprintln!("{w}: {}", split(w));
        }
    }
}
