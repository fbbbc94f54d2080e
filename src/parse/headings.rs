//! Finds lines that could head a section, and their kind.
//!
//! The knowledge is data (`data/headings.toml`): words for each kind, and sentences and dated lines used as headings.
//! Lookup uses a key that tolerates broken letters ([`folding`](super::folding)). Whether a candidate really is a
//! heading is decided in [`sections`](super::sections).

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::folding::{blurred, key};
use crate::lexicon::dates;
use crate::model::SectionKind;

/// Memory for the automata of one pattern. Patterns with names of bodies are large: with the default of 2 MiB the regex
/// engine gives up its automata and backtracks, which takes ten times as long.
const DFA_BYTES: usize = 16 << 20;
/// Fewer letters are initials or a code, not a heading.
const SHORTEST_LEARNT: usize = 4;
/// A longer line, in letters, is no heading: the longest sentence heading seen has 78 letters, and a date and body may
/// follow.
const LONGEST: usize = 140;

/// Kinds of document. No body's name begins with one, so `Referat Aarhus Byråd 20-11-2019` is a title.
const DOCUMENTS: [&str; 4] = ["referat", "dagsorden", "protokol", "beslutningsprotokol"];

static KNOWN: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

/// How well a line fits a known heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fit {
    /// A word used only as this heading.
    Sure,
    /// A word that is also used otherwise.
    Weak,
    /// A decision's heading with body or date.
    Dated,
    /// A sentence that is used as a heading.
    Sentence,
    /// Not known; the document repeats it as a heading.
    Learnt,
}

/// A line read as a heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    pub kind: SectionKind,
    pub fit: Fit,
    /// Found only under the coarser key: repair left letters broken.
    pub blurred: bool,
    /// The key for counting it, the same for all its spellings.
    pub key: String,
    /// As printed, without the colon.
    pub printed: String,
    /// Where its text begins in the same line, behind the colon.
    pub rest_at: Option<usize>,
    pub colon: bool,
    pub body: Option<String>,
    pub date: Option<Date>,
    /// The text below comes from another sender and keeps its own headings (FORMAT.md, rule 3).
    pub foreign: bool,
}

impl Heading {
    /// Recognised without the document's help.
    pub(super) fn is_sure(&self) -> bool {
        matches!(self.fit, Fit::Sure | Fit::Dated)
    }
}

#[derive(Deserialize)]
struct Data {
    kind: Vec<Kind>,
    pattern: Vec<Pattern>,
    bodies: Forms,
    owners: Forms,
    never: Forms,
}

#[derive(Deserialize)]
struct Kind {
    name: String,
    sure: Vec<String>,
    weak: Vec<String>,
}

#[derive(Deserialize)]
struct Pattern {
    name: String,
    form: String,
    fit: Fit,
    #[serde(default)]
    foreign: bool,
}

/// A sentence or dated line used as a heading.
struct Sentence {
    form: Regex,
    kind: SectionKind,
    fit: Fit,
    foreign: bool,
}

impl Sentence {
    /// True where text may follow the colon in the same line: `Bestyrelsens beslutning: Tiltrådt.` Other patterns than
    /// sure ones would take sentences.
    fn may_be_inline(&self) -> bool {
        self.fit == Fit::Dated || self.fit == Fit::Sure && !self.foreign
    }
}

#[derive(Deserialize)]
struct Forms {
    forms: Vec<String>,
}

struct Lexicon {
    words: HashMap<String, (SectionKind, Fit)>,
    blurred: HashMap<String, (SectionKind, Fit)>,
    patterns: Vec<Sentence>,
    never: Vec<String>,
}

/// A pattern for any date; [`dates`] reads its value.
const DATE: &str =
    r"(?P<date>(?:\p{L}+dag,? )?(?:den )?\d{1,2}[. /-]{1,2}(?:\p{L}+|\d{1,2})[. /-]{1,2}(?:\d{4}|\d{2}))";

impl Lexicon {
    fn embedded() -> Self {
        let data: Data = toml::from_str(include_str!("data/headings.toml")).expect("headings.toml is right");
        let kind = |name: &str| SectionKind::from_name(name).expect("a kind of headings.toml");
        let mut words = HashMap::new();
        for entry in &data.kind {
            for (list, fit) in [(&entry.sure, Fit::Sure), (&entry.weak, Fit::Weak)] {
                words.extend(list.iter().map(|w| (key(w), (kind(&entry.name), fit))));
            }
        }
        let body = format!("(?P<body>{})", data.bodies.forms.join("|"));
        let owner = format!("(?P<body>{})", data.owners.forms.join("|"));
        let compile = |p: &Pattern| {
            let form =
                format!("^(?:{})$", p.form.replace("{date}", DATE).replace("{body}", &body).replace("{owner}", &owner));
            let form =
                form.replace('ø', "(?:ø|oe|[oga@])").replace('æ', "(?:æ|[aez]e|[ae])").replace('å', "(?:å|aa|[aé])");
            let form = RegexBuilder::new(&form).case_insensitive(true).dfa_size_limit(DFA_BYTES).build();
            let form = form.expect("a pattern of headings.toml");
            Sentence { form, kind: kind(&p.name), fit: p.fit, foreign: p.foreign }
        };
        let patterns = data.pattern.iter().map(compile).collect();
        let blurred = words.iter().filter(|(w, _)| w.len() > 5).map(|(w, k)| (blurred(w), *k)).collect();
        Self { words, blurred, patterns, never: data.never.forms.iter().map(|w| key(w)).collect() }
    }

    fn word(&self, words: &str) -> Option<(String, SectionKind, Fit, bool)> {
        let key = key(words);
        if let Some((kind, fit)) = self.words.get(&key) {
            return Some((key, *kind, *fit, false));
        }
        // `Vedtaget` must not pass for `Vedlagt` with broken letters.
        if self.never.contains(&key) {
            return None;
        }
        let (kind, fit) = self.blurred.get(&blurred(&key))?;
        Some((blurred(&key), *kind, *fit, true))
    }
}

/// Reads `text` as a possible heading, also behind a bullet.
pub(super) fn read(text: &str) -> Option<Heading> {
    let lead = super::numbers::bullet(text);
    let found = read_bare(&text[lead..])?;
    Some(Heading { rest_at: found.rest_at.map(|at| at + lead), ..found })
}

fn read_bare(text: &str) -> Option<Heading> {
    let (words, rest_at, colon) = split(text);
    if words.is_empty() || words.len() > LONGEST || !words.starts_with(|c: char| c.is_alphabetic() || c == '@') {
        return None;
    }
    known_word(words, rest_at, colon).or_else(|| pattern(words, rest_at, colon)).or_else(|| {
        // A heading sentence ends in a colon that is not the first of the line, or has none.
        let whole = text.trim_end_matches(':').trim_end();
        (whole.len() <= LONGEST).then(|| pattern(whole, None, text.ends_with(':'))).flatten()
    })
}

/// The words before the first colon, the start of the rest, and whether there is a colon.
fn split(text: &str) -> (&str, Option<usize>, bool) {
    match text.find(':') {
        None => (text.trim_end(), None, false),
        Some(at) => {
            let rest = &text[at + 1..];
            let from = at + 1 + (rest.len() - rest.trim_start().len());
            (text[..at].trim_end(), (from < text.len()).then_some(from), true)
        }
    }
}

fn known_word(words: &str, rest_at: Option<usize>, colon: bool) -> Option<Heading> {
    // Columns on the line: a table's head, not a heading.
    if words.len() > 60 || words.contains('\t') {
        return None;
    }
    let (key, kind, fit, blurred) = KNOWN.word(words)?;
    Some(Heading {
        kind,
        fit,
        blurred,
        key,
        printed: words.to_owned(),
        rest_at,
        colon,
        body: None,
        date: None,
        foreign: false,
    })
}

fn pattern(words: &str, rest_at: Option<usize>, colon: bool) -> Option<Heading> {
    let bare = words.trim_end_matches([',', ' ']);
    KNOWN.patterns.iter().find_map(|sentence| {
        let found = sentence.form.captures(bare)?;
        let part = |name| found.name(name).map(|m| m.as_str().trim());
        let titled = part("body").is_some_and(|b| DOCUMENTS.iter().any(|d| b.to_lowercase().starts_with(d)));
        if titled || rest_at.is_some() && !sentence.may_be_inline() {
            return None;
        }
        Some(Heading {
            kind: sentence.kind,
            fit: sentence.fit,
            blurred: false,
            key: pattern_key(sentence),
            printed: bare.to_owned(),
            rest_at,
            colon,
            body: part("body").map(|b| b.trim_end_matches([',', ' ']).to_owned()),
            date: part("date").and_then(dates::parse),
            foreign: sentence.foreign,
        })
    })
}

/// Headings of one pattern are counted together because each names another day.
fn pattern_key(sentence: &Sentence) -> String {
    let form = match sentence.fit {
        Fit::Dated => "dated",
        Fit::Sure if sentence.foreign => "foreign",
        Fit::Sure => "sure",
        Fit::Weak => "weak",
        _ => "sentence",
    };
    format!("{}:{form}", sentence.kind.name())
}

/// A heading unknown to the lexicon but repeated in the document. `None` for lines that never are headings.
pub(super) fn learnt(text: &str, key: &str) -> Option<Heading> {
    let lead = super::numbers::bullet(text);
    let (words, rest_at, colon) = split(&text[lead..]);
    if KNOWN.never.iter().any(|n| n == key) {
        return None;
    }
    Some(Heading {
        kind: SectionKind::Other,
        fit: Fit::Learnt,
        blurred: false,
        key: key.to_owned(),
        printed: words.to_owned(),
        rest_at: rest_at.map(|at| at + lead),
        colon,
        body: None,
        date: None,
        foreign: false,
    })
}

/// True for a line in the form of a heading made up by this document: short, in title case, no sentence.
pub(super) fn could_be_learnt(text: &str) -> bool {
    let words = text.split_whitespace().count();
    text.len() <= 50
        && (1..=5).contains(&words)
        && text.starts_with(char::is_uppercase)
        && !text.contains(['\t', '.', ',', ';', '(', '?', '"', '”'])
        && !text.contains(|c: char| c.is_ascii_digit())
        && text.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_LEARNT
}

/// The possible heading of a row with text behind it in the same line: `Tidsramme: Efter ferien.`
pub(super) fn inline_label(text: &str) -> Option<&str> {
    let (words, rest_at, _) = split(&text[super::numbers::bullet(text)..]);
    rest_at.filter(|_| could_be_learnt(words)).map(|_| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn parsed(text: &str) -> Option<(SectionKind, Fit)> {
        read(text).map(|h| (h.kind, h.fit))
    }

    #[test]
    fn known_headings_are_found_whatever_their_letters() {
        use SectionKind as K;
        for (text, kind) in [
            ("Indstilling", K::Proposal),
            ("SAGSFREMSTILLING", K::CaseSummary),
            ("Resumé:", K::Summary),
            ("@konomi:", K::Economy),
            ("Hgring", K::Hearing),
            ("Lovgrundlag – link", K::Legal),
            ("Baggrund/sagsfremstilling:", K::CaseSummary),
        ] {
            assert_eq!(parsed(text), Some((kind, Fit::Sure)), "{text}");
        }
        assert_eq!(parsed("Løsning"), Some((K::CaseSummary, Fit::Weak)));
    }

    #[test]
    fn text_may_follow_the_colon() {
        let heading = read("Beslutning: Taget til efterretning.").unwrap();
        assert_eq!((heading.printed.as_str(), heading.rest_at), ("Beslutning", Some(12)));
    }

    #[test]
    fn decision_heading_names_body_and_date() {
        for (text, body, day) in [
            ("Beslutning i Byrådet den 20-03-2013", Some("Byrådet"), date(2013, 3, 20)),
            ("Beslutning Byrådet den 20-03-2013", Some("Byrådet"), date(2013, 3, 20)),
            (
                "Beslutning i Social- og Ældreudvalget den 1. juni 2021:",
                Some("Social- og Ældreudvalget"),
                date(2021, 6, 1),
            ),
            ("Beslutning den 07-11-2011:", None, date(2011, 11, 7)),
            ("Økonomiudvalget, 15-06-2016, pkt. 241", Some("Økonomiudvalget"), date(2016, 6, 15)),
            ("Beslutning Plan, Miljø og Teknik den 04-02-2025", Some("Plan, Miljø og Teknik"), date(2025, 2, 4)),
            ("Sundhedsudvalgets beslutning, 20. januar 1998", Some("Sundhedsudvalget"), date(1998, 1, 20)),
            ("Økonomiudvalget den 21. marts 2006, pkt. 4", Some("Økonomiudvalget"), date(2006, 3, 21)),
            ("Forretningsudvalgets beslutning den 8. november 2022:", Some("Forretningsudvalget"), date(2022, 11, 8)),
            (
                "Beslutning fra forretningsudvalget, 23. november 2021, pkt. 17:",
                Some("forretningsudvalget"),
                date(2021, 11, 23),
            ),
        ] {
            let heading = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((heading.kind, heading.fit), (SectionKind::Minutes, Fit::Dated), "{text}");
            assert_eq!((heading.body.as_deref(), heading.date), (body, Some(day)), "{text}");
        }
    }

    #[test]
    fn sentence_can_be_a_heading() {
        assert_eq!(parsed("Administrationen indstiller"), Some((SectionKind::Proposal, Fit::Sentence)));
        assert_eq!(parsed("Direktionen indstiller, at"), Some((SectionKind::Proposal, Fit::Sentence)));
        let foreign = read("Fællessekretariatet har modtaget følgende sagsfremstilling fra Syddjurs Kommune:").unwrap();
        assert!(foreign.foreign && foreign.kind == SectionKind::CaseSummary);
        assert!(read("Sagsfremstilling (- fremsendt fra Silkeborg Kommune)").unwrap().foreign);
    }

    #[test]
    fn heading_names_whose_word_it_is() {
        use SectionKind as K;
        for (text, kind) in [
            ("Økonomiudvalgets indstilling den 3. februar 1998:", K::Proposal),
            ("Udvalget for Teknik og Miljøs indstilling", K::Proposal),
            ("Magistratens indstilling", K::Proposal),
            ("Bestyrelsens beslutning:", K::Minutes),
            ("UDVALGETS VEDTAGELSE", K::Minutes),
            ("Nævnets afgørelse", K::Minutes),
            ("Amtsrådets beslutning:", K::Minutes),
            ("Udvalget for Teknik og Miljøs indstilling den 15. januar 1998:", K::Proposal),
            ("Økonomiske og personalemæssige forhold", K::Economy),
            ("Økonomi og bevillinger", K::Economy),
            ("Klimamæssige konsekvenser", K::Other),
            ("Baggrund og formål", K::Background),
        ] {
            assert_eq!(parsed(text), Some((kind, Fit::Sure)), "{text}");
        }
        assert_eq!(parsed("Parternes bemærkninger"), Some((K::Other, Fit::Weak)));
        for text in ["Byens forslag", "Sundhedsudvalgets møder", "Beslutningens konsekvenser for beslutningen"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn free_heading_or_sentence_is_no_known_heading() {
        for text in [
            "Beslutning om personale",
            "Forslag til beslutning i næste fase",
            "Beslutning om tandplejen indgår i budgetforhandlingerne.",
            "Indstilling til DASSOS:",
            "Referat fra Ældrerådet den 13. oktober 2011",
            "Bilag 1: Notat",
            "Referat Aarhus Byråd 20-11-2019",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
