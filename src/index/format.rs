//! What is on disk: the schema, the version of the format and its history.
//!
//! | version | since | change |
//! | --- | --- | --- |
//! | 1 | 0.1.0 | the first |
//! | 2 | 0.1.0 | a file's row says what the ids of its items begin with |
//! | 3 | 0.1.0 | pairs of agenda and minutes; the keys and the facts by which a case is followed; numbers of KL's plan; former municipalities below their successors; a user's rules of topics |
//! | 4 | 0.1.0 | columns with a value for every document; what an item is counted under as one value; stored documents packed with zstd; files that double others; what was forgotten; what the last run did; which meeting a file tells of |
//!
//! Every commit carries the version in its payload. An item is one document: its words, in a field per kind of section so
//! that a search can keep to some of them, its facets, and the item itself as JSON of the types in [`stored`]. A source
//! file is one document too, so that what was read and what came of it are committed together.

mod dimension;
mod ledger;
mod node;
mod pairs;
mod stored;
pub(crate) mod tally;

use tantivy::schema::{
    BytesOptions, FAST, Facet, FacetOptions, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use crate::facts::kle;
use crate::lexicon::Authorities;
use crate::model::{Authority, Item, MeetingKind, SectionKind};

use super::MeetingFacts;
pub use dimension::Dimension;
pub(crate) use ledger::{decode_run, decode_tombstones, encode_run, encode_tombstones};
pub(crate) use node::{decode_node, encode_node};
pub(crate) use pairs::{decode_pairs, encode_pairs};
pub(crate) use stored::{
    decode_file, decode_held, decode_item, decode_participants, decode_stem, encode_file, encode_item, touch_file,
};

/// The version that is written, and the only one that is read.
pub const VERSION: u32 = 4;

/// What the payload of every commit begins with.
const PAYLOAD: &str = "dagsorden index ";
/// The bucket of items whose region or municipality is not known.
pub const UNKNOWN: &str = "–";
/// The name under which the chain of [`analysis`](crate::engine::analysis) is registered.
pub(crate) const TOKENIZER: &str = "danish";
/// Values of [`Fields::what`].
pub(crate) const ITEM: &str = "item";
pub(crate) const FILE: &str = "file";
pub(crate) const PAIRS: &str = "pairs";
pub(crate) const TOPICS: &str = "topics";
pub(crate) const FORGOTTEN: &str = "forgotten";
pub(crate) const RUN: &str = "run";

/// The engine that indexes are written with, and its version: `tantivy v0.27.0`.
pub fn engine() -> &'static str {
    let said = tantivy::version_string();
    said.split_once(',').map_or(said, |(engine, _)| engine)
}

/// The payload of a commit.
pub(crate) fn payload() -> String {
    format!("{PAYLOAD}{VERSION}")
}

/// The version that a commit's payload names. `None` for a payload that is not ours.
pub(crate) fn version_of(payload: &str) -> Option<u32> {
    payload.strip_prefix(PAYLOAD)?.parse().ok()
}

/// A part of an item that words stand in: each has a field of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Title,
    /// The presenter and the case number: what stands at an item's head beside its title.
    Head,
    Section(SectionKind),
}

impl Part {
    /// All of them, title first.
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

    /// The name of its field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Head => "head",
            Self::Section(kind) => kind.name(),
        }
    }

    /// Its place in [`Part::ALL`].
    pub fn ordinal(self) -> usize {
        match self {
            Self::Title => 0,
            Self::Head => 1,
            Self::Section(kind) => 2 + SectionKind::ALL.iter().position(|k| *k == kind).unwrap_or(0),
        }
    }
}

/// The fields of the schema.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// [`ITEM`], [`FILE`], [`PAIRS`], [`TOPICS`], [`FORGOTTEN`] or [`RUN`].
    pub what: Field,
    pub source: Field,
    pub id: Field,
    /// Number of the item, lower case.
    pub number: Field,
    /// Case number, lower case.
    pub case_number: Field,
    /// Place in the document.
    pub position: Field,
    /// The date as the number yyyymmdd; 0 where there is none.
    pub day: Field,
    pub closed: Field,
    /// See [`pairing`](super::pairing): the item's id as a number, its pair as it tells alone, its rank in it.
    pub key: Field,
    pub pair: Field,
    pub rank: Field,
    /// `/Midtjylland/Viborg`, `/Syddanmark/Svendborg/Egebjerg`.
    pub place: Field,
    pub topic: Field,
    pub body: Field,
    pub kind: Field,
    /// `/27/27.35/27.35.04`.
    pub kle: Field,
    /// See [`tally`].
    pub tallies: [Field; 3],
    /// The words, in the order of [`Part::ALL`].
    pub words: [Field; 12],
    /// The item or the file, as JSON.
    pub stored: Field,
    /// What other items of the case can find it by: [`Key`](crate::facts::case::Key)s.
    pub keys: Field,
    /// The item's [`Node`](crate::facts::case::Node), as JSON.
    pub node: Field,
}

impl Fields {
    /// The field that holds the words of `part`.
    pub fn words_of(&self, part: Part) -> Field {
        self.words[part.ordinal()]
    }

    /// The schema, and where its fields are.
    pub fn schema() -> (Schema, Self) {
        let mut b = SchemaBuilder::new();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let facet = |b: &mut SchemaBuilder, name| b.add_facet_field(name, FacetOptions::default());
        let fields = Self {
            what: b.add_text_field("what", STRING),
            source: b.add_text_field("source", STRING),
            id: b.add_text_field("id", STRING | FAST),
            number: b.add_text_field("number", STRING),
            case_number: b.add_text_field("case", STRING),
            position: b.add_u64_field("position", FAST),
            day: b.add_i64_field("day", FAST | INDEXED),
            closed: b.add_bool_field("closed", FAST | INDEXED),
            key: b.add_u64_field("key", FAST),
            pair: b.add_u64_field("pair", FAST),
            rank: b.add_u64_field("rank", FAST),
            place: facet(&mut b, "place"),
            topic: facet(&mut b, "topic"),
            body: facet(&mut b, "body"),
            kind: facet(&mut b, "kind"),
            kle: facet(&mut b, "kle"),
            tallies: tally::TALLIES.map(|name| b.add_text_field(name, TextOptions::default().set_fast("raw"))),
            words: Part::ALL.map(|p| b.add_text_field(p.name(), words.clone())),
            stored: b.add_bytes_field("stored", BytesOptions::default().set_stored()),
            keys: b.add_u64_field("keys", INDEXED),
            node: b.add_bytes_field("node", BytesOptions::default().set_stored()),
        };
        (b.build(), fields)
    }
}

/// The date as the number that [`Fields::day`] holds.
pub(crate) fn day_number(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The date of such a number.
pub(crate) fn day_of(number: i64) -> Option<jiff::civil::Date> {
    let part = |n: i64| i8::try_from(n % 100).ok();
    jiff::civil::Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}

/// The region and municipality facets of an item: one path for each municipality that it is about. One that is no more
/// stands below each that took it over.
pub(crate) fn place_facets(known: &Authorities, meeting: &MeetingFacts, item: &Item) -> Vec<Facet> {
    let meetings = meeting.region.map_or(UNKNOWN, |r| r.name());
    let paths = |name: &String| {
        let successors = known.successors(name);
        if successors.is_empty() {
            return vec![Facet::from_path([meetings, name.as_str()])];
        }
        let path = |of_today: &&Authority| {
            let region = of_today.region.map_or(meetings, |r| r.name());
            let own = (of_today.name != *name).then_some(name.as_str());
            Facet::from_path([region, of_today.name.as_str()].into_iter().chain(own))
        };
        successors.iter().map(path).collect()
    };
    match item.municipalities.as_slice() {
        [] => vec![Facet::from_path([meetings])],
        names => names.iter().flat_map(paths).collect(),
    }
}

/// The facets of the numbers of KL's plan that an item names, with the groups above each.
pub(crate) fn kle_facets(item: &Item) -> Vec<Facet> {
    let ends = |number: &str| number.match_indices('.').map(|(at, _)| at).chain([number.len()]).collect::<Vec<_>>();
    let path = |number: &String| Facet::from_path(ends(number).into_iter().map(|end| &number[..end]));
    kle::numbers(item).iter().map(path).collect()
}

/// The facet of a meeting's kind.
pub(crate) fn kind_facet(kind: MeetingKind) -> Facet {
    Facet::from_path([kind.name()])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::lexicon::authorities;
    use crate::model::{CaseNumber, Meeting, Text};

    #[test]
    fn every_part_knows_its_place() {
        for (n, part) in Part::ALL.into_iter().enumerate() {
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
        let facets = place_facets(authorities(), &MeetingFacts::from(&meeting), &item);
        facets.iter().map(|f| f.to_path().join("/")).collect()
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
        let item = Item { case_number: Some(CaseNumber("27.35.04-P19-1-14".into())), ..Item::titled("Takster") };
        assert_eq!(kle_facets(&item)[0].to_path(), ["27", "27.35", "27.35.04"]);
    }

    #[test]
    fn month_stands_below_its_year() {
        assert_eq!(day_number(date(2019, 5, 22)), 20190522);
        assert_eq!((day_of(20190522), day_of(0)), (Some(date(2019, 5, 22)), None));
    }
}
