//! Splits Danish compounds into the words that they are made of.
//!
//! Danish writes compounds as one word (*herbergspladser*), so that whoever searches for a part finds nothing unless it
//! is split. A careless splitter does more harm than good (*princip|per*, *inte|res|sant*): a part must be in use, not
//! only listed, it must not look like an ending, and a word that the dictionary has itself is split only where its parts
//! are common words. In doubt a word stays whole: an index that lacks a part still has the word.

use std::ops::Range;

use super::{Class, Headword, Lexicon, Vocabulary};

/// Letters that a part has at least; [`SHORT_PARTS`] may be shorter.
const LEAST_PART: usize = 4;
/// Words of three letters that are common as parts and hardly ever a piece of something else.
const SHORT_PARTS: [&str; 21] = [
    "mål", "fag", "sag", "tal", "bil", "bus", "vej", "tid", "råd", "lov", "dag", "bad", "hus", "lån", "fil", "bog",
    "sti", "mad", "job", "løn", "hal",
];
/// Short words that compounds begin with. What follows must be a noun: *fri* is no part of *frihed*.
const SHORT_FIRST: [&str; 33] = [
    "sen", "bo", "nat", "mad", "el", "by", "år", "løn", "mer", "job", "fri", "syd", "øst", "hal", "tog", "sne", "jul",
    "uge", "sø", "gas", "båd", "køb", "fod", "gul", "ren", "hav", "bro", "tv", "it", "vin", "spa", "leg", "øl",
];
/// Words that read as compounds and are none, or none of those words: nobody who looks for *by* means every *byråd*.
const WHOLE: [&str; 43] = [
    "manifest",
    "billion",
    "jordemoder",
    "trommeslager",
    "marketing",
    "straffeattest",
    "spørgsmål",
    "måltid",
    "uretfærdighed",
    "folketing",
    "sandsynlighed",
    "lejemål",
    "gøremål",
    "slagsmål",
    "mistanke",
    "socialdemokrat",
    "demokrat",
    "formoder",
    "semifinale",
    "byråd",
    "byrådsmøde",
    "årsag",
    "mindretal",
    "flertal",
    "billede",
    "elskov",
    "adresse",
    "herred",
    "statsminister",
    "dagsorden",
    "husholdning",
    "lovning",
    "handling",
    "legeme",
    "fagot",
    "badning",
    "malurt",
    "filial",
    "bogstav",
    "tidende",
    "tidspunkt",
    "dagligdag",
    "råddenskab",
];
/// Letters of a compound at least: *bysag*.
const SHORTEST: usize = 5;
/// Endings and scraps that word lists hold as words but that are no parts.
const NO_LAST_PART: [&str; 58] = [
    "ring", "ringen", "ringer", "ringens", "ingen", "inger", "ingens", "inden", "lige", "ligt", "ligste", "heder",
    "heden", "hedens", "ning", "ninger", "ningen", "ling", "linger", "lingen", "ende", "endes", "erne", "ernes",
    "eren", "erens", "else", "elser", "elsen", "elses", "ering", "eringen", "eringer", "isme", "ismen", "iske",
    "ation", "ationen", "bare", "somme", "agtig", "agtige", "stallet", "unden", "skab", "skaber", "skabet", "skabets",
    "ligere", "lighed", "ligheden", "somhed", "bart", "agtigt", "mæssig", "mæssigt", "mæssige", "løshed",
];
/// Prepositions and adverbs. A word that the dictionary lists and that begins with one is a word of its own
/// (*overgang* is no *gang*).
const PARTICLES: [&str; 29] = [
    "fort", "aner", "trans", "inter", "demo", "para", "mods", "over", "under", "efter", "frem", "imod", "igen",
    "inden", "mellem", "sammen", "tilbage", "uden", "imellem", "videre", "fore", "gennem", "omkring", "bort", "hjem",
    "foran", "neden", "indad", "udad",
];
/// Nats that a part may cost at most where no list has the whole.
const RAREST_PART: f32 = 18.5;
/// The same where the dictionary lists the whole, but it was never counted: dictionaries list many compounds.
const RAREST_PART_OF_LISTED: f32 = 17.5;
/// The same where the whole was counted: a word in use, whose parts must be common.
const RAREST_PART_OF_COUNTED: f32 = 14.5;
/// What a headword costs that a dictionary lists but nobody counted, and the letters that a part which was not counted itself
/// has at least: shorter ones are too often scraps.
const UNCOUNTED_COST: f32 = 17.0;
const LEAST_UNCOUNTED: usize = 5;
/// Added for a form of a word that was not counted itself.
const FORM_COST: f32 = 1.0;
/// Nats that a noun behind a short first part costs at most.
const RAREST_BEHIND_SHORT: f32 = 15.0;
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
        if word.len() > LONGEST || word.chars().count() < SHORTEST || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let headwords = Lexicon.headwords(word);
        match headwords.iter().find(|h| h.text != word) {
            // All forms of a listed word are split as the headword is.
            Some(other) if headwords.iter().all(|h| h.text != word) => {
                let mut parts = self.split_headword(&other.text)?;
                let last = parts.last_mut()?;
                let same = other.text.get(..last.start).is_some_and(|before| word.starts_with(before));
                last.end = word.len();
                (same && last.start < word.len()).then_some(parts)
            }
            _ => self.split_headword(word),
        }
    }

    /// The parts of a headword, or of a word that no dictionary lists.
    fn split_headword(&self, word: &str) -> Option<Vec<Range<usize>>> {
        if WHOLE.contains(&word) {
            return None;
        }
        // Of listed words only nouns are split: *fortsætte* is no *sætte*, *København* no *havn*.
        let headwords = Lexicon.headwords(word);
        if !headwords.is_empty() && headwords.iter().all(|h| h.class != Class::Noun) {
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
        let cuts = rest.char_indices().skip(2).map(|(at, _)| from + at);
        let split = cuts.filter_map(|cut| self.read_after(word, from, cut, rarest, most));
        split.chain(whole).min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    /// The cheapest reading whose first part ends at `cut`.
    fn read_after(&self, word: &str, from: usize, cut: usize, rarest: f32, most: usize) -> Option<Reading> {
        let part = &word[from..cut];
        let short = from == 0 && SHORT_FIRST.contains(&part);
        let cost = if short { Lexicon.entry(part)?.cost } else { self.part(part, rarest)? };
        let rest = links(&word[cut..], part).filter(|link| !short || self.ends_in_noun(&word[cut + link..]));
        let rest = rest.filter_map(|link| self.read(word, cut + link, rarest, most - 1));
        let mut best = rest.min_by(|a, b| a.cost.total_cmp(&b.cost))?;
        best.parts.insert(0, (from, cut));
        best.cost += cost + PER_PART;
        Some(best)
    }

    /// True for a form of a noun in use, or for a compound.
    fn ends_in_noun(&self, word: &str) -> bool {
        let in_use = |word: &str| Lexicon.entry(word).is_some_and(|e| e.counted && e.cost <= RAREST_BEHIND_SHORT);
        let is_noun = |word: &str| Lexicon.headwords(word).iter().any(|h| h.class == Class::Noun && in_use(&h.text));
        is_noun(word) || self.split(word).is_some()
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
        let name = Lexicon.is_person_name(part) && !Lexicon.is_noun(part);
        (cost <= rarest && !name).then_some(cost)
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

/// The bytes that may link `part` to what follows it: none, an *s*, an *e*, or its consonant doubled and an *e* (*skat|te|sag*).
fn links<'w>(after: &'w str, part: &'w str) -> impl Iterator<Item = usize> + use<'w> {
    let last = part.chars().next_back().filter(|c| !"aeiouyæøå".contains(*c));
    let doubled =
        last.filter(|c| after.strip_prefix(*c).is_some_and(|rest| rest.starts_with('e'))).map(|c| c.len_utf8() + 1);
    let plain = ["", "s", "e"].into_iter().filter(|link| after.starts_with(link)).map(str::len);
    plain.chain(doubled)
}

/// False where the dictionary knows better than a reading: another headword (*portalen* is a form of *portal*, so that it is no
/// *alen*), or a prefixed word.
fn agrees_with_dictionary(word: &str, reading: &Reading) -> bool {
    let (first, last) = (reading.parts[0], reading.parts[reading.parts.len() - 1]);
    let part = &word[last.0..];
    let of_last = Lexicon.headwords(part);
    let fits =
        |h: &Headword<'_>| h.text == word || of_last.iter().any(|l| h.text == [&word[..last.0], &l.text].concat());
    let headwords = Lexicon.headwords(word);
    (headwords.is_empty() || headwords.iter().any(fits)) && !PARTICLES.contains(&&word[first.0..first.1])
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
            ("natvarmestue", "nat|varme|stue"),
            ("madservice", "mad|service"),
            ("grundtakst", "grund|takst"),
            ("merforbrug", "mer|forbrug"),
            ("merforbruget", "mer|forbruget"),
            ("årsrapporten", "år|rapporten"),
            ("ældrerådet", "ældre|rådet"),
            ("jobcentret", "job|centret"),
            ("skatteforhøjelse", "skat|forhøjelse"),
            ("elforbruget", "el|forbruget"),
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
            "tidligere",
            "billede",
            "mindretallet",
            "byrådet",
            "årsagen",
            "kjeldsen",
            "eriksen",
            "frihed",
            "eleverne",
            "natur",
            "national",
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
