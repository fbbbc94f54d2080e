//! The storage format: stored items and files, the version of the format and its history.
//!
//! | version | since | change |
//! | --- | --- | --- |
//! | 1 | 0.1.0 | the first |
//! | 2 | 0.1.0 | a file's row has the prefix of its items' ids |
//! | 3 | 0.1.0 | pairs of agenda and minutes; keys and facts for following a case; numbers of KL's plan; former municipalities below their successors; a user's rules of topics |
//! | 4 | 0.1.0 | columns with a value for every document; the values an item is counted under as one string; stored documents compressed with zstd; duplicate files; tombstones; the last run; the meeting of a file |
//! | 5 | 0.1.0 | an item holds its facts: decisions with motions, votes and dissent, numbers of KL's plan, standing; the table of meetings, until then part of a file's row |
//!
//! Every commit has the version in its payload. An item is one engine document: its words, in one field per kind of
//! section so a search can be limited to some of them, its facets, and the item itself as JSON of the types in
//! `stored`. A source file is one engine document, too. So file and items are always committed together.

mod decision;
mod dimension;
mod ledger;
mod meetings;
mod node;
mod pairs;
mod stored;
pub(crate) mod tally;

use crate::lexicon::Authorities;
use crate::model::{Authority, Item, SectionKind};

use super::MeetingFacts;
pub use dimension::Dimension;
pub(crate) use ledger::{decode_run, decode_tombstones, encode_run, encode_tombstones};
pub(crate) use meetings::{decode_meetings, encode_meetings};
pub(crate) use node::{decode_node, encode_node};
pub(crate) use pairs::{decode_pairs, encode_pairs};
pub(crate) use stored::{
    decode_file, decode_item, decode_participants, decode_stem, encode_file, encode_item, touch_file,
};

/// The version written, and the only version accepted.
pub const VERSION: u32 = 5;

/// Prefix of every commit's payload.
const PAYLOAD: &str = "dagsorden index ";
/// The bucket for items with an unknown region or municipality.
pub const UNKNOWN: &str = "–";
/// The kinds of engine documents.
pub(crate) const ITEM: &str = "item";
pub(crate) const FILE: &str = "file";
pub(crate) const PAIRS: &str = "pairs";
pub(crate) const MEETINGS: &str = "meetings";
pub(crate) const TOPICS: &str = "topics";
pub(crate) const FORGOTTEN: &str = "forgotten";
pub(crate) const RUN: &str = "run";

/// The payload of a commit.
pub(crate) fn payload() -> String {
    format!("{PAYLOAD}{VERSION}")
}

/// The version in a commit's payload. `None` for another program's payload.
pub(crate) fn version_of(payload: &str) -> Option<u32> {
    payload.strip_prefix(PAYLOAD)?.parse().ok()
}

/// A searchable part of an item. Each has its own field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemPart {
    /// The title.
    Title,
    /// The presenter and the case number.
    Head,
    /// All sections of one kind.
    Section(SectionKind),
}

impl ItemPart {
    /// All parts, title first.
    pub const ALL: [Self; 12] = {
        let mut all = [Self::Title; 12];
        all[1] = Self::Head;
        let mut n = 0;
        while n < SectionKind::ALL.len() {
            all[n + 2] = Self::Section(SectionKind::ALL[n]);
            n += 1;
        }
        all
    };

    /// The name of the part's field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Head => "head",
            Self::Section(kind) => kind.name(),
        }
    }

    /// The position in [`ItemPart::ALL`].
    pub fn ordinal(self) -> usize {
        match self {
            Self::Title => 0,
            Self::Head => 1,
            Self::Section(kind) => 2 + SectionKind::ALL.iter().position(|k| *k == kind).unwrap_or(0),
        }
    }
}

/// The date as the number yyyymmdd, the form used in columns.
pub(crate) fn day_number(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The date of such a number.
pub(crate) fn day_of(number: i64) -> Option<jiff::civil::Date> {
    let part = |n: i64| i8::try_from(n % 100).ok();
    jiff::civil::Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}

/// A value with its ancestors, the most general first: `Syddanmark`, `Svendborg`, `Egebjerg`.
pub(crate) type ValuePath = Vec<String>;

/// A path from its steps.
pub(crate) fn path<'a>(steps: impl IntoIterator<Item = &'a str>) -> ValuePath {
    steps.into_iter().map(str::to_owned).collect()
}

/// The regions and municipalities of an item, one path for each municipality concerned. A former municipality is listed
/// below each of its successors.
pub(crate) fn place_paths(known: &Authorities, meeting: &MeetingFacts, item: &Item) -> Vec<ValuePath> {
    let meetings = meeting.region.map_or(UNKNOWN, |r| r.name());
    let paths = |name: &String| {
        let successors = known.successors(name);
        if successors.is_empty() {
            return vec![path([meetings, name.as_str()])];
        }
        let below = |of_today: &&Authority| {
            let region = of_today.region.map_or(meetings, |r| r.name());
            let own = (of_today.name != *name).then_some(name.as_str());
            path([region, of_today.name.as_str()].into_iter().chain(own))
        };
        successors.iter().map(below).collect()
    };
    match item.municipalities.as_slice() {
        [] => vec![path([meetings])],
        names => names.iter().flat_map(paths).collect(),
    }
}

/// The KLE numbers of an item, each below its groups.
pub(crate) fn kle_paths(item: &Item) -> Vec<ValuePath> {
    let ends = |number: &str| number.match_indices('.').map(|(at, _)| at).chain([number.len()]).collect::<Vec<_>>();
    let below = |number: &String| path(ends(number).into_iter().map(|end| &number[..end]));
    item.kle.iter().map(below).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::lexicon::authorities;
    use crate::model::{Meeting, MeetingKind, Text};

    #[test]
    fn every_part_knows_its_place() {
        for (n, part) in ItemPart::ALL.into_iter().enumerate() {
            assert_eq!(part.ordinal(), n);
        }
    }

    #[test]
    fn payload_names_the_version() {
        assert_eq!(version_of(&payload()), Some(VERSION));
        assert_eq!(version_of("something else 1"), None);
    }

    fn places(authority: Option<&str>, municipalities: &[&str]) -> Vec<String> {
        let meeting = Meeting {
            source: "a.pdf".into(),
            kind: MeetingKind::Minutes,
            body: None,
            authority: authority.and_then(|name| authorities().named(name)).cloned(),
            region: None,
            date: None,
            start: None,
            end: None,
            place: None,
            participants: Vec::new(),
            items: Vec::new(),
            front: Text::default(),
            contents: Text::default(),
            running: Text::default(),
        };
        let municipalities = municipalities.iter().map(|m| (*m).to_owned()).collect();
        let item = Item { municipalities, ..Item::titled("Takster") };
        let paths = place_paths(authorities(), &MeetingFacts::from(&meeting), &item);
        paths.iter().map(|path| path.join("/")).collect()
    }

    #[test]
    fn former_municipality_stands_below_its_successors() {
        assert_eq!(places(None, &["Viborg"]), ["Midtjylland/Viborg"]);
        assert_eq!(places(Some("Egebjerg"), &["Egebjerg"]), ["Syddanmark/Svendborg/Egebjerg"]);
        let both = ["Midtjylland/Norddjurs/Sønderhald", "Midtjylland/Randers/Sønderhald"];
        assert_eq!(places(None, &["Sønderhald"]), both);
        assert_eq!(places(None, &["Atlantis"]), ["–/Atlantis"]);
    }

    #[test]
    fn county_lies_in_its_region() {
        assert_eq!(places(Some("Ribe Amt"), &[]), ["Syddanmark"]);
        assert_eq!(places(None, &[]), ["–"]);
    }

    #[test]
    fn number_of_the_plan_stands_below_its_group() {
        let item = Item { kle: vec!["27.35.04".into()], ..Item::titled("Takster") };
        assert_eq!(kle_paths(&item)[0], ["27", "27.35", "27.35.04"]);
    }

    #[test]
    fn month_stands_below_its_year() {
        assert_eq!(day_number(date(2019, 5, 22)), 20190522);
        assert_eq!((day_of(20190522), day_of(0)), (Some(date(2019, 5, 22)), None));
    }
}
