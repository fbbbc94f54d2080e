//! Decides whether a text is broken at all.
//!
//! A low share of æ, ø and å is weak evidence in a short text: by it, 43 in 100 clean pieces of 200 words count as
//! broken. Known broken forms of the commonest words (*pa*, *ogsa*, *vaere*, *fglgende*) counted against their right
//! forms are much stronger: not one false alarm on clean pieces of 40 to 1,000 words, 93 in 100 broken pieces of 100
//! words found, all of 400. Pieces too short for evidence of their own follow the whole document.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::confusions::{Confusion, confusions, is_danish_letter, lower};
use crate::lexicon::Lexicon;

/// A rarer misreading (ln P) is not looked for: it would add forms, not evidence.
const LIKELY_READING: f32 = -4.0;
/// Broken forms that are words of some list, but replace commoner words.
const BROKEN_WORDS: [(&str, &str); 7] =
    [("pa", "å"), ("sa", "å"), ("ogsa", "å"), ("nar", "å"), ("pä", "å"), ("sä", "å"), ("fä", "å")];
/// A broken form in the dictionary counts from this many letters on if no frequency list has it: the dictionaries
/// contain misspellings.
const MISSPELLING_LENGTH: usize = 6;
/// Fewer broken forms are no evidence.
const MIN_BROKEN: u32 = 2;
/// Many broken forms are evidence even beside right ones, up to this many right ones for each: no clean text has so
/// many.
const MANY_BROKEN: u32 = 12;
/// See [`MANY_BROKEN`].
const RIGHT_PER_BROKEN: u32 = 5;
/// A text is foreign if one word in this many is such a word. Real text in these languages has far more, Danish with
/// quoted titles far fewer.
const FOREIGN_WORDS: [&str; 20] = [
    "the", "and", "was", "were", "with", "that", "which", "this", "und", "ist", "nicht", "och", "är", "att", "till",
    "från", "inte", "av", "ikkje", "frå",
];
/// A text is foreign if one word in this many is such a word. In running English every third is, so quoted titles do
/// not count.
const WORDS_PER_FOREIGN: u32 = 20;

static FORMS: LazyLock<Forms> = LazyLock::new(Forms::embedded);

/// Counts of one text. Æ, ø and å are counted separately because some recognisers know one of them; a word with two of
/// them counts for both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Known broken forms of common words.
    pub broken: [u32; 3],
    /// Common words with their Danish letters.
    pub right: [u32; 3],
    /// Words that do not exist in Danish.
    pub foreign: u32,
    /// All words.
    pub words: u32,
}

impl Evidence {
    /// Counts in one more line.
    pub(super) fn add(&mut self, text: &str) {
        FORMS.count(text, self);
    }

    /// The counts of two texts together.
    pub(super) fn and(self, other: Self) -> Self {
        let sum = |a: [u32; 3], b: [u32; 3]| [0, 1, 2].map(|i| a[i] + b[i]);
        Self {
            broken: sum(self.broken, other.broken),
            right: sum(self.right, other.right),
            foreign: self.foreign + other.foreign,
            words: self.words + other.words,
        }
    }

    /// True where one of the letters is broken.
    pub(super) fn is_broken(self) -> bool {
        !self.is_foreign() && self.letters_broken().contains(&true)
    }

    /// The letters with more broken forms than right ones, given a minimum; or with more broken forms than any clean
    /// text has.
    fn letters_broken(self) -> Letters {
        let mostly = [0, 1, 2].map(|i| self.broken[i] > self.right[i]);
        let enough = (0..3).filter(|i| mostly[*i]).map(|i| self.broken[i]).sum::<u32>() >= MIN_BROKEN;
        let many = |i: usize| self.broken[i] >= MANY_BROKEN && RIGHT_PER_BROKEN * self.broken[i] >= self.right[i];
        [0, 1, 2].map(|i| (enough && mostly[i]) || many(i))
    }

    /// Broken forms of `letters` occur beside right ones: the recogniser knew the letters and still missed many.
    fn is_partly_broken(self, letters: Letters) -> bool {
        let sum = |counts: [u32; 3]| (0..3).filter(|i| letters[*i]).map(|i| counts[i]).sum::<u32>();
        RIGHT_PER_BROKEN * sum(self.broken) >= sum(self.right)
    }

    /// Written in another language.
    fn is_foreign(self) -> bool {
        self.foreign > self.broken.iter().sum() && self.foreign * WORDS_PER_FOREIGN >= self.words
    }

    /// The verdict on a piece of a document; `document` decides where the piece has too little evidence.
    pub(super) fn is_broken_within(self, document: Self) -> bool {
        if self.is_foreign() {
            return false;
        }
        if self.is_broken() {
            return document.is_broken() || (0..3).any(|i| self.broken[i] > 2 * self.right[i] + MIN_BROKEN);
        }
        document.is_broken() && self.is_partly_broken(document.letters_broken())
    }
}

/// What a word is evidence for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Which of the letters are broken in it.
    Broken(Letters),
    /// Which of them it has.
    Right(Letters),
    Foreign,
}

/// Some of æ, ø and å.
type Letters = [bool; 3];

/// The forms that are counted.
#[derive(Debug)]
struct Forms {
    known: HashMap<String, Form>,
    longest: usize,
}

impl Forms {
    fn embedded() -> Self {
        let common = || include_str!("common_words.txt").lines();
        let broken = common().flat_map(broken_forms).filter(|(form, _)| is_no_word(form));
        let everyday = BROKEN_WORDS.map(|(form, letter)| (form.to_owned(), letters_of(letter)));
        let mut known: HashMap<String, Form> = FOREIGN_WORDS.map(|w| (w.to_owned(), Form::Foreign)).into();
        known.extend(broken.chain(everyday).map(|(form, letters)| (form, Form::Broken(letters))));
        known.extend(common().map(|w| (w.to_owned(), Form::Right(letters_of(w)))));
        let longest = known.keys().map(String::len).max().unwrap_or(0);
        Self { known, longest }
    }

    fn count(&self, text: &str, evidence: &mut Evidence) {
        let mut buffer = String::with_capacity(self.longest);
        for (at, word) in text.split(|c: char| !c.is_alphabetic() && c != '@').enumerate() {
            evidence.words += u32::from(word.len() > 1);
            if word.len() < 2 || word.len() > self.longest {
                continue;
            }
            buffer.clear();
            buffer.extend(word.chars().map(lower));
            match self.known.get(buffer.as_str()) {
                // A capital within a line may be a name: *Hans Gar*.
                Some(Form::Broken(_)) if at > 0 && word.starts_with(char::is_uppercase) => {}
                Some(Form::Broken(letters)) => count_in(&mut evidence.broken, *letters),
                Some(Form::Right(letters)) => count_in(&mut evidence.right, *letters),
                Some(Form::Foreign) => evidence.foreign += 1,
                None => {}
            }
        }
    }
}

fn count_in(counts: &mut [u32; 3], letters: Letters) {
    (0..3).for_each(|i| counts[i] += u32::from(letters[i]));
}

fn letters_of(word: &str) -> Letters {
    ['æ', 'ø', 'å'].map(|letter| word.contains(letter))
}

/// Every likely misreading of some or all Danish letters of `word`, and the letters broken in each.
fn broken_forms(word: &str) -> Vec<(String, Letters)> {
    let mut forms = vec![(String::new(), [false; 3])];
    for letter in word.chars() {
        let mut longer: Vec<_> = forms.iter().map(|(form, broken)| (format!("{form}{letter}"), *broken)).collect();
        if is_danish_letter(letter) {
            let of_letter = letters_of(letter.encode_utf8(&mut [0; 4]));
            for misreading in misreadings(letter) {
                let with = |broken: &Letters| [0, 1, 2].map(|i| broken[i] || of_letter[i]);
                longer.extend(forms.iter().map(|(form, broken)| (format!("{form}{misreading}"), with(broken))));
            }
        }
        forms = longer;
    }
    forms.retain(|(_, broken)| broken.contains(&true));
    forms
}

/// Not *e* for æ: that is Norwegian spelling (*neste*, *lenger*).
fn misreadings(letter: char) -> Vec<String> {
    let is_norwegian = |c: &Confusion| c.meant == 'æ' && c.read == ['e'];
    let of_letter = confusions().small.iter().filter(|c| c.meant == letter && !is_norwegian(c));
    let likely = of_letter.filter(|c| c.log_p > LIKELY_READING);
    likely.map(|c| c.read.iter().collect()).collect()
}

fn is_no_word(form: &str) -> bool {
    match Lexicon.entry(form) {
        None => form.chars().count() > 2,
        Some(entry) => !entry.counted && form.chars().count() >= MISSPELLING_LENGTH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(text: &str) -> Evidence {
        let mut found = Evidence::default();
        found.add(text);
        found
    }

    #[test]
    fn broken_forms_outweigh_right_ones() {
        assert!(evidence("Pa mgdet blev det ogsa besluttet, at der skal vaere fglgende punkter").is_broken());
        assert!(!evidence("På mødet blev det også besluttet, at der skal være følgende punkter").is_broken());
    }

    #[test]
    fn letter_that_the_recogniser_knew_excuses_no_other() {
        assert!(evidence("På skolen må det fgrste mgde også være i år, så alle kan hgre og kgbe det").is_broken());
        assert!(evidence("Pä mødet blev det ogsä besluttet, at der skal være følgende punkter pä skolen").is_broken());
    }

    #[test]
    fn many_broken_forms_among_right_ones_are_no_misprints() {
        let half = "pa ogsa vaere nar på også være når få ";
        assert!(evidence(&half.repeat(4)).is_broken() && !evidence(half).is_broken());
    }

    #[test]
    fn names_that_are_spelt_like_broken_words_are_no_evidence() {
        let names = ["Hans Gar", "Bo Nar", "Jens Fort", "Pia Mader", "Lis Mgde"];
        assert_eq!(names.into_iter().map(evidence).fold(Evidence::default(), Evidence::and).broken, [0; 3]);
    }

    #[test]
    fn one_broken_form_is_a_misprint() {
        assert!(!evidence("Byrådet har besluttet at bevilge midler til vaere").is_broken());
    }

    #[test]
    fn other_languages_are_not_broken_danish() {
        for text in [
            "The board made the decision before the end of the year, and they were there for more than an hour.",
            "Kommunestyret vedtok på møtet at saken skal være åpen, og når den også gjelder skolen får rådet uttale seg.",
            "Der Ausschuss hat in seiner Sitzung am Montag beschlossen, die Sache da zu lassen, wo sie war.",
            "Kommunfullmäktige beslutade på mötet att frågan också ska återremitteras när det är möjligt.",
            "Nämnden beslutar att för år 2019 få öka bidraget till skolan så att fler får gå där, och när det är klart \
             ska de på nytt höra dem som har bett om det från början.",
        ] {
            assert!(!evidence(text).is_broken(), "{text}: {:?}", evidence(text));
        }
    }

    #[test]
    fn short_piece_follows_its_document() {
        let broken = evidence("pa ogsa vaere nar");
        let clean = evidence("på også være når");
        let short = evidence("Dagsorden og referat");
        assert!(short.is_broken_within(broken) && !short.is_broken_within(clean));
        assert!(!clean.is_broken_within(broken), "a clean page among scanned ones");
        assert!(
            evidence("pa ogsa vaere nar sa pa").is_broken_within(clean.and(clean)),
            "a scanned page among clean ones"
        );
    }

    #[test]
    fn foreign_page_of_a_broken_document_is_left_alone() {
        let english = "the committee took note of the report and its findings for the future ".repeat(10);
        assert!(!evidence(&english).is_broken_within(evidence("pa ogsa vaere nar")));
    }
}
