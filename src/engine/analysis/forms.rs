//! A word → its forms in the index and in queries.

use std::ops::Range;
use std::sync::Arc;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

use super::known::Known;
use super::skeleton;
use crate::lexicon::{Class, Lexicon, Splitter, Vocabulary};

/// How far a form is from the word as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The word as written.
    Exact,
    /// The word's headword, or its stem where it is not in the lexicon.
    Stem,
    /// A part of a compound.
    Part,
    /// The word's skeleton, the same for spellings that are often mixed up.
    Skeleton,
}

impl Level {
    /// The sign before its terms.
    pub fn sign(self) -> char {
        match self {
            Self::Exact => '=',
            Self::Stem => '~',
            Self::Part => '+',
            Self::Skeleton => '?',
        }
    }

    /// The term for `form`.
    pub fn term(self, form: &str) -> String {
        let mut term = String::with_capacity(form.len() + 1);
        term.push(self.sign());
        term.push_str(form);
        term
    }
}

/// Separates the terms.
const END: char = '\n';

/// The terms of a word, exact first, each once. They lie in one piece, because indexing reads the terms of millions of
/// words from all over memory.
#[derive(Debug, Clone)]
pub struct Terms(Arc<str>);

impl Terms {
    fn new(terms: &[String]) -> Self {
        Self(terms.iter().flat_map(|term| [term.as_str(), "\n"]).collect::<String>().into())
    }

    /// No terms.
    pub fn none() -> Self {
        Self("".into())
    }

    /// The terms in order, each with its sign.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(END)
    }

    /// The term at a place, and the place of the next one; the first is at 0.
    pub fn at(&self, place: usize) -> Option<(&str, usize)> {
        let (term, _) = self.0.get(place..)?.split_once(END)?;
        Some((term, place + term.len() + 1))
    }
}

/// Finds the forms of words and remembers them.
#[derive(Clone)]
pub struct Analyzer {
    vocabulary: Option<Arc<Vocabulary>>,
    snowball: TextAnalyzer,
    /// By the word as printed, because capitals mark names.
    known: Known<Terms>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::with(None)
    }
}

impl Analyzer {
    /// An analyzer with the words of an archive, to split compounds into them too.
    pub fn with(vocabulary: Option<Arc<Vocabulary>>) -> Self {
        let snowball = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::Danish)).build();
        Self { vocabulary, snowball, known: Known::default() }
    }

    /// The terms of a word as printed, exact first, each once.
    pub fn terms(&mut self, printed: &str) -> Terms {
        if let Some(known) = self.known.get(printed) {
            return known.clone();
        }
        let terms = Terms::new(&self.find_terms(printed));
        self.known.insert(printed, terms.clone());
        terms
    }

    /// The stems to look up for a word of a query. A noun is looked up as a noun only: *tog* asks for trains, not for
    /// the past tense of *tage*. A name has one stem as a name (without its genitive s) and one as a word, since a
    /// query is seldom typed with capitals.
    pub fn stems(&mut self, word: &str) -> Vec<String> {
        let lower = word.to_lowercase();
        let mut stems = self.headwords(&lower, self.split(word, &lower).as_deref());
        if Lexicon.is_noun(&lower) {
            let nouns = Lexicon.headwords(&lower).into_iter().filter(|h| h.class == Class::Noun);
            stems = nouns.map(|h| h.text.into_owned()).collect();
            let definite = Lexicon.entry(&format!("{lower}en"));
            let rare = definite.is_none_or(|form| form.cost > MAX_AGENT_COST);
            stems.extend(verb_of_agent(&lower).filter(|_| rare).map(str::to_owned));
        }
        if stems.is_empty() {
            stems = vec![self.snowball(&lower), name_stem(&lower).to_owned()];
            stems.dedup();
        }
        stems
    }

    /// The parts of a compound, each with its headwords.
    pub fn parts(&self, word: &str) -> Vec<Vec<String>> {
        let lower = word.to_lowercase();
        let split = self.split(word, &lower).unwrap_or_default();
        split.into_iter().map(|at| of_part(&lower[at])).collect()
    }

    /// The last part of a compound (lower case) as written. `None` for any other word.
    pub fn last_part<'a>(&self, word: &'a str) -> Option<&'a str> {
        self.splitter().split(word)?.last().map(|at| &word[at.clone()])
    }

    /// The parts of a word as printed, as bytes of the same in lower case. A name has none.
    fn split(&self, printed: &str, lower: &str) -> Option<Vec<Range<usize>>> {
        if self.is_name(printed, lower) { None } else { self.splitter().split(lower) }
    }

    /// True for an unlisted word with a capital and the ending of a name.
    fn is_name(&self, printed: &str, lower: &str) -> bool {
        let whole = lower.strip_suffix('s').unwrap_or(lower);
        let ending = NAME_ENDINGS.iter().any(|ending| whole.ends_with(ending));
        let short =
            || SHORT_NAME_ENDINGS.iter().any(|e| whole.ends_with(e) && whole.chars().count() <= LONGEST_SHORT_NAME);
        printed.starts_with(char::is_uppercase) && (ending || short()) && Lexicon.headwords(lower).is_empty()
    }

    fn splitter(&self) -> Splitter<'_> {
        Splitter::with(self.vocabulary.as_deref())
    }

    fn find_terms(&mut self, printed: &str) -> Vec<String> {
        let lower = printed.to_lowercase();
        let split = self.split(printed, &lower);
        let mut terms = vec![Level::Exact.term(&lower)];
        terms.extend(cased(printed, &lower).map(|cased| Level::Exact.term(cased)));
        let mut stems = self.headwords(&lower, split.as_deref());
        let known = !stems.is_empty();
        if !known {
            stems.push(self.stem_unknown(printed, &lower));
        }
        let mut parts: Vec<String> = split.iter().flat_map(|s| sub_compounds(&lower, s)).collect();
        if let Some(meant) = self.with_danish_letters(printed, &lower, known) {
            let split = self.split(&meant, &meant);
            stems.extend(self.headwords(&meant, split.as_deref()));
            parts.extend(split.iter().flat_map(|s| sub_compounds(&meant, s)));
        }
        terms.extend(stems.iter().map(|stem| Level::Stem.term(stem)));
        for part in parts {
            let term = Level::Part.term(&part);
            if !stems.contains(&part) && !terms.contains(&term) {
                terms.push(term);
            }
        }
        if !known && let Some(key) = skeleton(&lower) {
            terms.push(Level::Skeleton.term(&key));
        }
        terms
    }

    /// The word that an unlisted one stands for in a text without Danish letters: *moedet*, *rundkorslen*. Only a word
    /// of the dictionary counts, or a compound of such words; in doubt, the one with the fewest changes. Names keep
    /// their letters. A word that `splits` as it is (*vind|molle*) must be in the dictionary with its letters.
    fn with_danish_letters(&self, printed: &str, lower: &str, splits: bool) -> Option<String> {
        let letters = lower.chars().count();
        let capital = printed.starts_with(char::is_uppercase);
        let listed = Lexicon.headwords(lower).iter().any(|h| capital || h.class != Class::Name);
        if listed || letters < LEAST_RESPELT || self.is_name(printed, lower) {
            return None;
        }
        let in_dictionary = |word: &String| !Lexicon.headwords(word).is_empty();
        let is_word = |word: &String| in_dictionary(word) || self.splitter().split(word).is_some();
        let respelt = combinations(lower, &DIGRAPHS);
        if let Some(word) = respelt.iter().skip(1).find(|word| is_word(word)) {
            return Some(word.clone());
        }
        if letters < LEAST_STRIPPED || capital {
            return None;
        }
        let base = respelt.last().map_or(lower, String::as_str);
        combinations(base, &STRIPPED)
            .into_iter()
            .skip(1)
            .find(|word| if splits { in_dictionary(word) } else { is_word(word) })
    }

    /// The stem of an unlisted word. A name only loses its genitive s.
    fn stem_unknown(&mut self, printed: &str, lower: &str) -> String {
        match printed.starts_with(char::is_uppercase) {
            true => name_stem(lower).to_owned(),
            false => self.snowball(lower),
        }
    }

    /// The headwords of a word, from the dictionary or from the splitter. A number is its own headword.
    fn headwords(&self, lower: &str, split: Option<&[Range<usize>]>) -> Vec<String> {
        if lower.chars().any(|c| c.is_numeric()) {
            return vec![lower.to_owned()];
        }
        let listed = Lexicon.headwords(lower);
        if !listed.is_empty() {
            let mut found: Vec<String> = listed.into_iter().map(|h| h.text.into_owned()).collect();
            found.extend(
                verb_of_agent(lower).filter(|verb| !found.iter().any(|known| known == verb)).map(str::to_owned),
            );
            return found;
        }
        match split.and_then(<[_]>::last) {
            Some(last) => {
                of_part(&lower[last.clone()]).into_iter().map(|h| [&lower[..last.start], &h].concat()).collect()
            }
            None => Lexicon
                .lemma(lower)
                .into_iter()
                .map(|_| Lexicon.regular_headword(lower).unwrap_or(lower).to_owned())
                .collect(),
        }
    }

    fn snowball(&mut self, lower: &str) -> String {
        let mut stream = self.snowball.token_stream(lower);
        stream.next().map_or_else(|| lower.to_owned(), |token| token.text.clone())
    }
}

/// Endings of place and family names. An unlisted word with a capital and such an ending is a name and is not split: a
/// search for *bjerg* does not mean *Vestbjerg*.
const NAME_ENDINGS: [&str; 16] = [
    "sen", "gaard", "gård", "bjerg", "lund", "holm", "skov", "dal", "toft", "strup", "rup", "borg", "lyst", "minde",
    "vang", "bæk",
];
/// Endings of names and of many compounds. A short word with one is a name (*Grindsted*), a longer one is not
/// (*Natværested*).
const SHORT_NAME_ENDINGS: [&str; 2] = ["sted", "høj"];
/// Letters of the longest such name: *Fredensted*.
const LONGEST_SHORT_NAME: usize = 10;
/// The fewest letters of a noun for who does something. Shorter ones have other verbs: *leder* is not who *leder*.
const LEAST_AGENT: usize = 7;
/// The definite form of such a noun in use costs less, in nats (*forbrugeren*). Of others, the verb is asked for too.
const MAX_AGENT_COST: f32 = 15.0;
/// How words are typed without Danish letters.
const DIGRAPHS: [(&str, &str); 3] = [("ae", "æ"), ("oe", "ø"), ("aa", "å")];
/// What scans and old systems leave of Danish letters.
const STRIPPED: [(&str, &str); 2] = [("o", "ø"), ("a", "å")];
/// The fewest letters of a word that is respelt. Shorter ones are often foreign: *does*, *Joel*.
const LEAST_RESPELT: usize = 5;
/// The same with single letters, which are far more often meant as they are.
const LEAST_STRIPPED: usize = 7;
/// The most places of a word that are respelt: 2⁵ words to look up for an unlisted one.
const MOST_RESPELT: u32 = 5;
/// The most letters of an abbreviation. Longer words in capitals are headings.
const LONGEST_ABBREVIATION: usize = 5;

/// A word as printed if its capitals matter: an abbreviation (*KL* is not *kl.*), or a name with the letters of a
/// common word (*Tage*).
pub fn cased<'p>(printed: &'p str, lower: &str) -> Option<&'p str> {
    let letters = printed.chars().count();
    let abbreviation = (2..=LONGEST_ABBREVIATION).contains(&letters) && printed.chars().all(char::is_uppercase);
    let name = || {
        let mut rest = printed.chars();
        rest.next().is_some_and(char::is_uppercase) && rest.all(char::is_lowercase) && Lexicon.is_person_name(lower)
    };
    (abbreviation || name() && Lexicon.contains(lower)).then_some(printed)
}

/// The verb of a word that is both its present tense and the noun for who does it: *forpagter*. The dictionary lists
/// many of them as the noun alone.
fn verb_of_agent(word: &str) -> Option<&str> {
    let verb = word.strip_suffix('r').filter(|verb| verb.ends_with('e') && word.chars().count() >= LEAST_AGENT)?;
    Lexicon
        .headwords(verb)
        .iter()
        .any(|h| h.text == verb && matches!(h.class, Class::Verb | Class::Other))
        .then_some(verb)
}

/// A word with some of its letters replaced, those with the fewest changes first, beginning with the word itself; the
/// last one has all. Only the first [`MOST_RESPELT`] places are changed.
fn combinations(word: &str, replaced: &[(&str, &str)]) -> Vec<String> {
    let mut places: Vec<(usize, &str, &str)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
        let found = replaced.iter().find(|(from, _)| rest.starts_with(from));
        places.extend(found.map(|(from, to)| (at, *from, *to)));
        at += found.map_or(rest.chars().next().map_or(1, char::len_utf8), |(from, _)| from.len());
    }
    places.truncate(MOST_RESPELT as usize);
    let mut chosen: Vec<u32> = (0..1 << places.len()).collect();
    chosen.sort_by_key(|chosen| chosen.count_ones());
    let respelt = |chosen: u32| {
        let (mut respelt, mut from) = (String::with_capacity(word.len()), 0);
        for (at, old, new) in places.iter().enumerate().filter(|(n, _)| chosen & (1 << n) != 0).map(|(_, place)| place)
        {
            respelt.push_str(&word[from..*at]);
            respelt.push_str(new);
            from = at + old.len();
        }
        respelt + &word[from..]
    };
    chosen.into_iter().map(respelt).collect()
}

/// The headwords of the last part of a compound. Nouns win over other classes.
fn of_part(part: &str) -> Vec<String> {
    let headwords = Lexicon.headwords(part);
    let nouns: Vec<String> =
        headwords.iter().filter(|h| h.class == Class::Noun).map(|h| h.text.clone().into_owned()).collect();
    if !nouns.is_empty() {
        return nouns;
    }
    match headwords.into_iter().next() {
        Some(headword) => vec![headword.text.into_owned()],
        None => vec![Lexicon.regular_headword(part).unwrap_or(part).to_owned()],
    }
}

/// A name without its genitive s: *Viborgs* → *viborg*. *Horsens* loses one too, in the index and in queries alike.
fn name_stem(lower: &str) -> &str {
    lower.strip_suffix('s').filter(|rest| rest.chars().count() >= 4).unwrap_or(lower)
}

/// Every run of neighbouring parts but the whole, in its headword's form: of dobbelt|diagnose|behandling also
/// *dobbeltdiagnose* and *diagnosebehandling*.
fn sub_compounds(word: &str, parts: &[Range<usize>]) -> Vec<String> {
    let mut found = Vec::new();
    for from in 0..parts.len() {
        for to in from..parts.len() {
            if to - from + 1 < parts.len() {
                // *skorstensfejer* is listed as it is; *fejer* alone would be a form of *feje*.
                let listed = Lexicon.headwords(&word[parts[from].start..parts[to].end]);
                if from < to && !listed.is_empty() {
                    found.extend(listed.into_iter().map(|h| h.text.into_owned()));
                    continue;
                }
                let before = &word[parts[from].start..parts[to].start];
                found.extend(of_part(&word[parts[to].clone()]).into_iter().map(|last| [before, &last].concat()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(printed: &str) -> String {
        Analyzer::default().terms(printed).iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn compound_has_its_headword_and_its_parts() {
        assert_eq!(terms("Herbergspladserne"), "=herbergspladserne ~herbergsplads +herberg +plads");
    }

    #[test]
    fn neighbouring_parts_of_a_long_compound_are_compounds_too() {
        assert!(terms("dobbeltdiagnosebehandling").contains("+dobbeltdiagnose "));
    }

    #[test]
    fn name_is_not_stemmed_but_loses_its_genitive() {
        assert!(terms("Kofoedsmindes").starts_with("=kofoedsmindes ~kofoedsminde"));
        assert!(Analyzer::default().stems("kofoedsminde").contains(&"kofoedsminde".to_owned()));
    }

    #[test]
    fn only_unknown_words_have_a_skeleton() {
        assert!(terms("fglgende").contains('?'));
        assert!(!terms("følgende").contains('?'));
        assert!(!terms("herbergspladser").contains('?'));
    }

    #[test]
    fn form_of_verb_and_noun_has_both_headwords() {
        assert_eq!(terms("priser"), "=priser ~pris ~prise");
        assert_eq!(terms("bruger"), "=bruger ~bruger ~bruge");
        assert_eq!(Analyzer::default().stems("rådet"), ["råd", "råde"]);
        assert_eq!(Analyzer::default().stems("tog"), ["tog"], "a noun's headword asks for the noun");
        assert_eq!(terms("møderne"), "=møderne ~møde");
    }

    #[test]
    fn name_of_a_person_is_not_split_and_capitals_tell_an_abbreviation() {
        assert_eq!(terms("Rønbjerg"), "=rønbjerg =Rønbjerg ~rønbjerg");
        assert_eq!(terms("KL"), "=kl =KL ~kl");
        assert_eq!(terms("Tage"), "=tage =Tage ~tag ~tage");
        assert!(!terms("Kjeldsen").contains('+'));
    }

    #[test]
    fn unknown_compound_inflects_as_its_last_part() {
        for form in ["handicaprådet", "handicapråds", "handicaprådenes"] {
            assert!(terms(form).contains("~handicapråd "), "{}", terms(form));
        }
        assert!(terms("takstmodellerne").contains("~takstmodel "));
    }

    /// The endings of a noun's forms; each word of a row is there for every noun that inflects so.
    const PARADIGMS: [&[&str]; 8] = [
        &["en", "er", "erne"],
        &["et", "er", "erne"],
        &["et", "ene"],
        &["en", "e", "ene"],
        &["n", "r", "rne"],
        &["t", "r", "rne"],
        &["en", "ene"],
        &["en", "e", "ne"],
    ];

    /// The forms of a noun that the word list has, where it has all of a paradigm; also with its last consonant doubled.
    fn forms_of(noun: &str) -> Option<Vec<String>> {
        let last = noun.chars().next_back().filter(|c| !"aeiouyæøå".contains(*c));
        let stems = [Some(noun.to_owned()), last.map(|c| format!("{noun}{c}"))];
        let paradigm = |stem: &String| {
            let of = |endings: &[&str]| endings.iter().map(|e| format!("{stem}{e}")).collect::<Vec<_>>();
            // *alkoholmisbruger* is there, but it is no form of *alkoholmisbrug*, and *bagt* none of *bag*.
            let listed = |form: &String| {
                let headwords = Lexicon.headwords(form);
                let may_be_noun = headwords.is_empty() || headwords.iter().any(|h| h.class == Class::Noun);
                Lexicon.entry(form).is_some_and(|e| e.in_dictionary) && may_be_noun && !Lexicon.is_noun(form)
            };
            PARADIGMS.iter().map(|endings| of(endings)).find(|forms| forms.iter().all(listed))
        };
        // *banden* and *bander* are forms of *bande*, not of *band*.
        let of_another = |stem: &&String| noun.len() > 2 && !Lexicon.is_noun(&format!("{stem}e"));
        let mut forms = stems.iter().flatten().filter(of_another).find_map(paradigm)?;
        forms.push(noun.to_owned());
        let genitives: Vec<String> = forms.iter().map(|form| format!("{form}s")).collect();
        forms.extend(genitives.into_iter().filter(|form| Lexicon.contains(form)));
        Some(forms)
    }

    #[test]
    fn every_form_of_a_noun_finds_every_other() {
        use fst::Streamer;
        let (mut pairs, mut missed) = (0, Vec::new());
        let mut analyzer = Analyzer::default();
        let mut words = Lexicon.words().stream();
        let mut place = 0;
        while let Some((word, value)) = words.next() {
            let word = std::str::from_utf8(word).unwrap();
            let known = crate::lexicon::Entry::from_value(value);
            place += 1;
            // Every fourth noun in use, and some of the others; all of them take minutes and give the same share.
            let every = if known.counted { 4 } else { 400 };
            if !known.in_dictionary || place % every != 0 || !Lexicon.is_noun(word) {
                continue;
            }
            let Some(forms) = forms_of(word) else { continue };
            let indexed: Vec<Terms> = forms.iter().map(|form| analyzer.terms(form)).collect();
            for form in &forms {
                let asked: Vec<String> = analyzer.stems(form).iter().map(|stem| Level::Stem.term(stem)).collect();
                for (other, terms) in forms.iter().zip(&indexed) {
                    pairs += 1;
                    if !terms.iter().any(|term| asked.iter().any(|asked| asked == term)) {
                        missed.push(format!("{form} {other}"));
                    }
                }
            }
        }
        let found = 1.0 - missed.len() as f64 / f64::from(pairs);
        assert!(pairs > 10_000 && found >= 0.995, "{found} of {pairs}: {:?}", &missed[..missed.len().min(200)]);
    }

    #[test]
    fn word_without_its_danish_letters_has_the_headword_with_them() {
        for (typed, term) in [
            ("faergerne", "~færge"),
            ("Koekkenet", "~køkken"),
            ("kirkegaarden", "~kirkegård"),
            ("vindmolle", "~vindmølle"),
            ("rundkorslen", "~rundkørsel"),
            ("integrationsraadet", "+råd"),
        ] {
            assert!(terms(typed).split(' ').any(|t| t == term), "{typed}: {}", terms(typed));
        }
        for kept in ["Kirkegaard", "Aagaard", "poesi", "modal", "does"] {
            assert!(!terms(kept).contains(['ø', 'å']), "{kept}: {}", terms(kept));
        }
    }

    #[test]
    fn present_tense_that_is_also_who_does_it_has_the_verb() {
        assert!(terms("forpagter").contains("~forpagte"), "{}", terms("forpagter"));
        assert!(Analyzer::default().stems("opkræver").contains(&"opkræve".to_owned()));
        assert_eq!(Analyzer::default().stems("forbruger"), ["forbruger"], "a noun in use asks for itself");
    }

    #[test]
    fn number_is_its_own_stem() {
        assert_eq!(terms("110"), "=110 ~110");
    }
}
