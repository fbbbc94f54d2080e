//! Reads the clues for tying an item to others. This happens once, at indexing.
//!
//! Clues are the case number, names in the title, rare words of title and proposal, references to other items, and
//! announcements in the decision. A [`Node`] holds them together with a few facts for display, so cases can be followed
//! and listed without reading the items. [`Node::keys`] gives the look-up keys: two items can be tied only if they
//! share a [`Key`], or if one item's [`Key`] points to the other.

pub mod announced;
mod key;
mod names;
pub mod reference;
mod words;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::lexicon::authorities;
use crate::model::{Item, MeetingKind, Outcome, SectionKind};
use crate::text::bounded::Bounded;
pub use announced::Announced;
pub use key::{Key, case_number};
pub use names::{Name, NameKind};
pub(crate) use names::{is_local_body, is_recurring, naming_keys, printed_name};
use words::content_keys;
pub(crate) use words::years;

/// Minimum number of naming words for two titles to count as equal. Titles with one such word (`Budget`) are too
/// common.
const TITLE_WORDS: usize = 2;

/// The meeting of an item.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Agenda or minutes.
    pub kind: MeetingKind,
    /// The authority's name, if the body belongs to only one.
    pub authority: Option<&'a str>,
    /// Context of references: supplies regions, years and bodies left out in the text.
    pub context: reference::Context<'a>,
}

/// A case number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Equal for all spellings.
    pub key: String,
    /// As printed.
    pub printed: String,
}

/// A reference to an item by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// The words as printed.
    pub words: String,
    /// The body; `None`, like the date, if the item is in the same document.
    pub body: Option<String>,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// The item's number.
    pub point: String,
}

/// The clues of one item for following cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The item's id.
    pub id: String,
    /// The source of the item's document.
    pub source: String,
    /// Position in the document, from 0.
    pub position: u32,
    /// Agenda or minutes.
    pub kind: MeetingKind,
    /// The body of the meeting.
    pub body: Option<String>,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// The item's number as printed.
    pub number: Option<String>,
    /// The item's title.
    pub title: String,
    /// The register of its case number: the authority's, or the body's if several authorities share the body.
    pub register: String,
    /// True for an item on every agenda. It ties nothing.
    pub standing: bool,
    /// Dealt with behind closed doors.
    pub closed: bool,
    /// The case number. `None` without one, or for a bare subject code.
    pub case: Option<Case>,
    /// Hash of the title's naming words: equal for equal words in any order. `None` if there are too few.
    pub title_words: Option<u64>,
    /// Names, sorted by key.
    pub names: Vec<Name>,
    /// The title's other naming words, sorted by key.
    pub topic: Vec<String>,
    /// References to other items.
    pub pointers: Vec<Pointer>,
    /// True if the minutes have any text about it.
    pub decided: bool,
    /// The outcome of the item's own decision.
    pub outcome: Option<Outcome>,
    /// Announcements in the item's decisions.
    pub announced: Vec<Announced>,
    /// The items announced for the next meeting, if this item is such a list.
    pub listed: Vec<Announced>,
}

impl Node {
    /// Builds the node of an item with facts already read.
    pub fn new(id: &str, source: &str, position: u32, setting: &Setting, item: &Item) -> Self {
        let context = &setting.context;
        let titles: BTreeSet<String> = content_keys(&item.title).collect();
        let title_words = titles.iter().cloned().chain(names::numbers(&item.title)).collect();
        Self {
            id: id.to_owned(),
            source: source.to_owned(),
            position,
            kind: setting.kind,
            body: context.body.map(str::to_owned),
            date: context.date,
            number: item.number.as_ref().map(|n| n.as_str().to_lowercase()),
            title: item.title.clone(),
            register: register(setting),
            standing: item.standing,
            closed: item.closed,
            case: item.case_number.as_ref().and_then(|c| case(&c.0)).or_else(|| printed_case(item)),
            title_words: (titles.len() >= TITLE_WORDS).then(|| hash(&title_words)),
            names: names::of(item),
            topic: names::topic(&item.title),
            pointers: pointers(item, context),
            decided: item.sections.iter().any(|s| s.kind == SectionKind::Minutes && !s.text.is_blank()),
            outcome: item.outcome(),
            announced: announced::of(item, context),
            listed: announced::listed(item, context),
        }
    }

    /// The keys for finding related items. None for a standing item.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = vec![Key::register(&self.register)];
        if self.standing {
            return keys;
        }
        keys.extend(self.date.map(|d| Key::meeting(&self.register, d)));
        keys.extend(self.case.as_ref().map(|c| Key::case(&self.register, &c.key)));
        keys.extend(self.title_words.map(|t| Key::title(&self.register, t)));
        if let Some(number) = &self.number {
            keys.push(Key::place(&self.source, None, number));
            keys.extend(self.date.map(|d| Key::place(&self.source, Some(d), number)));
        }
        for name in &self.names {
            keys.push(Key::name(&self.register, &name.key));
            keys.extend((name.kind == NameKind::Proper).then(|| Key::proper(&name.key)));
        }
        let words = self.title_keys();
        keys.extend(words.iter().map(|word| Key::word(word)));
        for other in self.partners() {
            keys.extend(words.iter().map(|word| Key::between(&self.register, &other, word)));
        }
        keys.extend(self.pointers.iter().map(|p| Key::pointer(&self.source, p.date, &p.point)));
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

impl Node {
    /// The naming words of the title: names word by word, and what is said of them. No numbers.
    pub(crate) fn title_keys(&self) -> BTreeSet<String> {
        let names = self.names.iter().filter(|n| n.about).flat_map(|n| n.key.split(' '));
        let words = names.chain(self.topic.iter().map(String::as_str));
        words.filter(|w| !w.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned).collect()
    }

    /// The other authorities in the title of an authority's item: the partners of an agreement.
    pub(crate) fn partners(&self) -> BTreeSet<String> {
        if authorities().named(&self.register).is_none() {
            return BTreeSet::new();
        }
        let named = authorities().mentions(&self.title).into_iter().map(|m| m.authority.name);
        named.filter(|name| *name != self.register).collect()
    }
}

/// The register for the case numbers of a meeting. A former municipality's register belongs to its successor.
pub(crate) fn register(setting: &Setting) -> String {
    let body = || setting.context.body.unwrap_or_default().to_lowercase();
    let today = |name: &str| authorities().successors(name).first().map_or_else(|| name.to_owned(), |a| a.name.clone());
    setting.authority.map_or_else(body, today)
}

/// A distinctive case number. `None` for a bare subject code.
fn case(printed: &str) -> Option<Case> {
    let key = key::case_number(printed);
    let usable = key.bytes().any(|c| c.is_ascii_digit()) && !key::is_subject_code(&key);
    usable.then(|| Case { key, printed: printed.trim().to_owned() })
}

/// `Sagsnr. 24/1234`, `Journalnummer: 27.42.00-P20-3-21`.
static PRINTED_NUMBER: LazyLock<Bounded> = LazyLock::new(|| {
    Bounded::new(
        r"(?i)\b(?:sags?(?:nr|nummer)|journal(?:nr|nummer)|j\.\s?nr)\b\.?:?\s*(?P<number>[\dA-ZÆØÅ][\w./-]*\d)",
    )
});

/// The case number printed in attachments or minutes only. `None` if they print several: those are other cases' numbers.
fn printed_case(item: &Item) -> Option<Case> {
    let minutes = item.sections.iter().filter(|s| s.kind == SectionKind::Minutes).map(|s| s.text.as_str());
    let attached = item.attachments.iter().map(String::as_str);
    let texts: Vec<&str> = attached.chain(minutes).collect();
    let numbers = texts.iter().flat_map(|text| PRINTED_NUMBER.captures_iter(text).filter_map(|c| case(&c["number"])));
    let found: Vec<Case> = numbers.collect();
    let first = found.first()?;
    found.iter().all(|other| other.key == first.key).then(|| first.clone())
}

fn hash(words: &BTreeSet<String>) -> u64 {
    xxh3_64(words.iter().map(String::as_str).collect::<Vec<_>>().join(" ").as_bytes())
}

/// Each referenced item once, with the first reference's words.
fn pointers(item: &Item, context: &reference::Context) -> Vec<Pointer> {
    let mut found: Vec<Pointer> = Vec::new();
    for one in reference::in_item(item, context) {
        let Some(point) = one.point.map(|p| p.to_lowercase()) else { continue };
        let pointer = Pointer { words: one.text, body: one.body, date: one.date, point };
        let same =
            |known: &Pointer| (&known.body, known.date, &known.point) == (&pointer.body, pointer.date, &pointer.point);
        if !found.iter().any(same) {
            found.push(pointer);
        }
    }
    found
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::{CaseNumber, ItemNumber, Section, Text};

    fn node(title: &str, text: &str) -> Node {
        let context = reference::Context { body: Some("Byrådet"), date: "2024-03-01".parse().ok(), region: None };
        let setting = Setting { kind: MeetingKind::Minutes, authority: Some("Viborg"), context };
        let text = Text::on_page(text, 1);
        let section = Section::new(SectionKind::Minutes, text);
        let mut item = Item {
            number: ItemNumber::new("4"),
            case_number: Some(CaseNumber("24 / 1OO".into())),
            sections: vec![section],
            ..Item::titled(title)
        };
        crate::facts::read_item(&mut item);
        Node::new("a#4", "a.pdf", 0, &setting, &item)
    }

    #[test]
    fn item_is_found_by_its_case_its_title_and_its_place() {
        let node = node("Lukning af botilbuddet Kollegiet", "Godkendt, jf. pkt. 7 ovenfor.");
        let keys = node.keys();
        assert_eq!(node.case.as_ref().map(|c| c.key.as_str()), Some("24-100"));
        for key in [
            Key::case("Viborg", "24-100"),
            Key::place("a.pdf", None, "4"),
            Key::place("elsewhere", "2024-03-01".parse().ok(), "4"),
            Key::pointer("a.pdf", None, "7"),
        ] {
            assert!(keys.contains(&key));
        }
        assert_eq!((node.decided, node.outcome), (true, Some(Outcome::Approved)));
    }

    #[test]
    fn standing_item_is_found_by_nobody() {
        assert_eq!(node("Godkendelse af dagsorden", "Godkendt.").keys(), [Key::register("Viborg")]);
    }
}
