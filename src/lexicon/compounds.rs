//! Splits Danish compounds into their parts.
//!
//! Danish writes compounds as one word (*herbergspladser*). Without splitting, a search for one part finds nothing. But
//! wrong splits do more harm than missing ones (*princip|per*, *inte|res|sant*). So a part must be in use, not only
//! listed, and must not look like an ending. A word in the dictionary is split only into common parts. In doubt a word
//! stays whole: it can still be found as a whole.

use std::ops::Range;

use super::{Class, Headword, Lexicon, Vocabulary};

/// Minimum letters of a part, except [`SHORT_PARTS`]. Three-letter strings are too often fragments of other words.
const MIN_PART: usize = 4;
/// Three-letter words common as parts, and rarely a fragment of another word.
const SHORT_PARTS: [&str; 21] = [
    "mål", "fag", "sag", "tal", "bil", "bus", "vej", "tid", "råd", "lov", "dag", "bad", "hus", "lån", "fil", "bog",
    "sti", "mad", "job", "løn", "hal",
];
/// Short first parts of compounds. A noun must follow: *fri* is not a part of *frihed*.
const SHORT_FIRST_PARTS: [&str; 34] = [
    "sen", "bo", "nat", "mad", "el", "by", "år", "løn", "mer", "job", "fri", "syd", "øst", "hal", "tog", "sne", "jul",
    "uge", "sø", "gas", "båd", "køb", "fod", "gul", "ren", "hav", "bro", "tv", "it", "vin", "spa", "leg", "øl", "egn",
];
/// Words never split: they look like compounds but are not, or their parts are too general. A search for *by* should
/// not find every *byråd*.
const NEVER_SPLIT: [&str; 44] = [
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
    "skateboard",
];
/// Minimum letters of a compound: *bysag*.
const MIN_COMPOUND: usize = 5;
/// Endings and fragments listed as words but never used as the last part.
const NOT_A_LAST_PART: [&str; 58] = [
    "ring", "ringen", "ringer", "ringens", "ingen", "inger", "ingens", "inden", "lige", "ligt", "ligste", "heder",
    "heden", "hedens", "ning", "ninger", "ningen", "ling", "linger", "lingen", "ende", "endes", "erne", "ernes",
    "eren", "erens", "else", "elser", "elsen", "elses", "ering", "eringen", "eringer", "isme", "ismen", "iske",
    "ation", "ationen", "bare", "somme", "agtig", "agtige", "stallet", "unden", "skab", "skaber", "skabet", "skabets",
    "ligere", "lighed", "ligheden", "somhed", "bart", "agtigt", "mæssig", "mæssigt", "mæssige", "løshed",
];
/// Prepositions and adverbs. A dictionary word beginning with one has its own meaning: *overgang* is not a *gang*.
const PARTICLES: [&str; 29] = [
    "fort", "aner", "trans", "inter", "demo", "para", "mods", "over", "under", "efter", "frem", "imod", "igen",
    "inden", "mellem", "sammen", "tilbage", "uden", "imellem", "videre", "fore", "gennem", "omkring", "bort", "hjem",
    "foran", "neden", "indad", "udad",
];
/// Maximum cost of a part, in nats, for an unlisted compound. The three limits balance missed splits against wrong
/// ones; raise one only together with cases in the tests below.
const MAX_PART_COST: f32 = 18.5;
/// The same for a compound in the dictionary without a count. Dictionaries list many compounds.
const MAX_PART_COST_LISTED: f32 = 17.5;
/// The same for a counted compound: a word in use needs common parts to be split.
const MAX_PART_COST_COUNTED: f32 = 14.5;
/// Assumed cost of a dictionary headword without a count, in nats: rare, but below [`MAX_PART_COST`].
const UNCOUNTED_COST: f32 = 17.0;
/// Minimum letters of a part without a count. Shorter ones are too often fragments.
const MIN_UNCOUNTED_PART: usize = 5;
/// Extra cost for an uncounted form of a counted word, in nats: it should lose against a form seen in real text.
const FORM_COST: f32 = 1.0;
/// Maximum cost of a noun after a short first part, in nats. Stricter than for other parts, because short parts match
/// by accident.
const MAX_NOUN_COST_AFTER_SHORT: f32 = 15.0;
/// Extra cost per part, in nats, so fewer parts win.
const PER_PART: f32 = 4.0;
/// Maximum number of parts. Longer chains are wrong splits.
const MAX_PARTS: usize = 4;
/// Minimum count in the archive for an unlisted word to be a part. Below it a word may be a typing error.
const MIN_ARCHIVE_COUNT: u32 = 3;
/// Assumed cost of such a word, in nats: just below [`MAX_PART_COST_COUNTED`], so it can be a part of any compound.
const ARCHIVE_WORD_COST: f32 = 14.0;
/// Maximum bytes of a word. Longer runs of letters are not words, and time grows with the square of the length.
const MAX_BYTES: usize = 60;

/// Splits compounds with the embedded words and, if given, the words of one archive.
#[derive(Debug, Clone, Copy, Default)]
pub struct Splitter<'a> {
    vocabulary: Option<&'a Vocabulary>,
}

/// One way to split a word.
#[derive(Debug, Clone)]
struct Split {
    cost: f32,
    /// Start and end of each part. Linking letters are in between.
    parts: Vec<(usize, usize)>,
}

impl<'a> Splitter<'a> {
    /// A splitter with the words of an archive.
    pub fn with(vocabulary: Option<&'a Vocabulary>) -> Self {
        Self { vocabulary }
    }

    /// The byte ranges of the parts of `word` (lower case), without linking letters. `None` if the word is not a
    /// compound, or if the split is uncertain.
    ///
    /// ```
    /// use dagsorden::lexicon::Splitter;
    ///
    /// let parts = |w: &'static str| Splitter::default().split(w).map(|p| p.into_iter().map(|r| &w[r]).collect::<Vec<_>>());
    /// assert_eq!(parts("herbergspladser").unwrap(), ["herberg", "pladser"]);
    /// assert_eq!(parts("principper"), None);
    /// ```
    pub fn split(&self, word: &str) -> Option<Vec<Range<usize>>> {
        if word.len() > MAX_BYTES || word.chars().count() < MIN_COMPOUND || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let headwords = Lexicon.headwords(word);
        match headwords.iter().find(|h| h.text != word) {
            // All forms of a listed word are split like the headword.
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

    /// The parts of a headword, or of a word outside the dictionary.
    fn split_headword(&self, word: &str) -> Option<Vec<Range<usize>>> {
        if NEVER_SPLIT.contains(&word) {
            return None;
        }
        // Among listed words only nouns are split: *fortsætte* does not contain *sætte*, nor *København* *havn*.
        let headwords = Lexicon.headwords(word);
        if !headwords.is_empty() && headwords.iter().all(|h| h.class != Class::Noun) {
            return None;
        }
        let entry = Lexicon.entry(word).filter(|e| e.in_dictionary);
        let max_cost = match entry {
            None => MAX_PART_COST,
            Some(e) if e.counted => MAX_PART_COST_COUNTED,
            Some(_) => MAX_PART_COST_LISTED,
        };
        let split = self.cheapest_split(word, 0, max_cost, MAX_PARTS)?;
        let sure = split.parts.len() > 1 && (entry.is_none() || agrees_with_dictionary(word, &split));
        sure.then(|| split.parts.into_iter().flat_map(|(from, to)| self.split_further(word, from..to)).collect())
    }

    /// Splits a part again: the dictionary may list *dobbeltdiagnose*, so *dobbeltdiagnosebehandling* first has two
    /// parts.
    fn split_further(&self, word: &str, part: Range<usize>) -> Vec<Range<usize>> {
        match self.split(&word[part.clone()]) {
            Some(inner) => inner.into_iter().map(|r| r.start + part.start..r.end + part.start).collect(),
            None => vec![part],
        }
    }

    /// The cheapest split of the rest from byte `from`, into at most `max_parts` parts.
    fn cheapest_split(&self, word: &str, from: usize, max_cost: f32, max_parts: usize) -> Option<Split> {
        let rest = &word[from..];
        let whole = (from > 0)
            .then(|| self.last_part(rest, max_cost))
            .flatten()
            .map(|cost| Split { cost: cost + PER_PART, parts: vec![(from, word.len())] });
        if max_parts == 1 {
            return whole;
        }
        let cuts = rest.char_indices().skip(2).map(|(at, _)| from + at);
        let split = cuts.filter_map(|cut| self.split_after(word, from, cut, max_cost, max_parts));
        split.chain(whole).min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    /// The cheapest split with its first cut at `cut`.
    fn split_after(&self, word: &str, from: usize, cut: usize, max_cost: f32, max_parts: usize) -> Option<Split> {
        let part = &word[from..cut];
        let short = from == 0 && SHORT_FIRST_PARTS.contains(&part);
        let cost = if short { Lexicon.entry(part)?.cost } else { self.part(part, max_cost)? };
        let rest = links(&word[cut..], part).filter(|link| !short || self.ends_in_noun(&word[cut + link..]));
        let rest = rest.filter_map(|link| self.cheapest_split(word, cut + link, max_cost, max_parts - 1));
        let mut best = rest.min_by(|a, b| a.cost.total_cmp(&b.cost))?;
        best.parts.insert(0, (from, cut));
        best.cost += cost + PER_PART;
        Some(best)
    }

    /// True for a form of a noun in use, or for a compound.
    fn ends_in_noun(&self, word: &str) -> bool {
        let in_use = |word: &str| Lexicon.entry(word).is_some_and(|e| e.counted && e.cost <= MAX_NOUN_COST_AFTER_SHORT);
        let is_noun = |word: &str| Lexicon.headwords(word).iter().any(|h| h.class == Class::Noun && in_use(&h.text));
        is_noun(word) || self.split(word).is_some()
    }

    /// The cost of `part` as the last part of a compound. `None` if it is not a word or only an ending.
    fn last_part(&self, part: &str, max_cost: f32) -> Option<f32> {
        if NOT_A_LAST_PART.contains(&part) {
            return None;
        }
        let regular =
            || Lexicon.regular_headword(part).and_then(|base| self.part(base, max_cost)).map(|c| c + FORM_COST);
        self.part(part, max_cost).or_else(regular)
    }

    /// The cost of `part`. `None` if it is too short, not a word, or too rare.
    fn part(&self, part: &str, max_cost: f32) -> Option<f32> {
        if part.chars().count() < MIN_PART && !SHORT_PARTS.contains(&part) {
            return None;
        }
        let cost = self.listed_cost(part).or_else(|| self.archive_cost(part))?;
        let name = Lexicon.is_person_name(part) && !Lexicon.is_noun(part);
        (cost <= max_cost && !name).then_some(cost)
    }

    /// The cost of a dictionary word. An uncounted form costs a little more than its headword.
    fn listed_cost(&self, part: &str) -> Option<f32> {
        let entry = Lexicon.entry(part).filter(|e| e.in_dictionary)?;
        if entry.counted {
            return Some(entry.cost);
        }
        if part.chars().count() < MIN_UNCOUNTED_PART {
            return None;
        }
        let lemma = Lexicon.lemma(part)?;
        let more = if lemma == part { 0.0 } else { FORM_COST };
        let headword = Lexicon.entry(&lemma).filter(|e| e.in_dictionary)?;
        Some(more + if headword.counted { headword.cost } else { UNCOUNTED_COST })
    }

    fn archive_cost(&self, part: &str) -> Option<f32> {
        let often = self.vocabulary?.count(part) >= MIN_ARCHIVE_COUNT;
        often.then_some(ARCHIVE_WORD_COST)
    }
}

/// The lengths of possible links after `part`: none, *s*, *e*, or a doubled consonant and *e* (*skat|te|sag*).
fn links<'w>(after: &'w str, part: &'w str) -> impl Iterator<Item = usize> + use<'w> {
    let last = part.chars().next_back().filter(|c| !"aeiouyæøå".contains(*c));
    let doubled =
        last.filter(|c| after.strip_prefix(*c).is_some_and(|rest| rest.starts_with('e'))).map(|c| c.len_utf8() + 1);
    let plain = ["", "s", "e"].into_iter().filter(|link| after.starts_with(link)).map(str::len);
    plain.chain(doubled)
}

/// False if the dictionary contradicts a split: the word has another headword (*portalen* is a form of *portal*, not of
/// *alen*) or a prefix.
fn agrees_with_dictionary(word: &str, split: &Split) -> bool {
    let (first, last) = (split.parts[0], split.parts[split.parts.len() - 1]);
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
            ("egnsmuseum", "egn|museum"),
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
