//! What an item says that can tie it to others, read once, when it is indexed.
//!
//! A case number, what its title names, the rare words of title and proposal, the items that it refers to, and what its
//! decision announces. [`Node`] holds them beside the few facts that a case is told by, so that a case can be followed, and all
//! cases listed, without the items themselves. [`Node::keys`] gives what an index is asked for: two items can be tied only
//! where they share a [`Key`], or one has the [`Key`] that points to the other.

pub mod announced;
mod key;
mod names;
pub mod reference;
mod words;

use std::collections::BTreeSet;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::lexicon::authorities;
use crate::model::{Item, MeetingKind, Outcome, SectionKind};
pub use announced::Announced;
pub use key::{Key, case_number};
pub(crate) use names::naming_keys;
pub use names::{Name, NameKind};
use words::content_keys;
pub(crate) use words::years;

/// A title must have at least so many words that name something for another to say the same.
const TITLE_WORDS: usize = 2;

/// Where an item was dealt with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    pub kind: MeetingKind,
    pub authority: Option<&'a str>,
    /// Gives regions, years and bodies that references leave out.
    pub context: reference::Context<'a>,
}

/// A case number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The same for all spellings.
    pub key: String,
    pub printed: String,
}

/// The number of an item that is referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// The words as printed.
    pub words: String,
    /// `None`, as the date, where an item of the own document is meant.
    pub body: Option<String>,
    pub date: Option<Date>,
    pub point: String,
}

/// One item, as far as it matters for the case that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub id: String,
    pub source: String,
    /// Place in the document, from 0.
    pub position: u32,
    pub kind: MeetingKind,
    pub body: Option<String>,
    pub date: Option<Date>,
    pub number: Option<String>,
    pub title: String,
    /// Whose register of cases its case number is of: the authority's, or the body's where several share it.
    pub register: String,
    /// Every agenda has such an item: it ties nothing.
    pub standing: bool,
    /// Dealt with behind closed doors.
    pub closed: bool,
    pub case: Option<Case>,
    /// The same for titles that have the same words that name something. `None` where there are too few.
    pub title_words: Option<u64>,
    /// By key.
    pub names: Vec<Name>,
    /// What the title says of the names in it, by key.
    pub topic: Vec<String>,
    pub pointers: Vec<Pointer>,
    /// True where the minutes say anything about it.
    pub decided: bool,
    pub outcome: Option<Outcome>,
    pub announced: Vec<Announced>,
    /// What it lists for the next meeting, where it is such an item.
    pub listed: Vec<Announced>,
}

impl Node {
    /// Reads an item whose facts were read.
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
            case: item.case_number.as_ref().and_then(|c| case(&c.0)),
            title_words: (titles.len() >= TITLE_WORDS).then(|| hash(&title_words)),
            names: names::of(item, &titles),
            topic: names::topic(&item.title),
            pointers: pointers(item, context),
            decided: item.sections.iter().any(|s| s.kind == SectionKind::Minutes && !s.text.is_blank()),
            outcome: item.outcome(),
            announced: announced::of(item, context),
            listed: announced::listed(item, context),
        }
    }

    /// What the item can be found by from those that it may be tied to. A standing item is found by nobody.
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
        keys.extend(self.pointers.iter().map(|p| Key::pointer(&self.source, p.date, &p.point)));
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// Whose register of cases counts there. A former municipality's register went over to its successor.
pub(crate) fn register(setting: &Setting) -> String {
    let body = || setting.context.body.unwrap_or_default().to_lowercase();
    let today = |name: &str| authorities().successors(name).first().map_or_else(|| name.to_owned(), |a| a.name.clone());
    setting.authority.map_or_else(body, today)
}

/// A case number that tells cases apart. `None` for a bare code of the subject.
fn case(printed: &str) -> Option<Case> {
    let key = key::case_number(printed);
    let usable = key.bytes().any(|c| c.is_ascii_digit()) && !key::is_subject_code(&key);
    usable.then(|| Case { key, printed: printed.trim().to_owned() })
}

fn hash(words: &BTreeSet<String>) -> u64 {
    xxh3_64(words.iter().map(String::as_str).collect::<Vec<_>>().join(" ").as_bytes())
}

/// Each item referred to once, by the words that say so first.
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
