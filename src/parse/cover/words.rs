//! Compiles the words of `data/cover.toml` into patterns.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::lexicon::authorities;
use crate::model::Region;

static WORDS: LazyLock<Words> = LazyLock::new(Words::embedded);

/// The meaning of a label on a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::parse) enum Label {
    /// The day of the meeting.
    MeetingDate,
    /// A day: the meeting's or the letter's.
    Date,
    /// When the meeting is, usually start and end.
    Time,
    Start,
    End,
    Place,
    Room,
    Body,
    Members,
    /// People present without being members.
    Guests,
    Chair,
    Secretary,
    Absent,
    /// A day other than the meeting's.
    OtherDate,
    /// Any other label; it ends the field before it.
    Other,
}

#[derive(Deserialize)]
struct Data {
    labels: BTreeMap<Label, Vec<String>>,
    kinds: Kinds,
    bodies: Bodies,
    regions: BTreeMap<String, Vec<String>>,
    participants: People,
    places: Places,
}

#[derive(Deserialize)]
struct Kinds {
    minutes: Vec<String>,
    agenda: Vec<String>,
    qualifiers: Vec<String>,
}

#[derive(Deserialize)]
struct Bodies {
    endings: Vec<String>,
    beginnings: Vec<String>,
    met: Vec<String>,
    common: Vec<String>,
    companies: Vec<String>,
    shared: Vec<String>,
}

#[derive(Deserialize)]
struct People {
    roles: Vec<String>,
    organisations: Vec<String>,
    organisation_words: Vec<String>,
    parties: Vec<String>,
    absent: Vec<String>,
    external: Vec<String>,
    never_names: Vec<String>,
    none: Vec<String>,
}

#[derive(Deserialize)]
struct Places {
    words: Vec<String>,
    online: Vec<String>,
}

/// Patterns for the words of the data file. They allow for broken letters.
pub(crate) struct Words {
    labels: Vec<(Label, Regex)>,
    /// A kind of minutes at the start of a text, with its qualifying words.
    pub minutes: Regex,
    /// The same for agendas.
    pub agenda: Regex,
    body_ending: Regex,
    area_ending: Regex,
    body_beginning: Regex,
    shared: Regex,
    company: Regex,
    /// Meetings called after the body (`bestyrelsesmøde`).
    meeting: Regex,
    /// Common names of bodies.
    pub common_bodies: Vec<String>,
    /// Further names of each region.
    pub regions: Vec<(Region, Regex)>,
    pub role: Regex,
    organisation: Regex,
    organisation_word: Regex,
    pub party: Regex,
    pub absent: Regex,
    pub external: Regex,
    pub never_name: Regex,
    pub none: Regex,
    /// A house, room or street.
    pub place: Regex,
    pub online: Regex,
}

/// The embedded words.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

impl Words {
    fn embedded() -> Self {
        let data: Data = toml::from_str(include_str!("../data/cover.toml")).expect("cover.toml is right");
        let people = data.participants;
        let kind = |kinds: &[String]| {
            let qualifiers = any_of(&data.kinds.qualifiers);
            whole(&format!(r"^(?:{qualifiers}\s+)*{}(?:[^\p{{L}}]|$)", any_of(kinds)))
        };
        Self {
            labels: data.labels.iter().map(|(label, names)| (*label, whole(&format!("^{}", any_of(names))))).collect(),
            minutes: kind(&data.kinds.minutes),
            agenda: kind(&data.kinds.agenda),
            body_ending: whole(&format!("{}$", any_of(&data.bodies.endings))),
            area_ending: whole(&format!("{}t?$", tolerant("område"))),
            body_beginning: whole(&format!(r"^{}\s", any_of(&data.bodies.beginnings))),
            shared: whole(&format!(r"^{}(?:[^\p{{L}}]|$)", any_of(&data.bodies.shared))),
            company: whole(&format!(r"(?:^|\s){}(?:\s|[,.:]|$)", any_of(&data.bodies.companies))),
            meeting: whole(&format!(
                r"^((?:[\p{{L}}-]+ (?:og |& ))?[\p{{L}}-]*?)({})e?s{}t?(?:\s|[,.:]|$)",
                any_of(&data.bodies.met),
                tolerant("møde")
            )),
            common_bodies: data.bodies.common,
            regions: data.regions.iter().filter_map(|(name, words)| region(name, words)).collect(),
            role: whole(&format!(r"^{}(?:[^\p{{L}}]|$)", any_of(&people.roles))),
            organisation: whole(&format!(r"(?:^|[^\p{{L}}])\p{{L}}*{}(?:[^\p{{L}}]|$)", any_of(&people.organisations))),
            organisation_word: Regex::new(&format!(r"\b(?:{})\b", people.organisation_words.join("|")))
                .expect("a pattern made of cover.toml is right"),
            party: whole(&format!("^{}$", any_of(&people.parties))),
            absent: whole(&any_of(&people.absent)),
            external: whole(&format!(r"^{}\s*:?\s*", any_of(&people.external))),
            never_name: whole(&format!("^{}$", any_of(&people.never_names))),
            none: whole(&format!("^{}$", any_of(&people.none))),
            place: whole(&format!(r"\p{{L}}*{}(?:[^\p{{L}}]|$)", any_of(&data.places.words))),
            online: whole(&format!("^{}$", any_of(&data.places.online))),
        }
    }

    /// The longest label at the start of `text`, and its length in bytes.
    pub(in crate::parse) fn label(&self, text: &str) -> Option<(Label, usize)> {
        let matches = self.labels.iter().filter_map(|(label, names)| Some((*label, longest(names, text)?)));
        matches.max_by_key(|(_, length)| *length)
    }

    /// True where `name` is built like names of bodies: `Socialudvalget`, `Udvalget for Teknik & Miljø`.
    pub(crate) fn is_body_name(&self, name: &str) -> bool {
        // `området` has the same ending as `rådet`.
        let area = || self.area_ending.is_match(name);
        self.body_beginning.is_match(name) || (self.body_ending.is_match(name) && !area())
    }

    /// True where `text` names an organisation with delegates: an authority, a secretariat, an association.
    pub(crate) fn is_organisation(&self, text: &str) -> bool {
        self.organisation.is_match(text) || self.organisation_word.is_match(text)
    }

    /// The body of the meeting named at the start of `text`, in definite form: `skolebestyrelsesmøde nr. 4` gives
    /// *Skolebestyrelsen*. `None` for a meeting of any committee (`udvalgsmøde`).
    pub(crate) fn body_of_meeting(&self, text: &str) -> Option<String> {
        let found = self.meeting.captures(text)?;
        let (which, kind) = (&found[1], found[2].to_lowercase());
        let neuter = ["udvalg", "råd", "nævn", "skab", "syn"].iter().any(|e| kind.ends_with(e));
        let article = if kind.ends_with('e') {
            "n"
        } else if neuter {
            "et"
        } else {
            "en"
        };
        let named = !which.is_empty() || !["udvalg", "råd", "nævn"].contains(&kind.as_str());
        // A cover is often set in capitals; the body's name is not spelt so.
        let which = if which.chars().any(char::is_lowercase) { which.to_owned() } else { which.to_lowercase() };
        let mut letters = which.chars().chain(kind.chars());
        let first = letters.next().filter(|_| named)?;
        Some(first.to_uppercase().chain(letters).chain(article.chars()).collect())
    }

    /// True where `line` names a company owned by several municipalities: `Reno Østjylland I/S`.
    pub(crate) fn names_company(&self, line: &str) -> bool {
        self.company.is_match(line)
    }

    /// True for a body shared by several authorities.
    pub(crate) fn is_shared_body(&self, name: &str) -> bool {
        self.shared.is_match(name)
    }
}

/// Compiles a pattern written in the source code.
pub(in crate::parse) fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of the source is right")
}

fn longest(pattern: &Regex, text: &str) -> Option<usize> {
    pattern.find(text).map(|m| m.end())
}

fn region(name: &str, words: &[String]) -> Option<(Region, Regex)> {
    let boundary = r"(?:^|[^\p{L}])";
    let end = r"(?:[^\p{L}]|$)";
    Some((authorities().region(name)?, whole(&format!("{boundary}(?:{}|{}){end}", tolerant(name), any_of(words)))))
}

/// A group that matches any of `names`, the longest first.
fn any_of(names: &[String]) -> String {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_by_key(|n| usize::MAX - n.chars().count());
    let patterns: Vec<String> = names.into_iter().map(|n| tolerant(n)).collect();
    format!("(?:{})", patterns.join("|"))
}

/// A pattern for `word` in which a Danish letter also matches its misread forms: any one sign, for æ also two.
fn tolerant(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'å' | 'Å' => r"(?:aa|\S)".to_owned(),
            'ø' | 'Ø' => r"(?:oe|\S)".to_owned(),
            'æ' | 'Æ' => r"\S{1,2}".to_owned(),
            ' ' => r"\s+".to_owned(),
            c => regex::escape(&c.to_string()),
        })
        .collect()
}

fn whole(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("a pattern made of cover.toml is right")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_is_known_in_capitals_and_with_broken_letters() {
        for (text, label) in [
            ("Mødedato: 3. maj", Label::MeetingDate),
            ("STARTTIDSPUNKT", Label::Start),
            ("Starttidspunkt for made:", Label::Start),
            ("Mededeltagere:", Label::Members),
            ("Fraveerende: NN", Label::Absent),
            ("Fraverende:", Label::Absent),
            ("Medested:", Label::Place),
            ("Dato:", Label::Date),
        ] {
            assert_eq!(words().label(text).map(|l| l.0), Some(label), "{text}");
        }
    }

    #[test]
    fn longest_label_wins() {
        assert_eq!(words().label("Afbud fra: NN"), Some((Label::Absent, "Afbud fra".len())));
        assert_eq!(words().label("Tid og sted: 3. maj"), Some((Label::Time, "Tid og sted".len())));
    }

    #[test]
    fn names_of_bodies_are_told_by_how_they_are_built() {
        for name in
            ["Byrådet", "Byradet", "Social- og Ældreudvalget", "Udvalget for Social, Sundhed & Ældre", "Aarhus Byråd"]
        {
            assert!(words().is_body_name(name), "{name}");
        }
        for name in ["DASSOS", "Side 3", "Viborg Rådhus", "Socialområdet"] {
            assert!(!words().is_body_name(name), "{name}");
        }
    }
}
